"""Objectives that tests start from, set by the manager and approved by top management."""

import frappe
from frappe.model.document import Document

from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, OWNER, TOP, acting_as, make_policy


def objective_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Objective",
        "system": system.name,
        "title": "Incidents solved in time",
        "policy": values.pop("policy", None) or policy_of(system),
        "objective_owner": OWNER,
        "measure": "Incidents solved within their target",
        "unit": "%",
        "baseline": 80,
        "start_on": "2026-01-01",
        "operator": "At Least",
        "target": 95,
        "due_on": "2027-12-31",
        **values,
    }


def make_objective(system, stage: str = "Draft", **values) -> Document:
    """An objective in `stage`: Draft or Approved. Its policy is made before it, so that other objectives share it."""
    return _make_objective(system, stage, **{"policy": values.get("policy") or policy_of(system), **values})


@made_once
def _make_objective(system, stage: str, **values) -> Document:
    with acting_as(MANAGER):
        objective = frappe.get_doc(objective_values(system, **values)).insert()
    if stage == "Approved":
        with acting_as(TOP):
            objective.approve()
    return objective


def policy_of(system) -> str:
    """The policy in force of `system`, made if there is none."""
    name = frappe.db.get_value("ITSM Policy", {"system": system.name, "workflow_state": "In Force"})
    return name or make_policy(system, "In Force").name
