"""Policy: staff see the management reviews that they attend; those who answer for the system see all."""

import frappe

from sms_iso20000.permissions.criterion import OneOf
from sms_iso20000.permissions.readers import SEES_WHOLE_LIFE


def attended_for_staff(user: str, field: str = "name") -> OneOf | None:
    """The condition on reviews, by their name in `field`, for `user`; None where they may see all."""
    if SEES_WHOLE_LIFE.intersection(frappe.get_roles(user)):
        return None
    attended = frappe.get_all(
        "ITSM Management Review Attendee",
        filters={"parenttype": "ITSM Management Review", "user": user},
        pluck="parent",
        order_by="parent asc",
    )
    return OneOf(field, attended)
