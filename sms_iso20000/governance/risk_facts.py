"""What the rules need to know of a risk, read from its record and those beside it (4.1.1 g)."""

import frappe
from frappe.model.document import Document
from frappe.utils import cint, getdate

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.rules.risk import Action, Actor, Risk


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
