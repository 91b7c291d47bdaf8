"""The periods that reports to top management are about: whole months, one after the other (4.1.4 e)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from sms_iso20000.rules.unmet import Unmet

MONTHS_IN_QUARTER = 3


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both days included."""

    start: date
    end: date

    @property
    def is_whole_months(self) -> bool:
        return self.start.day == 1 and self.end.day == monthrange(self.end.year, self.end.month)[1]

    @property
    def months(self) -> list[date]:
        """The first days of its months."""
        return [_moved(self.start, step) for step in range(_months_between(self.start, self.end) + 1)]

    @property
    def before(self) -> "Period":
        """The same number of months that end where this period starts."""
        return Period(_moved(self.start, -len(self.months)), self.start - timedelta(days=1))

    def overlaps(self, other: "Period") -> bool:
        return self.start <= other.end and other.start <= self.end


def unmet_period(period: Period, others: dict[str, Period], today: date) -> list[Unmet]:
    """All reasons against a report on `period`; `others` are the periods of the system's other reports by name."""
    if period.end < period.start:
        return [Unmet("report_ends_before_start")]
    unmet = []
    if not period.is_whole_months:
        unmet.append(Unmet("report_not_whole_months"))
    if period.end > today:
        unmet.append(Unmet("report_period_not_over"))
    unmet += [Unmet("report_overlaps", {"name": name}) for name, other in others.items() if period.overlaps(other)]
    return unmet


def due_period(last_end: date | None, interval: int, today: date) -> Period | None:
    """The period whose report is due: the latest one that is over, each `interval` months from `last_end` on.

    Periods nobody reported on are not caught up with, and stay a gap for everybody to see. Without a report yet it
    is the last complete calendar quarter. None while nothing is due.
    """
    if last_end is None:
        quarter = date(today.year, today.month - (today.month - 1) % MONTHS_IN_QUARTER, 1)
        return Period(_moved(quarter, -MONTHS_IN_QUARTER), quarter - timedelta(days=1))
    first = last_end + timedelta(days=1)
    over = _months_between(first, today) // interval
    if today < first or over < 1:
        return None
    start = _moved(first, (over - 1) * interval)
    return Period(start, _moved(start, interval) - timedelta(days=1))


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _moved(first_of_month: date, months: int) -> date:
    """The first day of the month so many months later."""
    years, month = divmod(first_of_month.month - 1 + months, 12)
    return date(first_of_month.year + years, month + 1, 1)
