"""Another day. The demonstration is an invented history, played through the app's own functions on its own days.

Everything the host and the app call "now" and "today" is the computer's time, converted to the time zone of the site in
one place of the host. Within `at` that place answers an earlier moment, and time goes on from there. Nothing is changed
in the database afterwards, so stamps, seals and the chain of decisions agree with each other. Only the demonstration
does this, in a command of its own, on a site without any other system.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from frappe.utils import data, now_datetime

from sms_iso20000.compat import shifted_conversion


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """It is `moment` (in the time zone of the site) within the block. A moment to come is refused by ValueError."""
    earlier = moment - now_datetime()
    if earlier.total_seconds() > 0:
        raise ValueError(f"{moment} is yet to come.")
    place, shifted = shifted_conversion(earlier)
    original = getattr(data, place)
    setattr(data, place, shifted)
    try:
        if abs((now_datetime() - moment).total_seconds()) > 1:
            raise RuntimeError("The host takes its time from elsewhere.")
        yield
    finally:
        setattr(data, place, original)
