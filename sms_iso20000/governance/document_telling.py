"""Who has to know a document in force, and who was told of it (4.3.2 b)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.utils import getdate

from sms_iso20000.governance.documents import record_of
from sms_iso20000.life.audience import audiences
from sms_iso20000.rules.completeness import Record
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES


@dataclass
class Telling:
    """People by user name. `told` includes those asked to acknowledge; `failed` could not be reached; `waiting` are on
    their way to be told."""

    audience: set[str]
    told: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)

    @property
    def missed(self) -> set[str]:
        """Who has to know and was never addressed."""
        return self.audience - self.told - self.failed - self.waiting


def telling_of(system: str, revisions: Collection[dict]) -> dict[Record, Telling]:
    """Who has to know each of `revisions` and who was told, by its record; a fixed number of queries."""
    rows = frappe.get_all(
        "ITSM Audience",
        filters={"parenttype": ["in", list(CONTROLLED_DOCTYPES)], "parent": ["in", [row.name for row in revisions]]},
        fields=["parenttype", "parent", "audience_type", "audience"],
        order_by="parent asc, idx asc",
    )
    named: dict[Record, list] = {record_of(revision): [] for revision in revisions}
    for row in rows:
        named[row.parenttype, row.parent].append(row)
    found = {record: Telling(people) for record, people in audiences(system, named).items()}
    _note_asked(system, found)
    _note_told(system, found)
    return found


def known_since(people: Collection[str]) -> dict[str, date]:
    """The day on which each of `people` got an account."""
    rows = frappe.get_all(
        "User", filters={"name": ["in", sorted(people)]}, fields=["name", "creation"], order_by="name asc"
    )
    return {row.name: getdate(row.creation) for row in rows}


def _note_asked(system: str, found: dict[Record, Telling]) -> None:
    for row in frappe.get_all(
        "ITSM Acknowledgement",
        filters={"system": system, "reference_name": ["in", [name for _doctype, name in found]]},
        fields=["reference_doctype", "reference_name", "user"],
        order_by="name asc",
    ):
        if telling := found.get((row.reference_doctype, row.reference_name)):
            telling.told.add(row.user)


def _note_told(system: str, found: dict[Record, Telling]) -> None:
    communications = {
        row.name: found[row.reference_doctype, row.reference_name]
        for row in frappe.get_all(
            "ITSM Communication",
            filters={"system": system, "purpose": "New or Changed Document", "status": ["!=", "Draft"]},
            fields=["name", "reference_doctype", "reference_name"],
            order_by="name asc",
        )
        if (row.reference_doctype, row.reference_name) in found
    }
    for row in frappe.get_all(
        "ITSM Communication Receipt",
        filters={"communication": ["in", sorted(communications)]},
        fields=["communication", "user", "status"],
        order_by="name asc",
    ):
        telling = communications[row.communication]
        into = {"Failed": telling.failed, "Queued": telling.waiting}.get(row.status, telling.told)
        into.add(row.user)
    for telling in communications.values():
        telling.failed -= telling.told
        telling.waiting -= telling.told | telling.failed
