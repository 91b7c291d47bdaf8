"""What the rules need to know of a risk, read from its record and those beside it (4.1.1 g)."""

import frappe
from frappe.model.document import Document
from frappe.utils import cint, getdate

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.rules.risk import Action, Actor, Risk
from sms_iso20000.rules.unmet import Unmet


def facts_of(risk: Document) -> Risk:
    """The risk as its record gives it, saved or not."""
    return Risk(
        state=risk.workflow_state,
        owner=risk.risk_owner or "",
        score=cint(risk.score),
        residual_score=cint(risk.residual_score),
        accepted_score=cint(risk.accepted_score),
        is_accepted=bool(risk.accepted_by),
        has_treatment=bool(risk.treatment),
        has_plan=bool((risk.treatment_plan or "").strip()),
        open_actions=sum(not row.done_on for row in risk.actions),
    )


def actions_of(risk: Document) -> list[Action]:
    """The actions of the treatment in the order of their table."""
    return [
        Action(row.action, getdate(row.due_on), getdate(row.done_on) if row.done_on else None) for row in risk.actions
    ]


def actor_in(system: str) -> Actor:
    """The signed-in user in the capacities that count for the risks of `system`."""
    user = frappe.session.user
    return Actor(
        user,
        is_top_management=user in top_management(system),
        is_manager="ITSM Manager" in frappe.get_roles(user),
    )


def unmet_people(risk: Document, before: Document | None) -> list[Unmet]:
    """People newly named though disabled; who has left since stays named until somebody else is."""
    disabled = frappe.get_all(
        "User",
        filters={"name": ["in", sorted(_people(risk) - _people(before))], "enabled": 0},
        pluck="name",
        order_by="name asc",
    )
    return [Unmet("person_not_enabled", {"user": user}) for user in disabled]


def unmet_process(risk: Document) -> list[Unmet]:
    """The process belongs to the same system."""
    system = risk.related_process and frappe.db.get_value("ITSM Process", risk.related_process, "system")
    if not system or system == risk.system:
        return []
    return [Unmet("other_system", {"name": risk.related_process, "system": risk.system})]


def _people(risk: Document | None) -> set[str]:
    return {risk.risk_owner, *(row.responsible for row in risk.actions)} - {None, ""} if risk else set()
