"""Policy: staff see the improvements that they proposed or carry through; who answers for the system sees all."""

import frappe

from sms_iso20000.permissions.criterion import AnyOf, OneOf
from sms_iso20000.permissions.readers import SEES_WHOLE_LIFE


def proposed_or_carried_through(user: str) -> AnyOf | None:
    """The condition on improvements for `user`; None where they may see everybody's."""
    if SEES_WHOLE_LIFE.intersection(frappe.get_roles(user)):
        return None
    return AnyOf((OneOf("proposed_by", [user]), OneOf("improvement_owner", [user])))
