"""Whom a communication reached: its receipts, and the figures counted from them (4.1.3 b)."""

import frappe
from frappe.model.document import Document
from frappe.query_builder import Criterion
from frappe.query_builder.functions import Coalesce, Count
from frappe.utils import now_datetime

from sms_iso20000.compat import bulk_insert
from sms_iso20000.governance.holding import hold

RECEIPT = "ITSM Communication Receipt"
# Each stage of a receipt includes those after it.
TOLD = ("Told", "Read", "Acknowledged")
READ = ("Read", "Acknowledged")


def address(communication: Document, people: list[str]) -> None:
    """One receipt per person, in one statement for thousands of them."""
    about = {"system": communication.system, "communication": communication.name}
    beginning = {"status": "Queued", "mail_status": "Not Asked"}
    bulk_insert(RECEIPT, ({**about, "user": person, **beginning} for person in people))


def note_read(communication: str, user: str) -> None:
    """`user` has opened the communication; the first time counts."""
    _note(communication, user, READ, status="Read", read_on=now_datetime())


def note_acknowledged(acknowledgement: Document) -> None:
    """Who acknowledges a communication has read it; acknowledgements of anything else do not matter here."""
    if acknowledgement.reference_doctype == "ITSM Communication":
        _note(
            acknowledgement.reference_name,
            acknowledgement.user,
            ("Acknowledged",),
            status="Acknowledged",
            acknowledged_on=acknowledgement.acknowledged_on,
        )


def is_unread_by(communication: str, user: str) -> bool:
    """Whether `user` was addressed and has not opened the communication."""
    filters = {"communication": communication, "user": user, "status": ["not in", READ]}
    return bool(frappe.db.exists(RECEIPT, filters))


def mail_figures(communication: str) -> dict[str, int]:
    """How many mails wait in the host's queue, and how many people were tried in vain."""
    receipt = frappe.qb.DocType(RECEIPT)
    rows = (
        frappe.qb.from_(receipt)
        .select(receipt.status, receipt.mail_status, Count(receipt.name))
        .where(receipt.communication == communication)
        .groupby(receipt.status, receipt.mail_status)
    ).run()
    return {
        "waiting": sum(number for _status, mail, number in rows if mail == "Waiting"),
        "failed": sum(number for status, mail, number in rows if "Failed" in (status, mail)),
    }


def count_reach(communication: str) -> None:
    """Count the figures of a communication anew from its receipts: one statement, which sees what others committed.

    Only whoever holds the communication may call this.
    """
    told = frappe.qb.DocType("ITSM Communication")
    receipt = frappe.qb.DocType(RECEIPT)

    def number_of(criterion: Criterion) -> Coalesce:
        counted = frappe.qb.from_(receipt).select(Count(receipt.name))
        return Coalesce(counted.where((receipt.communication == communication) & criterion), 0)

    was_read = number_of(receipt.status.isin(READ))
    (
        frappe.qb.update(told)
        .set(told.told, number_of(receipt.status.isin(TOLD)))
        .set(told.failed, number_of((receipt.status == "Failed") | (receipt.mail_status == "Failed")))
        .set(told.was_read, was_read)
        .set(told.acknowledged, number_of(receipt.status == "Acknowledged"))
        # Nobody sends to nobody, so there is always somebody to divide by.
        .set(told.reach, was_read * 100.0 / told.addressed)
        .where(told.name == communication)
    ).run()
    frappe.clear_document_cache("ITSM Communication", communication)


def settle_later(communication: str) -> None:
    """Have the figures counted by a background worker, who can try until it is his turn."""
    frappe.enqueue("sms_iso20000.governance.delivery.settle", enqueue_after_commit=True, communication=communication)


def _note(communication: str, user: str, not_after: tuple[str, ...], **changes) -> None:
    held = hold("ITSM Communication", communication)
    receipt = frappe.db.get_value(
        RECEIPT, {"communication": communication, "user": user, "status": ["not in", not_after]}, "name"
    )
    if not receipt:
        return
    frappe.db.set_value(RECEIPT, receipt, changes)
    if held:
        count_reach(communication)
    else:
        settle_later(communication)
