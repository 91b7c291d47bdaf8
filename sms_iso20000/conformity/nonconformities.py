"""What the checks of 4.5.4 and 4.5.5.1 read: nonconformities, their actions, and what audits found."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property

import frappe
from frappe.utils import add_months, cint, getdate, today

from sms_iso20000.governance.actions import hands_of
from sms_iso20000.governance.persistent_findings import runs_that_count
from sms_iso20000.governance.preventive import unanswered_warnings
from sms_iso20000.governance.signals import Warning
from sms_iso20000.rules.action import CORRECTIVE, LIVE, PREVENTIVE, Status
from sms_iso20000.rules.nonconformity import AGAINST_CAUSE, SETTLED, State
from sms_iso20000.rules.signal import persists
from sms_iso20000.rules.verdict import Status as Answer

NONCONFORMITY, ACTION, AUDIT = "ITSM Nonconformity", "ITSM Action", "ITSM Audit"
# Audits whose report is written.
REPORTED_IN = ("Follow-up", "Closed")
DEPARTURES = ("Major", "Minor", "Concern")


class Nonconformities:
    """One system as of today. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str):
        self.name = system
        self.today = getdate(today())

    @cached_property
    def since(self) -> date:
        """The first day of the look-back."""
        months = cint(frappe.db.get_value("ITSM System", self.name, "recurrence_lookback"))
        return getdate(add_months(self.today, -months))

    @cached_property
    def every(self) -> list[frappe._dict]:
        """All of them, the oldest first, rejected ones too."""
        return frappe.get_all(
            NONCONFORMITY,
            filters={"system": self.name},
            fields=[
                *("name", "title", "workflow_state", "grade", "against", "source_kind", "priority", "area_manager"),
                *("reported_on", "told_on", "due_on", "closed_on", "correction", "corrected_on", "cause_category"),
                *("root_cause", "recurrence_of", "verified_by", "verified_on", "took_part", "modified"),
            ],
            order_by="reported_on asc, name asc",
        )

    @cached_property
    def upheld(self) -> list[frappe._dict]:
        """Those that were not rejected."""
        return [case for case in self.every if case.workflow_state != State.REJECTED]

    @cached_property
    def judged(self) -> list[frappe._dict]:
        """Those that were accepted."""
        return [case for case in self.upheld if case.workflow_state != State.REPORTED]

    @cached_property
    def open(self) -> list[frappe._dict]:
        return [case for case in self.upheld if case.workflow_state not in SETTLED]

    @cached_property
    def closed(self) -> list[frappe._dict]:
        return [case for case in self.upheld if case.workflow_state == State.CLOSED]

    def unjudged(self, days: int) -> list[frappe._dict]:
        """Those that wait to be accepted or rejected for more than `days`."""
        latest = self.today - timedelta(days=days)
        return [
            case for case in self.open if case.workflow_state == State.REPORTED and getdate(case.reported_on) < latest
        ]

    @cached_property
    def actions(self) -> list[frappe._dict]:
        """Actions against causes: corrective and preventive ones, the oldest first."""
        return frappe.get_all(
            ACTION,
            filters={"system": self.name, "kind": ["in", AGAINST_CAUSE], "status": ["!=", Status.CANCELLED.value]},
            fields=[
                *("name", "title", "kind", "status", "due_on", "reference_doctype", "reference_name", "creation"),
                *("responsible", "completed_by", "owner", "completed_on", "checked_by", "checked_on"),
            ],
            order_by="creation asc, name asc",
        )

    @cached_property
    def corrective(self) -> list[frappe._dict]:
        return [action for action in self.actions if action.kind == CORRECTIVE]

    @cached_property
    def preventive(self) -> list[frappe._dict]:
        return [action for action in self.actions if action.kind == PREVENTIVE]

    def late(self, actions: Iterable[frappe._dict]) -> list[frappe._dict]:
        """Those of `actions` that are not done though their day has passed."""
        return [action for action in actions if action.status in LIVE and getdate(action.due_on) < self.today]

    @cached_property
    def by_case(self) -> dict[str, list[frappe._dict]]:
        """Actions by the nonconformity that they belong to."""
        found: dict[str, list[frappe._dict]] = {}
        for action in self.actions:
            if action.reference_doctype == NONCONFORMITY:
                found.setdefault(action.reference_name, []).append(action)
        return found

    @cached_property
    def hands(self) -> dict[str, set[str]]:
        """Who ever worked at each action against a cause."""
        return hands_of([action.name for action in self.actions])

    @cached_property
    def rounds(self) -> dict[str, list[frappe._dict]]:
        """Rounds that have ended, by nonconformity."""
        found: dict[str, list[frappe._dict]] = {}
        for row in frappe.get_all(
            "ITSM Nonconformity Round",
            filters={"parenttype": NONCONFORMITY, "parent": ["in", [case.name for case in self.every]]},
            fields=["parent", "effective", "verified_by", "verified_on"],
            order_by="parent asc, idx asc",
        ):
            found.setdefault(row.parent, []).append(row)
        return found

    @cached_property
    def requirements_called(self) -> set[str]:
        """Requirements that some nonconformity names, be it a rejected one: somebody looked."""
        return set(
            frappe.get_all(
                "ITSM Nonconformity Requirement",
                filters={"parenttype": NONCONFORMITY, "parent": ["in", [case.name for case in self.every]]},
                pluck="requirement",
                order_by="requirement asc",
            )
        )

    def persistent(self, wanted: int) -> list[frappe._dict]:
        """Results of the last stored run on requirements that were Not met in each of the last `wanted` runs."""
        runs = [run.name for run in runs_that_count(self.name)[:wanted]]
        results = frappe.get_all(
            "ITSM Conformity Result",
            filters={"run": ["in", runs], "status": Answer.NOT_MET.value},
            fields=["name", "run", "requirement", "clause", "status"],
            order_by="position asc",
        )
        by_requirement: dict[str, list[frappe._dict]] = {}
        for result in results:
            by_requirement.setdefault(result.requirement, []).append(result)
        return [
            next(result for result in found if result.run == runs[0])
            for found in by_requirement.values()
            if persists([result.status for result in found], wanted)
        ]

    @cached_property
    def audits(self) -> list[frappe._dict]:
        """Audits with a report, the oldest first."""
        return frappe.get_all(
            AUDIT,
            filters={"system": self.name, "workflow_state": ["in", REPORTED_IN]},
            fields=["name", "title", "reported_on"],
            order_by="reported_on asc, name asc",
        )

    @cached_property
    def findings(self) -> list[frappe._dict]:
        """What those audits found amiss: each with its audit, clause, and the nonconformity that it led to."""
        return frappe.get_all(
            "ITSM Audit Item",
            filters={
                "parenttype": AUDIT,
                "parent": ["in", [audit.name for audit in self.audits]],
                "result": ["in", DEPARTURES],
            },
            fields=["parent", "clause", "result", "nonconformity"],
            order_by="parent asc, idx asc",
        )

    @cached_property
    def warnings(self) -> list[Warning]:
        """Signs of trouble that no preventive action answers."""
        return unanswered_warnings(self.name)
