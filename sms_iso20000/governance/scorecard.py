"""What was measured of arrangements with other parties, month by month (4.2 c, 4.5.4.1)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import flt, getdate

from sms_iso20000.evidence.measured import MeasuredShare, Series, measured_series, share_over
from sms_iso20000.governance.objectives import check_ins_of, readings, series_of
from sms_iso20000.rules.arrangement import FROM_OBJECTIVE
from sms_iso20000.rules.objective import BY_HAND, Reading, in_force
from sms_iso20000.rules.schedule import months_later, previous_month
from sms_iso20000.rules.scorecard import Card, Line, Standing, months_between, window

MONTHS_SHOWN = 12
FIELDS = (
    "parent",
    "measure",
    "unit",
    "operator",
    "target",
    "weight",
    "frequency",
    "source",
    "evidence_source",
    "dimension",
    "dimension_value",
    "objective",
)


def complete_months(day: date, number: int = MONTHS_SHOWN) -> tuple[date, date]:
    """First and last day of the `number` months that were over before the month of `day`."""
    first, last = previous_month(day)
    return months_later(first, 1 - number), last


def scorecard_of(arrangements: Collection[str], first: date, last: date) -> dict[str, Card]:
    """The card of each of `arrangements` over the months from that of `first` to that of `last`.

    Values come from the current snapshots, from the check-ins of objectives, and for what is entered by hand from
    approved reviews, in the month in which the reviewed period ends. Over all months a measure has the value that a
    review of them finds: the share of all their tickets, or the last reading. The same number of queries however many
    arrangements and whatever their parties are.
    """
    rows = _measures(arrangements)
    measured = _Measured.of(arrangements, rows)
    months = months_between(first, last)
    lines: dict[str, list[Line]] = {name: [] for name in arrangements}
    for row in rows:
        lines[row.parent].append(_line(row, measured.points_of(row), months))
    return {name: Card(tuple(lines[name])) for name in arrangements}


def standing_words() -> dict[Standing, str]:
    """What each standing is called, in the language of the reader."""
    return {
        Standing.RELIABLE: _("Reliable"),
        Standing.WATCH: _("Watch"),
        Standing.FAILING: _("Failing"),
        Standing.NO_DATA: _("No Data"),
    }


# A month of tickets, or a reading of another source.
_Point = MeasuredShare | Reading


@dataclass(frozen=True)
class _Measured:
    """Everything measured, by what the measures name."""

    shares: dict[Series, list[MeasuredShare]]
    objectives: dict[str, list[Reading]]
    reviews: dict[tuple[str, str, str], list[Reading]]

    @classmethod
    def of(cls, arrangements: Collection[str], rows: Sequence[dict]) -> "_Measured":
        return cls(
            measured_series({series for row in rows if (series := series_of(row))}),
            _readings({row.objective for row in rows if row.source == FROM_OBJECTIVE and row.objective}),
            _entered_by_hand(arrangements),
        )

    def points_of(self, row: dict) -> Sequence[_Point]:
        """What was measured for a measure, the oldest first."""
        if series := series_of(row):
            return self.shares[series]
        if row.source == FROM_OBJECTIVE:
            return self.objectives.get(row.objective, [])
        return self.reviews.get((row.parent, row.measure, row.unit), [])


def _line(row: dict, points: Sequence[_Point], months: list[date]) -> Line:
    # The period that was reviewed is what a value entered by hand is of, whatever the calendar says.
    frequency = "Monthly" if row.source == BY_HAND else row.frequency
    windows = [window(frequency, month) for month in months]
    shown = [_within(points, span) if span else [] for span in windows]
    return Line(
        measure=row.measure,
        unit=row.unit,
        operator=row.operator,
        target=flt(row.target),
        weight=row.weight,
        frequency=row.frequency,
        values=tuple(_value(found) for found in shown),
        value=_value([point for found in shown for point in found]),
    )


def _within(points: Sequence[_Point], span: tuple[date, date]) -> list[_Point]:
    first, last = span
    return [point for point in points if first <= _day(point) <= last]


def _day(point: _Point) -> date:
    return point.period_end if isinstance(point, MeasuredShare) else point.measured_on


def _value(points: Sequence[_Point]) -> float | None:
    if not points:
        return None
    return share_over(points) if isinstance(points[0], MeasuredShare) else points[-1].value


# -- what is on record -----------------------------------------------------------------------------------------------


def _measures(arrangements: Collection[str]) -> list:
    return frappe.get_all(
        "ITSM Arrangement Measure",
        filters={"parent": ["in", sorted(arrangements)], "parenttype": "ITSM Arrangement"},
        fields=list(FIELDS),
        order_by="parent asc, idx asc",
    )


def _readings(objectives: set[str]) -> dict[str, list[Reading]]:
    return {name: in_force(readings(rows)) for name, rows in check_ins_of(sorted(objectives)).items()}


def _entered_by_hand(arrangements: Collection[str]) -> dict[tuple[str, str, str], list[Reading]]:
    """What approved reviews found, by arrangement, measure and unit."""
    review = frappe.qb.DocType("ITSM Arrangement Review")
    result = frappe.qb.DocType("ITSM Arrangement Review Result")
    rows = (
        frappe.qb.from_(review)
        .join(result)
        .on((result.parent == review.name) & (result.parenttype == "ITSM Arrangement Review"))
        .select(review.arrangement, review.period_end, result.measure, result.unit, result.value)
        .where(review.arrangement.isin(sorted(arrangements) or [""]))
        .where((review.status == "Approved") & (result.has_value == 1))
        .orderby(review.period_end)
        .orderby(review.name)
        .run(as_dict=True)
    )
    found: dict[tuple[str, str, str], list[Reading]] = {}
    for row in rows:
        reading = Reading(getdate(row.period_end), flt(row.value))
        found.setdefault((row.arrangement, row.measure, row.unit), []).append(reading)
    return found
