"""Life of an audit programme, and what its slots may become (ISO/IEC 20000-1:2011, 4.5.4.2)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sms_iso20000.rules.schedule import month_of
from sms_iso20000.rules.unmet import Unmet


class State(str, Enum):
    DRAFT = "Draft"
    APPROVED = "Approved"
    RUNNING = "Running"
    CLOSED = "Closed"


class SlotStatus(str, Enum):
    PLANNED = "Planned"
    ASSIGNED = "Assigned"
    DONE = "Done"
    DROPPED = "Dropped"


NEXT = {
    State.DRAFT: {State.APPROVED, State.CLOSED},
    State.APPROVED: {State.RUNNING, State.DRAFT, State.CLOSED},
    State.RUNNING: {State.CLOSED},
}
NEEDS_REASON = frozenset({State.CLOSED, State.DRAFT})
# What the programme documents (4.5.4.2).
DOCUMENTED = ("criteria", "scope_text", "methods", "frequency")
CONTENT_FIELDS = ("title", "cycle_start", "cycle_end", *DOCUMENTED)
LIFE_FIELDS = (
    "author",
    "contributors",
    "approved_by",
    "approved_on",
    "approved_slots",
    "started_on",
    "closed_on",
    "step_reason",
    "reason_for",
    "content_hash",
)
# A plan for longer would be a guess.
LONGEST = 60


@dataclass(frozen=True)
class Cycle:
    """Whole months, from the first day of one to the last of another."""

    start: date
    end: date

    @property
    def months(self) -> int:
        return self.index_of(self.end) + 1

    def index_of(self, day: date) -> int:
        """Which month of the cycle `day` lies in, the first being 0; negative before it."""
        return (day.year - self.start.year) * 12 + day.month - self.start.month

    def month(self, index: int) -> date:
        """First day of a month of the cycle."""
        months = self.start.year * 12 + self.start.month - 1 + index
        return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True)
class Programme:
    """What the rules need to know of one; `holes` are the sentences' values of what is not covered."""

    state: str
    contributors: frozenset[str]
    missing: tuple[Unmet, ...]
    holes: tuple[Mapping[str, Any], ...]
    has_slots: bool
    cycle_start: date
    today: date


def unmet_cycle(start: date | None, end: date | None) -> list[Unmet]:
    """All reasons why a cycle cannot be kept."""
    if not start or not end:
        return [Unmet("cycle_without_dates")]
    unmet = []
    if start != month_of(start)[0] or end != month_of(end)[1]:
        unmet.append(Unmet("cycle_not_whole_months"))
    if end < start:
        unmet.append(Unmet("cycle_ends_before_start"))
    elif Cycle(start, end).months > LONGEST:
        unmet.append(Unmet("cycle_too_long", {"months": LONGEST}))
    return unmet


def overlapping(start: date, end: date, others: Collection[Mapping[str, Any]]) -> list[Unmet]:
    """The programmes among `others`, of the same system, whose time overlaps; takes name, start and end of each."""
    return [
        Unmet("programme_overlaps", {"name": other["name"]})
        for other in others
        if other["start"] <= end and start <= other["end"]
    ]


def illegal_step(before: str, after: str) -> list[Unmet]:
    if before in NEXT and after in NEXT[State(before)]:
        return []
    return [Unmet("illegal_step", {"before": before, "after": after})]


def unmet_for_step(after: str, programme: Programme, user: str, top_management: Collection[str]) -> list[Unmet]:
    """All reasons why `user` cannot take the programme to `after`, beside illegal steps and the reason to be given."""
    if after == State.APPROVED:
        return _unmet_for_approval(programme, user, top_management)
    if after == State.RUNNING and programme.today < programme.cycle_start:
        return [Unmet("programme_not_begun", {"day": programme.cycle_start.isoformat()})]
    return []


def _unmet_for_approval(programme: Programme, user: str, top_management: Collection[str]) -> list[Unmet]:
    unmet = [] if user in top_management else [Unmet("programme_not_top_management", {"user": user})]
    if user in programme.contributors:
        unmet.append(Unmet("programme_approver_wrote_it"))
    unmet += programme.missing
    if not programme.has_slots:
        return [*unmet, Unmet("programme_without_slots")]
    return unmet + [Unmet("programme_has_hole", dict(hole)) for hole in programme.holes]


def missing_texts(values: Mapping[str, Any]) -> tuple[Unmet, ...]:
    """What is not documented yet; takes the fields `DOCUMENTED` by name."""
    refusals = {
        "criteria": Unmet("programme_without_criteria"),
        "scope_text": Unmet("programme_without_scope"),
        "methods": Unmet("programme_without_methods"),
        "frequency": Unmet("programme_without_frequency"),
    }
    return tuple(refusals[field] for field in DOCUMENTED if not str(values.get(field) or "").strip())


def stamps_for(after: str, user: str, now: datetime) -> dict[str, Any]:
    """What entering a state writes down."""
    return {
        State.APPROVED: {"approved_by": user, "approved_on": now},
        State.RUNNING: {"started_on": now.date()},
        State.DRAFT: {"approved_by": None, "approved_on": None, "approved_slots": "", "content_hash": ""},
        State.CLOSED: {"closed_on": now.date()},
    }[State(after)]


def decision_for(after: str) -> str:
    return {
        State.APPROVED: "Approved",
        State.RUNNING: "Started",
        State.DRAFT: "Returned to Draft",
        State.CLOSED: "Closed",
    }[State(after)]


def unmet_move(status: str, planned: date, to: date | None, cycle: Cycle, today: date, reason: str) -> list[Unmet]:
    """All reasons why a slot planned for the month of `planned` cannot be moved to that of `to`."""
    unmet = [] if status == SlotStatus.PLANNED else [Unmet("slot_not_open", {"status": status})]
    if to is None:
        unmet.append(Unmet("slot_moved_nowhere"))
    elif not cycle.start <= to <= cycle.end:
        unmet.append(Unmet("slot_outside_cycle"))
    elif month_of(to) < month_of(today):
        unmet.append(Unmet("slot_moved_to_past"))
    elif month_of(to) == month_of(planned):
        unmet.append(Unmet("slot_not_moved"))
    return unmet if reason.strip() else [*unmet, Unmet("reason_missing")]


def unmet_release(status: str, has_begun: bool, reason: str) -> list[Unmet]:
    """All reasons why a slot cannot be taken out of its audit again; `has_begun` is whether the fieldwork has."""
    unmet = [] if status == SlotStatus.ASSIGNED else [Unmet("slot_not_assigned", {"status": status})]
    if has_begun:
        unmet.append(Unmet("slot_audited_already"))
    return unmet if reason.strip() else [*unmet, Unmet("reason_missing")]


def unmet_drop(status: str, is_manager: bool, reason: str) -> list[Unmet]:
    """All reasons why a slot cannot be dropped."""
    unmet = [] if status == SlotStatus.PLANNED else [Unmet("slot_not_open", {"status": status})]
    if not is_manager:
        unmet.append(Unmet("slot_not_yours_to_drop"))
    return unmet if reason.strip() else [*unmet, Unmet("reason_missing")]
