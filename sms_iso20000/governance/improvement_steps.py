"""What the steps of an improvement write, and what they seal (4.5.5.2)."""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.governance.improvement_changes import COPIED
from sms_iso20000.governance.improvement_documents import note_newer
from sms_iso20000.governance.improvements import begin_again, idea_of, targets_of
from sms_iso20000.governance.policies import policy_in_force
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.rules.improvement import (
    EVALUATION,
    IDEA,
    PLAN_SEALED_IN,
    RESULT,
    RESULT_SEALED_IN,
    State,
)
from sms_iso20000.rules.improvement_score import weighted
from sms_iso20000.rules.improvement_target import RESULT_COLUMNS, next_measurement
from sms_iso20000.rules.policy import Kind

# What the seal covers from the approval on, beside the idea and its scores.
APPROVAL = ("proposed_by", "policy", "score", "approved_by")


def stamps_for(improvement: Document, before: str, after: str) -> dict[str, Any]:
    """What the step writes beside the state and its reason; rows of tables are written at once."""
    if after == State.IN_PROGRESS and before == State.MEASURED:
        begin_again(improvement)
    if after in RESULT_SEALED_IN:
        note_newer(improvement)
    idea, user = idea_of(improvement), frappe.session.user
    above = {"needs_top_management": int(idea.is_above_threshold)}
    stamps = {
        State.PROPOSED: {"policy": None, "score": 0, "needs_top_management": 0},
        State.EVALUATED: {
            "policy": policy_in_force(improvement.system, Kind.IMPROVEMENT),
            "score": weighted(idea.criteria or (), idea.scores),
            **above,
        },
        State.APPROVED: {"approved_by": user, "approved_on": now_datetime().replace(microsecond=0), **above},
        State.IN_PROGRESS: {"next_measure_on": next_measurement(targets_of(improvement)), "targets_missed": 0},
        State.MEASURED: {"next_measure_on": None, "targets_missed": len(idea.missed)},
        State.CLOSED: {"closed_on": getdate(today()), "missed_accepted_by": user if idea.missed else None},
        State.REJECTED: {"next_measure_on": None},
    }
    return stamps[State(after)]


def sealed_parts(improvement: Document) -> dict[str, Any]:
    """The idea from its approval on, the plan from its start on, the result once it was measured."""
    state = improvement.workflow_state
    content = {field: as_kept(improvement, field) for field in (*IDEA, *EVALUATION, *APPROVAL)}
    # People may rename records of other apps, which changes nothing.
    if not (improvement.reference_doctype or "").startswith("ITSM "):
        content.pop("reference_name")
    if state in PLAN_SEALED_IN:
        content["starts_on"] = as_kept(improvement, "starts_on")
        content["targets"] = as_kept(improvement, "targets", () if state in RESULT_SEALED_IN else RESULT_COLUMNS)
        open_columns = () if state == State.CLOSED else ("reason", *COPIED["documents"])
        content["documents"] = as_kept(improvement, "documents", open_columns)
    if state in RESULT_SEALED_IN:
        content["measurements"] = as_kept(improvement, "measurements")
    if state == State.CLOSED:
        of_end = (*RESULT, "closed_on", "missed_accepted_by")
        content.update({field: as_kept(improvement, field) for field in of_end})
    return content
