"""What stands against naming a record of whatever type, of the host or of another app."""

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
