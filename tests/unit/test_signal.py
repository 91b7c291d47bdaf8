from datetime import date, datetime, timedelta

import pytest

from sms_iso20000.rules.signal import (
    Kind,
    Month,
    Signal,
    ends_soon,
    is_falling,
    last_months,
    last_of_days,
    misses_repeatedly,
    persists,
)

TODAY = date(2026, 3, 15)


def months(*shares: float, missed: int = 0, first: int = 1) -> list[Month]:
    return [Month(date(2026, first + index, 1), share, missed) for index, share in enumerate(shares)]


@pytest.mark.parametrize(
    ("shares", "falls"),
    [((98, 95, 90), True), ((98, 95, 95), False), ((90, 95, 94), False), ((95, 90), False)],
)
def test_falling(shares, falls):
    assert is_falling(months(*shares)) is falls


def test_months_are_in_a_row_and_the_newest_is_the_last():
    measured = months(99, 98, 95, 90)
    assert last_months(measured, date(2026, 4, 1)) == measured[1:]
    assert last_months(measured, date(2026, 5, 1)) == []
    assert last_months([measured[0], *measured[2:]], date(2026, 4, 1)) == []


@pytest.mark.parametrize(("missed", "repeats"), [((3, 3, 4), True), ((3, 2, 9), False), ((9, 9), False)])
def test_misses(missed, repeats):
    assert misses_repeatedly([Month(date(2026, 1, 1), 90, number) for number in missed]) is repeats


@pytest.mark.parametrize(
    ("day", "soon"),
    [(date(2026, 3, 15), True), (date(2026, 3, 25), True), (date(2026, 3, 26), False), (date(2026, 3, 14), False)],
)
def test_what_ends_soon(day, soon):
    assert ends_soon(day, TODAY, 10) is soon
    assert not ends_soon(None, TODAY, 10)


@pytest.mark.parametrize(
    ("statuses", "holds"),
    [
        (["Not met"] * 3, True),
        (["Not met"] * 3 + ["Met"], True),
        (["Not met", "Stale", "Not met"], False),
        (["Not met"] * 2, False),
    ],
)
def test_what_persists(statuses, holds):
    assert persists(statuses, 3) is holds


def test_key_is_short_and_tells_subjects_and_kinds_apart():
    signal = Signal(Kind.FALLING, "x" * 500, ("2026-01", "2026-02"))
    assert len(signal.key) < 140
    assert signal.key == signal.keys[-1]
    assert signal.key.startswith(signal.stem)
    assert signal.stem != Signal(Kind.MISSES, "x" * 500, ("2026-01",)).stem
    assert signal.stem != Signal(Kind.FALLING, "y", ("2026-01",)).stem


def test_last_of_days():
    noon = datetime(2026, 6, 15, 12)
    moments = [noon, noon - timedelta(hours=1), noon - timedelta(days=1), noon - timedelta(days=3)]
    assert last_of_days(moments) == [0, 2, 3]
    assert last_of_days([]) == []
