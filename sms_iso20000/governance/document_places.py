"""Where documents are used, and where revisions that have ended could still be used (4.3.2 e and h)."""

from collections.abc import Collection, Iterable

import frappe
from frappe.query_builder import Criterion
from frappe.utils import today

from sms_iso20000.governance.documents import record_of
from sms_iso20000.rules.completeness import PROCESS, Record
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES


def living(places: Iterable[Record]) -> set[Record]:
    """Those of `places` that are there, and where they are processes are operated; one query for each record type."""
    wanted: dict[str, set[str]] = {}
    for doctype, name in places:
        wanted.setdefault(doctype, set()).add(name)
    types = frappe.get_all(
        "DocType",
        filters={"name": ["in", sorted(wanted)], "issingle": 0, "is_virtual": 0},
        pluck="name",
        order_by="name asc",
    )
    return {(doctype, name) for doctype in types for name in _there(doctype, wanted[doctype])}


def within_reach(system: str, ended: Collection[dict]) -> set[Record]:
    """Those of the revisions `ended` that somebody can come upon and take for valid: shared by name or link, waiting
    to be acknowledged, or with a file that everybody may open."""
    records = {record_of(revision) for revision in ended}
    names = [name for _doctype, name in records]
    share, key = frappe.qb.DocType("DocShare"), frappe.qb.DocType("Document Share Key")
    asked, file = frappe.qb.DocType("ITSM Acknowledgement"), frappe.qb.DocType("File")
    not_expired = key.expires_on.isnull() | (key.expires_on >= today())
    found = [
        *_naming(share, share.share_doctype, share.share_name, names, share.read == 1),
        *_naming(key, key.reference_doctype, key.reference_docname, names, not_expired),
        *_naming(
            asked,
            asked.reference_doctype,
            asked.reference_name,
            names,
            (asked.status == "Open") & (asked.system == system),
        ),
        *_naming(file, file.attached_to_doctype, file.attached_to_name, names, file.is_private == 0),
    ]
    return records.intersection(found)


def _there(doctype: str, names: set[str]) -> set[str]:
    operated = {"is_active": 1} if doctype == PROCESS else {}
    there = frappe.get_all(
        doctype, filters={"name": ["in", sorted(names - {""})], **operated}, pluck="name", order_by="name asc"
    )
    return names & {"", *map(str, there)}


def _naming(table, doctype, name, names: list[str], criterion: Criterion) -> list[Record]:
    return [
        (row[0], row[1])
        for row in frappe.qb.from_(table)
        .select(doctype, name)
        .where(doctype.isin(CONTROLLED_DOCTYPES) & name.isin(names or [""]) & criterion)
        .run()
    ]
