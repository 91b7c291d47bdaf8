"""Policy: who only reads sees the documents in force that are meant for them; who works on one sees it all along."""

import frappe

from sms_iso20000.permissions.criterion import AnyOf, NoneOf, OneOf
from sms_iso20000.permissions.readers import SEES_WHOLE_LIFE
from sms_iso20000.rules.revision import State


def in_force_or_involved(user: str) -> AnyOf | None:
    """The condition on documents for `user`; None where they may see all states (4.3.2 h)."""
    if SEES_WHOLE_LIFE.intersection(frappe.get_roles(user)):
        return None
    in_force = OneOf("workflow_state", [State.IN_FORCE.value])
    return AnyOf((in_force, *_involved(user)))


def not_kept_from(user: str) -> AnyOf | None:
    """The condition on documents for `user`: one that is for its distribution list only is kept from all others."""
    if SEES_WHOLE_LIFE.intersection(frappe.get_roles(user)):
        return None
    restricted = frappe.get_all(
        "ITSM Document",
        filters={"is_restricted": 1, "workflow_state": State.IN_FORCE.value},
        pluck="name",
        order_by="name asc",
    )
    if not restricted:
        return None
    addressed_as = _addressed_as(user)
    rows = frappe.get_all(
        "ITSM Audience",
        filters={"parenttype": "ITSM Document", "parent": ["in", restricted]},
        fields=["parent", "audience_type", "audience"],
        order_by="parent asc, idx asc",
    )
    meant = {row.parent for row in rows if (row.audience_type, row.audience) in addressed_as}
    return AnyOf((NoneOf("name", sorted(set(restricted) - meant)), *_involved(user)))


def _addressed_as(user: str) -> set[tuple[str, str]]:
    """The user, their roles and their groups, as rows of an audience name them."""
    groups = frappe.get_all(
        "User Group Member",
        filters={"user": user, "parenttype": "User Group"},
        pluck="parent",
        order_by="parent asc",
    )
    roles = frappe.get_roles(user)
    return {("User", user), *(("Role", role) for role in roles), *(("User Group", group) for group in groups)}


def _involved(user: str) -> tuple[OneOf, ...]:
    """Documents that `user` owns, wrote, approves or reviews."""
    reviewed = frappe.get_all(
        "ITSM Document Reviewer",
        filters={"user": user, "parenttype": "ITSM Document"},
        pluck="parent",
        order_by="parent asc",
    )
    return (*(OneOf(field, [user]) for field in ("author", "document_owner", "approver")), OneOf("name", reviewed))
