"""Audits brought to a state by the right people: planned by the manager, led by an auditor."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from tests.integration.copies import made_once
from tests.integration.made.processes import process_of
from tests.integration.stage import AUDITOR, MANAGER, STAFF, TOP, acting_as, step

STATES = ("Planned", "Preparing", "Fieldwork", "Reporting", "Follow-up", "Closed")
ACTIONS = ("Prepare Audit", "Start Fieldwork", "Finish Fieldwork", "Issue Report", "Close Audit")
# Two requirements, so that one can be a finding.
REQUIREMENTS = ("2011 4.2 .1", "2011 4.2 a")


def audit_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Audit",
        "system": system.name,
        "title": "Incidents at the service desk",
        "kind": "Internal",
        "lead_auditor": AUDITOR,
        "objectives": "Whether incidents are handled as agreed.",
        "criteria": "ISO/IEC 20000-1:2011, our incident process.",
        "scope_text": "The service desk in spring.",
        "starts_on": today(),
        "ends_on": add_days(today(), 2),
        "subjects": [{"subject_type": "ITSM Process", "subject": process_of(system, "8.1").name}],
        "requirements": [{"requirement": name} for name in REQUIREMENTS],
        **values,
    }


@made_once
def make_audit(system, state: str = "Planned", **values) -> Document:
    """An audit in `state`; its second item is a minor finding, unless it has no more than one."""
    with acting_as(MANAGER):
        audit = frappe.get_doc(audit_values(system, **values)).insert()
    for action in ACTIONS[: STATES.index(state)]:
        take(audit, action)
    return audit


def take(audit, action: str) -> None:
    """Take a step by its action, with what it takes before."""
    lead = audit.lead_auditor or MANAGER
    with acting_as(lead):
        if action == "Start Fieldwork" and audit.kind in ("Internal", "Supplier"):
            audit.generate_checklist()
        if action == "Finish Fieldwork":
            answer_all(audit)
        if action == "Issue Report":
            audit.raise_nonconformities()
            audit.reload()
            audit.update({"conclusion": "Incidents are handled as agreed, but for one.", "audience": told()})
            audit.save()
        if action == "Close Audit":
            settle_nonconformities(audit)
    step(audit, action, lead)


def answer_all(audit) -> None:
    """All in order but the second, as the signed-in user."""
    audit.reload()
    for row in audit.checklist:
        row.update({"result": "Conforming", "note": "Seen at the desk."})
    for row in audit.checklist[1:2]:
        row.update(finding())
    audit.save()


def finding(**values) -> dict:
    return {
        "result": "Minor",
        "note": "Two of ten incidents bear no time of closing.",
        "evidence_note": "Tickets 17 and 23.",
        **values,
    }


def told() -> list[dict]:
    return [{"audience_type": "User", "audience": user} for user in (STAFF, TOP)]


def settle_nonconformities(audit) -> None:
    """Reject each: how it comes to another end is the matter of its own tests."""
    with acting_as(MANAGER):
        for name in frappe.get_all("ITSM Nonconformity", filters={"reference_name": audit.name}, pluck="name"):
            case = frappe.get_doc("ITSM Nonconformity", name)
            case.give_reason("Rejected", "The tickets were test data.")
            case.reload()
            case.workflow_state = "Rejected"
            case.save()
