import frappe

from sms_iso20000.evidence.guarded import GuardedRecord


class ITSMDisposalItem(GuardedRecord):
    """One record of a disposal and what became of it (4.3.3)."""


def on_doctype_update():
    """A worker asks for the next records in their order, however many are done already."""
    frappe.db.add_index("ITSM Disposal Item", ["disposal", "outcome", "idx"], "disposal_outcome_idx")
