"""What people, technology, information and money are there and needed, and who decides (4.4.1)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import Any

from sms_iso20000.rules.objective import as_number
from sms_iso20000.rules.report_period import Period
from sms_iso20000.rules.unmet import Unmet

# All of them belong into a plan, be it with a line that says that nothing is missing.
KINDS = ("Human", "Technical", "Information", "Financial")
DECIMALS = 2


class Stage(str, Enum):
    """A decided plan counts until another takes its place."""

    DRAFT = "Draft"
    SUBMITTED = "Submitted"
    DECIDED = "Decided"
    REPLACED = "Replaced"


class Answer(str, Enum):
    GRANTED = "Granted"
    IN_PART = "Granted in Part"
    REFUSED = "Refused"


GIVEN = (Answer.GRANTED, Answer.IN_PART)


@dataclass(frozen=True)
class Forecast:
    """What of a resource is needed and available in a period to come."""

    resource: str
    period: Period | None
    needed: Any = 0
    available: Any = 0


@dataclass(frozen=True)
class Line:
    """A resource in its unit: how much is there and how much is needed, as it was given."""

    resource: str
    current: Any = 0
    needed: Any = 0
    how_closed: str = ""

    @property
    def gap(self) -> float:
        """How much is missing; less than 0 where more is there than needed."""
        return gap(self.needed, self.current)


def gap(needed: Any, there: Any) -> float:
    """What is missing in the unit of the resource; numbers that are none count as 0."""
    return round((as_quantity(needed) or 0) - (as_quantity(there) or 0), DECIMALS)


def as_quantity(value: Any) -> float | None:
    """A quantity from 0 on, 0 where nothing was given; None for anything else."""
    number = as_number(0 if value in (None, "") else value)
    return number if number is not None and number >= 0 else None


def key(resource: str) -> str:
    """What two names of the same resource have in common."""
    return " ".join((resource or "").split()).casefold()


def unmet_content(period: Period, lines: Sequence[Line], forecasts: Sequence[Forecast]) -> list[Unmet]:
    """All reasons why a plan for `period` cannot be kept so."""
    unmet = [Unmet("resource_plan_ends_before_start")] if period.end < period.start else []
    unmet += [
        Unmet("resource_not_a_quantity", {"resource": row.resource})
        for row in (*lines, *forecasts)
        if None in map(as_quantity, _quantities(row))
    ]
    named = Counter(key(line.resource) for line in lines)
    unmet += [Unmet("resource_twice", {"resource": line.resource}) for line in lines if named[key(line.resource)] > 1]
    for forecast in forecasts:
        if key(forecast.resource) not in named:
            unmet.append(Unmet("forecast_of_unknown_resource", {"resource": forecast.resource}))
        unmet += _unmet_period(forecast, period)
    return list(dict.fromkeys([*unmet, *_unmet_overlap(forecasts)]))


def unmet_submission(lines: Sequence[Line]) -> list[Unmet]:
    """What top management would have to ask back: each gap says how it is to be closed."""
    return [
        Unmet("gap_without_way", {"resource": line.resource})
        for line in lines
        if line.gap > 0 and not line.how_closed.strip()
    ]


def unmet_decider(user: str, top_management: Collection[str], prepared_by: Collection[str]) -> list[Unmet]:
    """All reasons why `user` cannot decide: top management does, and nobody on what they prepared."""
    unmet = [] if user in top_management else [Unmet("resources_not_yours_to_decide", {"user": user})]
    return [*unmet, Unmet("decider_prepared_it")] if user in prepared_by else unmet


def unmet_answers(lines: Sequence[Line], answers: Mapping[str, tuple[str, str]], text: str) -> list[Unmet]:
    """All reasons against a decision: `answers` has answer and reason by the key of the resource.

    Each gap is answered, or `text` says what was decided on all of them.
    """
    known = {key(line.resource): line for line in lines}
    unmet = [Unmet("answer_to_unknown_resource", {"resource": name}) for name in answers if name not in known]
    for name, (answer, reason) in answers.items():
        if answer not in set(Answer):
            unmet.append(Unmet("unknown_answer", {"answer": answer}))
        elif answer != Answer.GRANTED and not reason.strip():
            unmet.append(Unmet("answer_without_reason", {"resource": known[name].resource if name in known else name}))
    if not text.strip():
        unmet += [
            Unmet("gap_without_answer", {"resource": line.resource})
            for name, line in known.items()
            if line.gap > 0 and name not in answers
        ]
    return unmet


def _quantities(row: Line | Forecast) -> tuple[Any, Any]:
    return (row.needed, row.current) if isinstance(row, Line) else (row.needed, row.available)


def _unmet_period(forecast: Forecast, plan: Period) -> list[Unmet]:
    named = {"resource": forecast.resource}
    if not forecast.period:
        return []
    if forecast.period.end < forecast.period.start:
        return [Unmet("forecast_ends_before_start", named)]
    if forecast.period.start < plan.start:
        return [Unmet("forecast_before_plan", named)]
    return []


def _unmet_overlap(forecasts: Sequence[Forecast]) -> list[Unmet]:
    return [
        Unmet("forecasts_overlap", {"resource": one.resource})
        for one, other in combinations(forecasts, 2)
        if key(one.resource) == key(other.resource)
        and one.period
        and other.period
        and one.period.overlaps(other.period)
    ]
