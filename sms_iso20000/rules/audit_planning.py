"""When what is audited in a cycle, and why then (ISO/IEC 20000-1:2011, 4.5.4.2).

What is planned is a cell: a subject under one clause group. How often it is due follows from what speaks for auditing
it more often: importance, status, earlier results, changes and the trend of service levels. Each cycle falls into
equal parts by that interval, and each part gets one slot.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import Any

from sms_iso20000.rules.audit_programme import Cycle
from sms_iso20000.rules.schedule import months_later

YEAR = 12


class Kind(str, Enum):
    PROCESS = "ITSM Process"
    CLAUSE = "Clause Group"
    ARRANGEMENT = "ITSM Arrangement"
    SITE = "Site"


class Importance(str, Enum):
    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


# Clause groups of the management system, and those of the processes.
SYSTEM_GROUPS = ("4.1", "4.2", "4.3", "4.4", "4.5")
PROCESS_GROUPS = ("5", "6", "7", "8", "9")
# What of the management system shows in every process: who answers, documents, people, plan and results.
IN_EVERY_PROCESS = ("4.1", "4.3", "4.4", "4.5")
OF_PARTIES = "4.2"
# At a site services are carried out.
OF_SITES = "4.5"
# How much each reason counts towards auditing more often than once in a cycle: two make it yearly, one twice.
WEIGHT = {
    "serves_live_services": 1,
    "risks_above_criterion": 2,
    "objectives_missed": 2,
    "requirements_not_met": 2,
    "requirements_stale": 1,
    "major_nonconformities": 2,
    "nonconformities": 1,
    "changed_often": 1,
    "plan_has_drifted": 1,
    "share_is_falling": 1,
    # What these say does not make it more often, but earlier.
    "never_audited": 0,
    "last_audited": 0,
}
# Versions in a year from which something changed often.
MANY_CHANGES = 10
# A trend is that of the last months measured, at least so many; it falls by so many percentage points between halves.
MONTHS_IN_TREND, FEWEST_MONTHS, FALL = 6, 3, 3.0


@dataclass(frozen=True, order=True)
class Cell:
    """A subject, by its kind and its name, under a clause group."""

    kind: str
    subject: str
    group: str


@dataclass(frozen=True)
class Why:
    """One reason, by its code and the values in its sentence."""

    code: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Need:
    """A cell that the cycle has to cover. `together` names what is best audited on one occasion."""

    cell: Cell
    together: str
    reasons: tuple[Why, ...] = ()
    last_audited: date | None = None

    @property
    def points(self) -> int:
        return sum(WEIGHT[reason.code] for reason in self.reasons)

    @property
    def importance(self) -> Importance:
        return (Importance.LOW, Importance.MEDIUM, Importance.HIGH)[min(self.points, 2)]


@dataclass(frozen=True)
class Slot:
    """A slot as it stands: `month` counts from 0 at the beginning of the cycle. What is not `free` stays as it is."""

    name: str
    cell: Cell
    month: int
    is_free: bool = True


@dataclass(frozen=True)
class Planned:
    """A slot as it should stand; `name` is that of the slot moved or left where it is, empty for a new one.

    `first` and `last` are the months between which it is due, `is_joint` says that more is audited on that occasion.
    """

    need: Need
    month: int
    first: int
    last: int
    name: str = ""
    is_joint: bool = False


@dataclass(frozen=True)
class Proposal:
    """What makes the slots that stand those that should: `kept` stay in their month, `surplus` are not due any more."""

    new: tuple[Planned, ...]
    shifted: tuple[Planned, ...]
    kept: tuple[Planned, ...]
    surplus: tuple[Slot, ...]


def group_of(clause: str) -> str:
    """The clause group of a clause: its first number, in clause 4 the first two; empty where there is no clause."""
    numbers = clause.split(" ")[0].split(".")
    return ".".join(numbers[: 2 if numbers[0] == "4" else 1])


def interval_of(need: Need, months: int) -> int:
    """Months between two audits: once in a cycle of `months`, twice, or yearly; a short cycle is no year long."""
    every = {Importance.HIGH: YEAR, Importance.MEDIUM: max(YEAR, -(-months // 2)), Importance.LOW: months}
    return min(months, every[need.importance])


def parts_of(months: int, interval: int) -> list[range]:
    """The equal parts of a cycle, none of them longer than `interval` months."""
    number = -(-months // interval)
    bounds = [months * index // number for index in range(number + 1)]
    return [range(first, last) for first, last in pairwise(bounds)]


def is_falling(shares: Sequence[float]) -> bool:
    """Whether the latest of monthly shares, in percent and the oldest first, clearly fall."""
    latest = shares[-MONTHS_IN_TREND:]
    if len(latest) < FEWEST_MONTHS:
        return False
    half = len(latest) // 2
    return (sum(latest[:half]) - sum(latest[-half:])) / half >= FALL


def propose(cycle: Cycle, needs: Iterable[Need], slots: Iterable[Slot], today: date) -> Proposal:
    """Where the slots of a cycle should stand from the month of `today` on.

    The same answer for the same questions, and no change where nothing has changed: a free slot that serves stays in
    its month. What cannot be planned any more, since its time has passed, is left out; the coverage shows it.
    """
    needs = sorted(needs, key=_urgency)
    slots = sorted(slots, key=lambda slot: (slot.cell, slot.month, slot.name))
    plan = _Plan(max(0, cycle.index_of(today)), slots, {need.cell: need.together for need in needs})
    for need in needs:
        deadline = _deadline(cycle, need)
        for part in parts_of(cycle.months, interval_of(need, cycle.months)):
            plan.cover(need, part, deadline if part.start == 0 else None)
    return plan.proposal()


def _urgency(need: Need) -> tuple:
    """The weightiest first, then what was never audited or long ago."""
    return -need.points, need.last_audited or date.min, need.together, need.cell


def _deadline(cycle: Cycle, need: Need) -> int | None:
    """The month by which an audit is due again after the last one before the cycle."""
    if not need.last_audited:
        return None
    return cycle.index_of(months_later(need.last_audited, interval_of(need, cycle.months)))


class _Plan:
    def __init__(self, first: int, slots: Sequence[Slot], together: Mapping[Cell, str]):
        self.first = first
        self.fixed: dict[Cell, list[Slot]] = defaultdict(list)
        self.free: dict[Cell, list[Slot]] = defaultdict(list)
        self.new: list[Planned] = []
        self.kept: list[Planned] = []
        # How many cells each month has of what is audited together.
        self.load: dict[int, Counter] = defaultdict(Counter)
        for slot in slots:
            if slot.is_free:
                self.free[slot.cell].append(slot)
            else:
                self.fixed[slot.cell].append(slot)
                self.load[slot.month][together.get(slot.cell, slot.cell.subject)] += 1

    def cover(self, need: Need, part: range, deadline: int | None) -> None:
        """One slot in this part of the cycle, unless there is one that stays, or the part is over."""
        if any(slot.month in part for slot in self.fixed[need.cell]):
            return
        months = [month for month in part if month >= self.first]
        if not months:
            return
        in_time = [month for month in months if deadline is None or month <= deadline] or months[:1]
        # Said of the whole part, so that the same slot reads the same in every month.
        due = part[0], part[-1] if deadline is None else max(part[0], min(part[-1], deadline))
        serving = next((slot for slot in self.free[need.cell] if slot.month in in_time), None)
        if serving:
            self.free[need.cell].remove(serving)
            self.kept.append(Planned(need, serving.month, *due, serving.name))
            self.load[serving.month][need.together] += 1
            return
        month = self.best(need, in_time)
        self.new.append(Planned(need, month, *due))
        self.load[month][need.together] += 1

    def best(self, need: Need, months: Sequence[int]) -> int:
        """Where the same subject is audited already, the least of it; else where the fewest subjects are."""
        together = [month for month in months if self.load[month][need.together]]
        if together:
            return min(together, key=lambda month: (self.load[month][need.together], month))
        return min(months, key=lambda month: (len(+self.load[month]), sum(self.load[month].values()), month))

    def proposal(self) -> Proposal:
        """A free slot that serves nowhere is moved to where its cell lacks one."""
        new, shifted = [], []
        for planned in map(self.said, self.new):
            if spare := self.free[planned.need.cell]:
                shifted.append(replace(planned, name=spare.pop(0).name))
            else:
                new.append(planned)
        surplus = [slot for slots in self.free.values() for slot in slots]
        return Proposal(tuple(new), tuple(shifted), tuple(map(self.said, self.kept)), tuple(surplus))

    def said(self, planned: Planned) -> Planned:
        """Whether more is audited on the same occasion is known once all is planned."""
        return replace(planned, is_joint=self.load[planned.month][planned.need.together] > 1)
