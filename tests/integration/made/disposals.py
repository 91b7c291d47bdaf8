"""Disposals of the test's tickets, brought to a stage by the right people."""

from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, today

from sms_iso20000.governance.disposal_work import work_off_some
from tests.integration.made.retention import make_rule
from tests.integration.stage import MANAGER, TICKET, TOP, acting_as

# Longer ago than the rule of the tests keeps anything.
LONG_AGO = "2020-01-01 12:00:00"


def make_old_tickets(system, number: int = 3, **values) -> list[str]:
    """Tickets whose retention is over, the earliest first; rows past the host's events, which cost much."""
    moment = get_datetime(LONG_AGO)
    names = [frappe.generate_hash(length=12) for _index in range(number)]
    head = ["name", "creation", "modified", "owner", "modified_by", "closed", "subject", *values]
    stamps = (moment, moment, "Administrator", "Administrator")
    rows = [
        (name, *stamps, moment + timedelta(seconds=index), system.name, *values.values())
        for index, name in enumerate(names)
    ]
    frappe.db.bulk_insert(TICKET, head, rows)
    return names


def disposal_values(system, rule, **values) -> dict:
    return {"doctype": "ITSM Disposal", "system": system.name, "rule": rule.name, "as_of": today(), **values}


def make_disposal(system, status: str = "Requested", rule=None, tickets: int = 3, **values) -> Document:
    """Requested by the manager; unless that is asked for, approved by top management; worked off if Disposed."""
    rule = rule or make_rule(system)
    if tickets:
        make_old_tickets(system, tickets)
    with acting_as(MANAGER):
        disposal = frappe.get_doc(disposal_values(system, rule, **values)).insert()
    if status != "Requested":
        with acting_as(TOP):
            disposal.approve()
    if status == "Disposed":
        while work_off_some(disposal.name):
            pass
    disposal.reload()
    return disposal


def items(disposal) -> dict[str, dict]:
    """What is on record of each ticket."""
    rows = frappe.get_all(
        "ITSM Disposal Item",
        filters={"disposal": disposal.name},
        fields=["name", "reference_name", "outcome", "reason", "record_hash", "done_on"],
        order_by="idx asc",
    )
    return {row.reference_name: row for row in rows}


def outcomes(disposal) -> list[str]:
    return [row.outcome for row in items(disposal).values()]


def tickets_left(system) -> list[str]:
    return frappe.get_all(TICKET, filters={"subject": system.name}, pluck="name", order_by="closed asc")
