"""Who takes part in a training, what it did for each, and what counts from it (4.4.2 b and c)."""

from collections.abc import Collection

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, add_months, getdate, now_datetime, today

from sms_iso20000.governance.competence import PARTICIPANT, RECORD, TRAINING, as_seat, board_of
from sms_iso20000.governance.people import is_manager, may_see
from sms_iso20000.integrations.people import attendees_of, is_host_training, is_host_training_closed
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.competence import DRAFT
from sms_iso20000.rules.training import (
    ABSENT,
    ATTENDED,
    EFFECTIVE,
    NOT_EVALUATED,
    TAKEN_OFF,
    TO_ATTEND,
    Seat,
    unmet_for_adding,
)
from sms_iso20000.rules.unmet import Unmet

# Days in which a training planned from a gap is to be over, where nothing else is said.
DAYS_TO_CLOSE = 90


def rows_of(training: str) -> list[dict]:
    """Everybody who was ever put on the list of a training."""
    return frappe.get_all(
        PARTICIPANT,
        filters={"training": training},
        fields=["name", "user", "attendance", "effect", "evaluated_by", "evaluated_on", "remarks"],
        order_by="creation asc, name asc",
    )


def rows_shown(training: Document) -> list[dict]:
    """Those on the list whom the signed-in user may know, with full names.

    Who gives the training sees who comes and who came, and of those they do not manage nothing more.
    """
    user = frappe.session.user
    shown = []
    for row in rows_of(training.name):
        if row.attendance == TAKEN_OFF:
            continue
        whole = may_see(user, row.user, training.system) if row.user else is_manager(user)
        if not whole and user != training.trainer:
            continue
        if not whole:
            row.update(effect="", evaluated_by="", evaluated_on=None, remarks="")
        row.full_name = frappe.utils.get_fullname(row.user) if row.user else ""
        shown.append(row)
    return shown


def seats_of(training: str) -> list[Seat]:
    return [as_seat(row) for row in rows_of(training)]


def put_on_list(training: Document, users: list[str]) -> None:
    """Put people on the list of a planned training, each of whom the signed-in user manages."""
    unmet = unmet_for_adding(users, seats_of(training.name), training.trainer or "")
    unmet += _unmet_people(training.system, users)
    if unmet:
        refuse(*unmet)
    there = {row.user: row.name for row in rows_of(training.name)}
    for user in users:
        if user in there:
            frappe.get_doc(PARTICIPANT, there[user]).write(attendance=TO_ATTEND)
            continue
        values = {"system": training.system, "training": training.name, "user": user}
        frappe.get_doc({"doctype": PARTICIPANT, **values, "attendance": TO_ATTEND, "effect": NOT_EVALUATED}).make()


def note_attendance(training: str, attended: Collection[str]) -> None:
    """Write down who of those on the list was there."""
    for row in rows_of(training):
        if row.attendance != TAKEN_OFF:
            frappe.get_doc(PARTICIPANT, row.name).write(attendance=ATTENDED if row.user in attended else ABSENT)


def attendance_in_host(training: Document) -> set[str] | None:
    """Users who attended by the linked record of HRMS; None where none is linked.

    Raises Refused where that is not closed yet.
    """
    if not (training.host_type and training.host_training):
        return None
    if not is_host_training_closed(training.host_type, training.host_training):
        refuse(Unmet("host_training_open", {"name": training.host_training}))
    return attendees_of(training.host_type, training.host_training)


def unmet_host_training(training: Document) -> list[Unmet]:
    """Why the record linked cannot say who attended."""
    if training.host_type and training.host_training and not is_host_training(training.host_type):
        return [Unmet("host_training_unfit", {"type": training.host_type})]
    return training.unmet_record_named("host_type", "host_training")


def figures_of(training: str) -> dict[str, int]:
    """What a training may tell everybody of its participants: how many there are of each kind."""
    seats = [seat for seat in seats_of(training) if seat.attendance != TAKEN_OFF]
    return {
        "participants": len(seats),
        "attended": sum(seat.attendance == ATTENDED for seat in seats),
        "evaluated": sum(seat.effect != NOT_EVALUATED for seat in seats),
        "effective": sum(seat.effect == EFFECTIVE for seat in seats),
    }


def count_as_held(training: Document, user: str, remarks: str) -> Document:
    """What an effective training proves: a record of who took part, verified by whoever found it effective."""
    months = frappe.db.get_value("ITSM Competence", training.competence, "validity_months")
    obtained_on = getdate(today())
    record = frappe.get_doc(
        {
            "doctype": RECORD,
            "system": training.system,
            "user": user,
            "competence": training.competence,
            "level": training.level,
            "obtained_on": obtained_on,
            "expires_on": add_months(obtained_on, months) if months else None,
            "evidence": remarks,
            "training": training.name,
            "status": DRAFT,
            "recorded_by": training.held_by,
        }
    )
    record.flags.by_own_function = True
    record.insert(ignore_permissions=True)
    record.stand_verified(frappe.session.user)
    return record


def plan_for_gap(system: str, competence: str, users: list[str], ends_on: str | None, measure: str) -> Document:
    """A planned training for those of `users` who lack `competence`, to the highest level that one of them needs.

    Raises Refused where none of them lacks it, and for people whom the signed-in user does not manage.
    """
    if unmet := _unmet_people(system, users):
        refuse(*unmet)
    gaps = board_of(system).gaps
    lacking = [user for user in dict.fromkeys(users) if (user, competence) in gaps]
    if not lacking:
        refuse(Unmet("nobody_lacks_it"))
    training = frappe.get_doc(
        {
            "doctype": TRAINING,
            "system": system,
            "title": frappe.db.get_value("ITSM Competence", competence, "title"),
            "competence": competence,
            "level": max(gaps[user, competence].needed for user in lacking),
            "measure": measure,
            "starts_on": today(),
            "ends_on": ends_on or add_days(today(), DAYS_TO_CLOSE),
        }
    ).insert()
    training.add_participants(lacking)
    return training


def _unmet_people(system: str, users: Collection[str]) -> list[Unmet]:
    actor = frappe.session.user
    known = dict(
        frappe.get_all(
            "User",
            filters={"name": ["in", list(users)]},
            fields=["name", "enabled"],
            as_list=True,
            order_by="name asc",
        )
    )
    unmet = [Unmet("person_not_enabled", {"user": user}) for user in sorted(set(users)) if not known.get(user)]
    return unmet + [
        Unmet("person_not_yours", {"user": user}) for user in sorted(set(users)) if not may_see(actor, user, system)
    ]


def moment() -> dict:
    """Who did something just now, and when."""
    return {"evaluated_by": frappe.session.user, "evaluated_on": now_datetime()}
