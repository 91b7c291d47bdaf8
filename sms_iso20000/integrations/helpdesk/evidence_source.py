"""Helpdesk's HD Ticket as service level evidence."""

HD_TICKET = {
    "values": {
        "title": "Helpdesk Tickets",
        "source_doctype": "HD Ticket",
        "in_target_values": "Fulfilled",
        "missed_values": "Failed",
        "paused_values": "Paused",
        "complaint_values": "Complaint",
    },
    "fields": {
        "opened_field": ("creation",),
        "closed_field": ("resolution_date",),
        "target_field": ("agreement_status",),
        "service_field": ("ticket_type",),
        "team_field": ("agent_group",),
        "customer_field": ("customer",),
        "supplier_field": ("itsm_supplier",),
        "priority_field": ("priority",),
        "rating_field": ("feedback_rating",),
        "complaint_field": ("ticket_type",),
    },
}
