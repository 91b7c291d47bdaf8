"""Removing what the demonstration put into the host: its people and its service desk."""

import frappe

from sms_iso20000.demonstration import MARK
from sms_iso20000.demonstration.people import PEOPLE, STAFF_GROUP
from sms_iso20000.demonstration.service_desk import INCIDENT

# What the host keeps about a person, by the field that names them.
ABOUT_PEOPLE = {
    "Notification Settings": "name",
    "Notification Log": "for_user",
    "DocShare": "user",
    "User Group Member": "user",
    "User Permission": "user",
    "Auto Email Report": "user",
    "Sessions": "user",
    "__UserSettings": "user",
    "DefaultValue": "parent",
    "Contact Email": "email_id",
    "Contact": "user",
}


def remove_demo_records() -> bool:
    """Whether there was a demonstration. Our own records are not touched: the uninstallation drops their tables."""
    if not frappe.defaults.get_global_default(MARK):
        return False
    remove_people()
    remove_service_desk()
    frappe.db.delete("DefaultValue", {"defkey": MARK})
    frappe.clear_cache()
    return True


def remove_people() -> None:
    users = [person.user for person in PEOPLE]
    for doctype, field in ABOUT_PEOPLE.items():
        frappe.db.delete(doctype, {field: ["in", users]})
    for table in frappe.get_meta("User").get_table_fields():
        frappe.db.delete(table.options, {"parent": ["in", users], "parenttype": "User"})
    frappe.db.delete("__Auth", {"doctype": "User", "name": ["in", users]})
    frappe.db.delete("User Group", {"name": STAFF_GROUP})
    frappe.db.delete("User", {"name": ["in", users]})


def remove_service_desk() -> None:
    """The record type with its table, which the host would leave behind."""
    if frappe.db.exists("DocType", INCIDENT):
        frappe.delete_doc("DocType", INCIDENT, ignore_permissions=True, force=True, delete_permanently=True)
    frappe.db.sql_ddl("drop table if exists `tabDemo Incident`")
