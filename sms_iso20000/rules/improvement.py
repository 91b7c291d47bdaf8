"""Life of an improvement: proposed, evaluated by the criteria of the policy, approved, done and measured (4.5.5.2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from sms_iso20000.rules.action import MANAGER
from sms_iso20000.rules.improvement_score import Score, Threshold, unmet_evaluation
from sms_iso20000.rules.improvement_target import Paper, Target
from sms_iso20000.rules.policy import Criterion
from sms_iso20000.rules.step import unmet_way
from sms_iso20000.rules.unmet import Unmet


class State(str, Enum):
    PROPOSED = "Proposed"
    EVALUATED = "Evaluated"
    APPROVED = "Approved"
    IN_PROGRESS = "In Progress"
    MEASURED = "Measured"
    CLOSED = "Closed"
    REJECTED = "Rejected"


NEXT = {
    State.PROPOSED: {State.EVALUATED, State.REJECTED},
    State.EVALUATED: {State.APPROVED, State.PROPOSED, State.REJECTED},
    State.APPROVED: {State.IN_PROGRESS, State.REJECTED},
    State.IN_PROGRESS: {State.MEASURED, State.REJECTED},
    State.MEASURED: {State.CLOSED, State.IN_PROGRESS},
    State.CLOSED: set(),
    State.REJECTED: set(),
}
SETTLED = (State.CLOSED, State.REJECTED)
# Decided on, and not yet brought to its end.
UNDER_WAY = (State.APPROVED, State.IN_PROGRESS, State.MEASURED)
# Approved, and not given up.
DECIDED = (*UNDER_WAY, State.CLOSED)
# The plan may be changed in these, the idea and its scores in the first of them only.
PLANNED_IN = (State.PROPOSED, State.EVALUATED, State.APPROVED)
# States from which on the idea, and then also its plan, is sealed.
IDEA_SEALED_IN = (State.APPROVED, State.IN_PROGRESS, State.MEASURED, State.CLOSED, State.REJECTED)
PLAN_SEALED_IN = (State.IN_PROGRESS, State.MEASURED, State.CLOSED, State.REJECTED)
RESULT_SEALED_IN = (State.MEASURED, State.CLOSED)
NEEDS_REASON = frozenset({State.PROPOSED, State.CLOSED, State.REJECTED})
# Who answers for improvements, and may evaluate and settle them.
ANSWERABLE = frozenset({MANAGER, "ITSM Top Management", "ITSM Process Owner"})
DECISIONS = {
    State.PROPOSED: "Returned to Proposal",
    State.EVALUATED: "Evaluated",
    State.APPROVED: "Approved",
    State.MEASURED: "Measured",
    State.CLOSED: "Closed",
    State.REJECTED: "Rejected",
}
# What is proposed, what it is judged by, what is planned, and what came of it.
IDEA = (
    "title",
    "description",
    "benefit",
    "source_kind",
    "reference_doctype",
    "reference_name",
    "service",
    "related_process",
)
EVALUATION = ("effort", "benefit_size", "estimated_cost", "scores")
PLAN = ("starts_on", "targets", "documents")
RESULT = ("outcome", "value_achieved")
# What the steps write.
LIFE_FIELDS = (
    "score",
    "proposed_by",
    "proposed_on",
    "policy",
    "needs_top_management",
    "approved_by",
    "approved_on",
    "closed_on",
    "missed_accepted_by",
    "next_measure_on",
    "targets_missed",
    "measurements",
    "step_reason",
    "reason_for",
    "content_hash",
)


@dataclass(frozen=True)
class Actor:
    """Who acts: in which roles, as top management of the system, and as owner of the process concerned."""

    user: str
    roles: Collection[str] = ()
    is_top_management: bool = False
    owns_process: bool = False

    @property
    def is_answerable(self) -> bool:
        return bool(ANSWERABLE.intersection(self.roles))


@dataclass(frozen=True)
class Idea:
    """What the gates need to know of one improvement; users by name. `criteria` are those of the improvement policy
    in force, None without one; `actions` counts those not given up, `open_actions` those not over."""

    proposer: str = ""
    owner: str = ""
    effort: int = 0
    benefit: int = 0
    cost: float = 0
    threshold: Threshold = field(default_factory=Threshold)
    criteria: Sequence[Criterion] | None = None
    scores: Sequence[Score] = ()
    starts_on: date | None = None
    targets: Sequence[Target] = ()
    actions: int = 0
    open_actions: int = 0
    papers: Sequence[Paper] = ()
    has_outcome: bool = False
    has_value: bool = False

    @property
    def is_above_threshold(self) -> bool:
        return self.threshold.is_exceeded_by(self.effort, self.cost)

    @property
    def missed(self) -> list[Target]:
        return [target for target in self.targets if target.is_missed]


def illegal_step(before: str, after: str) -> list[Unmet]:
    """Reasons against a step of a person from `before` to `after`, whatever the improvement."""
    return unmet_way(NEXT, before, after)


def unmet_for_step(before: str, after: str, actor: Actor, idea: Idea) -> list[Unmet]:
    """All reasons why `actor` cannot take `idea` from `before` to `after`, beside the reason to be given."""
    if after == State.REJECTED:
        return _unmet_rejection(before, actor, idea)
    if after == State.APPROVED:
        return unmet_approver(actor, idea)
    if after == State.EVALUATED:
        return [*_unmet_role(actor), *unmet_evaluation(idea.criteria, idea.scores, idea.effort, idea.benefit)]
    if after == State.PROPOSED:
        return _unmet_role(actor)
    if after == State.CLOSED:
        return [*_unmet_role(actor), *_unmet_closing(actor, idea)]
    if before == State.MEASURED:
        return [*unmet_hand(actor, idea.owner), *_unless(idea.missed, Unmet("no_target_missed"))]
    return [*unmet_hand(actor, idea.owner), *(_unmet_plan(idea) if after == State.IN_PROGRESS else unmeasured(idea))]


def needs_reason(after: str, idea: Idea) -> bool:
    """Whether a person says why: closing needs words only where top management accepts that targets were missed."""
    return bool(idea.missed) if after == State.CLOSED else after in NEEDS_REASON


def decision_for(before: str, after: str) -> str:
    """The decision that the step from `before` to `after` is."""
    if after == State.IN_PROGRESS:
        return "Continued" if before == State.MEASURED else "Started"
    return DECISIONS[State(after)]


def unmet_approver(actor: Actor, idea: Idea) -> list[Unmet]:
    """Why `actor` cannot approve: above the threshold only top management does, and never a proposal of its own."""
    if not idea.is_above_threshold:
        may = actor.is_top_management or MANAGER in actor.roles or actor.owns_process
        return _unless(may, Unmet("not_entitled_to_approve"))
    return [
        *_unless(actor.is_top_management, Unmet("improvement_needs_top_management")),
        *_unless(actor.user != idea.proposer, Unmet("approver_is_proposer")),
    ]


def unmet_hand(actor: Actor, owner: str) -> list[Unmet]:
    """Who carries an improvement through works on it, and those who answer for improvements."""
    return _unless(actor.user == owner or actor.is_answerable, Unmet("improvement_of_others"))


def unmet_change(state: str, changed: Collection[str], actor: Actor, proposer: str, owner: str) -> list[Unmet]:
    """Who may change what in `state`; `changed` are fields. The reasons against what may no longer be changed by
    anybody are for the seal to say."""
    answers = actor.is_answerable
    is_proposer = state == State.PROPOSED and actor.user == proposer
    unmet = []
    if set(EVALUATION).intersection(changed) and not answers:
        unmet.append(Unmet("evaluated_by_answerable"))
    if "improvement_owner" in changed and not (answers or is_proposer):
        unmet.append(Unmet("owner_named_by_answerable"))
    others = set(changed) - {*EVALUATION, "improvement_owner"}
    if others and not (answers or is_proposer or actor.user == owner):
        unmet.append(Unmet("improvement_of_others"))
    return unmet


def sealed_in(state: str) -> tuple[str, ...]:
    """The fields whose content nobody changes in `state`."""
    if state in SETTLED:
        return (*IDEA, *EVALUATION, *PLAN, *RESULT, "improvement_owner")
    if state == State.PROPOSED:
        return ()
    return (*IDEA, *EVALUATION, *(() if state in PLANNED_IN else PLAN))


def unmeasured(idea: Idea) -> list[Unmet]:
    """A reason for each target that no value was measured for."""
    return [
        Unmet("target_not_measured", {"measure": target.measure}) for target in idea.targets if not target.is_measured
    ]


def _unmet_plan(idea: Idea) -> list[Unmet]:
    return [
        *_unless(idea.owner, Unmet("improvement_owner_missing")),
        *_unless(idea.starts_on, Unmet("improvement_start_missing")),
        *_unless(idea.targets, Unmet("improvement_target_missing")),
        *_unless(idea.actions, Unmet("improvement_action_missing")),
    ]


def _unmet_closing(actor: Actor, idea: Idea) -> list[Unmet]:
    unmet = unmeasured(idea)
    if idea.missed and not actor.is_top_management:
        unmet.append(Unmet("targets_missed", {"measures": ", ".join(target.measure for target in idea.missed)}))
    unmet += [
        Unmet("document_not_revised", {"name": paper.title})
        for paper in idea.papers
        if not (paper.was_revised or paper.has_reason)
    ]
    if idea.open_actions:
        unmet.append(Unmet("improvement_actions_open", {"count": idea.open_actions}))
    return [
        *unmet,
        *_unless(idea.has_outcome, Unmet("outcome_missing")),
        *_unless(idea.has_value, Unmet("value_achieved_missing")),
    ]


def _unmet_rejection(before: str, actor: Actor, idea: Idea) -> list[Unmet]:
    """What was approved is given up by those who could approve it."""
    unmet = _unless(actor.user != idea.proposer, Unmet("rejected_by_proposer"))
    if before in UNDER_WAY:
        return unmet + [reason for reason in unmet_approver(actor, idea) if reason.code != "approver_is_proposer"]
    return unmet + _unmet_role(actor)


def _unmet_role(actor: Actor) -> list[Unmet]:
    return _unless(actor.is_answerable, Unmet("not_answerable_for_improvements"))


def _unless(holds: object, reason: Unmet) -> list[Unmet]:
    return [] if holds else [reason]
