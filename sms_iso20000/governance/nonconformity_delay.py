"""No undue delay: whoever is late is reminded, and what stays late is brought before top management (4.5.4.2)."""

from collections.abc import Collection

import frappe
from frappe.utils import getdate, today

from sms_iso20000.governance.nonconformities import NONCONFORMITY
from sms_iso20000.rules.nonconformity import AT_WORK
from sms_iso20000.rules.schedule import escalation_is_due, reminder_is_due


def overdue_cases(systems: Collection[str]) -> list[frappe._dict]:
    """Cases of `systems` that are not put right though their day has passed, the longest overdue first."""
    return frappe.get_all(
        NONCONFORMITY,
        filters={
            "system": ["in", sorted(systems)],
            "workflow_state": ["in", [state.value for state in AT_WORK]],
            "due_on": ["<", today()],
        },
        fields=["name", "system", "due_on", "reminded_on", "escalated_on"],
        order_by="due_on asc, name asc",
    )


def cases_to_remind(systems: Collection[str]) -> list[str]:
    """Overdue cases whose manager was not reminded within the interval."""
    interval = _days("acknowledgement_reminder", systems)
    return [
        row.name
        for row in overdue_cases(systems)
        if reminder_is_due(getdate(today()), row.due_on, row.reminded_on, interval[row.system])
    ]


def cases_to_escalate(systems: Collection[str]) -> list[str]:
    """Cases so long overdue that top management hears of them, once for each due day."""
    after = _days("nonconformity_escalation", systems)
    return [
        row.name
        for row in overdue_cases(systems)
        if escalation_is_due(getdate(today()), row.due_on, row.escalated_on, after[row.system])
    ]


def remind(name: str) -> None:
    """Note that the manager of the area is reminded today; the host's Notification "ITSM Nonconformity Overdue"
    listens to that."""
    frappe.get_doc(NONCONFORMITY, name).write(reminded_on=getdate(today()))


def escalate(name: str) -> None:
    """Note that it is brought before top management today; the host's Notification "ITSM Nonconformity Escalated"
    listens to that."""
    frappe.get_doc(NONCONFORMITY, name).write(escalated_on=getdate(today()))


def _days(field: str, systems: Collection[str]) -> dict[str, int]:
    rows = frappe.get_all(
        "ITSM System", filters={"name": ["in", sorted(systems)]}, fields=["name", field], order_by="name asc"
    )
    return {row.name: row[field] for row in rows}
