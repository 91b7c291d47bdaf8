import frappe

from sms_iso20000.evidence.guarded import AppendOnlyRecord


class ITSMDecision(AppendOnlyRecord):
    """One link of the append-only, hash-chained log of approvals, verdicts and sign-offs."""


def on_doctype_update():
    frappe.db.add_unique("ITSM Decision", ["system", "sequence"], constraint_name="itsm_decision_chain")
