"""Nonconformities that tests start from: reported by staff, accepted by an auditor for the owner of the process, who
plans what another member of staff does; verified by the auditor."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.model.document import Document
from frappe.utils import today

from sms_iso20000.governance.nonconformities import report_nonconformity
from tests.integration.copies import made_once
from tests.integration.made.actions import action_values
from tests.integration.stage import AUDITOR, MANAGER, OWNER, STAFF, STAFF_TWO, acting_as

STATES = ("Reported", "Analysis", "Action Plan", "In Action", "Verification", "Closed")
REQUIREMENT = "2011 4.3.2 a"
CAUSE = {
    "whys": [{"answer": "The old revision was on the intranet."}, {"answer": "Nobody is told to take it down."}],
    "causes": [
        {"category": "Method", "cause": "The procedure does not name who takes it down."},
        {"category": "Technology", "cause": "The intranet keeps every file."},
    ],
    "root_cause": "The procedure does not say who takes old revisions down.",
    "cause_category": "Method",
}


def values(system, **more) -> dict:
    return {
        "system": system.name,
        "title": "Old revision in use",
        "statement": "The desk works by a revision that was replaced in March.",
        "objective_evidence": "Printed copy of revision 2 at desk 7, seen on the round.",
        "grade": "Minor",
        "source_kind": "Employee",
        "against": "Standard",
        "requirements": [REQUIREMENT],
        **more,
    }


@made_once
def make_nonconformity(system, state: str = "Reported", **more) -> Document:
    """A nonconformity brought to `state` by the right people; closed without waiting."""
    with acting_as(STAFF):
        case = report_nonconformity(**values(system, **more))
    bring_to(case, state)
    return case


def bring_to(case: Document, state: str) -> None:
    """From where it stands to `state`."""
    for following in STATES[STATES.index(case.workflow_state) + 1 : STATES.index(state) + 1]:
        STEPS[following](case)
        case.reload()


def accept(case: Document, area_manager: str = OWNER) -> None:
    with acting_as(AUDITOR):
        case.update({"area_manager": area_manager, "priority": "High", "workflow_state": "Analysis"})
        case.save()


def record_cause(case: Document, user: str = OWNER, **cause) -> None:
    with acting_as(user):
        case.update({**CAUSE, **cause})
        case.save()
        case.workflow_state = "Action Plan"
        case.save()


def start_actions(case: Document) -> None:
    make_corrective(case)
    with acting_as(OWNER):
        case.workflow_state = "In Action"
        case.save()


def make_corrective(case: Document, kind: str = "Corrective") -> Document:
    system = frappe.get_doc("ITSM System", case.system)
    about = {"kind": kind, "reference_doctype": case.doctype, "reference_name": case.name}
    with acting_as(OWNER):
        return frappe.get_doc(
            action_values(system, responsible=STAFF_TWO, title="Say who takes it down", **about)
        ).insert()


def submit_for_verification(case: Document) -> None:
    for name in frappe.get_all("ITSM Action", {"reference_name": case.name, "status": "Open"}, pluck="name"):
        finish(frappe.get_doc("ITSM Action", name))
    with acting_as(OWNER):
        case.update({"correction": "The copy was taken away.", "corrected_on": today()})
        case.save()
        case.workflow_state = "Verification"
        case.save()


def finish(action: Document) -> None:
    with acting_as(STAFF_TWO):
        action.complete("The procedure says so now.")
    with acting_as(MANAGER):
        action.check(1)


def decide(case: Document, state: str, reason: str, user: str = AUDITOR) -> None:
    """A step for which a reason is given."""
    with acting_as(user):
        case.give_reason(state, reason)
        case.workflow_state = state
        case.save()


def close(case: Document) -> None:
    with no_waiting(case.system):
        decide(case, "Closed", "Three desks looked at; no old copy.")


@contextmanager
def no_waiting(system: str) -> Iterator[None]:
    """As if the waiting period were over; what was done stays sealed as of today."""
    wait = frappe.db.get_value("ITSM System", system, "verification_wait")
    frappe.db.set_value("ITSM System", system, "verification_wait", 0)
    yield
    frappe.db.set_value("ITSM System", system, "verification_wait", wait)


STEPS = {
    "Analysis": accept,
    "Action Plan": record_cause,
    "In Action": start_actions,
    "Verification": submit_for_verification,
    "Closed": close,
}
