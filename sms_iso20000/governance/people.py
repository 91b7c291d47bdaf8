"""Who manages whom: by the processes one owns, and by the line of the organisation (4.4.2; 4.1.4 b)."""

from collections.abc import Iterable

import frappe

from sms_iso20000.integrations.people import line_reports_of
from sms_iso20000.rules.competence import MANAGER


def managed_by(user: str) -> dict[str, set[str]]:
    """Whom `user` manages in each system: who has a role in a process that they own, other than by their word alone."""
    owned = dict(
        frappe.get_all(
            "ITSM Process",
            filters={"process_owner": user, "is_active": 1},
            fields=["name", "system"],
            as_list=True,
            order_by="name asc",
        )
    )
    people: dict[str, set[str]] = {}
    if not owned:
        return people
    for row in frappe.get_all(
        "ITSM Process Role",
        filters={"parenttype": "ITSM Process", "parent": ["in", sorted(owned)], "user": ["is", "set"]},
        fields=["parent", "user", "named_by"],
        order_by="parent asc, idx asc",
    ):
        # Else every owner could open the records of everybody, by giving them a role.
        if row.named_by == user:
            continue
        people.setdefault(owned[row.parent], set()).add(row.user)
    return people


def manages(user: str, person: str, system: str) -> bool:
    """Whether `user` manages `person`, who is somebody else."""
    if not person or user == person:
        return False
    return person in managed_by(user).get(system, ()) or person in line_reports_of(user)


def is_manager(user: str) -> bool:
    """Whether `user` holds the role that manages the whole system."""
    return MANAGER in frappe.get_roles(user)


def may_see(user: str, person: str, system: str) -> bool:
    """Whether records of `person` are for the eyes of `user`."""
    return user == person or is_manager(user) or manages(user, person, system)


def known_to(user: str, system: str, people: Iterable[str]) -> set[str]:
    """Those of `people` in `system` whose records are for the eyes of `user`; as few queries however many."""
    if is_manager(user):
        return set(people)
    return {user, *line_reports_of(user), *managed_by(user).get(system, ())} & set(people)


def full_names(users: Iterable[str | None]) -> dict[str, str]:
    """What each of `users` is called; one query. Those of whom nothing is known go by their user name."""
    wanted = sorted({user for user in users if user})
    rows = frappe.get_all("User", filters={"name": ["in", wanted]}, fields=["name", "full_name"], order_by="name asc")
    return {**{user: user for user in wanted}, **{row.name: row.full_name or row.name for row in rows}}
