"""Who has to know a document: roles, user groups and users, resolved to people."""

import frappe

# Every desk user holds these without a row of their own.
AUTOMATIC_ROLES = {"All", "Desk User"}
NOT_PEOPLE = {"Administrator", "Guest"}
AUDIENCE_TYPES = ("Role", "User Group", "User")


def audience_users(system: str, audience: list) -> set[str]:
    """Enabled users meant by the audience rows (4.1.2 e); people fenced off to other systems are left out."""
    named = {kind: {row.audience for row in audience if row.audience_type == kind} for kind in AUDIENCE_TYPES}
    users = set(named["User"])
    if named["Role"]:
        users |= set(
            frappe.get_all(
                "Has Role",
                filters={"role": ["in", sorted(named["Role"])], "parenttype": "User"},
                pluck="parent",
                order_by="parent asc",
            )
        )
    if named["User Group"]:
        users |= set(
            frappe.get_all(
                "User Group Member",
                filters={"parent": ["in", sorted(named["User Group"])], "parenttype": "User Group"},
                pluck="user",
                order_by="idx asc",
            )
        )
    people = enabled_people()
    if not named["Role"].isdisjoint(AUTOMATIC_ROLES):
        users |= people
    return (users & people) - fenced_off(system)


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
