"""Rules on budget lines: how they stand, and what cannot be kept or recorded."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.budget import (
    Budget,
    Standing,
    as_amount,
    share_elapsed,
    share_spent,
    standing,
    unmet_line,
    unmet_spending,
)
from sms_iso20000.rules.report_period import Period

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 7, 2)


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


def watched(spent: float, on: date = TODAY, budgeted: float = 1000) -> Budget:
    return Budget(YEAR, budgeted, spent, on, on)


@pytest.mark.parametrize(
    ("budget", "today", "expected"),
    [
        (watched(500), TODAY, Standing.ON_TRACK),
        (watched(600), TODAY, Standing.ON_TRACK),
        (watched(650), TODAY, Standing.AHEAD_OF_PERIOD),
        (watched(1000), TODAY, Standing.AHEAD_OF_PERIOD),
        (watched(1001), TODAY, Standing.OVERSPENT),
        (watched(1001, date(2026, 1, 2)), TODAY, Standing.OVERSPENT),
        (watched(100, date(2026, 4, 2)), TODAY, Standing.ON_TRACK),
        (watched(100, date(2026, 4, 1)), TODAY, Standing.NOT_WATCHED),
        (watched(1000, date(2026, 12, 31)), date(2028, 1, 1), Standing.ON_TRACK),
        (watched(700, date(2026, 9, 30)), date(2028, 1, 1), Standing.NOT_WATCHED),
        (Budget(YEAR, 1000), TODAY, Standing.NOT_WATCHED),
        (Budget(YEAR, 1000), date(2026, 4, 1), Standing.TO_COME),
        (Budget(YEAR, 1000), date(2025, 7, 2), Standing.TO_COME),
        # What the accounts know counts, and nobody has looked at it.
        (Budget(YEAR, 1000, 100, TODAY), TODAY, Standing.NOT_WATCHED),
        (Budget(YEAR, 1000, 0, TODAY, TODAY), TODAY, Standing.ON_TRACK),
        (Budget(YEAR, 0, 1, TODAY, TODAY), TODAY, Standing.OVERSPENT),
    ],
)
def test_standing(budget, today, expected):
    assert standing(budget, today, 3) == expected


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_share_of_the_period_is_a_share(day):
    assert 0 <= share_elapsed(YEAR, day) <= 100


def test_shares():
    assert share_elapsed(YEAR, YEAR.end) == 100
    assert share_elapsed(YEAR, date(2025, 12, 31)) == 0
    assert (share_spent(watched(250)), share_spent(watched(0, budgeted=0)), share_spent(watched(1, budgeted=0))) == (
        25,
        0,
        100,
    )


def test_lines():
    others = {"B-1": Period(date(2026, 12, 31), date(2027, 1, 31)), "B-2": Period(date(2025, 1, 1), date(2025, 12, 31))}
    assert codes(unmet_line(-1, YEAR, others)) == ["amount_negative", "budget_overlaps"]
    assert codes(unmet_line("0", Period(YEAR.end, YEAR.start), others)) == ["budget_ends_before_start"]
    assert codes(unmet_line("x", None, others)) == ["amount_negative"]
    assert unmet_line(0, YEAR, {}) == []


@pytest.mark.parametrize(
    ("amount", "as_of", "known", "expected"),
    [
        ("12.5", TODAY, False, []),
        (1, TODAY, True, ["spending_known_to_host"]),
        (-1, None, False, ["amount_negative", "spending_without_day"]),
        (1, date(2026, 7, 3), False, ["spending_in_future"]),
        (1, date(2025, 12, 31), False, ["spending_outside_period", "spending_known_later"]),
        (1, date(2026, 6, 30), False, ["spending_known_later"]),
    ],
)
def test_spending(amount, as_of, known, expected):
    assert codes(unmet_spending(amount, as_of, watched(1, date(2026, 7, 1)), TODAY, known)) == expected


@given(st.one_of(st.floats(), st.integers(), st.text(), st.none()))
def test_amounts_are_never_negative(value):
    found = as_amount(value)
    assert found is None or found >= 0
