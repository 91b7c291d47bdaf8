"""Policy: people see the nonconformities that they reported and those of their area; who answers for all, sees all."""

import frappe

from sms_iso20000.permissions.criterion import AnyOf, OneOf

SEES_ALL = {"ITSM Manager", "ITSM Top Management", "ITSM Auditor", "ITSM External Auditor", "System Manager"}


def own_or_of_own_area(user: str) -> AnyOf | None:
    """The condition on nonconformities for `user`; None where they may see everybody's."""
    if SEES_ALL.intersection(frappe.get_roles(user)):
        return None
    processes = frappe.get_all("ITSM Process", filters={"process_owner": user}, pluck="name", order_by="name asc")
    own = (OneOf("reported_by", [user]), OneOf("area_manager", [user]))
    return AnyOf((*own, OneOf("related_process", processes)))
