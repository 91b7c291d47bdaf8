"""Policy: staff see the actions that they are responsible for; those who answer for the system see all."""

import frappe

from sms_iso20000.permissions.criterion import OneOf
from sms_iso20000.permissions.readers import SEES_WHOLE_LIFE


def own_actions_for_staff(user: str) -> OneOf | None:
    """The condition on actions for `user`; None where they may see everybody's."""
    if SEES_WHOLE_LIFE.intersection(frappe.get_roles(user)):
        return None
    return OneOf("responsible", [user])
