"""Audit programmes of a system: what the cycle has to cover, the slots for it, and the proof of coverage (4.5.4.2)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_months, cint, formatdate, getdate, today

from sms_iso20000.governance.audit_reasons import cell_of, last_audits, reasons_of
from sms_iso20000.governance.audit_subjects import subjects_of
from sms_iso20000.governance.processes import title_of
from sms_iso20000.governance.services import live_services_of
from sms_iso20000.rules.audit_coverage import Covered, Placed, Standing, coverage
from sms_iso20000.rules.audit_planning import Cell, Kind, Need, Why
from sms_iso20000.rules.audit_programme import Cycle, SlotStatus, State, missing_texts, overlapping
from sms_iso20000.rules.audit_programme import Programme as Facts
from sms_iso20000.rules.unmet import Unmet

PROGRAMME, SLOT = "ITSM Audit Programme", "ITSM Audit Slot"
SLOT_FIELDS = (
    *("name", "title", "status", "importance", "subject_type", "subject", "site", "clause_group"),
    *("planned_on", "planned_until", "due_every", "why", "moved_from", "move_reason", "drop_reason", "audit"),
)
# What stands between the subject of a slot and its clause group.
BETWEEN = " · "


@dataclass(frozen=True)
class Ground:
    """What a programme has to cover as of today: the need of each cell, and what each subject is called, by kind and
    name, in both languages."""

    needs: list[Need]
    titles: dict[tuple[str, str], tuple[str, str]]

    def title_of(self, cell: Cell) -> str:
        """The subject of a cell in the language of the reader."""
        if cell.kind == Kind.CLAUSE:
            return _("Clause {0}").format(cell.subject)
        title, title_zh = self.titles[cell.kind, cell.subject]
        return title_of({"title": title, "title_zh": title_zh})


def cycle_of(programme: Document) -> Cycle:
    return Cycle(getdate(programme.cycle_start), getdate(programme.cycle_end))


def end_of_cycle(system: str, start: object) -> object:
    """The last day of a cycle that begins on `start` and is as long as the system has it."""
    months = cint(frappe.db.get_value("ITSM System", system, "audit_cycle"))
    return getdate(add_days(add_months(getdate(start), months), -1))


def ground_of(programme: Document) -> Ground:
    """What `programme` has to cover. However many records there are, a fixed number of queries.

    What has ended is measured by its own slots: what there is to audit today says nothing of it.
    """
    if programme.workflow_state == State.CLOSED:
        planned = {cell_in(row): row.title for row in slots_of(programme.name)}
        titles = {(cell.kind, cell.subject): (title.rsplit(BETWEEN, 1)[0], "") for cell, title in planned.items()}
        return Ground([Need(cell, cell.subject) for cell in planned], titles)
    services = live_services_of(programme.system)
    subjects = subjects_of(programme.system, services)
    reasons = reasons_of(programme.system, subjects, services)
    last = last_audits(programme.system, subjects, getdate(programme.cycle_start))
    needs = []
    for subject in subjects:
        for cell in subject.cells():
            day = last.get(cell)
            audited = Why("last_audited", {"last": day.isoformat()}) if day else Why("never_audited")
            needs.append(Need(cell, subject.together, (*reasons[cell], audited), day))
    return Ground(needs, {subject.key: (subject.title, subject.title_zh) for subject in subjects})


def slots_of(programme: str) -> list[frappe._dict]:
    """All slots of a programme by month."""
    return frappe.get_all(
        SLOT,
        filters={"programme": programme},
        fields=list(SLOT_FIELDS),
        order_by="planned_on asc, clause_group asc, name asc",
    )


def cell_in(slot: dict) -> Cell:
    return cell_of(slot.get("subject_type"), slot.get("subject"), slot.get("site"), slot.get("clause_group"))


# -- coverage --------------------------------------------------------------------------------------------------------


def coverage_of(
    programme: Document, ground: Ground, slots: Iterable[dict] | None = None, day: date | None = None
) -> list[Covered]:
    """Each part of the cycle in which something is due, and what covers it, as of today or another day."""
    cycle = cycle_of(programme)
    rows = slots_of(programme.name) if slots is None else slots
    placed = [Placed(row.name, cell_in(row), cycle.index_of(getdate(row.planned_on)), row.status) for row in rows]
    return coverage(cycle, ground.needs, placed, day or getdate(today()))


def uncovered(programme: Document, ground: Ground, covered: Iterable[Covered]) -> list[dict]:
    """The holes as values of their sentence. In a draft, what should have been done by now is one too."""
    grave = {Standing.HOLE} | ({Standing.OVERDUE} if programme.workflow_state == State.DRAFT else set())
    cycle = cycle_of(programme)
    return [
        {
            "subject": ground.title_of(part.cell),
            "group": part.cell.group,
            "first": month_shown(cycle.month(part.first)),
            "last": month_shown(cycle.month(part.last)),
        }
        for part in covered
        if part.standing in grave
    ]


def month_shown(day: object) -> str:
    return formatdate(day, "MMM yyyy")


def facts_of(programme: Document) -> Facts:
    """What the rules need to know of a programme, with the proof of its coverage."""
    ground, slots = ground_of(programme), slots_of(programme.name)
    return Facts(
        state=programme.workflow_state,
        contributors=frozenset({programme.author, *(row.user for row in programme.contributors)} - {None, ""}),
        missing=missing_texts({field: programme.get(field) for field in programme.content_fields}),
        holes=tuple(uncovered(programme, ground, coverage_of(programme, ground, slots))),
        has_slots=any(row.status != SlotStatus.DROPPED for row in slots),
        cycle_start=getdate(programme.cycle_start),
        today=getdate(today()),
    )


def unmet_overlap(programme: Document) -> list[Unmet]:
    """Other programmes of the system in the same time. One that was closed before it ran took none, and another that
    was closed took it up to that day."""
    if programme.workflow_state == State.CLOSED:
        return []
    # Two programmes made at the same moment queue up.
    frappe.db.get_value("ITSM System", programme.system, "name", for_update=True)
    rows = frappe.get_all(
        PROGRAMME,
        filters={"system": programme.system, "name": ["!=", programme.name or ""]},
        fields=["name", "cycle_start", "cycle_end", "workflow_state", "started_on", "closed_on"],
        order_by="cycle_start asc, name asc",
    )
    others = []
    for row in rows:
        end = getdate(row.cycle_end)
        if row.workflow_state == State.CLOSED:
            if not row.started_on:
                continue
            end = min(end, getdate(row.closed_on))
        others.append({"name": row.name, "start": getdate(row.cycle_start), "end": end})
    return overlapping(getdate(programme.cycle_start), getdate(programme.cycle_end), others)


def unmet_cut_slots(programme: Document) -> list[Unmet]:
    """Slots that only people place, and that would lie outside the cycle."""
    if programme.is_new():
        return []
    cycle = cycle_of(programme)
    outside = [
        row
        for row in slots_of(programme.name)
        if row.status in (SlotStatus.ASSIGNED, SlotStatus.DONE) or (row.moved_from and row.status != SlotStatus.DROPPED)
        if not cycle.start <= getdate(row.planned_on) <= cycle.end
    ]
    return [Unmet("cycle_leaves_out_slots", {"count": len(outside)})] if outside else []


def programme_for(system: str, name: str | None = None) -> Document | None:
    """The programme `name` of `system`, which the signed-in user may read; without a name the one at work, else the
    newest that is approved or in preparation, else the one closed last. None where there is none."""
    rows = frappe.get_all(
        PROGRAMME, filters={"system": system}, fields=["name", "workflow_state"], order_by="cycle_start desc, name desc"
    )
    order = (State.RUNNING, State.APPROVED, State.DRAFT, State.CLOSED)
    wanted = [
        row.name for state in order for row in rows if row.workflow_state == state and name in (None, "", row.name)
    ]
    if not wanted:
        return None
    programme = frappe.get_doc(PROGRAMME, wanted[0])
    programme.check_permission("read")
    return programme


def due_to_begin(systems: Collection[str]) -> list[str]:
    """Approved programmes of `systems` whose first day has come."""
    return frappe.get_all(
        PROGRAMME,
        filters={"system": ["in", list(systems)], "workflow_state": State.APPROVED, "cycle_start": ["<=", today()]},
        pluck="name",
        order_by="cycle_start asc, name asc",
    )
