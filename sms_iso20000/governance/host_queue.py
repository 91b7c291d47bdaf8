"""What became of mails in the host's queue."""

import frappe
from frappe import _
from frappe.utils import create_batch

from sms_iso20000.governance.reach import RECEIPT

AT_ONCE = 1000


def take_over(communication: str) -> None:
    """Note on the receipts which waiting mails went out and which did not, in a few statements per thousand."""
    waiting = frappe.get_all(
        RECEIPT,
        filters={"communication": communication, "mail_status": "Waiting"},
        fields=["name", "email_queue"],
        order_by="name asc",
    )
    for receipts in create_batch(waiting, AT_ONCE):
        status = _status_of([receipt.email_queue for receipt in receipts])
        names: dict[str | None, list[str]] = {}
        for receipt in receipts:
            names.setdefault(status.get(receipt.email_queue), []).append(receipt.name)
        _note(names.get("Sent"), mail_status="Sent")
        _note(
            names.get("Error"),
            mail_status="Failed",
            failure=_("The mail server did not take the mail; the host's Email Queue says why."),
        )
        _note(
            names.get(None),
            mail_status="Failed",
            failure=_("The host's Email Queue no longer holds the mail, and nothing says that it was sent."),
        )


def _status_of(mails: list[str]) -> dict[str, str]:
    rows = frappe.get_all(
        "Email Queue", filters={"name": ["in", mails]}, fields=["name", "status"], order_by="name asc"
    )
    # The host names mails by number or by text, depending on its release.
    return {str(row.name): row.status for row in rows}


def _note(names: list[str] | None, **changes) -> None:
    if not names:
        return
    receipt = frappe.qb.DocType(RECEIPT)
    query = frappe.qb.update(receipt).where(receipt.name.isin(names))
    for field, value in changes.items():
        query = query.set(receipt[field], value)
    query.run()
