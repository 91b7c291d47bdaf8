import frappe
from frappe import _
from frappe.utils import date_diff, getdate, today

from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES, State


def execute(filters: dict | None = None) -> tuple:
    """Who has acknowledged the revisions in force and who has not, the longest overdue first (4.1.2 e).

    Filters: `system`, `document_type` (ITSM Policy, ITSM Document or ITSM Plan), `document` (its name), `status` (Open
    or Acknowledged).
    """
    filters = frappe._dict(filters or {})
    wanted = {"status": filters.status or ["in", ["Open", "Acknowledged"]]}
    if filters.system:
        wanted["system"] = filters.system
    if filters.document_type:
        wanted["reference_doctype"] = filters.document_type
    wanted["reference_name"] = filters.document or ["in", _in_force()]
    rows = frappe.get_list(
        "ITSM Acknowledgement",
        filters=wanted,
        fields=[
            "name",
            "system",
            "title",
            "revision",
            "user",
            "status",
            "due_on",
            "acknowledged_on",
            "reminders_sent",
        ],
        order_by="status desc, due_on asc, name asc",
        limit_page_length=0,
    )
    for row in rows:
        overdue = row.status == "Open" and getdate(row.due_on) < getdate(today())
        row.days_overdue = date_diff(today(), row.due_on) if overdue else None
    return columns(), rows, None, None, _summary(rows)


def _in_force() -> list[str]:
    return [
        name
        for doctype in CONTROLLED_DOCTYPES
        for name in frappe.get_list(
            doctype,
            filters={"workflow_state": State.IN_FORCE.value},
            pluck="name",
            order_by="name asc",
            limit_page_length=0,
        )
    ]


def columns() -> list[dict]:
    return [
        {"fieldname": "user", "label": _("Person"), "fieldtype": "Link", "options": "User", "width": 220},
        {"fieldname": "status", "label": _("Status"), "fieldtype": "Data", "width": 120},
        {"fieldname": "days_overdue", "label": _("Days Overdue"), "fieldtype": "Int", "width": 110},
        {"fieldname": "title", "label": _("Document"), "fieldtype": "Data", "width": 240},
        {"fieldname": "revision", "label": _("Revision"), "fieldtype": "Int", "width": 90},
        {"fieldname": "due_on", "label": _("Due On"), "fieldtype": "Date", "width": 110},
        {
            "fieldname": "acknowledged_on",
            "label": _("Acknowledged On"),
            "fieldtype": "Datetime",
            "width": 170,
        },
        {"fieldname": "reminders_sent", "label": _("Reminders Sent"), "fieldtype": "Int", "width": 110},
        {
            "fieldname": "name",
            "label": _("Acknowledgement"),
            "fieldtype": "Link",
            "options": "ITSM Acknowledgement",
            "width": 160,
        },
        {
            "fieldname": "system",
            "label": _("System"),
            "fieldtype": "Link",
            "options": "ITSM System",
            "width": 180,
        },
    ]


def _summary(rows: list[dict]) -> list[dict]:
    done = sum(row.status == "Acknowledged" for row in rows)
    overdue = sum(row.days_overdue is not None for row in rows)
    return [
        {"label": _("Asked"), "value": len(rows), "datatype": "Int", "indicator": "Blue"},
        {"label": _("Acknowledged"), "value": done, "datatype": "Int", "indicator": "Green"},
        {
            "label": _("Overdue"),
            "value": overdue,
            "datatype": "Int",
            "indicator": "Red" if overdue else "Green",
        },
    ]
