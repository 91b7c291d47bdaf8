"""Policy: staff see their own actions, and those of what they are to put right or improve; those who answer for the
system see all."""

import frappe

from sms_iso20000.permissions.criterion import AnyOf, OneOf
from sms_iso20000.permissions.readers import SEES_WHOLE_LIFE

# Who carries on what actions serve, and therefore has to see how far they are.
CARRIED_ON_BY = {"ITSM Nonconformity": "area_manager", "ITSM Improvement": "improvement_owner"}


def own_actions_for_staff(user: str) -> AnyOf | None:
    """The condition on actions for `user`; None where they may see everybody's."""
    if SEES_WHOLE_LIFE.intersection(frappe.get_roles(user)):
        return None
    served = [
        name
        for doctype, field in CARRIED_ON_BY.items()
        for name in frappe.get_all(doctype, filters={field: user}, pluck="name", order_by="name asc")
    ]
    return AnyOf((OneOf("responsible", [user]), OneOf("reference_name", served)))
