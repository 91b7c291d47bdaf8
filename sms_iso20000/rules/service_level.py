"""What a month of tickets says about service levels (4.5.3 f, 4.5.4.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

IN_TARGET, MISSED, PAUSED, UNKNOWN = "in_target", "missed", "paused", "unknown"
FORMULA = "share_in_target = 100 * in_target / (in_target + missed); paused and unknown tickets are in neither"
WORST_CASES = 10


@dataclass(frozen=True)
class Ticket:
    """One closed ticket as the evidence source reads it; empty texts where a field is not mapped or not filled."""

    name: str
    opened_on: datetime | None
    closed_on: datetime
    result: str
    service: str = ""
    team: str = ""
    supplier: str = ""
    priority: str = ""

    @property
    def hours_open(self) -> float:
        """Hours from opening to closing, one decimal; 0 where the opening is not known or lies later."""
        if not self.opened_on or self.opened_on > self.closed_on:
            return 0.0
        return round((self.closed_on - self.opened_on).total_seconds() / 3600, 1)


@dataclass
class Count:
    """Tickets closed, split by result."""

    in_target: int = 0
    missed: int = 0
    paused: int = 0
    unknown: int = 0

    @property
    def closed(self) -> int:
        return self.in_target + self.missed + self.paused + self.unknown

    @property
    def share_in_target(self) -> float | None:
        """Percent in target of those with a known result, two decimals; None where nothing was measured."""
        measured = self.in_target + self.missed
        return round(100 * self.in_target / measured, 2) if measured else None

    def add(self, result: str) -> None:
        setattr(self, result, getattr(self, result) + 1)


@dataclass
class Summary:
    """A month of tickets: the total, one count per dimension and value, and the worst cases."""

    total: Count = field(default_factory=Count)
    breakdown: dict[tuple[str, str], Count] = field(default_factory=dict)
    worst_cases: list[Ticket] = field(default_factory=list)


def read_result(value: object, in_target: set[str], missed: set[str], paused: set[str]) -> str:
    """How a raw value counts. Whatever the mapping does not name is unknown, never in target."""
    text = "" if value is None else str(value).strip()
    if text in in_target:
        return IN_TARGET
    if text in missed:
        return MISSED
    return PAUSED if text in paused else UNKNOWN


def summarise(tickets: Iterable[Ticket]) -> Summary:
    """Counts per service, team, supplier and priority; the slowest tickets that missed their target come first."""
    summary = Summary()
    missed = []
    for ticket in tickets:
        summary.total.add(ticket.result)
        for dimension in ("Service", "Team", "Supplier", "Priority"):
            value = getattr(ticket, dimension.lower())
            if value:
                summary.breakdown.setdefault((dimension, value), Count()).add(ticket.result)
        if ticket.result == MISSED:
            missed.append(ticket)
    summary.breakdown = dict(sorted(summary.breakdown.items()))
    summary.worst_cases = sorted(missed, key=lambda ticket: (-ticket.hours_open, ticket.name))[:WORST_CASES]
    return summary
