"""How a law, a standard or a contract stands that binds the service provider (ISO/IEC 20000-1:2011, 4.5.2 d)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sms_iso20000.rules.unmet import Unmet

DAYS_BEFORE_END = 30


class Standing(str, Enum):
    """The gravest first."""

    ENDED = "Ended"
    SOURCE_GONE = "Source Gone"
    REVIEW_OVERDUE = "Review Overdue"
    ENDS_SOON = "Ends Soon"
    NOT_YET = "Not Yet in Force"
    IN_FORCE = "In Force"


@dataclass(frozen=True)
class Obligation:
    """What decides how an obligation stands; `is_source_gone` says that the record it is written in no longer holds."""

    starts_on: date | None = None
    ends_on: date | None = None
    next_review_on: date | None = None
    is_source_gone: bool = False


def standing(obligation: Obligation, today: date) -> tuple[Standing, ...]:
    """Everything that holds of `obligation` on `today`, the gravest first. What has ended is not reviewed any more."""
    if is_over(obligation.ends_on, today):
        return (Standing.ENDED,)
    ends_on, review_on = obligation.ends_on, obligation.next_review_on
    holds = {
        Standing.SOURCE_GONE: obligation.is_source_gone,
        Standing.REVIEW_OVERDUE: review_on is not None and review_on < today,
        Standing.ENDS_SOON: ends_on is not None and ends_on <= today + timedelta(days=DAYS_BEFORE_END),
        Standing.NOT_YET: obligation.starts_on is not None and obligation.starts_on > today,
    }
    return tuple(found for found in Standing if holds.get(found)) or (Standing.IN_FORCE,)


def is_over(ends_on: date | None, today: date) -> bool:
    """Whether the last day has passed."""
    return ends_on is not None and ends_on < today


def unmet_review(is_active: bool, ends_on: date | None, today: date) -> list[Unmet]:
    """Why an obligation is not reviewed."""
    if not is_active:
        return [Unmet("obligation_not_active")]
    return [Unmet("obligation_over")] if is_over(ends_on, today) else []
