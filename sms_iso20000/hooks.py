"""Wiring only: what the host calls, and where it lives."""

app_name = "sms_iso20000"
app_title = "Service Management"
app_publisher = "sms_iso20000 maintainers"
app_description = "ISO/IEC 20000-1 service management system on the Frappe, ERPNext and Helpdesk you already run"
app_email = "maintainers@example.com"
app_license = "MIT"
