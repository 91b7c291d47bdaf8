"""Life of a risk: assessed, treated, accepted by whom it concerns, closed (ISO/IEC 20000-1:2011, 4.1.1 g)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sms_iso20000.rules.risk_matrix import Matrix, whole_number
from sms_iso20000.rules.step import unmet_way
from sms_iso20000.rules.unmet import Unmet


class State(str, Enum):
    IDENTIFIED = "Identified"
    ASSESSED = "Assessed"
    TREATED = "Treated"
    ACCEPTED = "Accepted"
    CLOSED = "Closed"


class Phase(str, Enum):
    BEFORE = "Before Treatment"
    AFTER = "After Treatment"


# The steps a person takes. An assessment beside them takes a risk to Assessed from wherever it stands.
NEXT = {
    State.IDENTIFIED: {State.ASSESSED, State.CLOSED},
    State.ASSESSED: {State.TREATED, State.ACCEPTED, State.CLOSED},
    State.TREATED: {State.ACCEPTED, State.IDENTIFIED, State.CLOSED},
    State.ACCEPTED: {State.IDENTIFIED, State.CLOSED},
    State.CLOSED: {State.IDENTIFIED},
}
# The decision that each step is, and where its reason is kept.
DECISION_FOR = {
    State.TREATED: "Treated",
    State.ACCEPTED: "Risk Accepted",
    State.CLOSED: "Closed",
    State.IDENTIFIED: "Reopened",
}
REASON_FOR = {State.ACCEPTED: "acceptance_reason", State.CLOSED: "close_reason"}
# What was treated, accepted or closed stays as it was.
SETTLED = (State.TREATED, State.ACCEPTED, State.CLOSED)
SETTLED_FIELDS = (
    "title",
    "kind",
    "service",
    "related_process",
    "cause",
    "description",
    "consequence",
    "treatment",
    "treatment_plan",
)
# What the seal covers: every change of these comes with a decision.
SEALED_FIELDS = (
    "likelihood",
    "impact",
    "score",
    "residual_likelihood",
    "residual_impact",
    "residual_score",
    "assessments",
    "accepted_by",
    "accepted_on",
    "accepted_score",
    "closed_on",
    "review_on",
)
# What only the risk's own functions write.
LIFE_FIELDS = (*SEALED_FIELDS, "acceptance_reason", "close_reason", "step_reason", "reason_for", "content_hash")
# What an assessment that starts over, and a reopening, take back. The history and the decisions keep it.
NOT_ASSESSED = {
    "likelihood": 0,
    "impact": 0,
    "score": 0,
    "residual_likelihood": 0,
    "residual_impact": 0,
    "residual_score": 0,
    "review_on": None,
}
NOT_SETTLED = {
    "accepted_by": None,
    "accepted_on": None,
    "accepted_score": 0,
    "acceptance_reason": "",
    "closed_on": None,
    "close_reason": "",
}


@dataclass(frozen=True)
class Action:
    """One action of the treatment, open until `done_on`."""

    action: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True)
class Risk:
    """What the gates need to know of one risk. Scores are 0 until assessed; `owner` is a user name."""

    state: str
    owner: str = ""
    score: int = 0
    residual_score: int = 0
    accepted_score: int = 0
    is_accepted: bool = False
    has_treatment: bool = False
    has_plan: bool = False
    open_actions: int = 0

    @property
    def counted_score(self) -> int:
        """The score that counts: what is left after treatment where that is assessed, else that before it."""
        return self.residual_score or self.score


@dataclass(frozen=True)
class Actor:
    """Who takes a step, and in which capacities."""

    user: str
    is_top_management: bool = False
    is_manager: bool = False


def illegal_step(before: str, after: str) -> list[Unmet]:
    """Reasons against a step of a person from `before` to `after`, whatever the risk."""
    return unmet_way(NEXT, before, after)


def unmet_for_step(after: str, actor: Actor, risk: Risk, matrix: Matrix) -> list[Unmet]:
    """All reasons against entering `after`, beside the reason a person has to give for it."""
    gate = {
        State.ASSESSED: _unmet_for_assessed,
        State.TREATED: _unmet_for_treated,
        State.ACCEPTED: _unmet_for_acceptance,
        State.CLOSED: _unmet_for_closing,
    }.get(State(after))
    return gate(actor, risk, matrix) if gate else []


def stamps_for(after: str, user: str, now: datetime, risk: Risk) -> dict[str, Any]:
    """What entering `after` writes beside the state."""
    stamps = {
        State.ACCEPTED: {"accepted_by": user, "accepted_on": now, "accepted_score": risk.counted_score},
        State.CLOSED: {"closed_on": now.date(), "review_on": None},
        State.IDENTIFIED: {**NOT_ASSESSED, **NOT_SETTLED},
    }
    return stamps.get(State(after), {})


def unmet_for_assessment(phase: str, likelihood: object, impact: object, risk: Risk, matrix: Matrix) -> list[Unmet]:
    """All reasons against assessing `risk` so: levels off the matrix, or what is left before anything was done."""
    unmet = []
    if phase not in {known.value for known in Phase}:
        unmet.append(Unmet("unknown_phase", {"phase": phase}))
    if not 1 <= whole_number(likelihood) <= len(matrix.likelihood):
        unmet.append(Unmet("likelihood_off_matrix", {"level": likelihood, "highest": len(matrix.likelihood)}))
    if not 1 <= whole_number(impact) <= len(matrix.impact):
        unmet.append(Unmet("impact_off_matrix", {"level": impact, "highest": len(matrix.impact)}))
    if phase == Phase.AFTER:
        unmet += ([] if risk.score else [Unmet("not_assessed_before_treatment")]) + _unmet_treatment(risk)
    return unmet


def state_after_assessment(risk: Risk, score: int) -> State:
    """A settled risk stays as it is unless its score rises above what was accepted, or treated, or closed with."""
    settled_at = risk.accepted_score if risk.is_accepted else risk.counted_score
    return State(risk.state) if risk.state in SETTLED and score <= settled_at else State.ASSESSED


def unmet_actions(before: Sequence[Action], after: Sequence[Action], today: date) -> list[Unmet]:
    """Actions are done up to today; an open one that is new, or newly dated, is due from today on."""
    known = {(action.action, action.due_on) for action in before}
    unmet = [
        Unmet("action_done_in_future", {"action": action.action})
        for action in after
        if action.done_on and action.done_on > today
    ]
    unmet += [
        Unmet("action_due_in_past", {"action": action.action})
        for action in after
        if not action.done_on and action.due_on < today and (action.action, action.due_on) not in known
    ]
    return unmet


def are_settled_actions_kept(before: Sequence[Action], after: Sequence[Action]) -> bool:
    """Once a risk is settled its actions stay, but for those still open, which may be done."""
    return len(before) == len(after) and all(
        (was.action, was.due_on) == (now.action, now.due_on) and was.done_on in (None, now.done_on)
        for was, now in zip(before, after, strict=True)
    )


def _unmet_for_assessed(actor: Actor, risk: Risk, matrix: Matrix) -> list[Unmet]:
    # Only an assessment leads there; a state alone says nothing of likelihood and impact.
    return [Unmet("risk_not_assessed")]


def _unmet_for_treated(actor: Actor, risk: Risk, matrix: Matrix) -> list[Unmet]:
    unmet = _unmet_treatment(risk)
    if risk.open_actions:
        unmet.append(Unmet("actions_open", {"count": risk.open_actions}))
    if not risk.residual_score:
        unmet.append(Unmet("not_assessed_after_treatment"))
    return unmet


def _unmet_for_acceptance(actor: Actor, risk: Risk, matrix: Matrix) -> list[Unmet]:
    scores = {"score": risk.counted_score, "criterion": matrix.criterion}
    if not matrix.is_above_criterion(risk.counted_score):
        may = actor.user == risk.owner or actor.is_manager or actor.is_top_management
        return [] if may else [Unmet("acceptance_not_yours")]
    unmet = [] if actor.is_top_management else [Unmet("acceptance_above_criterion", scores)]
    if actor.user == risk.owner:
        unmet.append(Unmet("risk_owner_accepts_above_criterion", scores))
    return unmet


def _unmet_for_closing(actor: Actor, risk: Risk, matrix: Matrix) -> list[Unmet]:
    # Closing what nobody may accept would be accepting it by another name.
    if risk.is_accepted or actor.is_top_management or not matrix.is_above_criterion(risk.counted_score):
        return []
    return [Unmet("closing_above_criterion", {"score": risk.counted_score, "criterion": matrix.criterion})]


def _unmet_treatment(risk: Risk) -> list[Unmet]:
    unmet = [] if risk.has_treatment else [Unmet("treatment_missing")]
    return unmet if risk.has_plan else [*unmet, Unmet("treatment_plan_missing")]
