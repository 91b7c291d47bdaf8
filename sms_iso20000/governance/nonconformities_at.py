"""Nonconformities as they stood at the end of a day, and what became of them in the time before it (4.5.4.2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import getdate

from sms_iso20000.governance.nonconformities import NONCONFORMITY
from sms_iso20000.governance.standing_at import is_used, records_at
from sms_iso20000.rules.nonconformity import SETTLED, Grade, State
from sms_iso20000.rules.nonconformity_figures import Found

FIELDS = (
    *("title", "grade", "reported_on", "due_on", "closed_on", "area_manager"),
    *("reference_doctype", "reference_name", "recurrence_of"),
)


@dataclass(frozen=True)
class Cases:
    """Nonconformities reported up to the end of `until`, the longest known first, without those rejected and those
    settled long ago. `closings` are the days on which each was closed in the period, by name; `are_used` says that
    any is on record."""

    are_used: bool
    rows: Sequence[frappe._dict]
    since: date
    until: date
    closings: dict[str, date]

    @property
    def reported(self) -> list[frappe._dict]:
        """Those reported in the period."""
        return [row for row in self.rows if row.reported_on >= self.since]

    @property
    def open(self) -> list[frappe._dict]:
        return [row for row in self.rows if row.stage not in SETTLED]

    @property
    def overdue(self) -> list[frappe._dict]:
        return [row for row in self.rows if self.found(row).is_overdue(self.until)]

    @property
    def spans(self) -> list[tuple[date, date | None]]:
        """From when to when each was open."""
        return [(row.reported_on, row.closed_on) for row in self.rows if row.closed_on or row.stage != State.CLOSED]

    @property
    def mean_days(self) -> float | None:
        """Days from report to closing, of what was closed in the period; None where nothing was."""
        days = [(self.closings[row.name] - row.reported_on).days for row in self.rows if row.name in self.closings]
        return round(sum(days) / len(days), 1) if days else None

    def only(self, is_wanted: Callable[[frappe._dict], bool]) -> "Cases":
        """Those of a kind."""
        rows = [row for row in self.rows if is_wanted(row)]
        return Cases(self.are_used, rows, self.since, self.until, self.closings)

    @staticmethod
    def found(row: frappe._dict) -> Found:
        """As the rules take it."""
        return Found(row.name, row.stage, row.grade, row.reported_on, row.due_on, row.closed_on)


def cases_at(system: str, since: date, until: date) -> Cases:
    """The nonconformities of `system`; three queries, and one more where none is left of them."""
    settled = [state.value for state in SETTLED]
    rows, course = records_at(
        NONCONFORMITY, system, since, until, FIELDS, wanted=("Closed",), settled=settled, began="reported_on"
    )
    for row in rows:
        row.reported_on = getdate(row.reported_on)
        row.closed_on = getdate(row.closed_on) if row.stage == State.CLOSED and row.closed_on else None
    closings = {row.reference_name: getdate(row.decided_on) for row in course.made("Closed")}
    upheld = [row for row in rows if row.stage != State.REJECTED]
    are_used = bool(rows) or is_used(NONCONFORMITY, system, until, "reported_on")
    return Cases(are_used, upheld, since, until, closings)


def by_grade(rows: Sequence[frappe._dict]) -> dict[Grade, int]:
    """How many there are of each grade."""
    return {grade: sum(row.grade == grade for row in rows) for grade in Grade}
