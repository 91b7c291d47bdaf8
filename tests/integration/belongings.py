"""What a system has in the database: its records, their tables, and what the host noted about them."""

from collections.abc import Iterator
from functools import cache

import frappe

SYSTEM = "ITSM System"
GROUP = "User Group"
# Record types in which the host notes something about records, with the fields that name type and record.
NOTES = {
    "Comment": ("reference_doctype", "reference_name"),
    "File": ("attached_to_doctype", "attached_to_name"),
    "Notification Log": ("document_type", "document_name"),
    "ToDo": ("reference_type", "reference_name"),
    "Version": ("ref_doctype", "docname"),
    "Workflow Action": ("reference_doctype", "reference_name"),
}

Part = tuple[str, dict]


def belongings(system: str) -> Iterator[Part]:
    """Record types and filters by which everything that belongs to `system` is found, none of them asked twice."""
    names = {doctype: _names(doctype, {"system": system}) for doctype in _of_a_system()}
    names = {doctype: found for doctype, found in names.items() if found} | {SYSTEM: [system]}
    # The other party of an arrangement is a group that a test made for it.
    groups = frappe.db.get_values("ITSM Arrangement", {"system": system, "party_type": GROUP}, "party")
    if groups:
        names[GROUP] = [name for (name,) in groups]
    every = [name for found in names.values() for name in found]
    for doctype, (its_type, its_name) in NOTES.items():
        about = {its_type: ["in", list(names)], its_name: ["in", every]}
        if frappe.get_meta(doctype).get_table_fields():
            names[doctype] = _names(doctype, about)
        else:
            yield doctype, about
    for doctype, found in names.items():
        for table in frappe.get_meta(doctype).get_table_fields() if found else ():
            yield table.options, {"parent": ["in", found], "parenttype": doctype, "parentfield": table.fieldname}
        if found:
            yield doctype, {"name": ["in", found]}
    yield "User Permission", {"allow": SYSTEM, "for_value": system}


@cache
def _of_a_system() -> list[str]:
    return frappe.get_all(
        "DocField",
        filters={"options": SYSTEM, "fieldtype": "Link", "parent": ["like", "ITSM %"]},
        pluck="parent",
        order_by="parent asc",
    )


def _names(doctype: str, filters: dict) -> list[str]:
    return [name for (name,) in frappe.db.get_values(doctype, filters, "name")]
