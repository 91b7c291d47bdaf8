"""ERPNext's Issue as service level evidence."""

ISSUE = {
    "values": {
        "title": "ERPNext Issues",
        "source_doctype": "Issue",
        "in_target_values": "Fulfilled",
        "missed_values": "Failed",
        "paused_values": "Paused",
        "complaint_values": "Complaint",
    },
    "fields": {
        "opened_field": ("creation",),
        "closed_field": ("sla_resolution_date", "resolution_date"),
        "target_field": ("agreement_status",),
        "service_field": ("issue_type",),
        "team_field": ("itsm_team",),
        "customer_field": ("customer",),
        "supplier_field": ("itsm_supplier",),
        "priority_field": ("priority",),
        "complaint_field": ("issue_type",),
    },
}
