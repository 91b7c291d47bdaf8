"""What ERPNext's Issue lacks to be counted by team and by supplier."""

ISSUE_FIELDS = {
    "doctype": "Issue",
    "fields": (
        {
            "fieldname": "itsm_team",
            "fieldtype": "Link",
            "options": "User Group",
            "label": "Team",
            "description": "The team that works on it; service levels are counted by it.",
            "insert_after": "issue_type",
        },
        {
            "fieldname": "itsm_supplier",
            "fieldtype": "Link",
            "options": "Supplier",
            "label": "Supplier",
            "description": "The supplier whose work it is about; service levels are counted by it.",
            "insert_after": "itsm_team",
        },
    ),
}
