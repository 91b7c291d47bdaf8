"""Employees of ERPNext, or of a record type like it where ERPNext is not installed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe

from sms_iso20000.integrations.erpnext.employee import EMPLOYEE
from tests.integration.made.stand_ins import stand_ins

FIELDS = (("user_id", "Link", "User"), ("status", "Data"), ("reports_to", "Data"))


@contextmanager
def employees() -> Iterator[Callable[..., str]]:
    """A function that makes an employee of `user` and answers with its name. Making the record type commits, and so do
    doors on the web; of ERPNext's own employees those are gone at the end that were made here."""
    made = []

    def make(user: str, status: str = "Active", **values) -> str:
        employee = frappe.get_doc({"doctype": EMPLOYEE["doctype"], "user_id": user, "status": status, **values})
        employee.set_new_name()
        employee.db_insert()
        made.append(employee.name)
        return employee.name

    with stand_ins({EMPLOYEE["doctype"]: FIELDS}):
        try:
            yield make
        finally:
            frappe.db.rollback()
            frappe.db.delete(EMPLOYEE["doctype"], {"name": ["in", made]})
            frappe.db.commit()
