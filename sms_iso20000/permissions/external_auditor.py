"""Policy: an external auditor reads the systems that name them, until the last day named there."""

import frappe
from frappe.utils import today

from sms_iso20000.permissions.criterion import OneOf

INSIDE = {
    "ITSM Manager",
    "ITSM Top Management",
    "ITSM Process Owner",
    "ITSM Auditor",
    "ITSM User",
    "System Manager",
}


def systems_open_to(user: str, field: str = "system") -> OneOf | None:
    """The condition on `field` for `user`; None for everybody who is not solely an external auditor."""
    roles = set(frappe.get_roles(user))
    if "ITSM External Auditor" not in roles or INSIDE & roles:
        return None
    systems = frappe.get_all(
        "ITSM System External Auditor",
        filters={"user": user, "access_until": [">=", today()], "parenttype": "ITSM System"},
        pluck="parent",
        order_by="parent asc",
    )
    return OneOf(field, systems)
