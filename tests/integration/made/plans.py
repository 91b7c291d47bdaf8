"""Service management plans, made through the app's own functions."""

import frappe
from frappe.model.document import Document

from sms_iso20000.rules.plan import LETTERS
from tests.integration import stage
from tests.integration.copies import made_once
from tests.integration.made.services import make_service
from tests.integration.stage import MANAGER, OWNER, acting_as

STEPS = {"Draft": 0, "In Review": 1, "Approved": 2, "In Force": 3}


def plan_values(system, *services, **values) -> dict:
    """Everything a plan needs to be issued: its scope is that of `services`, each item is a text."""
    return {
        "doctype": "ITSM Plan",
        "system": system.name,
        "title": "Service Management Plan",
        "code": "SMPLAN",
        "plan_owner": OWNER,
        "organisational_unit": "IT Operations",
        "services": [{"service": service.name} for service in services],
        "sites": [{"site": "Main data centre", "site_zh": "主数据中心"}],
        "customers": [{"customer_name": "Sales", "customer_site": "North"}],
        "technology": [{"technology": "Fibre ring"}],
        **{f"item_{letter}": f"What we plan for {letter}." for letter in LETTERS},
        "audience": [{"audience_type": "User", "audience": user} for user in stage.AUDIENCE],
        **values,
    }


@made_once
def make_plan(system, state: str = "In Force", service=None, **values) -> Document:
    """A plan brought to `state`: written by the manager, reviewed by the process owner, approved and issued by top
    management. Its scope is `service`, or a live one that is made for it."""
    service = service or service_of(system)
    with acting_as(MANAGER):
        plan = frappe.get_doc(plan_values(system, service, **values)).insert()
    stage.take_steps(plan, STEPS[state])
    return plan


def service_of(system) -> Document:
    """A live service of `system`, made if there is none."""
    name = frappe.db.get_value("ITSM Service", {"system": system.name, "workflow_state": "Live"}, order_by="name asc")
    return frappe.get_doc("ITSM Service", name) if name else make_service(system)


def new_revision(plan, **values) -> Document:
    """A draft that follows the plan in force."""
    with acting_as(MANAGER):
        draft = frappe.get_doc("ITSM Plan", plan.start_new_revision())
        draft.update({"change_summary": "The world has changed.", **values})
        draft.save()
    return draft


def issue_next(plan, **values) -> Document:
    """The next revision of the plan in force, in force."""
    draft = new_revision(plan, **values)
    stage.take_steps(draft, STEPS["In Force"])
    return draft
