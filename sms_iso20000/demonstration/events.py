"""What happened when: moments of the demonstration's history, counted back from the present one."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from frappe.utils import add_months, getdate


@dataclass(frozen=True)
class Event:
    """What `user` did at a moment."""

    moment: datetime
    user: str
    act: Callable[[], object]


class Moments:
    """Days and months back from `now`, at some minute that chance decides."""

    def __init__(self, now: datetime, chance: random.Random):
        self.now = now
        self.chance = chance

    def ago(self, days: int, hour: int) -> datetime:
        return self.on(self.now.date() - timedelta(days=days), hour)

    def on(self, day: date, hour: int) -> datetime:
        moment = datetime.combine(day, time(hour))
        return moment + timedelta(minutes=self.chance.randrange(60), seconds=self.chance.randrange(60))

    def months_back(self, months: int) -> date:
        """The same day of an earlier month, or of a later one where `months` is negative."""
        return getdate(add_months(self.now.date(), -months))
