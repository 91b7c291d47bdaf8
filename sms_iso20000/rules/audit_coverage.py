"""What of a cycle is covered when, and where the holes are (ISO/IEC 20000-1:2011, 4.5.4.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sms_iso20000.rules.audit_planning import Cell, Need, interval_of, parts_of
from sms_iso20000.rules.audit_programme import Cycle, SlotStatus


class Standing(str, Enum):
    DONE = "Done"
    ASSIGNED = "Assigned"
    PLANNED = "Planned"
    OVERDUE = "Overdue"
    HOLE = "Hole"


# The best first: a part of the cycle is covered by the best of its slots.
BEST_FIRST = tuple(Standing)


@dataclass(frozen=True)
class Placed:
    """A slot in its month, which counts from 0 at the beginning of the cycle."""

    name: str
    cell: Cell
    month: int
    status: str


@dataclass(frozen=True)
class Covered:
    """A part of the cycle in which a cell is due: `first` and `last` are its months, `slot` is what covers it."""

    cell: Cell
    first: int
    last: int
    standing: Standing
    slot: Placed | None = None


def standing_of(slot: Placed, this_month: int) -> Standing:
    """Where a slot stands; one that was dropped leaves a hole."""
    if slot.status in (SlotStatus.DONE, SlotStatus.DROPPED):
        return Standing.DONE if slot.status == SlotStatus.DONE else Standing.HOLE
    return Standing.OVERDUE if slot.month < this_month else Standing(slot.status)


def coverage(cycle: Cycle, needs: Iterable[Need], slots: Iterable[Placed], today: date) -> list[Covered]:
    """Each part of the cycle in which something is due, in the order of the cells.

    Nothing is asked of a part that is over and in which nothing was ever planned: what speaks for auditing more often
    today may not have been known then. But each cell is due at least once in the cycle.
    """
    by_cell: dict[Cell, list[Placed]] = {}
    for slot in slots:
        by_cell.setdefault(slot.cell, []).append(slot)
    this_month = cycle.index_of(today)
    return [
        covered
        for need in sorted(needs, key=lambda need: need.cell)
        for covered in _of_cell(cycle, need, by_cell.get(need.cell, []), this_month)
    ]


def holes(covered: Iterable[Covered]) -> list[Covered]:
    """What nothing covers that could still be done."""
    return [part for part in covered if part.standing is Standing.HOLE]


def _of_cell(cycle: Cycle, need: Need, slots: Sequence[Placed], this_month: int) -> list[Covered]:
    parts = []
    for part in parts_of(cycle.months, interval_of(need, cycle.months)):
        within = [slot for slot in slots if slot.month in part]
        if within or part[-1] >= this_month:
            parts.append(_of_part(need.cell, part, within, this_month))
    return parts or [Covered(need.cell, 0, cycle.months - 1, Standing.HOLE)]


def _of_part(cell: Cell, part: range, slots: Sequence[Placed], this_month: int) -> Covered:
    ranked = sorted(slots, key=lambda slot: (BEST_FIRST.index(standing_of(slot, this_month)), slot.month, slot.name))
    if not ranked:
        return Covered(cell, part[0], part[-1], Standing.HOLE)
    return Covered(cell, part[0], part[-1], standing_of(ranked[0], this_month), ranked[0])


MONTHS_IN_QUARTER = 3


@dataclass(frozen=True)
class Quarter:
    """What lies in a quarter of the cycle for one subject: slots and holes, the worst of which gives the colour."""

    parts: tuple[tuple[Standing, str, int], ...] = ()

    @property
    def worst(self) -> Standing | None:
        return max((standing for standing, _group, _month in self.parts), key=BEST_FIRST.index, default=None)


def quarters_of(cycle: Cycle) -> list[int]:
    """The first month of each quarter of the cycle, counted from its beginning."""
    return list(range(0, cycle.months, MONTHS_IN_QUARTER))


def by_quarter(
    cycle: Cycle, covered: Iterable[Covered], slots: Iterable[Placed], today: date
) -> dict[tuple[str, str], list[Quarter]]:
    """Each subject, by kind and name, with its quarters: standing, clause group and month of each slot there, and of
    each hole at the end of the time in which something was due."""
    this_month, number = cycle.index_of(today), len(quarters_of(cycle))
    entries: dict[tuple[str, str], list[list]] = {}
    for part in covered:
        row = entries.setdefault((part.cell.kind, part.cell.subject), [[] for _quarter in range(number)])
        if part.standing is Standing.HOLE:
            row[part.last // MONTHS_IN_QUARTER].append((part.standing, part.cell.group, part.last))
    for slot in slots:
        row = entries.get((slot.cell.kind, slot.cell.subject))
        if row and 0 <= slot.month < cycle.months and slot.status != SlotStatus.DROPPED:
            row[slot.month // MONTHS_IN_QUARTER].append((standing_of(slot, this_month), slot.cell.group, slot.month))
    return {key: [Quarter(tuple(parts)) for parts in row] for key, row in entries.items()}
