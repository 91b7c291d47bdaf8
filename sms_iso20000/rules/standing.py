"""How a record of the host stands today, whatever its type: by the fields that such records have in common."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from sms_iso20000.rules.revision import State


class Standing(str, Enum):
    """`NONE` where no record is named, `GONE` where the record or its type is no longer there."""

    NONE = "None"
    STANDS = "Stands"
    NOT_YET = "Not Yet"
    ENDED = "Ended"
    DISABLED = "Disabled"
    GONE = "Gone"


OVER = (Standing.ENDED, Standing.DISABLED)
# Fields that take a record out of use, with the value that does.
FLAGS = {"disabled": True, "enabled": False, "is_active": False}
# The last day on which a record counts.
END_DATES = ("end_date", "ends_on", "valid_till", "valid_upto", "expiry_date")
NOT_YET = {"Draft", "Unsigned", "Proposed"}
ENDED = {"Inactive", "Expired", "Terminated", "Ended", "Cancelled", "Closed", "Declined", "Replaced", "Retired"}
SUBMITTED, CANCELLED = 1, 2
# Which of a record's fields are looked at; `docstatus` only where records of its type are submitted.
LOOKED_AT = (*FLAGS, *END_DATES, "status", "workflow_state", "docstatus")


def standing_of(record: Mapping[str, Any], today: date) -> Standing:
    """The standing of a record that exists; `record` has those of the fields `LOOKED_AT` that its type has."""
    state = record.get("workflow_state") or record.get("status")
    last_days = [record[field] for field in END_DATES if record.get(field)]
    if any(field in record and bool(record[field]) is off for field, off in FLAGS.items()):
        return Standing.DISABLED
    if record.get("docstatus") == CANCELLED or state in ENDED or any(day < today for day in last_days):
        return Standing.ENDED
    if record.get("docstatus", SUBMITTED) != SUBMITTED or state in NOT_YET:
        return Standing.NOT_YET
    return Standing.STANDS


def standing_of_revision(state: str) -> Standing:
    """The standing of a revision of ours, which stands while it is in force."""
    if state == State.IN_FORCE:
        return Standing.STANDS
    return Standing.ENDED if state in (State.SUPERSEDED, State.WITHDRAWN) else Standing.NOT_YET
