import frappe
from frappe import _
from frappe.model.document import Document

from sms_iso20000.governance.retention_overview import disposed_so_far, evidence_without_rule, standing_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.retention import IN_FORCE, WITHDRAWN

RULE = "ITSM Retention Rule"
SHOWN = ("document_type", "status", "retention_months", "basis", "disposal_method", "legal_hold")


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """What is kept for how long on what basis, what is due, and what of the host works against it (4.3.3).

    Filters: `system` (needed). Record types that evidence is read from and no rule keeps come last.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read(RULE, filters.system)
    names = frappe.get_list(
        RULE,
        filters={"system": filters.system, "status": ["!=", WITHDRAWN]},
        pluck="name",
        order_by="document_type asc, name asc",
        limit_page_length=0,
    )
    disposed = disposed_so_far(names)
    rows = [_row(frappe.get_doc(RULE, name), disposed.get(name, 0)) for name in names]
    bare = evidence_without_rule(filters.system)
    rows += [
        {"document_type": doctype, "remarks": _("Evidence is read from it, and no rule keeps it.")} for doctype in bare
    ]
    return columns(), rows, None, None, _summary(rows, len(bare))


def columns() -> list[dict]:
    return [
        # Who may read the rule need not be allowed to read the host's record types.
        {"fieldname": "document_type", "label": _("Record Type"), "fieldtype": "Data", "width": 170},
        {"fieldname": "rule", "label": _("Retention Rule"), "fieldtype": "Link", "options": RULE, "width": 200},
        {"fieldname": "status", "label": _("Status"), "fieldtype": "Data", "width": 100},
        {"fieldname": "retention_months", "label": _("Period (Months)"), "fieldtype": "Int", "width": 120},
        {"fieldname": "basis", "label": _("Basis"), "fieldtype": "Data", "width": 220},
        {"fieldname": "disposal_method", "label": _("Disposal Method"), "fieldtype": "Data", "width": 130},
        {"fieldname": "kept", "label": _("Kept"), "fieldtype": "Int", "width": 90},
        {"fieldname": "due", "label": _("Due"), "fieldtype": "Int", "width": 90},
        {"fieldname": "legal_hold", "label": _("Legal Hold"), "fieldtype": "Check", "width": 100},
        {"fieldname": "disposed", "label": _("Disposed Of"), "fieldtype": "Int", "width": 110},
        {"fieldname": "remarks", "label": _("Remarks"), "fieldtype": "Data", "width": 360},
    ]


def _row(rule: Document, disposed: int) -> dict:
    row = {"rule": rule.name, "title": rule.title, "disposed": disposed, "kept": None, "due": None, "remarks": ""}
    row |= {field: rule.get(field) for field in SHOWN}
    if rule.status == IN_FORCE:
        standing = standing_of(rule)
        row |= {
            "kept": standing["kept"],
            "due": standing["due"],
            "conflicts": len(standing["conflicts"]),
            "remarks": " ".join(standing["conflicts"]),
        }
    return row


def _summary(rows: list[dict], bare: int) -> list[dict]:
    conflicts = sum(row.get("conflicts") or 0 for row in rows)
    due = sum(row.get("due") or 0 for row in rows)
    held = sum(bool(row.get("legal_hold")) for row in rows)
    return [
        {"label": _("Due"), "value": due, "datatype": "Int", "indicator": "Orange" if due else "Green"},
        {"label": _("Under Legal Hold"), "value": held, "datatype": "Int", "indicator": "Blue"},
        {"label": _("Conflicts"), "value": conflicts, "datatype": "Int", "indicator": "Red" if conflicts else "Green"},
        {
            "label": _("Evidence without a Rule"),
            "value": bare,
            "datatype": "Int",
            "indicator": "Red" if bare else "Green",
        },
    ]
