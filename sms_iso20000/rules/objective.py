"""What makes an objective measurable, and how far it has come (4.1.1 a, 4.1.2 d)."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from statistics import linear_regression
from typing import Any

from sms_iso20000.rules.schedule import previous_month
from sms_iso20000.rules.unmet import Unmet

# The trend is that of the latest readings only: what was long ago says little about the due date.
READINGS_IN_TREND = 6
# A forecast is shown and judged with as many decimals, so that the form never contradicts itself.
DECIMALS = 3
# What a number column of both databases holds.
LARGEST = 10**11
BY_HAND, FROM_SNAPSHOTS = "By Hand", "Service Level Snapshot"


class Operator(str, Enum):
    AT_LEAST = "At Least"
    AT_MOST = "At Most"


class Status(str, Enum):
    NO_DATA = "No Data"
    ON_TRACK = "On Track"
    AT_RISK = "At Risk"
    MISSED = "Missed"
    ACHIEVED = "Achieved"


class Ground(str, Enum):
    """Why an objective stands as it does."""

    NO_READING = "no_reading"
    TREND_MEETS = "trend_meets"
    KEEPS_MEETING = "keeps_meeting"
    TREND_FAILS = "trend_fails"
    STALE = "stale"
    MET_WHEN_DUE = "met_when_due"
    FAILED_WHEN_DUE = "failed_when_due"
    NO_READING_WHEN_DUE = "no_reading_when_due"


@dataclass(frozen=True)
class Aim:
    """What is to be reached: from `baseline` on `start_on` to at least or at most `target` on `due_on`."""

    baseline: float
    start_on: date
    target: float
    operator: Operator
    due_on: date

    def met_by(self, value: float) -> bool:
        return value >= self.target if self.operator is Operator.AT_LEAST else value <= self.target


@dataclass(frozen=True)
class Reading:
    """A value of the measure on a day, from one source."""

    measured_on: date
    value: float
    source: str = ""


@dataclass(frozen=True)
class Progress:
    """Status and why; `latest` is None without a reading, `forecast` also once the due date has passed."""

    status: Status
    ground: Ground
    latest: Reading | None = None
    forecast: float | None = None


def as_number(value: Any) -> float | None:
    """The number that `value` is or spells; None for anything else, and for what is not finite or too large to keep."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) and abs(number) < LARGEST else None


def unmet_measure(objective: Mapping[str, Any]) -> list[Unmet]:
    """All reasons why `objective` cannot be measured; takes its fields by name, the dates as dates.

    A baseline that meets the target already is allowed: to hold what was reached is an objective too.
    """
    unmet = []
    if not _given(objective["measure"]):
        unmet.append(Unmet("no_measure"))
    if not _given(objective["unit"]):
        unmet.append(Unmet("no_unit"))
    if not _given(objective["baseline"]):
        unmet.append(Unmet("no_baseline"))
    elif as_number(objective["baseline"]) is None:
        unmet.append(Unmet("baseline_not_a_number"))
    if not _given(objective["target"]):
        unmet.append(Unmet("no_target"))
    elif as_number(objective["target"]) is None:
        unmet.append(Unmet("target_not_a_number"))
    start, due = objective["start_on"], objective["due_on"]
    if start and due and due <= start:
        unmet.append(Unmet("due_not_after_start"))
    return unmet + (_unmet_source(objective) if objective["source"] == FROM_SNAPSHOTS else [])


def _unmet_source(objective: Mapping[str, Any]) -> list[Unmet]:
    unmet = [] if objective["evidence_source"] else [Unmet("no_evidence_source")]
    if objective["dimension"] and not _given(objective["dimension_value"]):
        unmet.append(Unmet("no_dimension_value"))
    return unmet


def _given(value: Any) -> bool:
    return value is not None and bool(str(value).strip())


def progress(aim: Aim, readings: Iterable[Reading], today: date, from_source: bool = False) -> Progress:
    """How far an objective has come as of `today`; `readings` in the order in which they were recorded.

    Of several readings on a day from the same source the one recorded last counts. Until the due date it is

    * No Data without a reading;
    * At Risk where the values come from a source and the last two complete months brought none;
    * On Track where a straight line through the latest six readings (by least squares; from the baseline through
      the only one) meets the target on the due date, or where the latest reading meets it and the line does not
      lead away from it;
    * At Risk otherwise.

    After the due date the last reading up to it decides between Achieved and Missed, or the first after it where
    there is none up to it; without any reading the objective is Missed.
    """
    counted = in_force(readings)
    if today > aim.due_on:
        return _when_due(aim, counted)
    if not counted:
        return Progress(Status.NO_DATA, Ground.NO_READING)
    latest, line = counted[-1], _trend(aim, counted)
    forecast = round(max(-LARGEST, min(LARGEST, line.at(aim.due_on))), DECIMALS)
    if from_source and latest.measured_on < _start_of_month_before_last(today):
        return Progress(Status.AT_RISK, Ground.STALE, latest, forecast)
    if aim.met_by(forecast):
        return Progress(Status.ON_TRACK, Ground.TREND_MEETS, latest, forecast)
    leads_away = line.slope < 0 if aim.operator is Operator.AT_LEAST else line.slope > 0
    if aim.met_by(latest.value) and not leads_away:
        return Progress(Status.ON_TRACK, Ground.KEEPS_MEETING, latest, forecast)
    return Progress(Status.AT_RISK, Ground.TREND_FAILS, latest, forecast)


def in_force(readings: Iterable[Reading]) -> list[Reading]:
    """The readings that count, by day: a later one of the same day and source takes the place of an earlier."""
    counted = {(reading.measured_on, reading.source): reading for reading in readings}
    return sorted(counted.values(), key=lambda reading: (reading.measured_on, reading.source))


def _when_due(aim: Aim, counted: list[Reading]) -> Progress:
    if not counted:
        return Progress(Status.MISSED, Ground.NO_READING_WHEN_DUE)
    in_time = [reading for reading in counted if reading.measured_on <= aim.due_on]
    deciding = in_time[-1] if in_time else counted[0]
    if aim.met_by(deciding.value):
        return Progress(Status.ACHIEVED, Ground.MET_WHEN_DUE, deciding)
    return Progress(Status.MISSED, Ground.FAILED_WHEN_DUE, deciding)


@dataclass(frozen=True)
class _Line:
    """A straight line through (`day`, `value`), rising by `slope` per day."""

    day: date
    value: float
    slope: float

    def at(self, day: date) -> float:
        return self.value + self.slope * (day - self.day).days


def _trend(aim: Aim, counted: list[Reading]) -> _Line:
    points = [(reading.measured_on, reading.value) for reading in counted[-READINGS_IN_TREND:]]
    day, value = points[-1]
    if points[0][0] == day:
        points = [(aim.start_on, aim.baseline), (day, value)]
    if points[0][0] == day:
        return _Line(day, value, 0.0)
    # Measured from the latest value, so that a flat line stays exactly flat.
    slope, rise = linear_regression([(then - day).days for then, _ in points], [read - value for _, read in points])
    return _Line(day, value + rise, slope)


def _start_of_month_before_last(today: date) -> date:
    return previous_month(previous_month(today)[0])[0]
