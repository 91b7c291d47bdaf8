"""No undue delay: whoever is late is reminded, and what stays late is brought before top management (4.5.4.2)."""

from collections.abc import Collection
from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.governance.nonconformities import NONCONFORMITY, days_for, due_date
from sms_iso20000.rules.nonconformity import AT_WORK, Grade, State, due_for_grade
from sms_iso20000.rules.schedule import escalation_is_due, reminder_is_due


def keep_due(nonconformity: Document) -> date | None:
    """While it is only reported, the day that the system sets follows the grade. Returns the latest day that can be
    chosen; None once it was judged, when only a decision gives more time."""
    before = nonconformity.get_doc_before_save()
    is_judged = before and before.workflow_state != State.REPORTED
    # The host has a word of its own for what is no grade, but later.
    if is_judged or nonconformity.grade not in list(Grade):
        return None
    latest = due_date(nonconformity.system, nonconformity.grade)
    if not nonconformity.due_on:
        nonconformity.due_on = latest
    elif before and nonconformity.is_set_anew("grade") and not nonconformity.is_set_anew("due_on"):
        reported, days = getdate(before.reported_on), days_for(before.system, before.grade)
        usual = reported + timedelta(days=days)
        nonconformity.due_on = due_for_grade(getdate(nonconformity.due_on), usual, latest)
    return latest


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
