"""What the checks of audits read: audits of a system, what they found and whom it was told (4.5.4.1, 4.5.4.2)."""

from datetime import date
from functools import cached_property

import frappe
from frappe.utils import add_months, cint, getdate

from sms_iso20000.governance.audit_waivers import waivers_of
from sms_iso20000.governance.dates import as_date
from sms_iso20000.rules.audit import BEFORE_FIELDWORK, INTERNAL, OBSERVER, OWN_KINDS, State
from sms_iso20000.rules.audit_waiver import Stage

# Days after the last day of an audit in which its report is issued.
REPORTED_WITHIN = 30


class Audits:
    """One system as of `today`. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str, today: date):
        self.name, self.today = system, today

    @cached_property
    def lookback(self) -> int:
        """Months of which audits are looked at."""
        return cint(frappe.db.get_value("ITSM System", self.name, "independence_lookback"))

    @cached_property
    def since(self) -> date:
        return getdate(add_months(self.today, -self.lookback))

    @cached_property
    def all(self) -> list[frappe._dict]:
        """Every audit that was not called off, by its first day; `begun` is the day of its fieldwork and `reported`
        that of its report."""
        rows = frappe.get_all(
            "ITSM Audit",
            filters={"system": self.name, "workflow_state": ["!=", State.CALLED_OFF.value]},
            fields=[
                *("name", "title", "kind", "workflow_state", "starts_on", "ends_on", "objectives", "lead_auditor"),
                *("fieldwork_started_on", "reported_on", "communication"),
            ],
            order_by="starts_on asc, name asc",
        )
        for row in rows:
            row.begun, row.reported = as_date(row.fieldwork_started_on), as_date(row.reported_on)
            row.first_day, row.last_day = as_date(row.starts_on), as_date(row.ends_on) or as_date(row.starts_on)
            row.is_own = row.kind in OWN_KINDS
            row.is_ahead = row.workflow_state in BEFORE_FIELDWORK
        return rows

    @cached_property
    def reported(self) -> list[frappe._dict]:
        """Audits whose report was issued, the last one last."""
        return sorted((row for row in self.all if row.reported), key=lambda row: row.reported)

    @cached_property
    def internal(self) -> list[frappe._dict]:
        """Internal audits whose report was issued, the last one last."""
        return [row for row in self.reported if row.kind == INTERNAL]

    @cached_property
    def own_begun(self) -> list[frappe._dict]:
        """Audits by our own people whose fieldwork began, the last one last."""
        return sorted((row for row in self.all if row.is_own and row.begun), key=lambda row: row.begun)

    @cached_property
    def late(self) -> list[frappe._dict]:
        """Internal audits that should have begun."""
        return [
            row
            for row in self.all
            if row.kind == INTERNAL and row.is_ahead and row.first_day and row.first_day < self.today
        ]

    @cached_property
    def unreported(self) -> list[frappe._dict]:
        """Audits that ended so long ago that their report should have been issued."""
        return [
            row
            for row in self.all
            if not (row.is_ahead or row.reported)
            and row.last_day
            and (self.today - row.last_day).days > REPORTED_WITHIN
        ]

    @cached_property
    def telling(self) -> dict[str, frappe._dict]:
        """How far the report of each audit reached, by audit: addressed, told and failed."""
        names = {row.communication: row.name for row in self.reported if row.communication}
        rows = frappe.get_all(
            "ITSM Communication",
            filters={"name": ["in", list(names)]},
            fields=["name", "addressed", "told", "failed"],
            order_by="name asc",
        )
        return {names[row.name]: row for row in rows}

    @cached_property
    def waivers(self) -> list[frappe._dict]:
        """Waivers that were given for the audits by our own people."""
        return waivers_of([row.name for row in self.own_begun])

    @cached_property
    def team(self) -> dict[str, set[str]]:
        """Who audits, by audit; not who looks on."""
        rows = frappe.get_all(
            "ITSM Audit Team Member",
            filters={
                "parenttype": "ITSM Audit",
                "parent": ["in", [row.name for row in self.own_begun]],
                "team_role": ["!=", OBSERVER],
            },
            fields=["parent", "user"],
            order_by="parent asc, idx asc",
        )
        team = {row.name: {row.lead_auditor} for row in self.own_begun}
        for row in rows:
            team[row.parent].add(row.user)
        return team

    @cached_property
    def void_waivers(self) -> list[frappe._dict]:
        """Waivers that hold no more, of somebody who is in the team of the audit all the same."""
        held = {(row.audit, row.auditor) for row in self.waivers if row.status == Stage.CONFIRMED}
        return [
            row
            for row in self.waivers
            if row.status == Stage.VOID
            and row.auditor in self.team.get(row.audit, ())
            and (row.audit, row.auditor) not in held
        ]

    @cached_property
    def answered_by_others(self) -> list[str]:
        """Audits in which somebody wrote results who is not in the team."""
        rows = frappe.get_all(
            "ITSM Audit Item",
            filters={"parenttype": "ITSM Audit", "parent": ["in", list(self.team)], "answered_by": ["is", "set"]},
            fields=["parent", "answered_by"],
            distinct=True,
            order_by="parent asc, answered_by asc",
        )
        return sorted({row.parent for row in rows if row.answered_by not in self.team[row.parent]})
