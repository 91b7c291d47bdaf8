"""The background job that works a disposal off, a commit per batch, and goes on where it was stopped (4.3.3)."""

import frappe

from sms_iso20000.governance.disposal import DISPOSAL, next_batch
from sms_iso20000.governance.disposal_certificate import certify
from sms_iso20000.governance.signed_in import signed_in

PROGRESS = "itsm_disposal_progress"


def work_off(disposal: str) -> None:
    """Dispose of everything approved that is still pending; safe to repeat, and to stop at any moment."""
    # Each transaction begins with the locks of its batch, and so sees what others committed before.
    frappe.db.commit()
    while work_off_some(disposal):
        frappe.db.commit()
    frappe.db.commit()


def work_off_some(disposal: str) -> bool:
    """One batch, or the certificate after the last; the commit is left to the caller. False where nothing is left to
    do now.

    The host's records go by its own hand, since their classes may ask the roles of whoever is signed in; the closing
    decision is recorded in the name of who approved.
    """
    with signed_in("Administrator"):
        done = next_batch(disposal)
    if done == 0:
        record = frappe.get_doc(DISPOSAL, disposal)
        with signed_in(record.approved_by):
            certify(record)
    if done is not None:
        _tell_progress(disposal)
    return bool(done)


def _tell_progress(disposal: str) -> None:
    fields = ["name", "candidates", "pending", "disposed", "kept", "status"]
    figures = frappe.db.get_value(DISPOSAL, disposal, fields, as_dict=True)
    frappe.publish_realtime(PROGRESS, figures, doctype=DISPOSAL, docname=disposal, after_commit=True)
