"""Audit programmes that tests start from: written by the manager, approved by top management."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_months, get_first_day, get_last_day, today

from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, TOP, acting_as, step

STATES = ("Draft", "Approved", "Running")


def programme_values(system, months: int = 12, **values) -> dict:
    """A programme whose cycle begins this month."""
    start = get_first_day(today())
    return {
        "doctype": "ITSM Audit Programme",
        "system": system.name,
        "title": "Audits of the year",
        "programme_owner": MANAGER,
        "cycle_start": start,
        "cycle_end": get_last_day(add_months(start, months - 1)),
        "criteria": "The standard and our own processes.",
        "scope_text": "Everything in scope of the plan.",
        "methods": "Interviews, records and samples.",
        "frequency": "Once a year, more often where something speaks for it.",
        **values,
    }


def few_processes(system, keep: int = 2) -> list[str]:
    """All but the first processes of `system` are switched off, so that a programme stays small."""
    names = frappe.get_all("ITSM Process", {"system": system.name}, pluck="name", order_by="clause asc")
    for name in names[keep:]:
        frappe.db.set_value("ITSM Process", name, "is_active", 0)
    return names[:keep]


@made_once
def make_programme(system, state: str = "Draft", with_slots: bool = True, **values) -> Document:
    """A programme in `state` of a system with two active processes."""
    few_processes(system)
    with acting_as(MANAGER):
        programme = frappe.get_doc(programme_values(system, **values)).insert()
        if with_slots:
            programme.generate_slots()
    if state != "Draft":
        step(programme, "Approve", TOP)
    if state == "Running":
        step(programme, "Start Programme", MANAGER)
    programme.reload()
    return programme


def slots_in(programme, **filters) -> list[Document]:
    """Slots of a programme by month."""
    names = frappe.get_all(
        "ITSM Audit Slot",
        filters={"programme": programme.name, **filters},
        pluck="name",
        order_by="planned_on asc, title asc",
    )
    return [frappe.get_doc("ITSM Audit Slot", name) for name in names]
