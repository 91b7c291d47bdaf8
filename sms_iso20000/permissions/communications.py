"""Policy: staff see what was told to them; those who answer for the system see all."""

import frappe

from sms_iso20000.permissions.criterion import OneOf
from sms_iso20000.permissions.readers import SEES_WHOLE_LIFE


def told_to_staff(user: str) -> OneOf | None:
    """The condition on communications for `user`; None where they may see everybody's."""
    if SEES_WHOLE_LIFE.intersection(frappe.get_roles(user)):
        return None
    names = frappe.get_all(
        "ITSM Communication Receipt", filters={"user": user}, pluck="communication", order_by="communication asc"
    )
    return OneOf("name", names)
