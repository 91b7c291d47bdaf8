"""Documents that improvements change, and whether a newer revision of each came into force (4.5.5.2 c)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_datetime

from sms_iso20000.life.kept_record import KeptRecord
from sms_iso20000.rules.revision import State
from sms_iso20000.rules.unmet import Unmet


def newer_revisions(rows: Sequence[tuple[Any, Any]]) -> list[str | None]:
    """For each of `rows`, when its improvement was approved and the row of the document: the revision of the same
    document that came into force since. Two queries for each record type."""
    named: dict[str, set[str]] = defaultdict(set)
    for _approved_on, row in rows:
        named[row.document_type].add(row.document)
    of = {doctype: _codes(doctype, names) for doctype, names in named.items()}
    in_force = {doctype: _in_force(doctype, set(codes.values())) for doctype, codes in of.items()}
    found: list[str | None] = []
    for approved_on, row in rows:
        code = of[row.document_type].get(row.document)
        revision = in_force[row.document_type].get(code)
        found.append(revision.name if revision and _is_newer(revision, row, approved_on) else None)
    return found


def note_revisions(improvement: KeptRecord) -> None:
    """Keep with each document the revision that it was named in."""
    for row in improvement.documents:
        if row.document and row.document_type:
            row.revision = frappe.db.get_value(row.document_type, row.document, "revision")


def note_newer(improvement: Document) -> None:
    """Keep with each document whether it was revised."""
    newer = newer_revisions([(improvement.approved_on, row) for row in improvement.documents])
    for row, revision in zip(improvement.documents, newer, strict=True):
        row.update({"was_revised": int(bool(revision)), "revised_by": revision})


def unmet_documents(improvement: KeptRecord) -> list[Unmet]:
    """Documents newly named that are kept from the reader or belong to another system."""
    before = improvement.get_doc_before_save()
    known = {(row.document_type, row.document) for row in before.documents} if before else set()
    unmet = []
    for row in improvement.documents:
        if not row.document or (row.document_type, row.document) in known:
            continue
        if not frappe.has_permission(row.document_type, "read", doc=row.document):
            unmet.append(Unmet("record_kept_from_you", {"name": row.document}))
        else:
            unmet += improvement.unmet_reference(row.document_type, row.document)
    return unmet


def _codes(doctype: str, names: set[str]) -> dict[str, tuple[str, str]]:
    rows = frappe.get_all(
        doctype,
        filters={"name": ["in", sorted(names)]},
        fields=["name", "system", "code"],
        order_by="name asc",
    )
    return {row.name: (row.system, row.code) for row in rows}


def _in_force(doctype: str, codes: set[tuple[str, str]]) -> dict[tuple[str, str], frappe._dict]:
    rows = frappe.get_all(
        doctype,
        filters={"code": ["in", sorted({code for _system, code in codes})], "workflow_state": State.IN_FORCE.value},
        fields=["name", "system", "code", "revision", "issued_on"],
        order_by="revision asc, name asc",
    )
    return {(row.system, row.code): row for row in rows}


def _is_newer(revision: dict, row: Any, approved_on: Any) -> bool:
    if cint(revision.revision) <= cint(row.revision):
        return False
    return not approved_on or not revision.issued_on or get_datetime(revision.issued_on) >= get_datetime(approved_on)
