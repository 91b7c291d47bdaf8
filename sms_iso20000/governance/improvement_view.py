"""What the form and the print of an improvement show beside its fields (4.5.5.2)."""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.governance.improvement_documents import newer_revisions
from sms_iso20000.governance.improvements import actor_for, criteria_in_force, idea_of
from sms_iso20000.governance.policies import POLICY, policy_in_force
from sms_iso20000.rules.improvement import State, unmet_hand
from sms_iso20000.rules.improvement_target import is_measurement_due
from sms_iso20000.rules.policy import Kind

# In these those who answer for improvements evaluate and decide.
IN_DECISION = (State.PROPOSED, State.EVALUATED)


def standing_of(improvement: Document) -> dict[str, Any]:
    """Where it stands, and what the reader may do about it."""
    actor, idea, day = actor_for(improvement), idea_of(improvement), getdate(today())
    may_work = not unmet_hand(actor, idea.owner)
    return {
        "is_above_threshold": idea.is_above_threshold,
        "missed": [target.measure for target in idea.missed],
        "due": [target.measure for target in idea.targets if is_measurement_due(target, day)],
        "may_score": improvement.workflow_state == State.PROPOSED and actor.is_answerable,
        "may_go_on": actor.is_answerable if improvement.workflow_state in IN_DECISION else may_work,
        "may_measure": improvement.workflow_state == State.IN_PROGRESS and may_work,
        "has_policy": idea.criteria is not None,
        "criteria": _criteria(improvement.system) if improvement.workflow_state == State.PROPOSED else [],
        "revised": _revised(improvement),
    }


def _criteria(system: str) -> list[dict[str, Any]]:
    """What a proposal is scored by today, for the dialog."""
    name = policy_in_force(system, Kind.IMPROVEMENT)
    if not name or criteria_in_force(system) is None:
        return []
    fields = ("criterion", "criterion_zh", "weight", "scale_low", "scale_high", "meaning")
    return [{field: row.get(field) for field in fields} for row in frappe.get_doc(POLICY, name).criteria]


def _revised(improvement: Document) -> list[dict[str, Any]]:
    newer = newer_revisions([(improvement.approved_on, row) for row in improvement.documents])
    return [
        {"document_type": row.document_type, "document": row.document, "newer": revision}
        for row, revision in zip(improvement.documents, newer, strict=True)
    ]
