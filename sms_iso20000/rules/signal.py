"""Signs of trouble that has not happened yet, and what makes two of them the same (4.5.5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import sha256
from itertools import pairwise

from sms_iso20000.rules.schedule import months_later
from sms_iso20000.rules.verdict import Status

MONTHS = 3
# Misses in a month, and cases within the look-back, from which on they are no accident.
MANY_MISSES = 3
MANY_CASES = 3


class Kind(str, Enum):
    FALLING = "Falling Trend"
    MISSES = "Repeated Misses"
    CAUSE = "Repeated Cause"
    EXPIRY = "Expiry"


@dataclass(frozen=True)
class Month:
    """Percent in target, and how many tickets missed it, in the month that began on `start`."""

    start: date
    share: float
    missed: int


@dataclass(frozen=True)
class Signal:
    """`subject` is what it is about, `occurrences` are the months or days it shows in, the newest last."""

    kind: Kind
    subject: str
    occurrences: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the action that is drafted from it keeps, so that none is drafted twice."""
        return self.key_of(self.occurrences[-1])

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all actions that this very sign may already have led to."""
        return tuple(self.key_of(occurrence) for occurrence in self.occurrences)

    def key_of(self, occurrence: str) -> str:
        return f"{self.stem}{occurrence}"

    @property
    def stem(self) -> str:
        """What all signs of this kind on this subject have in common, however long their names."""
        return f"{self.kind.value}|{sha256(self.subject.encode()).hexdigest()[:24]}|"


def last_months(months: Sequence[Month], latest: date) -> list[Month]:
    """The last months in a row up to that which begins on `latest`; none where one of them was not measured."""
    last = list(months[-MONTHS:])
    wanted = [months_later(latest, -back) for back in range(MONTHS - 1, -1, -1)]
    return last if [month.start for month in last] == wanted else []


def is_falling(months: Sequence[Month]) -> bool:
    """Whether each month was worse than the one before."""
    return len(months) == MONTHS and all(later.share < earlier.share for earlier, later in pairwise(months))


def misses_repeatedly(months: Sequence[Month]) -> bool:
    """Whether each month saw many tickets miss their target."""
    return len(months) == MONTHS and all(month.missed >= MANY_MISSES for month in months)


def ends_soon(ends_on: date | None, today: date, lead: int) -> bool:
    """Whether something ends within `lead` days; what is over already is no sign but a fact."""
    return ends_on is not None and today <= ends_on <= today + timedelta(days=lead)


def last_of_days(moments: Sequence[datetime]) -> list[int]:
    """Places of the last moment of each day; `moments` has the newest first."""
    return [place for place, moment in enumerate(moments) if not place or moment.date() != moments[place - 1].date()]


def persists(statuses: Sequence[str], wanted: int) -> bool:
    """Whether a requirement was Not met in each of the last `wanted` runs; the newest status comes first."""
    return len(statuses) >= wanted and all(status == Status.NOT_MET for status in statuses[:wanted])
