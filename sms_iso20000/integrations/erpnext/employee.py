"""ERPNext's Employee as the one who knows who works here, and under whom."""

EMPLOYEE = {
    "doctype": "Employee",
    "user_field": "user_id",
    "status_field": "status",
    "left": "Left",
    # The employee, not the user, whom somebody reports to.
    "line_manager_field": "reports_to",
}
