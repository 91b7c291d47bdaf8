"""ERPNext's Issue as service level evidence."""

ISSUE = {
    "values": {
        "title": "ERPNext Issues",
        "source_doctype": "Issue",
        "in_target_values": "Fulfilled",
        "missed_values": "Failed",
    },
    "fields": {
        "opened_field": ("creation",),
        "closed_field": ("sla_resolution_date", "resolution_date"),
        "target_field": ("agreement_status",),
        "service_field": ("issue_type",),
        "priority_field": ("priority",),
    },
}
