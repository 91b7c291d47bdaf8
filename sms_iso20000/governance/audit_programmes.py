"""Audit programmes of a system: what the cycle has to cover, the slots for it, and the proof of coverage (4.5.4.2)."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_months, cint, formatdate, getdate, today

from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.governance.audit_reasons import cell_of, last_audits, reasons_of
from sms_iso20000.governance.audit_subjects import subjects_of
from sms_iso20000.governance.processes import title_of
from sms_iso20000.governance.services import live_services_of
from sms_iso20000.rules.audit_coverage import Covered, Placed, Standing, coverage
from sms_iso20000.rules.audit_planning import (
    Cell,
    Kind,
    Need,
    Planned,
    Proposal,
    Slot,
    Why,
    interval_of,
    parts_of,
    propose,
)
from sms_iso20000.rules.audit_programme import Cycle, SlotStatus, State, missing_texts, overlapping
from sms_iso20000.rules.audit_programme import Programme as Facts
from sms_iso20000.rules.schedule import month_of
from sms_iso20000.rules.unmet import Unmet

PROGRAMME, SLOT = "ITSM Audit Programme", "ITSM Audit Slot"
SLOT_FIELDS = (
    *("name", "title", "status", "importance", "subject_type", "subject", "site", "clause_group"),
    *("planned_on", "planned_until", "due_every", "why", "moved_from", "move_reason", "drop_reason", "audit"),
)
# What stands between the subject of a slot and its clause group.
BETWEEN = " · "
TITLE_LENGTH = 130


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
    last = last_audits(programme.system, getdate(programme.cycle_start))
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


def coverage_of(programme: Document, ground: Ground, slots: Iterable[dict] | None = None) -> list[Covered]:
    """Each part of the cycle in which something is due, and what covers it."""
    cycle = cycle_of(programme)
    rows = slots_of(programme.name) if slots is None else slots
    placed = [Placed(row.name, cell_in(row), cycle.index_of(getdate(row.planned_on)), row.status) for row in rows]
    return coverage(cycle, ground.needs, placed, getdate(today()))


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


# -- slots -----------------------------------------------------------------------------------------------------------


def proposal_for(programme: Document, ground: Ground) -> Proposal:
    """What would make the slots of `programme` those that are due. In a draft, also what lies in the past may still be
    placed anew; later, what was missed stays for people to move."""
    cycle, day = cycle_of(programme), getdate(today())
    slots = [
        Slot(row.name, cell_in(row), cycle.index_of(getdate(row.planned_on)), _is_free(programme, row, day))
        for row in slots_of(programme.name)
        if row.status != SlotStatus.DROPPED
    ]
    return propose(cycle, ground.needs, slots, day)


def generate(programme: Document, ground: Ground) -> Proposal:
    """Bring the slots of `programme` to the proposal, and return what was done."""
    proposal, cycle = proposal_for(programme, ground), cycle_of(programme)
    for planned in proposal.new:
        _make_slot(programme, ground, cycle, planned)
    rows = {row.name: row for row in slots_of(programme.name)}
    for planned in (*proposal.shifted, *proposal.kept):
        values = _planned_values(cycle, planned)
        if any(str(rows[planned.name].get(field)) != str(value) for field, value in values.items()):
            frappe.get_doc(SLOT, planned.name).write(**values)
    for slot in proposal.surplus:
        frappe.get_doc(SLOT, slot.name).write(
            status=SlotStatus.DROPPED.value, why=as_json([Why("not_due_any_more")]), importance=""
        )
    return proposal


def told(proposal: Proposal) -> str:
    """How much a proposal changes, in one sentence."""
    return _("New slots: {0}, moved: {1}, left where they are: {2}, not due any more: {3}.").format(
        *(len(part) for part in (proposal.new, proposal.shifted, proposal.kept, proposal.surplus))
    )


def replanned(programme: Document, proposal: Proposal) -> None:
    """What was approved was changed since: the log says by whom, and how much."""
    if programme.workflow_state != State.DRAFT and (proposal.new or proposal.shifted or proposal.surplus):
        record_decision(programme.system, programme, "Replanned", told(proposal))


def as_json(reasons: Collection[Why]) -> str:
    """Reasons as a slot keeps them: the sentence is put where it is shown."""
    rows = [{"code": reason.code, "values": reason.values} for reason in reasons]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True)


def slots_as_approved(programme: str) -> str:
    """The slots that an approval is of, as the programme keeps them."""
    rows = [
        [*(getattr(cell_in(row), part) for part in ("kind", "subject", "group")), getdate(row.planned_on).isoformat()]
        for row in slots_of(programme)
        if row.status != SlotStatus.DROPPED
    ]
    return json.dumps(sorted(rows), ensure_ascii=False)


def _is_free(programme: Document, row: dict, day: object) -> bool:
    is_past = month_of(getdate(row.planned_on)) < month_of(day)
    is_settled = row.status != SlotStatus.PLANNED or row.moved_from
    return not is_settled and (programme.workflow_state == State.DRAFT or not is_past)


def _make_slot(programme: Document, ground: Ground, cycle: Cycle, planned: Planned) -> None:
    cell = planned.need.cell
    title = ground.titles[cell.kind, cell.subject][0]
    slot = frappe.get_doc(
        {
            "doctype": SLOT,
            "system": programme.system,
            "programme": programme.name,
            "title": cell.group if title == cell.group else f"{title[:TITLE_LENGTH]}{BETWEEN}{cell.group}",
            "status": SlotStatus.PLANNED.value,
            "subject_type": cell.kind,
            "subject": cell.subject if cell.kind in (Kind.PROCESS, Kind.ARRANGEMENT) else "",
            "site": cell.subject if cell.kind == Kind.SITE else "",
            "clause_group": cell.group,
            **_planned_values(cycle, planned),
        }
    )
    slot.make()


def _planned_values(cycle: Cycle, planned: Planned) -> dict:
    interval = interval_of(planned.need, cycle.months)
    first, last = month_of(cycle.month(planned.month))
    times = len(parts_of(cycle.months, interval))
    return {
        "planned_on": first,
        "planned_until": last,
        "importance": planned.need.importance.value,
        "due_every": interval,
        "why": as_json([*planned.need.reasons, Why("due_so_often", {"times": times, "months": cycle.months})]),
    }
