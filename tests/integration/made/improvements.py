"""Improvements that tests start from: proposed by staff, evaluated by the manager, approved by top management, carried
through by the process owner."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from sms_iso20000.governance.improvements import propose_improvement
from tests.integration import stage
from tests.integration.copies import made_once
from tests.integration.made.actions import action_values
from tests.integration.stage import MANAGER, OWNER, STAFF, STAFF_TWO, TOP, acting_as

STATES = ("Proposed", "Evaluated", "Approved", "In Progress", "Measured", "Closed")
CRITERIA = [
    {"criterion": "Benefit to customers", "weight": 3, "scale_low": 1, "scale_high": 5},
    {"criterion": "Ease", "weight": 1, "scale_low": 1, "scale_high": 5},
]
SCORES = [{"criterion": "Benefit to customers", "score": 5}, {"criterion": "Ease", "score": 3}]
TARGET = {
    "dimension": "Quality",
    "measure": "Calls solved at once",
    "unit": "%",
    "baseline": 40,
    "target": 60,
    "operator": "At Least",
    "source": "By Hand",
}


def make_improvement_policy(system, state: str = "In Force", **values) -> Document:
    """An improvement policy with two criteria, each scored from 1 to 5."""
    given = {"code": "IMP-01", "title": "Improvement Policy", "kind": "Improvement", "criteria": CRITERIA, **values}
    return stage.make_policy(system, state, **given)


def target(**more) -> dict:
    return {**TARGET, "measure_on": today(), **more}


@made_once
def make_improvement(system, state: str = "Proposed", **more) -> Document:
    """An improvement brought to `state` by the right people, its targets met."""
    values = {"title": "Answers at hand", "description": "Give the desk a list of answers.", **more}
    with acting_as(STAFF):
        improvement = propose_improvement(system.name, **values)
    bring_to(improvement, state)
    return improvement


def bring_to(improvement: Document, state: str) -> None:
    """From where it stands to `state`."""
    for following in STATES[STATES.index(improvement.workflow_state) + 1 : STATES.index(state) + 1]:
        STEPS[following](improvement)
        improvement.reload()


def go(improvement: Document, state: str, user: str, **changes) -> None:
    """Changes are saved first; then the step is taken."""
    with acting_as(user):
        if changes:
            improvement.update(changes)
            improvement.save()
        improvement.workflow_state = state
        improvement.save()


def evaluate(improvement: Document, **changes) -> None:
    sizes = {"effort": "4", "benefit_size": "5", "scores": SCORES, **changes}
    go(improvement, "Evaluated", MANAGER, **sizes)


def approve(improvement: Document) -> None:
    go(improvement, "Approved", TOP)


def start(improvement: Document, **changes) -> None:
    plan = {"improvement_owner": OWNER, "starts_on": today(), "targets": [target()], **changes}
    with acting_as(MANAGER):
        improvement.update(plan)
        improvement.save()
    make_step(improvement)
    go(improvement, "In Progress", OWNER)


def make_step(improvement: Document, **values) -> Document:
    """An action of the improvement."""
    about = {"kind": "Improvement", "reference_doctype": improvement.doctype, "reference_name": improvement.name}
    system = frappe.get_doc("ITSM System", improvement.system)
    given = {"title": "Write the answers down", "responsible": STAFF_TWO, **about, **values}
    with acting_as(MANAGER):
        return frappe.get_doc(action_values(system, **given)).insert()


def measure(improvement: Document, value: float = 75) -> None:
    """All targets of one value, and the step to Measured."""
    with acting_as(OWNER):
        for row in improvement.targets:
            if not row.measured_on:
                improvement.measure(row.name, value, today())
        improvement.reload()
    go(improvement, "Measured", OWNER)


def finish_actions(improvement: Document) -> None:
    for name in frappe.get_all("ITSM Action", {"reference_name": improvement.name, "status": "Open"}, pluck="name"):
        action = frappe.get_doc("ITSM Action", name)
        with acting_as(action.responsible):
            action.complete("It is done.")


def close(improvement: Document) -> None:
    finish_actions(improvement)
    result = {"outcome": "The desk answers from the list.", "value_achieved": "Three hours a day saved."}
    go(improvement, "Closed", MANAGER, **result)


def decide(improvement: Document, state: str, reason: str, user: str) -> None:
    """A step for which a reason is given."""
    with acting_as(user):
        improvement.give_reason(state, reason)
        improvement.reload()
        improvement.workflow_state = state
        improvement.save()


def later(days: int) -> str:
    return str(add_days(today(), days))


STEPS = {
    "Evaluated": evaluate,
    "Approved": approve,
    "In Progress": start,
    "Measured": measure,
    "Closed": close,
}
