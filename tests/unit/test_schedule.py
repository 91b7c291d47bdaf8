"""Months and due dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.schedule import last_months, month_name, month_of, previous_month, reminder_is_due

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(days)
def test_month_holds_the_day_and_starts_the_next(day):
    first, last = month_of(day)
    assert first <= day <= last
    assert (first.day, (last + timedelta(days=1)).day) == (1, 1)


@given(days)
def test_previous_month_ends_the_day_before_this_one_starts(day):
    assert previous_month(day)[1] + timedelta(days=1) == month_of(day)[0]


@pytest.mark.parametrize(
    ("due", "last", "interval", "expected"),
    [
        (1, None, 7, False),
        (0, None, 7, True),
        (-1, None, 7, True),
        (-9, -6, 7, False),
        (-9, -7, 7, True),
        (-9, -7, 0, False),
    ],
)
def test_reminders(due, last, interval, expected):
    today = date(2026, 11, 22)
    reminded = today + timedelta(days=last) if last is not None else None
    assert reminder_is_due(today, today + timedelta(days=due), reminded, interval) is expected


def test_months_up_to_a_day():
    assert last_months(date(2026, 2, 28), 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert last_months(date(2026, 1, 31), 1) == [date(2026, 1, 1)]


def test_a_month_in_figures():
    assert (month_name(2026, 9), month_name(987, 12)) == ("2026-09", "0987-12")
