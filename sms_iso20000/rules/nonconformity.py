"""Life of a nonconformity: judged, its cause found, put right, and verified later by others (4.5.4.2, 4.5.5.1)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sms_iso20000.rules.action import CORRECTION, CORRECTIVE, MANAGER, PREVENTIVE, Actor, Status, is_settled
from sms_iso20000.rules.step import unmet_way
from sms_iso20000.rules.unmet import Unmet


class State(str, Enum):
    REPORTED = "Reported"
    ANALYSIS = "Analysis"
    ACTION_PLAN = "Action Plan"
    IN_ACTION = "In Action"
    VERIFICATION = "Verification"
    CLOSED = "Closed"
    REJECTED = "Rejected"


class Grade(str, Enum):
    MAJOR = "Major"
    MINOR = "Minor"
    CONCERN = "Concern"


# The steps people take. A closed case is reopened only where its cause comes back.
NEXT = {
    State.REPORTED: {State.ANALYSIS, State.REJECTED},
    State.ANALYSIS: {State.ACTION_PLAN, State.REJECTED},
    State.ACTION_PLAN: {State.IN_ACTION, State.ANALYSIS},
    State.IN_ACTION: {State.VERIFICATION, State.ANALYSIS},
    State.VERIFICATION: {State.CLOSED, State.ANALYSIS},
    State.CLOSED: set(),
    State.REJECTED: set(),
}
SETTLED = (State.CLOSED, State.REJECTED)
# Somebody of the area is at work; the clock of undue delay runs.
AT_WORK = (State.REPORTED, State.ANALYSIS, State.ACTION_PLAN, State.IN_ACTION)
# In these, what is to be done about the cause is planned and carried out.
ACTIONS_OPEN_IN = (State.ACTION_PLAN, State.IN_ACTION, State.VERIFICATION)
STANDARD = "Standard"
# Who answers for nonconformities, and may judge, extend and verify them.
ANSWERABLE = frozenset({MANAGER, "ITSM Top Management", "ITSM Process Owner", "ITSM Auditor"})
# Actions against the cause; a correction only puts right what went wrong.
AGAINST_CAUSE = (CORRECTIVE, PREVENTIVE)
# What puts right presupposes that something was found.
OF_A_CASE = (CORRECTION, CORRECTIVE)
FEWEST_WHYS = 2
# Field of ITSM System with the days until a nonconformity of that grade is to be put right.
DUE_IN = {
    Grade.MAJOR: "nonconformity_due_major",
    Grade.MINOR: "nonconformity_due_minor",
    Grade.CONCERN: "nonconformity_due_concern",
}
# What was found: sealed once it leaves Reported.
FINDING = (
    "title",
    "source_kind",
    "reference_doctype",
    "reference_name",
    "against",
    "grade",
    "statement",
    "objective_evidence",
    "requirements",
)
# Why it came about: written in Analysis, and sealed from Action Plan on.
CAUSE = ("whys", "causes", "cause_category", "root_cause")
# What the seal covers beside the finding and its cause.
OUTCOME = ("reported_by", "reported_on", "recurrence_of", "rounds", "verified_by", "verified_on", "closed_on")
# What the steps write.
LIFE_FIELDS = (
    "reported_by",
    "reported_on",
    "told_on",
    "round_started_on",
    "took_part",
    "rounds",
    "recurrence_of",
    "verified_by",
    "verified_on",
    "closed_on",
    "reminded_on",
    "escalated_on",
    "step_reason",
    "reason_for",
    "content_hash",
)


@dataclass(frozen=True)
class Measure:
    """An action of the case: who planned it, is responsible, and has worked at it, and when it was done."""

    kind: str
    status: str
    responsible: str = ""
    hands: frozenset[str] = frozenset()
    planned_by: str = ""
    completed_on: date | None = None
    is_of_this_round: bool = True

    @property
    def is_open(self) -> bool:
        return not is_settled(self.kind, self.status)

    @property
    def people(self) -> set[str]:
        """Whoever has a part in it, be it that it was handed on, reopened or given up."""
        return {self.responsible, self.planned_by, *self.hands} - {""}


@dataclass(frozen=True)
class Case:
    """What the gates need to know of one nonconformity; users by name, `wait` in days."""

    reporter: str = ""
    area_manager: str = ""
    grade: str = Grade.MINOR.value
    against: str = ""
    has_priority: bool = False
    has_requirements: bool = False
    has_root_cause: bool = False
    has_category: bool = False
    whys: int = 0
    has_correction: bool = False
    took_part: frozenset[str] = frozenset()
    measures: Sequence[Measure] = ()
    wait: int = 0

    @property
    def against_cause(self) -> list[Measure]:
        """Actions of this round against the cause that were not given up."""
        return [
            measure
            for measure in self.measures
            if measure.kind in AGAINST_CAUSE and measure.status != Status.CANCELLED and measure.is_of_this_round
        ]

    @property
    def open_measures(self) -> int:
        return sum(measure.is_open for measure in self.measures)

    @property
    def verifiable_from(self) -> date | None:
        """The first day on which effectiveness can be judged; None while nothing was done against the cause."""
        done = [measure.completed_on for measure in self.against_cause if measure.completed_on]
        return max(done) + timedelta(days=self.wait) if done else None


@dataclass(frozen=True)
class Cause:
    """What makes two cases the same one again."""

    requirements: frozenset[str]
    process: str
    category: str


def illegal_step(before: str, after: str) -> list[Unmet]:
    """Reasons against a step of a person from `before` to `after`, whatever the case."""
    return unmet_way(NEXT, before, after)


# States whose entry, from some other state at least, needs a reason.
NEEDS_REASON = frozenset({State.ANALYSIS, *SETTLED})


def needs_reason(before: str, after: str) -> bool:
    """Whether a person says why: a rejection, what closing rests on, and every way back."""
    return after in SETTLED or (after == State.ANALYSIS and before != State.REPORTED)


def unmet_reason(reason: str | None) -> list[Unmet]:
    return [] if (reason or "").strip() else [Unmet("reason_missing")]


def ends_round(before: str, after: str) -> bool:
    """Whether the step judges what was done: it did, or did not, keep the cause from coming back."""
    return before == State.VERIFICATION and after in (State.CLOSED, State.ANALYSIS)


def unmet_for_step(before: str, after: str, actor: Actor, case: Case, today: date) -> list[Unmet]:
    """All reasons why `actor` cannot take `case` from `before` to `after`, beside the reason to be given."""
    if before == State.VERIFICATION:
        return [*_unmet_verifier(actor, case), *(_unmet_closing(case, today) if after == State.CLOSED else [])]
    if after == State.REJECTED:
        return _unmet_rejection(actor, case)
    if before == State.REPORTED:
        return [*_unmet_role(actor), *_unmet_judged(case)]
    gates = {
        State.ACTION_PLAN: _unmet_cause,
        State.IN_ACTION: _unmet_plan,
        State.VERIFICATION: _unmet_done,
    }
    gate = gates.get(State(after))
    return [*unmet_hand(actor, case.area_manager), *(gate(case) if gate else [])]


def unmet_hand(actor: Actor, area_manager: str) -> list[Unmet]:
    """Once it was judged, whoever reported it leaves it to the manager of the area and those who answer for it."""
    if actor.user == area_manager or ANSWERABLE.intersection(actor.roles):
        return []
    return [Unmet("nonconformity_not_yours")]


def decision_for(before: str, after: str) -> str:
    """The decision that the step from `before` to `after` is."""
    if after == State.ANALYSIS:
        return {State.REPORTED: "Accepted", State.VERIFICATION: "Ineffective"}.get(
            State(before), "Returned to Analysis"
        )
    return {
        State.ACTION_PLAN: "Cause Recorded",
        State.IN_ACTION: "Actions Started",
        State.VERIFICATION: "Submitted for Verification",
        State.CLOSED: "Closed",
        State.REJECTED: "Rejected",
    }[State(after)]


def unmet_finding(statement: str, evidence: str) -> list[Unmet]:
    """What a finding lacks: what was found, or what shows it."""
    return [
        *_unless(statement, Unmet("statement_missing")),
        *_unless(evidence, Unmet("objective_evidence_missing")),
    ]


def due_for_grade(due_on: date, usual_before: date, usual: date) -> date:
    """The due day when the grade changes: what the system set is set anew, what somebody chose is at most that."""
    return usual if due_on == usual_before else min(due_on, usual)


def unmet_days(
    due_on: date | None, is_due_anew: bool, corrected_on: date | None, today: date, latest: date | None = None
) -> list[Unmet]:
    """All reasons against the days; `is_due_anew`: the due day is set now; `latest`: what the grade allows."""
    unmet = []
    if due_on and is_due_anew and due_on < today:
        unmet.append(Unmet("nonconformity_due_in_past"))
    if due_on and is_due_anew and latest and due_on > latest:
        unmet.append(Unmet("due_later_than_grade", {"day": latest}))
    if corrected_on and corrected_on > today:
        unmet.append(Unmet("corrected_in_future"))
    return unmet


def unmet_extension(due_on: date | None, before: date | None, actor: Actor, area_manager: str, today: date) -> list:
    """All reasons why `actor` cannot give more time: only somebody other than the manager of the area can."""
    unmet = _unmet_role(actor)
    if actor.user == area_manager:
        unmet.append(Unmet("extension_by_area_manager"))
    if not due_on or due_on < today:
        unmet.append(Unmet("nonconformity_due_in_past"))
    elif before and due_on <= before:
        unmet.append(Unmet("extension_not_later"))
    return unmet


def unmet_measure(state: str, kind: str, name: str = "") -> list[Unmet]:
    """Why the case `name`, which is in `state`, takes no new or reopened action of `kind`."""
    if state in SETTLED:
        return [Unmet("nonconformity_settled", {"name": name})]
    if kind in AGAINST_CAUSE and state not in ACTIONS_OPEN_IN:
        return [Unmet("action_before_cause")]
    return []


def is_same(one: Cause, other: Cause) -> bool:
    """Whether the same cause came back: same category and process, and a requirement in common."""
    if not one.category or (one.category, one.process) != (other.category, other.process):
        return False
    return bool(one.requirements & other.requirements)


def is_overdue(state: str, due_on: date | None, today: date) -> bool:
    """Whether those who are at work on it are late."""
    return state in AT_WORK and due_on is not None and due_on < today


def days_of_delay(due_on: date, today: date) -> int:
    return max((today - due_on).days, 0)


def _unmet_judged(case: Case) -> list[Unmet]:
    unmet = _unless(case.area_manager, Unmet("area_manager_missing"))
    unmet += _unless(case.has_priority, Unmet("priority_missing"))
    unmet += _unless(case.against, Unmet("yardstick_missing"))
    if case.against == STANDARD:
        unmet += _unless(case.has_requirements, Unmet("requirement_missing"))
    return unmet


def _unmet_cause(case: Case) -> list[Unmet]:
    unmet = _unless(case.whys >= FEWEST_WHYS, Unmet("whys_missing", {"fewest": FEWEST_WHYS}))
    unmet += _unless(case.has_category, Unmet("cause_category_missing"))
    return unmet + _unless(case.has_root_cause, Unmet("root_cause_missing"))


def _unmet_plan(case: Case) -> list[Unmet]:
    return _unless(case.against_cause, Unmet("no_action_against_cause"))


def _unmet_done(case: Case) -> list[Unmet]:
    unmet = _unmet_plan(case)
    if case.open_measures:
        unmet.append(Unmet("nonconformity_actions_open", {"count": case.open_measures}))
    # A concern is no departure yet: there need be nothing to put right.
    if case.grade != Grade.CONCERN:
        unmet += _unless(case.has_correction, Unmet("correction_missing"))
    return unmet


def _unmet_closing(case: Case, today: date) -> list[Unmet]:
    unmet = _unmet_done(case)
    if case.verifiable_from and today < case.verifiable_from:
        unmet.append(Unmet("verification_too_early", {"day": case.verifiable_from}))
    return unmet


def _unmet_verifier(actor: Actor, case: Case) -> list[Unmet]:
    unmet = _unmet_role(actor)
    if actor.user == case.area_manager:
        unmet.append(Unmet("verifier_manages_area"))
    if any(actor.user in measure.people for measure in case.measures):
        unmet.append(Unmet("verifier_had_action"))
    if actor.user in case.took_part - {case.area_manager}:
        unmet.append(Unmet("verifier_took_part"))
    return unmet


def _unmet_rejection(actor: Actor, case: Case) -> list[Unmet]:
    unmet = _unmet_role(actor)
    if case.open_measures:
        unmet.append(Unmet("nonconformity_actions_open", {"count": case.open_measures}))
    if actor.user == case.reporter:
        unmet.append(Unmet("rejected_by_reporter"))
    if actor.user == case.area_manager:
        unmet.append(Unmet("rejected_by_area_manager"))
    return unmet


def _unmet_role(actor: Actor) -> list[Unmet]:
    return _unless(ANSWERABLE.intersection(actor.roles), Unmet("not_answerable_for_nonconformities"))


def _unless(holds: Collection | bool | str, reason: Unmet) -> list[Unmet]:
    return [] if holds else [reason]
