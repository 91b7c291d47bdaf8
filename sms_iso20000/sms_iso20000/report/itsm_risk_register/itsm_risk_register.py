import frappe
from frappe import _

from sms_iso20000.governance.risks import readable_register_of
from sms_iso20000.permissions.access import require_read


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """Every risk of a system from cause to acceptance, the highest score that counts first (4.1.1 g).

    Filters: `system` (needed), `state`, `risk_owner`, `with_closed`, `above_criterion` (only those), `overdue` (only
    those whose review is).
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Risk", filters.system)
    with_closed = bool(filters.with_closed) or filters.state == "Closed"
    rows = [row for row in readable_register_of(filters.system, with_closed) if _is_wanted(row, filters)]
    for row in rows:
        row.actions_done = _("{0} of {1}").format(row.actions - row.open_actions, row.actions) if row.actions else ""
    return columns(), rows, None, None, _summary(rows)


def columns() -> list[dict]:
    text, number = {"fieldtype": "Data"}, {"fieldtype": "Int", "width": 80}
    person = {"fieldtype": "Link", "options": "User", "width": 180}
    return [
        {"fieldname": "name", "label": _("Risk"), "fieldtype": "Link", "options": "ITSM Risk", "width": 150},
        {"fieldname": "title", "label": _("Title"), "width": 240, **text},
        {"fieldname": "kind", "label": _("Risk To"), "width": 160, **text},
        {"fieldname": "service", "label": _("Service"), "width": 120, **text},
        {"fieldname": "cause", "label": _("Cause"), "width": 220, **text},
        {"fieldname": "owner", "label": _("Risk Owner"), **person},
        {"fieldname": "state", "label": _("Status"), "width": 110, **text},
        {"fieldname": "score", "label": _("Score"), **number},
        {"fieldname": "treatment", "label": _("Treatment"), "width": 100, **text},
        {"fieldname": "actions_done", "label": _("Actions Done"), "width": 110, **text},
        {"fieldname": "overdue_actions", "label": _("Overdue Actions"), "fieldtype": "Int", "width": 120},
        {"fieldname": "residual_score", "label": _("Residual Score"), "fieldtype": "Int", "width": 110},
        {"fieldname": "band", "label": _("Band"), "width": 110, **text},
        {"fieldname": "accepted_by", "label": _("Accepted By"), **person},
        {"fieldname": "accepted_on", "label": _("Accepted On"), "fieldtype": "Datetime", "width": 160},
        {"fieldname": "review_on", "label": _("Review On"), "fieldtype": "Date", "width": 110},
    ]


def _is_wanted(row: dict, filters: dict) -> bool:
    return (
        (not filters.state or row.state == filters.state)
        and (not filters.risk_owner or row.owner == filters.risk_owner)
        and (not filters.above_criterion or row.above_criterion)
        and (not filters.overdue or row.overdue)
    )


def _summary(rows: list) -> list[dict]:
    figures = (
        (_("Risks"), len(rows), "Blue"),
        (_("Above Criterion"), sum(row.above_criterion for row in rows), "Red"),
        (_("Reviews Overdue"), sum(row.overdue for row in rows), "Red"),
        (_("Overdue Actions"), sum(row.overdue_actions for row in rows), "Red"),
    )
    return [
        {"label": label, "value": value, "datatype": "Int", "indicator": colour if value else "Green"}
        for label, value, colour in figures
    ]
