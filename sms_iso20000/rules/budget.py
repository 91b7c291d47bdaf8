"""How money stands that was allotted for a period (ISO/IEC 20000-1:2011, 4.5.3 a)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sms_iso20000.rules.objective import as_number
from sms_iso20000.rules.report_period import Period
from sms_iso20000.rules.schedule import months_later
from sms_iso20000.rules.unmet import Unmet

# Points of percent by which spending may run ahead of the period.
AHEAD = 10


class Standing(str, Enum):
    """The gravest first. Of what is `TO_COME` nobody has to know anything yet."""

    OVERSPENT = "Overspent"
    NOT_WATCHED = "Not Watched"
    AHEAD_OF_PERIOD = "Ahead of Period"
    ON_TRACK = "On Track"
    TO_COME = "To Come"


@dataclass(frozen=True)
class Budget:
    """Money for a period, in one currency: `spent` up to `spent_as_of`, None while nothing is known of it.

    Whoever watches it last had a look at how it stood on `watched_on`.
    """

    period: Period
    budgeted: float
    spent: float | None = None
    spent_as_of: date | None = None
    watched_on: date | None = None


def standing(budget: Budget, today: date, watch_interval: int) -> Standing:
    """The gravest that holds on `today`; until the period is over somebody looks every `watch_interval` months."""
    if budget.spent is not None and budget.spent > budget.budgeted:
        return Standing.OVERSPENT
    last = budget.watched_on or budget.period.start
    if months_later(last, watch_interval) < min(today, budget.period.end):
        return Standing.NOT_WATCHED
    if budget.spent is None or today < budget.period.start:
        return Standing.TO_COME
    ahead = share_spent(budget) - share_elapsed(budget.period, budget.spent_as_of or today)
    return Standing.AHEAD_OF_PERIOD if ahead > AHEAD else Standing.ON_TRACK


def share_elapsed(period: Period, day: date) -> float:
    """Percent of the period that is over at the end of `day`."""
    days, over = (period.end - period.start).days + 1, (day - period.start).days + 1
    return round(100 * min(max(over, 0), days) / days, 1)


def share_spent(budget: Budget) -> float:
    """Percent of what was allotted; all of it where anything was spent and nothing allotted."""
    spent = budget.spent or 0
    if not budget.budgeted:
        return 100.0 if spent else 0.0
    return round(100 * spent / budget.budgeted, 1)


def unmet_line(budgeted: object, period: Period | None, others: Mapping[str, Period]) -> list[Unmet]:
    """All reasons why a line cannot be kept; `others` are the periods of lines of the same title and service."""
    unmet = []
    if as_amount(budgeted) is None:
        unmet.append(Unmet("amount_negative"))
    if not period:
        return unmet
    if period.end < period.start:
        return [*unmet, Unmet("budget_ends_before_start")]
    return unmet + [
        Unmet("budget_overlaps", {"name": name}) for name, other in others.items() if period.overlaps(other)
    ]


def unmet_spending(
    amount: object, as_of: date | None, budget: Budget, today: date, is_known_to_host: bool
) -> list[Unmet]:
    """All reasons why spending cannot be recorded by hand."""
    if is_known_to_host:
        return [Unmet("spending_known_to_host")]
    unmet = [] if as_amount(amount) is not None else [Unmet("amount_negative")]
    if as_of is None:
        return [*unmet, Unmet("spending_without_day")]
    if as_of > today:
        unmet.append(Unmet("spending_in_future"))
    elif not budget.period.start <= as_of <= budget.period.end:
        unmet.append(Unmet("spending_outside_period"))
    if budget.watched_on and as_of < budget.watched_on:
        unmet.append(Unmet("spending_known_later", {"day": budget.watched_on}))
    return unmet


def as_amount(value: object) -> float | None:
    """An amount of money from 0 on as it was given, 0 where nothing was; None for anything else."""
    number = as_number(0 if value in (None, "") else value)
    return number if number is not None and number >= 0 else None
