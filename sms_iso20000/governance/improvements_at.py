"""Improvements as they stood at the end of a day, and what became of them in the time before it (4.5.5.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import cint, getdate

from sms_iso20000.governance.improvement_register import OF_PORTFOLIO, results_of
from sms_iso20000.governance.improvements import IMPROVEMENT
from sms_iso20000.governance.standing_at import Course, is_used, records_at
from sms_iso20000.rules.improvement import SETTLED, State


@dataclass(frozen=True)
class Improvements:
    """Improvements proposed up to the end of `until`, the highest score first, without those settled long ago;
    `are_used` says that any is on record. `closed` are those closed in the period
    as rows of `improvement_register.results_of`, `met` and `missed` count the targets measured in it."""

    are_used: bool
    rows: Sequence[frappe._dict]
    since: date
    course: Course
    closed: Sequence[frappe._dict]
    met: int
    missed: int

    @property
    def proposed(self) -> list[frappe._dict]:
        """Those proposed in the period."""
        return [row for row in self.rows if row.proposed_on >= self.since]

    @property
    def open(self) -> list[frappe._dict]:
        return [row for row in self.rows if row.stage not in SETTLED]

    @property
    def to_decide(self) -> list[frappe._dict]:
        """Those that wait for top management, being above the threshold."""
        return [row for row in self.in_stage(State.EVALUATED) if cint(row.needs_top_management)]

    def in_stage(self, *stages: State) -> list[frappe._dict]:
        return [row for row in self.rows if row.stage in stages]

    def decided(self, decision: str) -> int:
        """On how many it was decided so in the period."""
        return len(self.course.named(decision))


def improvements_at(system: str, since: date, until: date) -> Improvements:
    """The improvements of `system`; a fixed number of queries."""
    rows, course = records_at(
        IMPROVEMENT,
        system,
        since,
        until,
        (*OF_PORTFOLIO, "proposed_on"),
        wanted=("Approved", "Closed", "Rejected"),
        settled=[state.value for state in SETTLED],
        began="proposed_on",
    )
    are_used = bool(rows) or is_used(IMPROVEMENT, system, until, "proposed_on")
    for row in rows:
        row.proposed_on = getdate(row.proposed_on)
    stages = {row.name: row.stage for row in rows}
    closed = [row for row in results_of(system, since) if stages.get(row.name) == State.CLOSED]
    outcomes = frappe.get_all(
        "ITSM Improvement Measurement",
        filters={
            "parenttype": IMPROVEMENT,
            "parent": ["in", list(stages)],
            "measured_on": ["between", [since, until]],
        },
        pluck="is_met",
        order_by="parent asc, idx asc",
    )
    met = sum(map(cint, outcomes))
    ranked = sorted(rows, key=lambda row: -(row.score or 0))
    return Improvements(are_used, ranked, since, course, closed, met, len(outcomes) - met)
