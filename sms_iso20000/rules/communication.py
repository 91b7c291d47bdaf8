"""When a communication is due, what is missing before it is sent, and how far its delivery has come (4.1.3 b)."""

from collections.abc import Collection
from datetime import date

from dateutil.relativedelta import relativedelta

from sms_iso20000.rules.unmet import Unmet

# Months between two communications of a procedure; one that is made when needed has no date.
MONTHS = {"Monthly": 1, "Quarterly": 3, "Half-Yearly": 6, "Yearly": 12}
DRAFT, SENDING, SENT, SENT_IN_PART = "Draft", "Sending", "Sent", "Sent in Part"


def next_due(frequency: str, starts_on: date, last_made_on: date | None) -> date | None:
    """The day by which the next communication is to be made: one interval after the last one, or after the start
    where none was made. None where it is made when needed."""
    if frequency not in MONTHS:
        return None
    return (last_made_on or starts_on) + relativedelta(months=MONTHS[frequency])


def unmet_for_sending(stage: str, message: str, unknown: Collection[str], people: int) -> list[Unmet]:
    """All reasons against sending. `message` is the plain text, `unknown` what the audience names and nobody has,
    `people` how many it means."""
    unmet = [] if stage == DRAFT else [Unmet("communication_sent")]
    if not message.strip():
        unmet.append(Unmet("no_message"))
    unmet += [Unmet("unknown_audience", {"audience": name}) for name in unknown]
    if not people:
        unmet.append(Unmet("audience_nobody"))
    return unmet


def stage_of_delivery(untried: int, failed: int) -> str:
    """The stage of a communication of whose people `untried` wait for the first attempt and `failed` were not
    reached by all that was asked for."""
    if untried:
        return SENDING
    return SENT_IN_PART if failed else SENT
