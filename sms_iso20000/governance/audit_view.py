"""The coverage of an audit programme as a picture by quarter, as a matrix, and in figures (4.5.4.2)."""

from collections import Counter, defaultdict
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.governance.audit_programmes import (
    Ground,
    cell_in,
    coverage_of,
    cycle_of,
    month_shown,
    slots_of,
    uncovered,
)
from sms_iso20000.rules.audit_coverage import (
    BEST_FIRST,
    MONTHS_IN_QUARTER,
    Covered,
    Placed,
    Quarter,
    Standing,
    by_quarter,
    quarters_of,
    standing_of,
)
from sms_iso20000.rules.audit_planning import PROCESS_GROUPS, SYSTEM_GROUPS, Kind
from sms_iso20000.rules.audit_programme import Cycle, SlotStatus

GROUPS = (*SYSTEM_GROUPS, *PROCESS_GROUPS)
COLOURS = {
    Standing.DONE: "green",
    Standing.ASSIGNED: "blue",
    Standing.PLANNED: "gray",
    Standing.OVERDUE: "orange",
    Standing.HOLE: "red",
}


def coverage_html(programme: Document, ground: Ground) -> str:
    """The heat map by quarter, with the holes beneath it."""
    if programme.is_new():
        return ""
    cycle, slots = cycle_of(programme), slots_of(programme.name)
    covered = coverage_of(programme, ground, slots)
    quarters = by_quarter(cycle, covered, placed_in(cycle, slots), getdate(today()))
    titles = {(part.cell.kind, part.cell.subject): ground.title_of(part.cell) for part in covered}
    kinds = [
        (_(kind.value), [(titles[key], key, _drawn(cycle, row)) for key, row in quarters.items() if key[0] == kind])
        for kind in Kind
    ]
    return frappe.render_template(
        "sms_iso20000/templates/audit_coverage.html",
        {
            "heads": [month_shown(cycle.month(first)) for first in quarters_of(cycle)],
            "kinds": [(label, rows) for label, rows in kinds if rows],
            "legend": [(_(standing.value), COLOURS[standing]) for standing in BEST_FIRST],
            "holes": uncovered(programme, ground, covered),
        },
    )


def placed_in(cycle: Cycle, slots: list) -> list[Placed]:
    return [Placed(row.name, cell_in(row), cycle.index_of(getdate(row.planned_on)), row.status) for row in slots]


def cards_of(programme: Document) -> dict[str, int]:
    """How many slots are done, overdue and still to come; those dropped do not count."""
    if programme.is_new():
        return {}
    return standings_of(cycle_of(programme), slots_of(programme.name), getdate(today()))


def standings_of(cycle: Cycle, slots: list, day: date) -> dict[str, int]:
    """How many of `slots` stand how on `day`; those dropped do not count."""
    this_month = cycle.index_of(day)
    counts = Counter(
        standing_of(slot, this_month) for slot in placed_in(cycle, slots) if slot.status != SlotStatus.DROPPED
    )
    return {standing.value: counts[standing] for standing in BEST_FIRST if standing is not Standing.HOLE}


def matrix_of(programme: Document, ground: Ground) -> list[dict]:
    """A row for each subject: its kind and title, and per clause group what covers it when, in words and in parts."""
    cycle = cycle_of(programme)
    rows: dict[tuple[str, str], dict] = {}
    cells: dict[tuple[str, str, str], list[Covered]] = defaultdict(list)
    for part in coverage_of(programme, ground):
        cell = part.cell
        key = (cell.kind, cell.subject)
        rows.setdefault(key, {"kind": cell.kind, "subject": cell.subject, "title": ground.title_of(cell)})
        cells[(*key, cell.group)].append(part)
    for (kind, subject, group), parts in cells.items():
        row = rows[kind, subject]
        row[field_of(group)] = "; ".join(f"{_when(cycle, part)} ({_(part.standing.value)})" for part in parts)
        row[f"{field_of(group)}_parts"] = [[_when(cycle, part), part.standing.value] for part in parts]
        row["holes"] = row.get("holes", 0) + sum(part.standing is Standing.HOLE for part in parts)
    order = list(Kind)
    return sorted(rows.values(), key=lambda row: order.index(Kind(row["kind"])))


def progress_of(programme: Document) -> list[dict]:
    """A row for each quarter of the cycle: slots by how they stand, those moved there and those dropped."""
    cycle, slots = cycle_of(programme), slots_of(programme.name)
    this_month = cycle.index_of(getdate(today()))
    counts: dict[int, Counter] = defaultdict(Counter)
    for row, slot in zip(slots, placed_in(cycle, slots), strict=True):
        quarter = counts[slot.month // MONTHS_IN_QUARTER]
        is_dropped = slot.status == SlotStatus.DROPPED
        quarter["dropped" if is_dropped else standing_of(slot, this_month).value.lower()] += 1
        quarter["moved"] += bool(row.moved_from and not is_dropped)
    figures = ("done", "assigned", "planned", "overdue", "moved", "dropped")
    return [
        {"quarter": month_shown(cycle.month(first)), **{key: counts[number][key] for key in figures}}
        for number, first in enumerate(quarters_of(cycle))
    ]


def field_of(group: str) -> str:
    """The column of a clause group."""
    return f"group_{group.replace('.', '_')}"


def _when(cycle: Cycle, part: Covered) -> str:
    """The month of what covers a part of the cycle; of a hole the time in which it is due."""
    if part.standing is not Standing.HOLE:
        return month_shown(cycle.month(part.slot.month))
    return f"{month_shown(cycle.month(part.first))} – {month_shown(cycle.month(part.last))}"


def _drawn(cycle: Cycle, row: list[Quarter]) -> list[dict]:
    return [
        {
            "colour": COLOURS[quarter.worst] if quarter.worst else "",
            "count": len(quarter.parts),
            "told": "\n".join(
                f"{group} · {month_shown(cycle.month(month))} · {_(standing.value)}"
                for standing, group, month in sorted(quarter.parts, key=lambda part: (part[2], part[1]))
            ),
        }
        for quarter in row
    ]
