"""What the checks of the audit programme read: the programme at work, its slots, and what they have to cover."""

from datetime import date
from functools import cached_property

import frappe
from frappe.utils import getdate

from sms_iso20000.governance.audit_programmes import (
    PROGRAMME,
    Ground,
    cell_in,
    coverage_of,
    cycle_of,
    ground_of,
    slots_of,
)
from sms_iso20000.rules.audit_coverage import Covered, Standing
from sms_iso20000.rules.audit_planning import Cell, Importance, interval_of
from sms_iso20000.rules.audit_programme import SlotStatus, State

# In these an audit has begun, and stands for how audits are done.
BEGUN = ("Preparing", "Fieldwork", "Reporting", "Follow-up", "Closed")


class AuditProgrammes:
    """One system as of `today`. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str, today: date):
        self.name, self.today = system, today

    @cached_property
    def programmes(self) -> list[frappe._dict]:
        """All programmes, the newest cycle first."""
        return frappe.get_all(
            PROGRAMME,
            filters={"system": self.name},
            fields=["name", "workflow_state", "cycle_start", "cycle_end", "approved_on", "closed_on", "started_on"],
            order_by="cycle_start desc, name desc",
        )

    @cached_property
    def at_work(self):
        """The programme whose cycle it is today, approved or running, as a document; None where there is none."""
        for row in self.programmes:
            is_now = getdate(row.cycle_start) <= self.today <= getdate(row.cycle_end)
            if row.workflow_state in (State.APPROVED, State.RUNNING) and is_now:
                return frappe.get_doc(PROGRAMME, row.name)
        return None

    @cached_property
    def over(self) -> frappe._dict | None:
        """The last programme that was at work, where it is over; `ended_on` is its last day."""
        ended = [row for row in self.programmes if row.approved_on and self._last_day(row) < self.today]
        for row in ended:
            row.ended_on = self._last_day(row)
        return max(ended, key=lambda row: row.ended_on, default=None)

    @cached_property
    def to_be_approved(self) -> list[frappe._dict]:
        return [row for row in self.programmes if row.workflow_state == State.DRAFT]

    @cached_property
    def slots(self) -> list[frappe._dict]:
        """The slots of the programme at work that were not dropped."""
        return [row for row in slots_of(self.at_work.name) if row.status != SlotStatus.DROPPED]

    @cached_property
    def ground(self) -> Ground:
        return ground_of(self.at_work)

    @cached_property
    def holes(self) -> list[Covered]:
        parts = coverage_of(self.at_work, self.ground, self.slots)
        return [part for part in parts if part.standing is Standing.HOLE]

    @cached_property
    def weighty(self) -> set[Cell]:
        """What importance, status, earlier results, changes or trend say to audit more than once in the cycle."""
        return {need.cell for need in self.ground.needs if need.importance is not Importance.LOW}

    @cached_property
    def outdated(self) -> set[Cell]:
        """What is due more often today than when its slots were planned, or was not there yet."""
        months = cycle_of(self.at_work).months
        planned: dict[Cell, int] = {}
        for row in self.slots:
            cell = cell_in(row)
            planned[cell] = min(row.due_every, planned.get(cell, row.due_every))
        return {
            need.cell
            for need in self.ground.needs
            if need.cell not in planned or interval_of(need, months) < planned[need.cell]
        }

    def slots_for(self, cells: set[Cell]) -> list[tuple[str, str]]:
        """The slots of `cells` as records, by month."""
        return [("ITSM Audit Slot", row.name) for row in self.slots if cell_in(row) in cells]

    @cached_property
    def audits(self) -> list[frappe._dict]:
        """Audits of the programme at work that have begun."""
        return frappe.get_all(
            "ITSM Audit",
            filters={"programme": self.at_work.name, "workflow_state": ["in", BEGUN]},
            fields=["name", "criteria", "scope_text"],
            order_by="starts_on asc, name asc",
        )

    @cached_property
    def undocumented_audits(self) -> list[frappe._dict]:
        return [row for row in self.audits if not ((row.criteria or "").strip() and (row.scope_text or "").strip())]

    @staticmethod
    def _last_day(row: frappe._dict) -> date:
        end = getdate(row.cycle_end)
        return min(end, getdate(row.closed_on)) if row.workflow_state == State.CLOSED else end
