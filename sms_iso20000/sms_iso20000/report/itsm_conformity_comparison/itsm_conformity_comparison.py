import frappe
from frappe import _

from sms_iso20000.conformity.reasons import sentences_of
from sms_iso20000.sms_iso20000.doctype.itsm_requirement.itsm_requirement import in_language


def execute(filters: dict | None = None) -> tuple:
    """Requirements whose status differs between two runs of one system; `earlier` and `later` name the runs."""
    filters = frappe._dict(filters or {})
    if not (filters.earlier and filters.later):
        return columns(), [], _("Choose two runs to compare.")
    runs = [frappe.get_doc("ITSM Conformity Run", name) for name in (filters.earlier, filters.later)]
    for run in runs:
        run.check_permission("read")
    if runs[0].system != runs[1].system:
        return columns(), [], _("Choose two runs of the same system.")
    before, after = (_results(run.name) for run in runs)
    changed = [name for name in after if after[name].status != getattr(before.get(name), "status", None)]
    titles = {
        row.name: row
        for row in frappe.get_all(
            "ITSM Requirement",
            filters={"name": ["in", changed]},
            fields=["name", "clause", "title_en", "title_zh"],
            order_by="position asc",
        )
    }
    rows = [_row(titles[name], before.get(name), after[name]) for name in changed]
    return columns(), rows, None if rows else _("No status differs between these runs.")


def columns() -> list[dict]:
    return [
        {"fieldname": "title", "label": _("Requirement"), "fieldtype": "Data", "width": 360},
        {"fieldname": "before", "label": _("Before"), "fieldtype": "Data", "width": 130},
        {"fieldname": "after", "label": _("After"), "fieldtype": "Data", "width": 130},
        {"fieldname": "reason", "label": _("Reason"), "fieldtype": "Data", "width": 520},
    ]


def _results(run: str) -> dict[str, dict]:
    rows = frappe.get_all(
        "ITSM Conformity Result",
        filters={"run": run},
        fields=["requirement", "status", "reasons"],
        order_by="position asc",
    )
    return {row.requirement: row for row in rows}


def _row(requirement: dict, before: dict | None, after: dict) -> dict:
    return {
        "title": f"{requirement.clause}  {in_language(requirement, 'title')}",
        "before": before.status if before else None,
        "after": after.status,
        "reason": sentences_of(after.reasons),
    }
