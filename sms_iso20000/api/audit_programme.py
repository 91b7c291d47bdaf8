"""Audit programmes: coverage, and audits from slots."""

import frappe

from sms_iso20000.governance import audit_slots
from sms_iso20000.governance.audit_programmes import coverage_of, ground_of, uncovered
from sms_iso20000.refusal.given import names_in


@frappe.whitelist(methods=["GET", "POST"])
def coverage(programme: str) -> dict:
    """The holes of a programme: subject, clause group and time of what nothing covers that can still be done, and how
    many parts of the cycle have to be covered in all (4.5.4.2)."""
    doc = frappe.get_doc("ITSM Audit Programme", programme)
    doc.check_permission("read")
    ground = ground_of(doc)
    covered = coverage_of(doc, ground)
    return {"due": len(covered), "holes": uncovered(doc, ground, covered)}


@frappe.whitelist(methods=["POST"])
def create_audit(slots: str | list) -> str:
    """Name of a new audit that takes the slots, of one programme, named in `slots`."""
    return audit_slots.create_audit(names_in(slots))
