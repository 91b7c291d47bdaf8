"""Asking people to acknowledge what is in force, reminding them, and letting it rest when it has ended (4.1.2 e)."""

from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, cint, getdate, today

from sms_iso20000.life.audience import audience_users, enabled_people
from sms_iso20000.rules.schedule import reminder_is_due

# Above this many people the asking is left to a background worker.
AT_ONCE = 100


def ask_for_acknowledgement(doc: Document) -> None:
    """Ask everybody in the audience of `doc` who was not asked yet, at once or in the background."""
    missing = _not_asked(doc)
    if len(missing) <= AT_ONCE:
        _ask(doc, missing)
        return
    frappe.enqueue(
        "sms_iso20000.life.acknowledgement.ask_newcomers",
        queue="long",
        enqueue_after_commit=True,
        doctype=doc.doctype,
        name=doc.name,
    )


def ask_newcomers(doctype: str, name: str) -> int:
    """Ask those in the audience who were not asked yet; safe to repeat. Returns how many were asked."""
    doc = frappe.get_doc(doctype, name)
    if not (doc.is_in_force and doc.asks_acknowledgement):
        return 0
    missing = _not_asked(doc)
    _ask(doc, missing)
    return len(missing)


def lapse_acknowledgements(doc: Document) -> None:
    """Let open acknowledgements of a revision that has ended rest; what was acknowledged stays on record."""
    _lapse({"reference_doctype": doc.doctype, "reference_name": doc.name})


def lapse_of_leavers() -> None:
    """Let open acknowledgements of people who left rest."""
    asked = set(
        frappe.get_all(
            "ITSM Acknowledgement",
            filters={"status": "Open"},
            pluck="user",
            distinct=True,
            order_by="user asc",
        )
    )
    leavers = sorted(asked - enabled_people())
    if leavers:
        _lapse({"user": ["in", leavers]})


def remind() -> int:
    """Count one more reminder on each overdue acknowledgement whose interval has passed; the host's Notification
    "ITSM Acknowledgement Reminder" listens to that. Returns how many were reminded."""
    day = getdate(today())
    intervals = dict(
        frappe.get_all(
            "ITSM System",
            filters={"is_active": 1},
            fields=["name", "acknowledgement_reminder"],
            as_list=True,
            order_by="name asc",
        )
    )
    rows = frappe.get_all(
        "ITSM Acknowledgement",
        filters={"status": "Open", "due_on": ["<=", day], "system": ["in", sorted(intervals)]},
        fields=["name", "system", "due_on", "last_reminded_on"],
        order_by="name asc",
    )
    due = [row for row in rows if reminder_is_due(day, row.due_on, row.last_reminded_on, intervals[row.system])]
    for row in due:
        acknowledgement = frappe.get_doc("ITSM Acknowledgement", row.name)
        acknowledgement.write(reminders_sent=cint(acknowledgement.reminders_sent) + 1, last_reminded_on=day.isoformat())
    return len(due)


def _not_asked(doc: Document) -> list[str]:
    asked = frappe.get_all(
        "ITSM Acknowledgement",
        filters={"reference_doctype": doc.doctype, "reference_name": doc.name},
        pluck="user",
        order_by="name asc",
    )
    return sorted(audience_users(doc.system, doc.audience) - set(asked))


def _ask(doc: Document, users: list[str]) -> None:
    day: date = getdate(today())
    due_on = add_days(day, cint(frappe.db.get_value("ITSM System", doc.system, "acknowledgement_due")))
    for user in users:
        frappe.get_doc(
            {
                "doctype": "ITSM Acknowledgement",
                "system": doc.system,
                "reference_doctype": doc.doctype,
                "reference_name": doc.name,
                "title": doc.title,
                "revision": doc.get("revision"),
                "user": user,
                "asked_on": day.isoformat(),
                "due_on": due_on,
                "content_hash": doc.content_hash,
            }
        ).make()


def _lapse(filters: dict) -> None:
    for name in frappe.get_all(
        "ITSM Acknowledgement", filters={**filters, "status": "Open"}, pluck="name", order_by="name asc"
    ):
        frappe.get_doc("ITSM Acknowledgement", name).write(status="Lapsed")
