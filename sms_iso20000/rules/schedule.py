"""Months and due dates."""

from calendar import monthrange
from datetime import date, timedelta


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month of `day`."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def previous_month(day: date) -> tuple[date, date]:
    """First and last day of the month before that of `day`."""
    return month_of(day.replace(day=1) - timedelta(days=1))


def reminder_is_due(today: date, due_on: date, last_reminded_on: date | None, interval: int) -> bool:
    """Remind from the due date on, then every `interval` days; an interval of 0 days never reminds again."""
    if today < due_on:
        return False
    if last_reminded_on is None:
        return True
    return interval > 0 and (today - last_reminded_on).days >= interval


def escalation_is_due(today: date, due_on: date, last_escalated_on: date | None, after: int) -> bool:
    """Escalate `after` days past the due date, once for each due date."""
    return (today - due_on).days >= after and (last_escalated_on is None or last_escalated_on < due_on)


def months_later(day: date, months: int) -> date:
    """The same day `months` on, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    return first.replace(day=min(day.day, month_of(first)[1].day))


def month_name(year: int, month: int) -> str:
    """A month as it is written in figures: "2026-10"."""
    return f"{int(year):04d}-{int(month):02d}"


def last_months(day: date, number: int) -> list[date]:
    """The first days of the last `number` months up to that of `day`, the oldest first."""
    return [months_later(day.replace(day=1), -ago) for ago in reversed(range(number))]
