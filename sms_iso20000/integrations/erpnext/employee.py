"""ERPNext's Employee as the one who knows who works here."""

EMPLOYEE = {"doctype": "Employee", "user_field": "user_id", "status_field": "status", "left": "Left"}
