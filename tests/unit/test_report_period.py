"""Whole months, one after the other, and which of them are due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.report_period import Period, due_period, unmet_period
from sms_iso20000.rules.schedule import month_of

TODAY = date(2026, 11, 22)
THIRD_QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
periods = st.tuples(days, days).map(lambda pair: Period(month_of(min(pair))[0], month_of(max(pair))[1]))


def codes(start: date, end: date, **others: Period) -> list[str]:
    return [unmet.code for unmet in unmet_period(Period(start, end), others, TODAY)]


def test_a_quarter_can_be_reported():
    assert codes(THIRD_QUARTER.start, THIRD_QUARTER.end) == []
    assert codes(date(2026, 10, 1), date(2026, 10, 31), earlier=THIRD_QUARTER) == []
    assert unmet_period(Period(date(2026, 11, 1), date(2026, 11, 30)), {}, date(2026, 11, 30)) == []


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 9, 1), date(2026, 8, 31), ["report_ends_before_start"]),
        (date(2026, 10, 2), date(2026, 10, 31), ["report_not_whole_months"]),
        (date(2026, 10, 1), date(2026, 10, 30), ["report_not_whole_months"]),
        (date(2026, 11, 1), date(2026, 11, 30), ["report_period_not_over"]),
        (
            date(2026, 9, 1),
            date(2026, 12, 30),
            ["report_not_whole_months", "report_period_not_over", "report_overlaps"],
        ),
        (date(2026, 6, 1), date(2026, 7, 31), ["report_overlaps"]),
    ],
)
def test_bad_periods(start, end, expected):
    assert codes(start, end, earlier=THIRD_QUARTER) == expected


@given(periods)
def test_the_period_before_ends_where_this_one_starts(period):
    assert period.is_whole_months and period.before.is_whole_months
    assert period.before.end + timedelta(days=1) == period.start
    assert len(period.before.months) == len(period.months)
    assert not period.overlaps(period.before)


@given(periods, periods)
def test_overlap_is_mutual(one, other):
    assert one.overlaps(other) == other.overlaps(one) == bool(set(one.months) & set(other.months))


@pytest.mark.parametrize(
    ("today", "start", "end"),
    [
        (date(2026, 11, 22), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_the_first_report_is_on_the_last_complete_quarter(today, start, end):
    assert due_period(None, 3, today) == due_period(None, 6, today) == Period(start, end)


@pytest.mark.parametrize(
    ("last_end", "interval", "today", "expected"),
    [
        (date(2026, 9, 30), 3, date(2026, 12, 31), None),
        (date(2026, 9, 30), 3, date(2027, 1, 1), Period(date(2026, 10, 1), date(2026, 12, 31))),
        (date(2026, 9, 30), 1, date(2026, 11, 1), Period(date(2026, 10, 1), date(2026, 10, 31))),
        # A report left out stays a gap.
        (date(2025, 9, 30), 3, TODAY, Period(date(2026, 7, 1), date(2026, 9, 30))),
        # A report on a period that is not over yet, as of a clock set back.
        (date(2026, 12, 31), 3, TODAY, None),
    ],
)
def test_what_is_due(last_end, interval, today, expected):
    assert due_period(last_end, interval, today) == expected


@given(st.none() | days.map(lambda day: month_of(day)[1]), st.integers(1, 24), days)
def test_what_is_due_can_be_reported_and_is_due_once(last_end, interval, today):
    due = due_period(last_end, interval, today)
    if due is None:
        return
    earlier = {"last": Period(month_of(last_end)[0], last_end)} if last_end else {}
    assert unmet_period(due, earlier, today) == []
    assert last_end is None or len(due.months) == interval
    assert due_period(due.end, interval, today) is None or last_end is None
