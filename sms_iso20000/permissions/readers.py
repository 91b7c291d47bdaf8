"""Policy: who only reads sees what is in force, as 4.3.2 h wants obsolete copies kept from unintended use."""

import frappe

from sms_iso20000.permissions.criterion import OneOf
from sms_iso20000.rules.revision import State
from sms_iso20000.rules.service import State as ServiceState

SEES_WHOLE_LIFE = {
    "ITSM Manager",
    "ITSM Top Management",
    "ITSM Process Owner",
    "ITSM Auditor",
    "ITSM External Auditor",
    "System Manager",
}


def in_force_for_readers(user: str) -> OneOf | None:
    """The condition on revisions for `user`; None where they may see all states."""
    return _only_in(State.IN_FORCE, user)


def live_for_readers(user: str) -> OneOf | None:
    """The condition on services for `user`: staff see what customers use, not what is proposed or retired."""
    return _only_in(ServiceState.LIVE, user)


def accepted_for_readers(user: str) -> OneOf | None:
    """The condition on appointments for `user`: staff see who holds an office, not who was asked to.

    The person asked has to read theirs in every stage.
    """
    if SEES_WHOLE_LIFE.intersection(frappe.get_roles(user)):
        return None
    names = frappe.get_all(
        "ITSM Appointment",
        or_filters={"status": ["in", ["Accepted", "Ended"]], "appointee": user},
        pluck="name",
        order_by="name asc",
    )
    return OneOf("name", names)


def _only_in(state: State | ServiceState, user: str) -> OneOf | None:
    if SEES_WHOLE_LIFE.intersection(frappe.get_roles(user)):
        return None
    return OneOf("workflow_state", [state.value])
