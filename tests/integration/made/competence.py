"""Competences, what roles need, records of people and trainings, made through the app's own functions."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, add_months, today

from tests.integration.copies import made_once
from tests.integration.made.communications import make_communication
from tests.integration.made.processes import owned, process_of, role
from tests.integration.stage import MANAGER, OWNER, STAFF, TOP, acting_as

ROLE_TITLE = "Change Coordinator"


@made_once
def make_competence(system, **values) -> Document:
    with acting_as(MANAGER):
        return frappe.get_doc(
            {"doctype": "ITSM Competence", "system": system.name, "title": "Change planning", **values}
        ).insert()


def make_workforce(system, *users: str, clause: str = "9.2") -> Document:
    """A process that the process owner owns, in which each of `users` is a change coordinator."""
    return owned(system, clause, roles=[role(user, role_title=ROLE_TITLE) for user in users or (STAFF,)])


@made_once
def make_need(system, competence, **values) -> Document:
    """What a change coordinator needs, unless the test says otherwise; level 3."""
    process = process_of(system, "9.2").name
    who = {"needed_by": "Process Role", "related_process": process, "role_title": ROLE_TITLE}
    with acting_as(MANAGER):
        return frappe.get_doc(
            {
                "doctype": "ITSM Competence Requirement",
                "system": system.name,
                "competence": competence.name,
                "level": 3,
                **who,
                **values,
            }
        ).insert()


def record_values(system, competence, **values) -> dict:
    return {
        "doctype": "ITSM Competence Record",
        "system": system.name,
        "user": STAFF,
        "competence": competence.name,
        "level": 3,
        "obtained_on": add_months(today(), -6),
        "evidence": "Certificate 4711.",
        **values,
    }


@made_once
def make_record(system, competence, status: str = "Verified", by: str = STAFF, **values) -> Document:
    """A record that the person wrote, or `by`, and the manager verified or withdrew."""
    with acting_as(by):
        record = frappe.get_doc(record_values(system, competence, **values)).insert()
    with acting_as(MANAGER):
        if status in ("Verified", "Withdrawn"):
            record.verify("Seen the certificate.")
        if status == "Withdrawn":
            record.withdraw("Left the team.")
    return record


@made_once
def make_training(system, competence, status: str = "Planned", users: tuple = (STAFF,), **values) -> Document:
    """A training that the manager planned for `users`, given by the process owner; with status Held it ended so long
    ago that it is to be evaluated, and everybody was there."""
    days = {"starts_on": add_days(today(), 7), "ends_on": add_days(today(), 8)}
    if status in ("Held", "Evaluated"):
        days = {"starts_on": add_days(today(), -36), "ends_on": add_days(today(), -35)}
    with acting_as(MANAGER):
        training = frappe.get_doc(
            {
                "doctype": "ITSM Training",
                "system": system.name,
                "title": "Planning changes",
                "competence": competence.name,
                "level": 3,
                "trainer": OWNER,
                **days,
                **values,
            }
        ).insert()
        training.add_participants(list(users))
        if status in ("Held", "Evaluated"):
            training.hold(list(users))
        if status == "Evaluated":
            for user in users:
                training.evaluate(seat_of(training, user).name, "Effective", "Two changes planned without help.")
    training.reload()
    return training


def seat_of(training, user: str) -> Document:
    return frappe.get_doc("ITSM Training Participant", {"training": training.name, "user": user})


def told_by_top_management(system, *readers: str) -> Document:
    """What the work is for, told by top management to staff and read by `readers`."""
    told = make_communication(system, "Sending", sender=TOP, purpose="Scope, Policy and Objectives")
    for user in readers:
        with acting_as(user):
            frappe.get_doc(told.doctype, told.name).note_read()
    return told
