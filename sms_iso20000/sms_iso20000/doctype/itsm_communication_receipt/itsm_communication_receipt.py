import frappe

from sms_iso20000.evidence.guarded import GuardedRecord


class ITSMCommunicationReceipt(GuardedRecord):
    """Whether one communication reached one person; `governance.reach` writes it (4.1.3 b)."""


def on_doctype_update():
    frappe.db.add_unique(
        "ITSM Communication Receipt",
        # "user" is a word of PostgreSQL's own.
        ["communication", "`user`"],
        constraint_name="itsm_communication_receipt_person",
    )
