"""What the checks of management reviews read: when they were held, on what inputs, and what came of them (4.5.4.3)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property

import frappe

from sms_iso20000.governance.actions import ACTION
from sms_iso20000.governance.dates import as_date
from sms_iso20000.governance.management_reviews import INPUT, REVIEW
from sms_iso20000.rules.management_review import BEFORE_MEETING, State

OUTPUT = "ITSM Management Review Output"


class ManagementReviews:
    """One system as of `today`. However many records there are, each property costs a fixed number of queries."""

    def __init__(self, system: str, today: date):
        self.name, self.today = system, today

    @cached_property
    def all(self) -> list[frappe._dict]:
        """Every review by its planned day; `planned` and `held` are its days as dates."""
        rows = frappe.get_all(
            REVIEW,
            filters={"system": self.name},
            fields=[
                *("name", "title", "workflow_state", "planned_on", "held_on", "chair", "signed_by", "content_hash"),
                *("agenda", "suitability", "effectiveness", "policy_and_objectives", "conclusion", "communication"),
            ],
            order_by="planned_on asc, name asc",
        )
        for row in rows:
            row.planned, row.held = as_date(row.planned_on), as_date(row.held_on)
        return rows

    @cached_property
    def signed(self) -> list[frappe._dict]:
        """Those that the chair signed, the last one last."""
        return sorted((row for row in self.all if row.workflow_state == State.SIGNED), key=lambda row: row.held)

    @property
    def newest(self) -> frappe._dict | None:
        """The signed review that was held last."""
        return self.signed[-1] if self.signed else None

    def signed_since(self, first: date) -> list[frappe._dict]:
        """The signed reviews held on `first` or later, the last one last."""
        return [row for row in self.signed if row.held >= first]

    def unsigned(self, days: int) -> list[frappe._dict]:
        """Reviews held more than `days` ago whose minutes nobody has signed."""
        held = [row for row in self.all if row.workflow_state == State.HELD]
        return [row for row in held if (self.today - row.held).days > days]

    def overdue(self, days: int) -> list[frappe._dict]:
        """Reviews that were to be held more than `days` ago, and were not."""
        ahead = [row for row in self.all if row.workflow_state in BEFORE_MEETING]
        return [row for row in ahead if (self.today - row.planned).days > days]

    @cached_property
    def signatures(self) -> dict[str, frappe._dict]:
        """The decision by which each review was signed."""
        rows = frappe.get_all(
            "ITSM Decision",
            filters={"system": self.name, "reference_doctype": REVIEW, "decision": State.SIGNED.value},
            fields=["name", "reference_name", "decided_by_name", "role", "content_hash"],
            order_by="sequence asc",
        )
        return {row.reference_name: row for row in rows}

    @cached_property
    def inputs(self) -> dict[str, frappe._dict]:
        """What the newest signed review had before it, by clause."""
        rows = frappe.get_all(
            INPUT,
            filters={"parenttype": REVIEW, "parent": self.newest.name if self.newest else ""},
            fields=["clause", "has_data", "comment"],
            order_by="idx asc",
        )
        return {row.clause: row for row in rows}

    @cached_property
    def outputs(self) -> dict[str, list[frappe._dict]]:
        """What each signed review decided."""
        return self._by_review(OUTPUT, "about", "kind", "responsible", "due_on", "action")

    @cached_property
    def actions(self) -> list[frappe._dict]:
        """The actions of signed reviews, whatever became of them, the first due first."""
        return frappe.get_all(
            ACTION,
            filters={
                "system": self.name,
                "reference_doctype": REVIEW,
                "reference_name": ["in", [row.name for row in self.signed]],
            },
            fields=["name", "reference_name", "kind", "status", "due_on"],
            order_by="due_on asc, name asc",
        )

    @cached_property
    def telling(self) -> dict[str, frappe._dict]:
        """How far the minutes of each signed review reached, by communication: addressed, told and failed."""
        rows = frappe.get_all(
            "ITSM Communication",
            filters={"name": ["in", [row.communication for row in self.signed if row.communication]]},
            fields=["name", "addressed", "told", "failed"],
            order_by="name asc",
        )
        return {row.name: row for row in rows}

    def not_as_sealed(self, rows: Sequence[frappe._dict]) -> list[frappe._dict]:
        """Those of the signed `rows` that are not what the chair signed, or whose signature is not in the log."""
        changed = []
        for row, review in zip(rows, self._in_full([row.name for row in rows]), strict=True):
            signature = self.signatures.get(row.name)
            seals = {signature and signature.content_hash, row.content_hash, review.computed_hash()}
            if len(seals) > 1:
                changed.append(row)
        return changed

    def _in_full(self, names: Sequence[str]) -> list:
        """The reviews as documents in the order of `names`, each table read once for all of them."""
        tables = {field.fieldname: field.options for field in frappe.get_meta(REVIEW).get_table_fields()}
        rows = {
            table: self._by_review(kind, *frappe.get_meta(kind).get_valid_columns()) for table, kind in tables.items()
        }
        found = frappe.get_all(REVIEW, filters={"name": ["in", names]}, fields=["*"], order_by="name asc")
        whole = {
            row.name: frappe.get_doc(
                {**row, "doctype": REVIEW, **{table: rows[table].get(row.name, []) for table in tables}}
            )
            for row in found
        }
        return [whole[name] for name in names]

    def _by_review(self, doctype: str, *fields: str) -> dict[str, list[frappe._dict]]:
        """Rows of the signed reviews in their order, by review."""
        found = defaultdict(list)
        for row in frappe.get_all(
            doctype,
            filters={"parenttype": REVIEW, "parent": ["in", [row.name for row in self.signed]]},
            fields=list({"parent", *fields}),
            order_by="parent asc, idx asc",
        ):
            found[row.parent].append(row)
        return found
