"""Policy: records of a person are for that person, for who manages them and for the managers of the system."""

from dataclasses import dataclass

import frappe

from sms_iso20000.governance.people import is_manager, known_to, managed_by
from sms_iso20000.governance.samples import sampled
from sms_iso20000.integrations.people import line_reports_of
from sms_iso20000.permissions.criterion import AllOf, AnyOf, OneOf
from sms_iso20000.permissions.readers import SEES_WHOLE_LIFE
from sms_iso20000.rules.training import TAKEN_OFF

# Who sees how the people of a system stand, and nobody's name but in a sample.
SEES_WITHOUT_NAMES = {"ITSM Auditor", "ITSM External Auditor", "ITSM Top Management"}
DRAWS_SAMPLES = ("ITSM Auditor", "ITSM External Auditor")


@dataclass(frozen=True)
class Eyes:
    """Whom somebody may know by name in one system, and whether all others are shown to them without names."""

    named: frozenset[str]
    sees_others: bool


def own_and_managed(user: str) -> AnyOf | None:
    """The condition on records of persons for `user`; None where they may see everybody's (4.4.2 e)."""
    if is_manager(user):
        return None
    return AnyOf(tuple(AllOf(tuple(OneOf(*part) for part in concerned.items())) for concerned in _concerned(user)))


def _concerned(user: str) -> list[dict[str, list[str]]]:
    """Values by field: `user` with whose line manager they are, then in each system whom they manage there."""
    own = {"user": sorted({user, *line_reports_of(user)})}
    managed = managed_by(user).items()
    return [own, *({"system": [system], "user": sorted(people)} for system, people in managed)]


def trainings_concerned(user: str) -> AnyOf | None:
    """The condition on trainings for `user`: staff see those that they give or take part in, and those of people whom
    they manage; None where they may see all, which name nobody who takes part."""
    if SEES_WHOLE_LIFE.intersection(frappe.get_roles(user)):
        return None
    names: set[str] = set()
    for concerned in _concerned(user):
        names |= set(
            frappe.get_all(
                "ITSM Training Participant",
                filters={
                    "attendance": ["!=", TAKEN_OFF],
                    **{field: ["in", values] for field, values in concerned.items()},
                },
                pluck="training",
                order_by="training asc",
            )
        )
    return AnyOf((OneOf("trainer", [user]), OneOf("name", sorted(names))))


def eyes_of(user: str, system: str, people: set[str]) -> Eyes:
    """Whom of `people` in `system` the reader `user` may know by name.

    Administrator knows nobody: the host computes reports that it mails on schedule as Administrator, whoever gets them.
    """
    if user == "Administrator":
        return Eyes(frozenset(), sees_others=True)
    named = known_to(user, system, people)
    if is_manager(user):
        return Eyes(frozenset(named), sees_others=True)
    roles = set(frappe.get_roles(user))
    if roles.intersection(DRAWS_SAMPLES):
        named |= sampled(system, user, people)
    return Eyes(frozenset(named), sees_others=bool(roles & SEES_WITHOUT_NAMES))
