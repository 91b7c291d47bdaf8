"""Employees of ERPNext, or of a record type like it where ERPNext is not installed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe

from sms_iso20000.integrations.erpnext.employee import EMPLOYEE

FIELDS = (("user_id", "Link", "User"), ("status", "Data", None), ("reports_to", "Data", None))


@contextmanager
def employees() -> Iterator[Callable[..., str]]:
    """A function that makes an employee of `user` and answers with its name. Making the record type commits."""
    made = not frappe.db.exists("DocType", EMPLOYEE["doctype"])
    if made:
        fields = [
            {"fieldname": name, "fieldtype": kind, "options": options, "label": name.title()}
            for name, kind, options in FIELDS
        ]
        described = {"name": EMPLOYEE["doctype"], "module": "Core", "custom": 1, "autoname": "hash", "fields": fields}
        permissions = [{"role": "System Manager", "read": 1}]
        frappe.get_doc({"doctype": "DocType", **described, "permissions": permissions}).insert()
    yield _make
    frappe.db.rollback()
    if made:
        frappe.delete_doc("DocType", EMPLOYEE["doctype"], force=True)
        frappe.db.commit()
        frappe.db.sql_ddl(f"drop table if exists `tab{EMPLOYEE['doctype']}`")
        frappe.db.commit()  # PostgreSQL drops within the transaction, which a test ends by rolling back


def _make(user: str, status: str = "Active", **values) -> str:
    employee = frappe.get_doc({"doctype": EMPLOYEE["doctype"], "user_id": user, "status": status, **values})
    employee.set_new_name()
    employee.db_insert()
    return employee.name
