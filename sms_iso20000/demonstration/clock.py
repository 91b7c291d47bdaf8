"""Another day. The demonstration is an invented history, played through the app's own functions on its own days.

Everything the host and the app call "now" and "today" ends in one function that converts the computer's time to the
time zone of the site; within `at` it answers an earlier moment, and time goes on from there. Nothing is changed in the
database afterwards, so stamps, seals and the chain of decisions agree with each other. Only the demonstration does
this, in a command of its own, on a site without any other system.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from frappe.utils import data, now_datetime


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """It is `moment` (in the time zone of the site) within the block. A moment to come is refused by ValueError."""
    earlier = moment - now_datetime()
    if earlier.total_seconds() > 0:
        raise ValueError(f"{moment} is yet to come.")
    convert = data.convert_utc_to_system_timezone
    data.convert_utc_to_system_timezone = lambda timestamp: convert(timestamp) + earlier
    try:
        if abs((now_datetime() - moment).total_seconds()) > 1:
            raise RuntimeError("The host takes its time from elsewhere.")
        yield
    finally:
        data.convert_utc_to_system_timezone = convert
