"""Who has to know a document: roles, user groups and users, resolved to people."""

from collections.abc import Hashable

import frappe
from frappe.model.document import Document

# Every desk user holds these without a row of their own.
AUTOMATIC_ROLES = {"All", "Desk User"}
NOT_PEOPLE = {"Administrator", "Guest"}
AUDIENCE_TYPES = ("Role", "User Group", "User")


def audience_users(system: str, audience: list) -> set[str]:
    """Enabled users meant by the audience rows (4.1.2 e); people fenced off to other systems are left out."""
    return audiences(system, {"": audience})[""]


def audiences(system: str, named: dict[Hashable, list]) -> dict[Hashable, set[str]]:
    """Enabled users meant by the audience rows of each key; however many keys, the same few queries."""
    rows = [(row.audience_type, row.audience) for named_rows in named.values() for row in named_rows]
    roles, groups = ({name for kind, name in rows if kind == wanted} for wanted in ("Role", "User Group"))
    people = enabled_people()
    reachable = people - fenced_off(system)
    meant = {("User", name): {name} for kind, name in rows if kind == "User"}
    meant |= {("Role", role): users for role, users in _grouped("Has Role", "User", "role", "parent", roles).items()}
    members = _grouped("User Group Member", "User Group", "parent", "user", groups)
    meant |= {("User Group", group): users for group, users in members.items()}
    meant |= {("Role", role): people for role in AUTOMATIC_ROLES}
    return {
        key: set().union(*(meant.get((row.audience_type, row.audience), ()) for row in named_rows)) & reachable
        for key, named_rows in named.items()
    }


def audience_rows(record: Document) -> list[dict[str, str]]:
    """The audience of `record`, for another record to have the same."""
    return [{"audience_type": row.audience_type, "audience": row.audience} for row in record.audience]


def unknown_audience(audience: list) -> list[str]:
    """What the audience rows name and nobody has, in their order."""
    known = set()
    for kind in AUDIENCE_TYPES:
        named = sorted({row.audience for row in audience if row.audience_type == kind})
        if named:
            names = frappe.get_all(kind, filters={"name": ["in", named]}, pluck="name", order_by="name asc")
            known |= {(kind, name) for name in names}
    return [row.audience for row in audience if (row.audience_type, row.audience) not in known]


def enabled_people() -> set[str]:
    """All enabled desk users that stand for a person."""
    users = frappe.get_all(
        "User", filters={"enabled": 1, "user_type": "System User"}, pluck="name", order_by="name asc"
    )
    return set(users) - NOT_PEOPLE


def fenced_off(system: str) -> set[str]:
    """Users whose user permissions name other systems and not this one."""
    rows = frappe.get_all(
        "User Permission",
        filters={"allow": "ITSM System"},
        fields=["user", "for_value"],
        order_by="user asc",
    )
    return {row.user for row in rows} - {row.user for row in rows if row.for_value == system}


def _grouped(doctype: str, parenttype: str, by: str, user: str, wanted: set[str]) -> dict[str, set[str]]:
    """The users in the rows of `doctype`, by the value of the field `by`, where that is wanted."""
    if not wanted:
        return {}
    found: dict[str, set[str]] = {}
    for row in frappe.get_all(
        doctype,
        filters={by: ["in", sorted(wanted)], "parenttype": parenttype},
        fields=[by, user],
        order_by=f"{by} asc, {user} asc",
    ):
        found.setdefault(row[by], set()).add(row[user])
    return found
