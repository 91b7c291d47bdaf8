"""How well another party does what was agreed, in percent (4.2 c, 4.5.4.1).

Nothing here knows whether the party is a supplier, an internal group or a customer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sms_iso20000.rules.indicators import in_target
from sms_iso20000.rules.schedule import month_of, months_later

DECIMALS = 2
FULL, ALMOST = 100.0, 99.99
RELIABLE_FROM, WATCH_FROM = 95, 80
MONTHS_OF = {"Monthly": 1, "Quarterly": 3, "Yearly": 12}


class Standing(str, Enum):
    RELIABLE = "Reliable"
    WATCH = "Watch"
    FAILING = "Failing"
    NO_DATA = "No Data"


def attainment(operator: str, target: float, value: float) -> float:
    """How far `value` comes up to `target`: 100 when in target, else the share of the one in the other, 0 to below 100.

    The further from the target, the lower. Whatever misses a target of zero, or has the other sign, is 0.
    """
    if in_target(operator, target, value):
        return FULL
    if not target or value * target <= 0:
        return 0.0
    smaller, larger = sorted((abs(value), abs(target)))
    return min(round(100 * smaller / larger, DECIMALS), ALMOST)


def weighted_score(pairs: Iterable[tuple[float | None, float]]) -> float | None:
    """The mean of what measures attain, or of how they changed, from (figure, weight); None where none counts.

    A measure without a value, which is None, and one of weight 0 take no part: a gap is never a zero.
    """
    counted = [(figure, weight) for figure, weight in pairs if figure is not None and weight > 0]
    weights = sum(weight for _, weight in counted)
    return round(sum(figure * weight for figure, weight in counted) / weights, DECIMALS) if weights else None


def change(attained: Sequence[float | None]) -> float | None:
    """Points from the last but one figure to the last, gaps left out; None with fewer than two."""
    given = [figure for figure in attained if figure is not None]
    return round(given[-1] - given[-2], DECIMALS) if len(given) > 1 else None


def standing(score: float | None) -> Standing:
    """Reliable from 95 percent, Watch from 80, Failing below; No Data without a score."""
    if score is None:
        return Standing.NO_DATA
    if score >= RELIABLE_FROM:
        return Standing.RELIABLE
    return Standing.WATCH if score >= WATCH_FROM else Standing.FAILING


# -- month by month --------------------------------------------------------------------------------------------------


def months_between(first: date, last: date) -> list[date]:
    """The last day of each month from that of `first` to that of `last`; none where `last` is in an earlier month."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [month_of(months_later(first.replace(day=1), ahead))[1] for ahead in range(count)]


def window(frequency: str, month: date) -> tuple[date, date] | None:
    """First and last day of what a measure shows in the month of `month`; None where it shows nothing there.

    A monthly measure shows each month; a quarterly or yearly one its quarter or year, in the month in which that ends.
    """
    months = MONTHS_OF[frequency]
    if month.month % months:
        return None
    return months_later(month.replace(day=1), 1 - months), month_of(month)[1]


@dataclass(frozen=True)
class Line:
    """A measure with its value in each month, None for a gap, and over all of them."""

    measure: str
    unit: str
    operator: str
    target: float
    weight: float
    frequency: str
    values: tuple[float | None, ...]
    value: float | None

    @property
    def attained(self) -> tuple[float | None, ...]:
        """Percent of the target in each month."""
        return tuple(self._attainment(value) for value in self.values)

    @property
    def score(self) -> float | None:
        """Percent of the target over all months."""
        return self._attainment(self.value)

    @property
    def change(self) -> float | None:
        return change(self.attained)

    def _attainment(self, value: float | None) -> float | None:
        return None if value is None else attainment(self.operator, self.target, value)


@dataclass(frozen=True)
class Card:
    """The measures of one arrangement, or the arrangements of one party: each has score, change and months."""

    parts: tuple["Line | Card", ...]
    weight: float = 1

    @property
    def attained(self) -> tuple[float | None, ...]:
        """The score of each month; None where nothing was measured."""
        measured = [part for part in self.parts if part.attained]
        weights = [part.weight for part in measured]
        by_month = zip(*(part.attained for part in measured), strict=True)
        return tuple(weighted_score(zip(month, weights, strict=True)) for month in by_month)

    @property
    def score(self) -> float | None:
        return weighted_score((part.score, part.weight) for part in self.parts)

    @property
    def change(self) -> float | None:
        """In points. Each measure is compared with itself, so that a quarterly one joining a month is no change."""
        return weighted_score((part.change, part.weight) for part in self.parts)

    @property
    def standing(self) -> Standing:
        return standing(self.score)
