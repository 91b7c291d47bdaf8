"""How long a certificate holds, and whether the certification body was answered in time (4.5.4.1)."""

from datetime import date
from enum import Enum

from sms_iso20000.rules.unmet import Unmet

# Days before its end from which a certificate has to be renewed.
RENEWED_WITHIN = 90


class Validity(str, Enum):
    NONE = ""
    VALID = "Valid"
    EXPIRES_SOON = "Expires Soon"
    EXPIRED = "Expired"


class Response(str, Enum):
    NONE = ""
    DUE = "Due"
    OVERDUE = "Overdue"
    ANSWERED = "Answered"
    ANSWERED_LATE = "Answered Late"


def unmet_ledger(
    certified_on: date | None, valid_until: date | None, responded_on: date | None, today: date
) -> list[Unmet]:
    """All reasons why the days of a certificate and of the answer to its body cannot be kept."""
    unmet = []
    if certified_on and valid_until and valid_until < certified_on:
        unmet.append(Unmet("certificate_ends_before_issue"))
    if responded_on and responded_on > today:
        unmet.append(Unmet("answered_in_future"))
    return unmet


def validity_of(valid_until: date | None, today: date) -> Validity:
    """A certificate is valid up to its last day, that day included."""
    if not valid_until:
        return Validity.NONE
    if valid_until < today:
        return Validity.EXPIRED
    return Validity.EXPIRES_SOON if (valid_until - today).days <= RENEWED_WITHIN else Validity.VALID


def response_of(due_on: date | None, responded_on: date | None, today: date) -> Response:
    if not due_on:
        return Response.NONE
    if responded_on:
        return Response.ANSWERED if responded_on <= due_on else Response.ANSWERED_LATE
    return Response.DUE if today <= due_on else Response.OVERDUE


def days_left(due_on: date | None, responded_on: date | None, today: date) -> int | None:
    """Days until the answer is due, below 0 once it is overdue; None where none is awaited."""
    return (due_on - today).days if due_on and not responded_on else None
