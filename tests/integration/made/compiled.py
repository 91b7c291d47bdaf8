"""Inputs of management reviews as tests look at them, and records that lie in the past."""

from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, get_datetime, getdate, today

from sms_iso20000.governance.review_inputs import module_of
from sms_iso20000.rules.review_input import Section, as_text, from_text

# How long the periods are about.
PERIOD = 180


def day(days_ago: int) -> date:
    return getdate(add_days(today(), -days_ago))


def compiled(system, topic: str, days_ago: int = 0) -> Section:
    """The section of a topic as of a day, as it comes back from where it is kept."""
    until = day(days_ago)
    return from_text(as_text(module_of(topic).compile_input(system.name, until - timedelta(days=PERIOD), until)))


def figures(section: Section) -> dict[str, float]:
    """Values by code; by code and name where there is one."""
    return {row.code if not row.name else f"{row.code} {row.name}": row.value for row in section.figures}


def rows(section: Section, table: str) -> list[list]:
    """The rows of a table; none where it is not there."""
    return next((found.rows for found in section.tables if found.code == table), [])


def titles(section: Section, table: str) -> list[str]:
    """The titles of the records that the rows of a table begin with."""
    return [row[0][2] for row in rows(section, table)]


def gaps(section: Section) -> list[str]:
    return [gap.code for gap in section.gaps]


def put_back(record: Document, days: int, *fields: str) -> None:
    """As if `record` had been made, and everything on it so far been decided, so many days earlier."""
    earlier = timedelta(days=days)
    values = frappe.db.get_value(record.doctype, record.name, ["creation", *fields], as_dict=True)
    moved = {field: get_datetime(value) - earlier for field, value in values.items() if value}
    frappe.db.set_value(record.doctype, record.name, moved, update_modified=False)
    about = {"reference_doctype": record.doctype, "reference_name": record.name}
    for row in frappe.get_all("ITSM Decision", filters=about, fields=["name", "decided_on"], order_by="sequence asc"):
        frappe.db.set_value("ITSM Decision", row.name, "decided_on", row.decided_on - earlier, update_modified=False)
    record.reload()
