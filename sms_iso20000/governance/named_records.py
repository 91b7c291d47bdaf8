"""Records of whatever type, of the host or of another app: what they are called, and what stands against naming one."""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _

from sms_iso20000.rules.unmet import Unmet


def unmet_type(record_type: str, label: str) -> list[Unmet]:
    """Why the field `label` cannot take `record_type`: this site has no such type, or it has no records of its own."""
    kind = frappe.db.get_value("DocType", record_type, ["istable", "issingle"], as_dict=True)
    if kind and not (kind.istable or kind.issingle):
        return []
    return [Unmet("record_type_absent", {"type": record_type, "field": label})]


def unmet_reading_of(references: Iterable[tuple[str, str]]) -> list[Unmet]:
    """Those records, by record type and name, that the signed-in user may not read."""
    return [
        Unmet("record_not_readable", {"name": name, "type": _(doctype)})
        for doctype, name in references
        if not frappe.has_permission(doctype, "read", doc=name)
    ]


def readable_titles(references: Iterable[tuple[str | None, str | None]]) -> dict[tuple[str, str], str]:
    """What those records are called that the signed-in user may read, by type and name; one query for each type."""
    named: dict[str, set[str]] = defaultdict(set)
    for doctype, name in references:
        if doctype and name:
            named[doctype].add(name)
    titles = {}
    for doctype, names in named.items():
        if not (frappe.db.exists("DocType", doctype) and frappe.has_permission(doctype, "read")):
            continue
        title = frappe.get_meta(doctype).get_title_field()
        fields, filters = list(dict.fromkeys(["name", title])), {"name": ["in", sorted(names)]}
        for row in frappe.get_list(doctype, filters, fields, order_by="name asc", limit_page_length=0):
            titles[doctype, row.name] = row[title] or row.name
    return titles
