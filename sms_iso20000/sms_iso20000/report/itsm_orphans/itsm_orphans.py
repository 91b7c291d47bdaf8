from itertools import groupby

import frappe
from frappe import _

from sms_iso20000.governance.orphans import found_since
from sms_iso20000.governance.ownership import Orphaned, orphans_of
from sms_iso20000.permissions.access import require_read


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """What nobody bears in a system at this moment, the longest known first (4.1.3 a).

    `found_on` is the night in which it was found; empty where the next night will find it. Filters: `system`.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system.")
    require_read("ITSM Orphan", filters.system)
    since = found_since(filters.system)
    rows = [_row(orphan, since.get(orphan.key)) for orphan in _readable(orphans_of(filters.system))]
    rows.sort(key=lambda row: (row["found_on"] is None, str(row["found_on"])))
    return columns(), rows, None if rows else _("Somebody bears every responsibility.")


def columns() -> list[dict]:
    text = {"fieldtype": "Data", "align": "left"}
    return [
        {"fieldname": "ownership_shown", "label": _("Ownership"), "width": 190, **text},
        {"fieldname": "cause_shown", "label": _("Cause"), "width": 150, **text},
        {"fieldname": "user", "label": _("Person"), "width": 220, **text},
        {"fieldname": "doctype_shown", "label": _("Document Type"), "width": 170, **text},
        {
            "fieldname": "reference_name",
            "label": _("Document"),
            "fieldtype": "Dynamic Link",
            "options": "reference_doctype",
            "width": 160,
        },
        {"fieldname": "title", "label": _("Title"), "width": 280, **text},
        {"fieldname": "found_on", "label": _("Found On"), "fieldtype": "Date", "width": 110},
    ]


def _readable(orphans: list[Orphaned]) -> list[Orphaned]:
    """Those whose record the reader may see."""
    readable = set()
    for doctype, found in groupby(sorted(orphans, key=lambda o: o.key), key=lambda o: o.reference_doctype):
        if frappe.has_permission(doctype, "read"):
            names = sorted({orphan.reference_name for orphan in found})
            listed = frappe.get_list(
                doctype, filters={"name": ["in", names]}, pluck="name", order_by="name asc", limit_page_length=0
            )
            readable |= {(doctype, name) for name in listed}
    return [orphan for orphan in orphans if (orphan.reference_doctype, orphan.reference_name) in readable]


def _row(orphan: Orphaned, found_on: str | None) -> dict:
    return {
        "ownership": orphan.ownership,
        "ownership_shown": _(orphan.ownership),
        "cause": orphan.cause,
        "cause_shown": _(orphan.cause),
        "user": orphan.user,
        "reference_doctype": orphan.reference_doctype,
        "doctype_shown": _(orphan.reference_doctype),
        "reference_name": orphan.reference_name,
        "title": _(orphan.title) if orphan.reference_doctype == "ITSM Appointment" else orphan.title,
        "found_on": found_on,
    }
