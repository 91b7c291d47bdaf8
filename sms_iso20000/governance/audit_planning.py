"""The slots of an audit programme: proposed from what is due, and made so (4.5.4.2)."""

import json
from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.governance.audit_programmes import BETWEEN, SLOT, Ground, cell_in, cycle_of, slots_of
from sms_iso20000.rules.audit_planning import Kind, Planned, Proposal, Slot, Why, interval_of, parts_of, propose
from sms_iso20000.rules.audit_programme import Cycle, SlotStatus, State
from sms_iso20000.rules.schedule import month_of

TITLE_LENGTH = 130


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
    return {
        "planned_on": first,
        "planned_until": last,
        "importance": planned.need.importance.value,
        "due_every": interval,
        "why": as_json([*planned.need.reasons, *_why_then(cycle, planned, interval)]),
    }


def _why_then(cycle: Cycle, planned: Planned, interval: int) -> list[Why]:
    """How often it is due, between which months this time, and why in that very month."""
    times = len(parts_of(cycle.months, interval))
    often = Why("due_so_often", {"times": times, "months": cycle.months})
    between = {"from": cycle.month(planned.first).isoformat(), "to": cycle.month(planned.last).isoformat()}
    return [
        often if times > 1 else Why("due_once", {"months": cycle.months}),
        Why("due_between", between),
        Why("on_one_occasion" if planned.is_joint else "spread_evenly"),
    ]
