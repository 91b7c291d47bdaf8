"""Whom a document can be for."""

import frappe
from frappe import _

from sms_iso20000.life.audience import AUDIENCE_TYPES, NOT_PEOPLE

SHOWN = 20
HAVE_AUDIENCE = ("ITSM Policy", "ITSM Plan", "ITSM Communication Procedure", "ITSM Communication")


@frappe.whitelist(methods=["GET", "POST"])
def choices(kind: str, txt: str = "") -> list[dict]:
    """Roles, user groups or users whose name holds `txt`, for those who write what has an audience.

    Who writes those need not be allowed to administer roles, which the host's own link field would ask for.
    """
    if not any(frappe.has_permission(doctype, "create") for doctype in HAVE_AUDIENCE):
        frappe.throw(_("You may not write policies or messages."), frappe.PermissionError)
    if kind not in AUDIENCE_TYPES:
        return []
    filters = {"name": ["like", f"%{txt}%"]}
    if kind == "Role":
        filters["disabled"] = 0
    if kind == "User":
        filters.update({"enabled": 1, "user_type": "System User"})
    names = frappe.get_all(kind, filters=filters, pluck="name", order_by="name asc", limit=SHOWN)
    return [{"value": name, "label": name} for name in names if name not in NOT_PEOPLE]
