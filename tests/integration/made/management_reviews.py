"""Management reviews that tests start from: planned by the manager, their inputs compiled, held and signed by top
management."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, getdate, today

from sms_iso20000.governance.management_review_compiling import take_in
from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, OWNER, TOP, acting_as

STATES = ("Planned", "Inputs Compiled", "Held", "Signed")
JUDGEMENT = {
    "suitability": "Suitable",
    "effectiveness": "Effectively",
    "policy_and_objectives": "Stay as They Are",
    "conclusion": "The system fits and works.",
}


def review_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Management Review",
        "system": system.name,
        "planned_on": today(),
        "chair": TOP,
        "attendees": [{"user": MANAGER, "capacity": "Management Representative"}],
        **values,
    }


def outputs(**action) -> list[dict]:
    """One for each class: an action, a decision, and that nothing is needed."""
    return [
        {
            "about": "Resources",
            "kind": "Action",
            "statement": "Hire an engineer.",
            "responsible": OWNER,
            "due_on": str(add_days(today(), 30)),
            **action,
        },
        {"about": "Effectiveness of the System", "kind": "Decision", "statement": "Audit suppliers each year."},
        {"about": "Services", "kind": "None Needed", "statement": "All services reach their targets."},
    ]


@made_once
def make_management_review(system, state: str = "Planned", **values) -> Document:
    """A review brought to `state` by the right people, all of whose inputs are explained."""
    with acting_as(MANAGER):
        review = frappe.get_doc(review_values(system, **values)).insert()
    bring_to(review, state)
    return review


def bring_to(review: Document, state: str) -> None:
    """From where it stands to `state`."""
    for following in STATES[STATES.index(review.workflow_state) + 1 : STATES.index(state) + 1]:
        STEPS[following](review)
        review.reload()


def compile_as_of(review: Document, day: str) -> None:
    """What the background worker does for the manager."""
    with acting_as(MANAGER):
        take_in(review.name, getdate(day))
    review.reload()


def compile_now(review: Document) -> None:
    compile_as_of(review, today())


def hold(review: Document, **values) -> None:
    with acting_as(MANAGER):
        for row in review.inputs:
            row.comment = row.comment or "Looked at."
        review.update({"held_on": today(), **values})
        review.save()
        review.workflow_state = "Held"
        review.save()


def write_minutes(review: Document, **values) -> None:
    with acting_as(MANAGER):
        review.update({**JUDGEMENT, "outputs": outputs(), **values})
        review.save()


def sign(review: Document, **values) -> None:
    write_minutes(review, **values)
    review.reload()
    with acting_as(TOP):
        review.workflow_state = "Signed"
        review.save()


def make_addendum(review: Document, signed: bool = True) -> Document:
    """A correction of a signed review, signed by top management where it is to be."""
    values = {"review": review.name, "reason": "A figure was wrong.", "correction": "Three engineers, not two."}
    with acting_as(MANAGER):
        addendum = frappe.get_doc({"doctype": "ITSM Management Review Addendum", **values}).insert()
    if signed:
        with acting_as(TOP):
            addendum.sign()
    return addendum


STEPS = {"Inputs Compiled": compile_now, "Held": hold, "Signed": sign}
