import frappe
from frappe import _
from frappe.utils import cint, flt, getdate

from sms_iso20000.governance.improvement_register import results_of
from sms_iso20000.permissions.access import require_read


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """The improvements that were made, with what they brought: one row for each target, or for one without (4.5.5.2 e).

    Filters: `system` (needed), `since` the day from which on they were closed.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Improvement", filters.system)
    since = getdate(filters.since) if filters.since else None
    made = results_of(filters.system, since, frappe.get_list)
    rows = [row for improvement in made for row in _rows(improvement)]
    return columns(), rows, None, _chart(made), _summary(made)


def columns() -> list[dict]:
    text, number = {"fieldtype": "Data"}, {"fieldtype": "Float", "width": 90}
    return [
        {
            "fieldname": "name",
            "label": _("Improvement"),
            "fieldtype": "Link",
            "options": "ITSM Improvement",
            "width": 150,
        },
        {"fieldname": "title", "label": _("Title"), "width": 240, **text},
        {"fieldname": "closed_on", "label": _("Closed On"), "fieldtype": "Date", "width": 110},
        {"fieldname": "value_achieved", "label": _("Value Achieved"), "width": 260, **text},
        {"fieldname": "dimension", "label": _("Dimension"), "width": 110, **text},
        {"fieldname": "measure", "label": _("Measure"), "width": 200, **text},
        {"fieldname": "baseline", "label": _("Baseline"), **number},
        {"fieldname": "target", "label": _("Target"), **number},
        {"fieldname": "value", "label": _("Value"), **number},
        {"fieldname": "unit", "label": _("Unit"), "width": 80, **text},
        {"fieldname": "met", "label": _("Target Met"), "width": 100, **text},
        {
            "fieldname": "improvement_owner",
            "label": _("Improvement Owner"),
            "fieldtype": "Link",
            "options": "User",
            "width": 180,
        },
    ]


def _rows(improvement: dict) -> list[dict]:
    fields = ("name", "title", "closed_on", "value_achieved", "improvement_owner")
    whole = {field: improvement[field] for field in fields}
    if not improvement.targets:
        return [whole]
    measured = ("dimension", "measure", "baseline", "target", "value", "unit")
    return [
        {
            **whole,
            **{field: target[field] for field in measured},
            "value": flt(target.value),
            "met": _("Yes") if cint(target.is_met) else _("No"),
            "is_met": cint(target.is_met),
        }
        for target in improvement.targets
    ]


def _chart(made: list[dict]) -> dict | None:
    """Targets met and missed, by month of closing."""
    months = sorted({str(row.closed_on)[:7] for row in made})
    if not months:
        return None
    series = [(_("Met"), "met"), (_("Missed"), "missed")]
    datasets = [
        {
            "name": label,
            "values": [sum(row[field] for row in made if str(row.closed_on)[:7] == month) for month in months],
        }
        for label, field in series
    ]
    return {
        "data": {"labels": months, "datasets": datasets},
        "type": "bar",
        "colors": ["#28a745", "#e24c4c"],
        "barOptions": {"stacked": 1},
    }


def _summary(made: list[dict]) -> list[dict]:
    met, missed = (sum(row[field] for row in made) for field in ("met", "missed"))
    return [
        {"label": _("Improvements Made"), "value": len(made), "datatype": "Int", "indicator": "Blue"},
        {"label": _("Targets Met"), "value": met, "datatype": "Int", "indicator": "Green"},
        {"label": _("Targets Missed"), "value": missed, "datatype": "Int", "indicator": "Red" if missed else "Green"},
    ]
