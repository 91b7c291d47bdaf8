"""Policy: who only reads sees the documents in force that are meant for them; who works on one sees it all along."""

import frappe

from sms_iso20000.life.audience import audience_users
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
        fields=["name", "system"],
        order_by="name asc",
    )
    rows: dict[str, list] = {row.name: [] for row in restricted}
    for row in frappe.get_all(
        "ITSM Audience",
        filters={"parenttype": "ITSM Document", "parent": ["in", list(rows)]},
        fields=["parent", "audience_type", "audience"],
        order_by="parent asc, idx asc",
    ):
        rows[row.parent].append(row)
    kept = [row.name for row in restricted if user not in audience_users(row.system, rows[row.name])]
    return AnyOf((NoneOf("name", kept), *_involved(user)))


def _involved(user: str) -> tuple[OneOf, ...]:
    """Documents that `user` owns, wrote, approves or reviews."""
    reviewed = frappe.get_all(
        "ITSM Document Reviewer",
        filters={"user": user, "parenttype": "ITSM Document"},
        pluck="parent",
        order_by="parent asc",
    )
    return (*(OneOf(field, [user]) for field in ("author", "document_owner", "approver")), OneOf("name", reviewed))
