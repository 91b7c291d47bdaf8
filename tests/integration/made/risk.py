"""Risks brought to a state by the right people, through the app's own functions."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, OWNER, TOP, acting_as, step

# Score 12, above the criterion of 9, and what is left of it: 4.
HIGH, LEFT = (3, 4), (2, 2)
STATES = ("Identified", "Assessed", "Treated", "Accepted", "Closed")
TREATMENT = {"treatment": "Reduce", "treatment_plan": "A second line to the other exchange."}


def risk_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Risk",
        "system": system.name,
        "title": "The only line fails",
        "kind": "Services",
        "service": "Network",
        "risk_owner": OWNER,
        "cause": "One provider, one cable.",
        "description": "The site is cut off for a day.",
        "consequence": "Nobody can work.",
        **values,
    }


@made_once
def make_risk(system, state: str = "Identified", levels=HIGH, left=LEFT, **values) -> Document:
    """A risk in `state`; what is left after treatment is assessed at `left`, and accepted by top management."""
    with acting_as(MANAGER):
        risk = frappe.get_doc(risk_values(system, **values)).insert()
    if state == "Identified":
        return risk
    assess(risk, *levels)
    if state == "Assessed":
        return risk
    treat(risk, left)
    if state in ("Accepted", "Closed"):
        with acting_as(TOP):
            risk.accept("What is left costs less than a third line.")
    if state == "Closed":
        close(risk, "The site is given up.", TOP)
    risk.reload()
    return risk


def assess(risk, likelihood: int, impact: int, phase: str = "Before Treatment", user: str = MANAGER) -> None:
    with acting_as(user):
        risk.assess(phase, likelihood, impact, "By the incidents of last year.")
    risk.reload()


def treat(risk, left=LEFT) -> None:
    """Plan, assess what is left, and finish the treatment."""
    with acting_as(MANAGER):
        risk.update(TREATMENT)
        risk.append("actions", action(done_on=today()))
        risk.save()
    assess(risk, *left, phase="After Treatment")
    step(risk, "Finish Treatment", MANAGER)


def close(risk, reason: str, user: str) -> None:
    with acting_as(user):
        risk.give_reason("Closed", reason)
    step(risk, "Close Risk", user)


def action(**values) -> dict:
    return {
        "doctype": "ITSM Risk Action",
        "action": "Order the second line",
        "responsible": OWNER,
        "due_on": add_days(today(), 30),
        **values,
    }


def bulk_risks(system, number: int) -> None:
    """Many assessed risks at once, each with an open action that is overdue."""
    moment, day = frappe.utils.now(), add_days(today(), -1)
    stamp = (moment, moment, "Administrator", "Administrator")
    names = [frappe.generate_hash(length=12) for _index in range(number)]
    head = ["name", "creation", "modified", "owner", "modified_by"]
    fields = [*head, "system", "title", "kind", "workflow_state", "risk_owner", "likelihood", "impact", "score"]
    rows = [
        (name, *stamp, system.name, "Many", "Services", "Assessed", OWNER, 1 + index % 5, 2, 2 * (1 + index % 5))
        for index, name in enumerate(names)
    ]
    frappe.db.bulk_insert("ITSM Risk", fields, rows)
    frappe.db.bulk_insert(
        "ITSM Risk Action",
        [*head, "parent", "parenttype", "parentfield", "action", "responsible", "due_on"],
        [(frappe.generate_hash(length=12), *stamp, name, "ITSM Risk", "actions", "Act", OWNER, day) for name in names],
    )
