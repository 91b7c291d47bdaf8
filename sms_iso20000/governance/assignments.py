"""Records among the to-dos of whoever is to do something about them, due on their day (4.5.3, 4.5.4.2)."""

from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, getdate

from sms_iso20000.compat import assign

TODO = "ToDo"


def keep_assigned(record: Document, user: str, due_on: date | str | None) -> None:
    """`user` has `record` among their to-dos until `due_on`: assigned where it is not, moved where the day changed."""
    about = {"reference_type": record.doctype, "reference_name": record.name, "allocated_to": user}
    todos = frappe.get_all(TODO, filters={**about, "status": "Open"}, fields=["name", "date"], order_by="creation asc")
    if not todos:
        # The host counts who has done it as assigned still, and would show them twice.
        for done in frappe.get_all(TODO, filters={**about, "status": "Closed"}, pluck="name", order_by="creation asc"):
            frappe.get_doc(TODO, done).update({"status": "Cancelled"}).save(ignore_permissions=True)
        # The host shows it as HTML.
        assign(record.doctype, record.name, user, f"{record.name}: {escape_html(record.title)}", due_on)
    elif getdate(todos[0].date) != getdate(due_on):
        frappe.get_doc(TODO, todos[0].name).update({"date": due_on}).save(ignore_permissions=True)
