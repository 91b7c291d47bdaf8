"""Reviews of what another party operates for us: how it performed, kept to the process, and what comes next (4.2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sms_iso20000.rules.arrangement import AT_WORK
from sms_iso20000.rules.indicators import in_target
from sms_iso20000.rules.report_period import Period
from sms_iso20000.rules.schedule import month_of, previous_month
from sms_iso20000.rules.scorecard import attainment, weighted_score
from sms_iso20000.rules.unmet import Unmet


class Stage(str, Enum):
    DRAFT = "Draft"
    APPROVED = "Approved"


class Outcome(str, Enum):
    NO_DATA = "No Data"
    IN_TARGET = "In Target"
    MISSED = "Missed"


class Verdict(str, Enum):
    SATISFACTORY = "Satisfactory"
    IMPROVEMENT_NEEDED = "Improvement Needed"
    NOT_ACCEPTABLE = "Not Acceptable"


@dataclass(frozen=True)
class Result:
    """What was found for one measure; `value` is None where nothing was measured."""

    measure: str
    operator: str = "At Least"
    target: float = 0
    weight: int = 1
    value: float | None = None
    remarks: str = ""


@dataclass(frozen=True)
class Answer:
    """What was answered to one question about keeping to the process, and what that rests on."""

    question: str
    answer: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Improvement:
    """What is improved, in which order and until when; rank 1 comes first."""

    rank: int
    improvement: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Review:
    """What the gates need to know of one review."""

    period: Period
    verdict: str = ""
    results: Sequence[Result] = ()
    answers: Sequence[Answer] = ()
    improvements: Sequence[Improvement] = ()
    no_improvement_reason: str = ""


# -- the period ------------------------------------------------------------------------------------------------------


def unmet_period(period: Period, others: Mapping[str, Period]) -> list[Unmet]:
    """All reasons against a review of `period`; `others` are the periods of the arrangement's other reviews by name."""
    if period.end < period.start:
        return [Unmet("review_ends_before_start")]
    return [Unmet("review_overlaps", {"name": name}) for name, other in others.items() if period.overlaps(other)]


def proposed_period(last_reviewed_on: date | None, began_on: date | None, today: date) -> Period:
    """What is to be reviewed next: from the day after the last review, or else the beginning, to the end of last month.

    Where that is not over yet the month in which it begins; without any beginning, last month.
    """
    _first, last = previous_month(today)
    start = last_reviewed_on + timedelta(days=1) if last_reviewed_on else began_on or last.replace(day=1)
    return Period(start, max(last, month_of(start)[1]))


# -- results ---------------------------------------------------------------------------------------------------------


def outcome(operator: str, target: float, value: float | None) -> Outcome:
    """Whether a value is in target. Without one it is No Data, which is neither met nor missed."""
    if value is None:
        return Outcome.NO_DATA
    return Outcome.IN_TARGET if in_target(operator, target, value) else Outcome.MISSED


def score(results: Iterable[Result]) -> float | None:
    """Percent attained over the results that have a value, by their weights; None where none has."""
    return weighted_score(
        (attainment(result.operator, result.target, result.value), result.weight)
        for result in results
        if result.value is not None
    )


# -- approval --------------------------------------------------------------------------------------------------------


def unmet_arrangement(state: str) -> list[Unmet]:
    """Only what a party operates now is reviewed."""
    return [] if state in AT_WORK else [Unmet("arrangement_not_at_work", {"state": state})]


def unmet_approver(user: str, accountable_owner: str) -> list[Unmet]:
    """Who answers for the party approves, and nobody else (4.2 a)."""
    return [] if user == accountable_owner else [Unmet("approver_not_accountable_owner", {"owner": accountable_owner})]


def unmet_for_approval(review: Review, today: date) -> list[Unmet]:
    """All that a review lacks before it can be approved, whoever approves it."""
    unmet = [Unmet("review_period_not_over")] if review.period.end >= today else []
    unmet += [
        Unmet("result_without_value", {"measure": result.measure})
        for result in review.results
        if result.value is None and not result.remarks.strip()
    ]
    unmet += [reason for answer in review.answers for reason in _unmet_answer(answer)]
    if not review.verdict:
        unmet.append(Unmet("review_without_verdict"))
    return unmet + _unmet_decision(review)


def unmet_ranks(improvements: Sequence[Improvement]) -> list[Unmet]:
    """Ranks run from 1 upwards without gap or duplicate: what comes first is decided, not left open (4.2 d)."""
    ranks = sorted(improvement.rank for improvement in improvements)
    return [] if ranks == list(range(1, len(ranks) + 1)) else [Unmet("improvement_ranks")]


def unmet_due_dates(period: Period, improvements: Iterable[Improvement]) -> list[Unmet]:
    """Nothing that a review decides was due before the end of what it looked at."""
    return [
        Unmet("improvement_due_in_period", {"improvement": improvement.improvement})
        for improvement in improvements
        if improvement.due_on and improvement.due_on < period.end
    ]


def _unmet_answer(answer: Answer) -> list[Unmet]:
    named = {"question": answer.question}
    unmet = [] if answer.answer else [Unmet("question_not_answered", named)]
    return unmet if answer.evidence.strip() else [*unmet, Unmet("answer_without_evidence", named)]


def _unmet_decision(review: Review) -> list[Unmet]:
    if review.improvements:
        return unmet_ranks(review.improvements)
    if review.verdict in (Verdict.IMPROVEMENT_NEEDED, Verdict.NOT_ACCEPTABLE):
        return [Unmet("verdict_without_improvement", {"verdict": review.verdict})]
    return [] if review.no_improvement_reason.strip() else [Unmet("improvement_not_decided")]


# -- improvements afterwards -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Actor:
    """Who says that an improvement is done, and in which capacities."""

    user: str
    is_manager: bool = False
    is_accountable_owner: bool = False


def unmet_for_done(responsible: str, already_done: bool, actor: Actor, done_on: date, today: date) -> list[Unmet]:
    """All reasons against noting that an improvement was done on `done_on`."""
    unmet = []
    if not (actor.user == responsible or actor.is_manager or actor.is_accountable_owner):
        unmet.append(Unmet("improvement_not_yours", {"responsible": responsible}))
    if already_done:
        unmet.append(Unmet("improvement_done_already"))
    if done_on > today:
        unmet.append(Unmet("improvement_done_in_future"))
    return unmet
