"""What a list of nonconformities says as a whole: how old, how fast, how lasting (4.5.4.2, 4.5.5.1)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sms_iso20000.rules.nonconformity import SETTLED, Grade, State, days_of_delay, is_overdue

# Upper ends, in days, of the classes of age; the last class has none.
AGES = (30, 60, 90)


@dataclass(frozen=True)
class Found:
    """One nonconformity; `rounds` are whether each round that was verified was effective."""

    name: str
    state: str
    grade: str
    reported_on: date
    due_on: date | None = None
    closed_on: date | None = None
    rounds: Sequence[bool] = ()

    @property
    def is_open(self) -> bool:
        return self.state not in SETTLED

    def is_overdue(self, today: date) -> bool:
        return is_overdue(self.state, self.due_on, today)

    def days_late(self, today: date) -> int:
        return days_of_delay(self.due_on, today) if self.due_on and self.is_overdue(today) else 0

    def age(self, today: date) -> int:
        """Days since it was reported, until it was closed."""
        return max(((self.closed_on or today) - self.reported_on).days, 0)


@dataclass(frozen=True)
class Figures:
    """`mean_days` from report to closing, of what was closed; `effectiveness` in percent of the rounds verified. Both
    are None where there is nothing to take them of."""

    total: int
    major: int
    minor: int
    concern: int
    still_open: int
    overdue: int
    longest_late: int
    closed: int
    mean_days: float | None
    effectiveness: float | None


def figures(found: Iterable[Found], today: date) -> Figures:
    """Figures of all of `found` that was not rejected."""
    counted = [case for case in found if case.state != State.REJECTED]
    grades = [case.grade for case in counted]
    closed = [case.age(today) for case in counted if case.state == State.CLOSED]
    rounds = [outcome for case in counted for outcome in case.rounds]
    return Figures(
        total=len(counted),
        major=grades.count(Grade.MAJOR),
        minor=grades.count(Grade.MINOR),
        concern=grades.count(Grade.CONCERN),
        still_open=sum(case.is_open for case in counted),
        overdue=sum(case.is_overdue(today) for case in counted),
        longest_late=max((case.days_late(today) for case in counted), default=0),
        closed=len(closed),
        mean_days=round(sum(closed) / len(closed), 1) if closed else None,
        effectiveness=round(100 * sum(rounds) / len(rounds), 1) if rounds else None,
    )


def grouped(found: Iterable[Found], keys: Callable[[Found], Iterable[str]]) -> dict[str, list[Found]]:
    """What was found by each of its keys, in the order of the keys."""
    groups: dict[str, list[Found]] = {}
    for case in found:
        for key in keys(case):
            groups.setdefault(key, []).append(case)
    return dict(sorted(groups.items()))


def ages(found: Iterable[Found], today: date) -> list[int]:
    """How many open cases are in each class of age: up to each of `AGES`, and above."""
    counts = [0] * (len(AGES) + 1)
    for case in found:
        if case.is_open:
            counts[age_class(case.age(today))] += 1
    return counts


def age_class(days: int) -> int:
    """The class that an age lies in: 0 up to the first of `AGES`, and so on."""
    return sum(days > most for most in AGES)
