"""What Helpdesk's HD Ticket lacks to be counted by supplier, where ERPNext keeps suppliers."""

HD_TICKET_FIELDS = {
    "doctype": "HD Ticket",
    "fields": (
        {
            "fieldname": "itsm_supplier",
            "fieldtype": "Link",
            "options": "Supplier",
            "label": "Supplier",
            "description": "The supplier whose work it is about; service levels are counted by it.",
            "insert_after": "agent_group",
        },
    ),
}
