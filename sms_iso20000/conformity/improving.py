"""What the checks of 4.5.5.2 read: improvements, what they are to bring, and what came of them."""

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Any

import frappe
from frappe.utils import add_days, getdate, today

from sms_iso20000.governance.improvement_documents import newer_revisions
from sms_iso20000.governance.improvement_telling import PURPOSE
from sms_iso20000.governance.improvements import ACTION, IMPROVEMENT, as_target
from sms_iso20000.rules.action import Status, is_overdue, is_settled
from sms_iso20000.rules.improvement import DECIDED
from sms_iso20000.rules.improvement_target import Target

Record = tuple[str, str]


class Improving:
    """One system as of today. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str):
        self.name = system
        self.today: date = getdate(today())

    @cached_property
    def all(self) -> list[frappe._dict]:
        """Every improvement of the system, the oldest first."""
        return frappe.get_all(
            IMPROVEMENT,
            filters={"system": self.name},
            fields=[
                *("name", "workflow_state", "policy", "score", "improvement_owner", "starts_on"),
                *("proposed_on", "approved_on", "closed_on"),
            ],
            order_by="creation asc, name asc",
        )

    def in_states(self, *states: str) -> list[frappe._dict]:
        return [row for row in self.all if row.workflow_state in states]

    @property
    def decided(self) -> list[frappe._dict]:
        """Those that were approved and not given up."""
        return self.in_states(*DECIDED)

    @cached_property
    def targets(self) -> dict[str, list[Target]]:
        """The targets of each improvement."""
        rows = self._rows(
            "ITSM Improvement Target",
            *("measure", "dimension", "unit", "baseline", "target", "measure_on", "source", "evidence_source"),
            *("objective", "dimension_counted", "dimension_value", "measured_on", "is_met"),
        )
        return {name: [as_target(row) for row in found] for name, found in rows.items()}

    @cached_property
    def documents(self) -> dict[str, list[tuple[Any, bool]]]:
        """The documents to revise of each improvement, and whether a newer revision is in force today."""
        rows = self._rows("ITSM Improvement Document", "document_type", "document", "revision", "was_revised", "reason")
        approved = {row.name: row.approved_on for row in self.all}
        flat = [(approved[name], row) for name, found in rows.items() for row in found]
        shown = defaultdict(list)
        for (_approved_on, row), newer in zip(flat, newer_revisions(flat), strict=True):
            shown[row.parent].append((row, bool(newer)))
        return shown

    @cached_property
    def actions(self) -> dict[str, list[frappe._dict]]:
        """The actions of each improvement that were not given up."""
        found = defaultdict(list)
        for row in frappe.get_all(
            ACTION,
            filters={
                "system": self.name,
                "reference_doctype": IMPROVEMENT,
                "status": ["!=", Status.CANCELLED.value],
            },
            fields=["name", "reference_name", "kind", "status", "due_on"],
            order_by="due_on asc, name asc",
        ):
            found[row.reference_name].append(row)
        return found

    def has_plan(self, row: dict) -> bool:
        """Whether somebody is to do something, and it can be measured what it brings."""
        return bool(
            row.improvement_owner and row.starts_on and self.targets.get(row.name) and self.actions.get(row.name)
        )

    def has_open_action(self, row: dict) -> bool:
        return any(not is_settled(action.kind, action.status) for action in self.actions.get(row.name, ()))

    def overdue_actions(self, rows: list[dict]) -> list[Record]:
        """The late actions of `rows`."""
        return [
            (ACTION, action.name)
            for row in rows
            for action in self.actions.get(row.name, ())
            if is_overdue(action.status, getdate(action.due_on), self.today)
        ]

    @cached_property
    def tellings(self) -> list[frappe._dict]:
        """When people were told which improvements were made, the newest first."""
        return frappe.get_all(
            "ITSM Communication",
            filters={"system": self.name, "purpose": PURPOSE, "status": ["!=", "Draft"]},
            fields=["name", "sent_on"],
            order_by="sent_on desc, name desc",
        )

    def ago(self, days: int) -> date:
        return getdate(add_days(self.today, -days))

    def _rows(self, doctype: str, *fields: str) -> dict[str, list[frappe._dict]]:
        found = defaultdict(list)
        for row in frappe.get_all(
            doctype,
            filters={"parenttype": IMPROVEMENT, "parent": ["in", [row.name for row in self.all]]},
            fields=["parent", *fields],
            order_by="parent asc, idx asc",
        ):
            found[row.parent].append(row)
        return found
