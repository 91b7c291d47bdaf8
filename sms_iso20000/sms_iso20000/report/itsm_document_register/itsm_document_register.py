import frappe
from frappe import _
from frappe.utils import add_days, getdate, today

from sms_iso20000.governance.documents import is_overdue, record_of, revisions_of, shares_of, shares_told
from sms_iso20000.governance.process_plans import process_plans_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES, IN_PREPARATION, State

OVERDUE, SOON = "Overdue", "Due in 30 Days"
DAYS = 30


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """Every revision of every controlled document that the reader may see, by type, code and revision (4.3.2 d).

    The share is that of the revision in force: of those asked, who acknowledged it, or of those addressed, who were
    told where nobody is asked; in percent, empty where nobody was either. Filters: `system` (needed), `kind`,
    `state`, `code`, `review` (Overdue or Due in 30 Days).
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Document", filters.system)
    day = getdate(today())
    types = [doctype for doctype in CONTROLLED_DOCTYPES if frappe.has_permission(doctype, "read")]
    listed = revisions_of(filters.system, frappe.get_list, types)
    rows = [row for row in listed if _is_wanted(row, filters, day)]
    asked, told = shares_of(filters.system), shares_told(filters.system)
    alignments = {row.name: row.alignment for row in process_plans_of(filters.system)}
    for row in rows:
        row.alignment = alignments.get(row.name, "")
        row.doctype_shown = _(row.doctype)
        row.overdue = is_overdue(row, day)
        if row.workflow_state == State.IN_FORCE:
            row.update(_share(asked.get(record_of(row)), told.get(record_of(row))))
        else:
            row.next_review_on = None
    return columns(), rows, None, None, _summary(rows)


def columns() -> list[dict]:
    text, person = {"fieldtype": "Data"}, {"fieldtype": "Link", "options": "User", "width": 180}
    return [
        {
            "fieldname": "name",
            "label": _("Document"),
            "fieldtype": "Dynamic Link",
            "options": "doctype",
            "width": 150,
        },
        {"fieldname": "doctype_shown", "label": _("Document Type"), "width": 120, **text},
        {"fieldname": "code", "label": _("Code"), "width": 90, **text},
        {"fieldname": "title", "label": _("Title"), "width": 260, **text},
        {"fieldname": "kind", "label": _("Kind"), "width": 150, **text},
        {"fieldname": "revision", "label": _("Revision"), "fieldtype": "Int", "width": 80},
        {"fieldname": "workflow_state", "label": _("State"), "width": 110, **text},
        {"fieldname": "document_owner", "label": _("Owner"), **person},
        {"fieldname": "approver", "label": _("Approver"), **person},
        {"fieldname": "issued_on", "label": _("In Force Since"), "fieldtype": "Date", "width": 120},
        {"fieldname": "next_review_on", "label": _("Review Due"), "fieldtype": "Date", "width": 140},
        {"fieldname": "alignment", "label": _("Alignment"), "width": 130, **text},
        {"fieldname": "share", "label": _("Share"), "fieldtype": "Percent", "width": 90},
        {"fieldname": "share_of", "label": _("Share Of"), "width": 120, **text},
    ]


def _is_wanted(row: dict, filters: dict, day) -> bool:
    due = getdate(row.next_review_on) if row.next_review_on and row.workflow_state == State.IN_FORCE else None
    return (
        (not filters.kind or row.kind == filters.kind)
        and (not filters.state or row.workflow_state == filters.state)
        and (not filters.code or filters.code.lower() in row.code.lower())
        and (filters.review != OVERDUE or is_overdue(row, day))
        and (filters.review != SOON or bool(due and day <= due <= getdate(add_days(day, DAYS))))
    )


def _share(asked: tuple[int, int] | None, told: tuple[int, int] | None) -> dict:
    done, of_all = asked or told or (0, 0)
    if not of_all:
        return {"share": None, "share_of": ""}
    return {"share": round(100 * done / of_all, 1), "share_of": _("Acknowledged") if asked else _("Told")}


def _summary(rows: list) -> list[dict]:
    in_force = [row for row in rows if row.workflow_state == State.IN_FORCE]
    figures = (
        (_("Revisions"), len(rows), "Blue"),
        (_("In Force"), len(in_force), "Green"),
        (_("In Preparation"), sum(row.workflow_state in IN_PREPARATION for row in rows), "Blue"),
        (_("Reviews Overdue"), sum(row.overdue for row in rows), "Red"),
    )
    return [
        {"label": label, "value": value, "datatype": "Int", "indicator": colour if value else "Green"}
        for label, value, colour in figures
    ]
