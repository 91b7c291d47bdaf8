import frappe
from frappe import _

from sms_iso20000.conformity.engine import EDITION

FIGURES = ("readiness", "coverage", "met", "not_met", "stale", "not_evaluable", "no_check", "requirements")


def execute(filters: dict | None = None) -> tuple[list, list]:
    """One row per active system the user may see: its newest run, and the change of readiness since the one before."""
    systems = frappe.get_list("ITSM System", filters={"is_active": 1}, pluck="name", order_by="name asc")
    runs = frappe.get_list(
        "ITSM Conformity Run",
        filters={"system": ["in", systems], "edition": EDITION},
        fields=["name", "system", "run_on", *FIGURES],
        order_by="run_on desc, name desc",
        limit_page_length=0,
    )
    newest: dict[str, list] = {}
    for run in runs:
        newest.setdefault(run.system, []).append(run)
    return columns(), [_row(*newest[system][:2]) for system in systems if system in newest]


def columns() -> list[dict]:
    percent = {"fieldtype": "Percent", "width": 110}
    count = {"fieldtype": "Int", "width": 110}
    return [
        {
            "fieldname": "system",
            "label": _("System"),
            "fieldtype": "Link",
            "options": "ITSM System",
            "width": 220,
        },
        {
            "fieldname": "name",
            "label": _("Run"),
            "fieldtype": "Link",
            "options": "ITSM Conformity Run",
            "width": 150,
        },
        {"fieldname": "run_on", "label": _("Run On"), "fieldtype": "Datetime", "width": 170},
        {"fieldname": "readiness", "label": _("Readiness"), **percent},
        {
            "fieldname": "change",
            "label": _("Change Since Earlier Run"),
            "fieldtype": "Float",
            "precision": 2,
            "width": 130,
        },
        {"fieldname": "coverage", "label": _("Coverage"), **percent},
        {"fieldname": "met", "label": _("Met"), **count},
        {"fieldname": "not_met", "label": _("Not met"), **count},
        {"fieldname": "stale", "label": _("Stale"), **count},
        {"fieldname": "not_evaluable", "label": _("Not evaluable"), **count},
        {"fieldname": "no_check", "label": _("No check"), **count},
        {"fieldname": "requirements", "label": _("Requirements"), **count},
    ]


def _row(run: dict, earlier: dict | None = None) -> dict:
    return {**run, "change": round(run.readiness - earlier.readiness, 2) if earlier else None}
