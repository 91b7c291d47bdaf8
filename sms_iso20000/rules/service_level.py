"""What a month of tickets says about service levels (4.5.3 f, 4.5.4.1)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

IN_TARGET, MISSED, PAUSED, UNKNOWN, EMPTY = "in_target", "missed", "paused", "unknown", "empty"
RESULTS = (IN_TARGET, MISSED, PAUSED, UNKNOWN, EMPTY)
FIGURES = ("closed", *RESULTS)
DIMENSIONS = ("Service", "Team", "Customer", "Supplier", "Priority")
# The key of all tickets together beside those of a dimension and a value of it.
WHOLE = ("", "")
FORMULA = "share_in_target = 100 * in_target / (in_target + missed); paused, unknown and empty tickets are in neither"
WORST_CASES = 10
# Characters of a value that are kept; what is alike so far counts as one.
VALUE_LENGTH = 180


@dataclass(frozen=True)
class Cell:
    """So many closed tickets of one result that have the same value in a dimension; of neither for all together."""

    dimension: str
    value: object
    result: str
    number: int = 1


@dataclass
class Count:
    """Tickets closed, split by result."""

    in_target: int = 0
    missed: int = 0
    paused: int = 0
    unknown: int = 0
    empty: int = 0

    @property
    def closed(self) -> int:
        return sum(getattr(self, result) for result in RESULTS)

    @property
    def share_in_target(self) -> float | None:
        """Percent in target of those with a known result, two decimals; None where nothing was measured."""
        measured = self.in_target + self.missed
        return round(100 * self.in_target / measured, 2) if measured else None

    def add(self, result: str, number: int = 1) -> None:
        setattr(self, result, getattr(self, result) + number)


@dataclass
class Summary:
    """A month of tickets: the total, and one count for each dimension and value, in their order."""

    total: Count = field(default_factory=Count)
    breakdown: dict[tuple[str, str], Count] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A figure that a later count of the same month finds different; no dimension where it is of all tickets."""

    dimension: str
    value: str
    figure: str
    before: int
    after: int


def read_result(
    value: object, in_target: Collection[str], missed: Collection[str], paused: Collection[str] = ()
) -> str:
    """How a raw value counts, whether in capitals or not.

    No value at all is empty, and what the mapping does not name is unknown: neither is ever in target.
    """
    text = plain(value)
    if not text:
        return EMPTY
    for result, named in ((IN_TARGET, in_target), (MISSED, missed), (PAUSED, paused)):
        if text.casefold() in {name.casefold() for name in named}:
            return result
    return UNKNOWN


def plain(value: object) -> str:
    """A raw value as text without space around it; empty where there is none."""
    return "" if value is None else str(value).strip()


def fold(cells: Iterable[Cell]) -> Summary:
    """The total, and a count for each value of each dimension. A ticket without a value is in the total only."""
    counts: dict[tuple[str, str], Count] = {WHOLE: Count()}
    for cell in cells:
        key = (cell.dimension, plain(cell.value)[:VALUE_LENGTH])
        if key == WHOLE or key[1]:
            counts.setdefault(key, Count()).add(cell.result, cell.number)
    return Summary(counts.pop(WHOLE), dict(sorted(counts.items())))


def hours_open(opened_on: datetime | None, closed_on: datetime) -> float:
    """Hours from opening to closing, one decimal; 0 where the opening is not known or lies later."""
    if not opened_on or opened_on > closed_on:
        return 0.0
    return round((closed_on - opened_on).total_seconds() / 3600, 1)


def changes(before: Mapping[tuple[str, str], Count], after: Mapping[tuple[str, str], Count]) -> list[Change]:
    """Every figure that differs between two counts by dimension and value, in their order: all tickets come first."""
    found = []
    for key in sorted({*before, *after}):
        old, new = before.get(key, Count()), after.get(key, Count())
        for figure in FIGURES:
            if getattr(old, figure) != getattr(new, figure):
                found.append(Change(*key, figure, getattr(old, figure), getattr(new, figure)))
    return found
