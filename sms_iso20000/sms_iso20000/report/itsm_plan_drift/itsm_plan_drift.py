import frappe
from frappe import _
from frappe.utils import cint, escape_html, format_datetime

from sms_iso20000.governance.documents import PLAN
from sms_iso20000.governance.plan_drift import not_looked_at, readable_drift_of, shown
from sms_iso20000.governance.plans import plan_in_force
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.drift import Move


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """What came, went and changed since the plan in force was last looked at, as far as the reader may read it (4.5.2).

    One row for each fact that changed. Filter: `system` (needed).
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read(PLAN, filters.system)
    name = plan_in_force(filters.system)
    if not name:
        return columns(), [], _("No service management plan is in force.")
    plan = frappe.get_doc(PLAN, name)
    plan.check_permission("read")
    found = readable_drift_of(plan)
    grace = cint(frappe.db.get_value("ITSM System", filters.system, "plan_drift_grace"))
    late = not_looked_at(found, grace)
    rows = [row for drift in found for row in _rows(shown(drift), drift in late)]
    return columns(), rows, _heading(plan), None, _summary(found, late)


def columns() -> list[dict]:
    text = {"fieldtype": "Data"}
    return [
        {"fieldname": "family", "label": _("What"), "width": 150, **text},
        {"fieldname": "move_shown", "label": _("Drift"), "width": 110, **text},
        {
            "fieldname": "name",
            "label": _("Record"),
            "fieldtype": "Dynamic Link",
            "options": "doctype",
            "width": 150,
        },
        {"fieldname": "title", "label": _("Title"), "width": 240, **text},
        {"fieldname": "fact", "label": _("Fact"), "width": 140, **text},
        {"fieldname": "before", "label": _("Before"), "width": 200, **text},
        {"fieldname": "after", "label": _("After"), "width": 200, **text},
        {"fieldname": "since", "label": _("Since"), "fieldtype": "Date", "width": 120},
    ]


def _rows(drift: dict, is_late: bool) -> list[dict]:
    """Plain texts, with their markup escaped."""
    changes = drift.pop("changes") or [{"fact": "", "before": "", "after": ""}]
    drift.update(move_shown=_(drift["move"]), late=is_late, title=escape_html(drift["title"]))
    return [{**drift, **{key: escape_html(value) for key, value in change.items()}} for change in changes]


def _heading(plan) -> str:
    if not plan.picture_taken_on:
        return escape_html(_("{0}, revision {1}").format(plan.title, plan.revision))
    taken_on = format_datetime(plan.picture_taken_on)
    return escape_html(
        _("{0}, revision {1}, as it was last looked at on {2}").format(plan.title, plan.revision, taken_on)
    )


def _summary(found: list, late: list) -> list[dict]:
    moves = [row.drift.move for row in found]
    figures = (
        (_("Came"), moves.count(Move.CAME), "Blue"),
        (_("Went"), moves.count(Move.WENT), "Blue"),
        (_("Changed"), moves.count(Move.CHANGED), "Blue"),
        (_("Waiting Too Long"), len(late), "Red"),
    )
    return [
        {"label": label, "value": value, "datatype": "Int", "indicator": colour if value else "Green"}
        for label, value, colour in figures
    ]
