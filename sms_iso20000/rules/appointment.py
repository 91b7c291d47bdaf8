"""Who may be appointed to what, by whom and for which period (ISO/IEC 20000-1:2011, 4.1.4)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sms_iso20000.rules.unmet import Unmet


class Kind(str, Enum):
    REPRESENTATIVE = "Management Representative"
    DEPUTY = "Deputy"
    PROCESS_OWNER = "Process Owner"


class Stage(str, Enum):
    DRAFT = "Draft"
    APPOINTED = "Appointed"
    ACCEPTED = "Accepted"
    DECLINED = "Declined"
    ENDED = "Ended"


# The letter of 4.1.4 by the field that says the duty is given.
DUTIES = {
    "duty_requirements": "a",
    "duty_authorities": "b",
    "duty_integration": "c",
    "duty_assets": "d",
    "duty_reporting": "e",
}
# The stages in which a promised period is spoken for.
PROMISED = (Stage.APPOINTED, Stage.ACCEPTED)


@dataclass(frozen=True)
class Appointment:
    """One appointment. All days are inclusive; `ended_on` is the last day in office, None where it was never held."""

    name: str
    kind: str
    appointee: str
    starts_on: date
    ends_on: date | None = None
    status: str = Stage.DRAFT.value
    related_process: str = ""
    ended_on: date | None = None
    authority: str = ""
    duties: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Surroundings:
    """What is to be known of the system on `today`, the appointee and the other appointments."""

    today: date
    top_management: Collection[str]
    representatives: Collection[str] = ()
    others: Collection[Appointment] = ()
    appointee_enabled: bool = True
    appointee_may_read: bool = True


def holds_on(appointment: Appointment, day: date) -> bool:
    """Whether the appointee is, or was, in office on `day`."""
    if appointment.status not in (Stage.ACCEPTED, Stage.ENDED) or not _occupies(appointment):
        return False
    last = _last_day(appointment)
    return appointment.starts_on <= day and (last is None or day <= last)


def may_appoint(kind: str, actor: str, about: Surroundings) -> bool:
    """Top management appoints; the representative assigns authority over processes, too (4.1.4 b)."""
    if actor in about.top_management:
        return True
    return kind == Kind.PROCESS_OWNER and actor in about.representatives


def unmet_for_appointing(appointment: Appointment, actor: str, about: Surroundings) -> list[Unmet]:
    """All reasons why `actor` cannot make this appointment: the form and the server show the same list."""
    unmet = []
    if not may_appoint(appointment.kind, actor, about):
        of_process = appointment.kind == Kind.PROCESS_OWNER
        unmet.append(
            Unmet("appointer_not_entitled", {"user": actor})
            if of_process
            else Unmet("appointer_not_top_management", {"user": actor})
        )
    if actor == appointment.appointee:
        unmet.append(Unmet("self_appointment"))
    if not about.appointee_enabled:
        unmet.append(Unmet("appointee_disabled", {"user": appointment.appointee}))
    elif not about.appointee_may_read:
        unmet.append(Unmet("appointee_cannot_answer", {"user": appointment.appointee}))
    if not appointment.authority.strip():
        unmet.append(Unmet("authority_missing"))
    missing = sorted(set(DUTIES.values()) - appointment.duties)
    if missing and appointment.kind == Kind.REPRESENTATIVE:
        unmet.append(Unmet("duties_missing", {"letters": ", ".join(missing)}))
    return unmet + _unmet_period(appointment, about)


def unmet_for_accepting(appointment: Appointment, actor: str, about: Surroundings) -> list[Unmet]:
    """All reasons why `actor` cannot accept this appointment today."""
    return unmet_for_answering(appointment, actor) + _unmet_period(appointment, about)


def unmet_for_answering(appointment: Appointment, actor: str) -> list[Unmet]:
    """Nobody answers for the appointee."""
    return [] if actor == appointment.appointee else [Unmet("not_the_appointee", {"user": appointment.appointee})]


def unmet_for_ending(
    appointment: Appointment, actor: str, ended_on: date | None, reason: str, about: Surroundings
) -> list[Unmet]:
    """All reasons against an end by `actor` with `ended_on` as the last day in office; the appointee may resign."""
    unmet = []
    if actor != appointment.appointee and not may_appoint(appointment.kind, actor, about):
        unmet.append(Unmet("ender_not_entitled", {"user": actor}))
    if not reason.strip():
        unmet.append(Unmet("reason_missing"))
    if ended_on is None:
        return unmet
    if ended_on > about.today:
        unmet.append(Unmet("end_in_future", {"day": ended_on}))
    if ended_on < appointment.starts_on:
        unmet.append(Unmet("end_before_start", {"day": ended_on, "start": appointment.starts_on}))
    if appointment.ends_on and ended_on > appointment.ends_on:
        unmet.append(Unmet("end_after_period", {"day": ended_on, "end": appointment.ends_on}))
    return unmet


def has_begun(appointment: Appointment, today: date) -> bool:
    """Whether there is a last day in office to name: accepted, and the first day has come."""
    return appointment.status == Stage.ACCEPTED and appointment.starts_on <= today


def clashes(appointment: Appointment, others: Iterable[Appointment]) -> list[Unmet]:
    """Offices that two people, or one person twice, would hold on the same day."""
    unmet = []
    for other in others:
        if other.name == appointment.name or not _occupies(other) or not _share_a_day(appointment, other):
            continue
        values = {"name": other.name, "user": other.appointee}
        if _same_office(appointment, other):
            unmet.append(Unmet("appointment_overlaps", values))
        elif _deputy_of_oneself(appointment, other):
            unmet.append(Unmet("deputy_is_representative", values))
    return unmet


def _unmet_period(appointment: Appointment, about: Surroundings) -> list[Unmet]:
    unmet = []
    if appointment.ends_on and appointment.ends_on < about.today:
        unmet.append(Unmet("period_is_over", {"day": appointment.ends_on}))
    return unmet + clashes(appointment, about.others)


def _occupies(appointment: Appointment) -> bool:
    if appointment.status == Stage.ENDED:
        return appointment.ended_on is not None
    return appointment.status in PROMISED


def _last_day(appointment: Appointment) -> date | None:
    return appointment.ended_on if appointment.status == Stage.ENDED else appointment.ends_on


def _share_a_day(one: Appointment, other: Appointment) -> bool:
    return one.starts_on <= (_last_day(other) or date.max) and other.starts_on <= (_last_day(one) or date.max)


def _same_office(one: Appointment, other: Appointment) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind == Kind.REPRESENTATIVE:
        return True
    if one.kind == Kind.PROCESS_OWNER:
        return one.related_process == other.related_process
    return one.appointee == other.appointee


def _deputy_of_oneself(one: Appointment, other: Appointment) -> bool:
    return {one.kind, other.kind} == {Kind.REPRESENTATIVE.value, Kind.DEPUTY.value} and one.appointee == other.appointee
