import frappe
from frappe import _
from frappe.utils import add_days

from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.communication import DRAFT

FIGURES = ("addressed", "told", "failed", "was_read", "acknowledged")


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """What was told, by whom, and how many of the people addressed it reached; the newest first (4.1.1 c and d).

    Filters: `system`, `purpose`, `from_date` and `to_date` of sending, both days included.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system.")
    require_read("ITSM Communication", filters.system)
    rows = frappe.get_list(
        "ITSM Communication",
        filters=_conditions(filters),
        fields=["name", "title", "purpose", "status", "sent_by", "sent_on", *FIGURES, "reach"],
        order_by="sent_on desc, name desc",
        limit_page_length=0,
    )
    return columns(), rows, None, None, _summary(rows)


def columns() -> list[dict]:
    link = {"fieldtype": "Link", "options": "ITSM Communication"}
    number = {"fieldtype": "Int", "width": 110}
    return [
        {"fieldname": "name", "label": _("Communication"), "width": 150, **link},
        {"fieldname": "title", "label": _("Subject"), "fieldtype": "Data", "width": 260},
        {"fieldname": "purpose", "label": _("Purpose"), "fieldtype": "Data", "width": 220},
        {"fieldname": "sent_by", "label": _("Sent By"), "fieldtype": "Link", "options": "User", "width": 180},
        {"fieldname": "sent_on", "label": _("Sent On"), "fieldtype": "Datetime", "width": 170},
        {"fieldname": "addressed", "label": _("Addressed"), **number},
        {"fieldname": "told", "label": _("Told"), **number},
        {"fieldname": "failed", "label": _("Failed"), **number},
        {"fieldname": "was_read", "label": _("Read"), **number},
        {"fieldname": "acknowledged", "label": _("Acknowledged"), **number},
        {"fieldname": "reach", "label": _("Reach"), "fieldtype": "Percent", "width": 110},
        {"fieldname": "status", "label": _("Status"), "fieldtype": "Data", "width": 120},
    ]


def _conditions(filters: dict) -> list[list]:
    conditions = [["system", "=", filters.system], ["status", "!=", DRAFT]]
    if filters.purpose:
        conditions.append(["purpose", "=", filters.purpose])
    if filters.from_date:
        conditions.append(["sent_on", ">=", filters.from_date])
    if filters.to_date:
        conditions.append(["sent_on", "<", add_days(filters.to_date, 1)])
    return conditions


def _summary(rows: list[dict]) -> list[dict]:
    addressed, was_read, failed = (sum(row[figure] for row in rows) for figure in ("addressed", "was_read", "failed"))
    reach = round(100 * was_read / addressed, 1) if addressed else 0
    return [
        {"label": _("Communications"), "value": len(rows), "datatype": "Int", "indicator": "Blue"},
        {"label": _("Reach"), "value": reach, "datatype": "Percent", "indicator": "Blue"},
        {"label": _("Failed"), "value": failed, "datatype": "Int", "indicator": "Red" if failed else "Green"},
    ]
