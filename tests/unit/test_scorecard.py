"""Attainment, score, standing and the months in which a measure shows."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.scorecard import (
    Card,
    Line,
    attainment,
    change,
    months_between,
    standing,
    weighted_score,
    window,
)

numbers = st.floats(-1e6, 1e6, allow_nan=False)
operators = st.sampled_from(["At Least", "At Most"])
percent = st.none() | st.floats(0, 100)


def line(*values, value=None, operator="At Least", target=100.0, weight=1.0) -> Line:
    return Line("Share", "%", operator, target, weight, "Monthly", values, value)


# -- attainment ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "target", "value", "percent"),
    [
        ("At Least", 95, 95, 100),
        ("At Least", 95, 99, 100),
        ("At Least", 80, 60, 75),
        ("At Least", 95, 57, 60),
        ("At Least", 95, 0, 0),
        ("At Least", 95, -5, 0),
        ("At Least", 0, 0, 100),
        ("At Least", 0, -1, 0),
        ("At Least", -10, -20, 50),
        ("At Least", -10, 5, 100),
        ("At Most", 4, 4, 100),
        ("At Most", 4, 0, 100),
        ("At Most", 4, -3, 100),
        ("At Most", 4, 5, 80),
        ("At Most", 4, 16, 25),
        ("At Most", 0, 0, 100),
        ("At Most", 0, 1, 0),
        ("At Most", -10, -5, 50),
        ("At Most", -10, 3, 0),
        # What missed never reads as reached.
        ("At Least", 100, 99.9999, 99.99),
        ("At Most", 100, 100.0001, 99.99),
    ],
)
def test_attainment(operator, target, value, percent):
    assert attainment(operator, target, value) == percent


@given(operators, numbers, numbers)
def test_attainment_is_full_exactly_in_target(operator, target, value):
    attained = attainment(operator, target, value)
    assert 0 <= attained <= 100
    assert (attained == 100) == (value >= target if operator == "At Least" else value <= target)


@given(operators, numbers, numbers, numbers)
def test_further_from_the_target_is_never_better(operator, target, one, other):
    worse, better = sorted((one, other), reverse=operator == "At Most")
    assert attainment(operator, target, worse) <= attainment(operator, target, better)


# -- score -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairs", "score"),
    [
        ([], None),
        ([(None, 5)], None),
        ([(80, 0)], None),
        ([(80, 0), (100, 1)], 100),
        ([(100, 3), (60, 1)], 90),
        ([(100, 3), (None, 96), (60, 1)], 90),
        ([(0, 1), (100, 1)], 50),
        ([(100, 1), (100, 1), (0, 1)], 66.67),
    ],
)
def test_weighted_score(pairs, score):
    assert weighted_score(pairs) == score


@given(st.lists(st.tuples(percent, st.integers(0, 100)), max_size=8))
def test_a_score_lies_within_what_it_is_made_of(pairs):
    counted = [attained for attained, weight in pairs if attained is not None and weight]
    score = weighted_score(pairs)
    assert (score is None) == (not counted)
    assert score is None or round(min(counted), 2) <= score <= round(max(counted), 2)


@given(st.lists(st.tuples(percent, st.integers(0, 100)), max_size=8), st.integers(1, 100))
def test_a_gap_changes_nothing(pairs, weight):
    assert weighted_score([*pairs, (None, weight)]) == weighted_score(pairs)


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (None, "No Data"),
        (100, "Reliable"),
        (95, "Reliable"),
        (94.99, "Watch"),
        (80, "Watch"),
        (79.99, "Failing"),
        (0, "Failing"),
    ],
)
def test_standing(score, word):
    assert standing(score) == word


@pytest.mark.parametrize(
    ("attained", "points"),
    [([], None), ([90], None), ([90, None], None), ([90, 80], -10), ([70, 80, None, 95.5, None], 15.5)],
)
def test_change(attained, points):
    assert change(attained) == points


# -- months ----------------------------------------------------------------------------------------------------------


def test_months_between():
    assert months_between(date(2026, 12, 15), date(2027, 2, 1)) == [
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
    ]
    assert months_between(date(2026, 12, 1), date(2026, 11, 30)) == []


@pytest.mark.parametrize(
    ("frequency", "month", "shown"),
    [
        ("Monthly", date(2028, 2, 29), (date(2028, 2, 1), date(2028, 2, 29))),
        ("Quarterly", date(2026, 9, 30), (date(2026, 7, 1), date(2026, 9, 30))),
        ("Quarterly", date(2026, 8, 31), None),
        ("Quarterly", date(2026, 10, 31), None),
        ("Yearly", date(2026, 12, 31), (date(2026, 1, 1), date(2026, 12, 31))),
        ("Yearly", date(2026, 6, 30), None),
    ],
)
def test_window(frequency, month, shown):
    assert window(frequency, month) == shown


@given(st.sampled_from(["Monthly", "Quarterly", "Yearly"]), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_windows_of_a_year_cover_it_once(frequency, day):
    months = months_between(day.replace(month=1), day.replace(month=12))
    windows = [span for month in months if (span := window(frequency, month))]
    assert (
        sum((last - first).days + 1 for first, last in windows)
        == (day.replace(month=12, day=31) - day.replace(month=1, day=1)).days + 1
    )
    assert all(one[1] < other[0] for one, other in pairwise(windows))


# -- cards -----------------------------------------------------------------------------------------------------------


def test_a_card_is_weighted_month_by_month_and_over_all():
    card = Card((line(100, 80, None, value=90.0, weight=3), line(None, 40, None, value=40.0)))
    assert card.attained == (100, 70, None)
    assert card.score == 77.5
    assert card.standing == "Failing"


def test_a_party_weighs_its_arrangements_alike():
    heavy, light = Card((line(100, value=100.0, weight=90),)), Card((line(50, value=50.0),))
    unmeasured, bare = Card((line(None),)), Card(())
    party = Card((heavy, light, unmeasured, bare))
    assert (party.score, party.attained) == (75, (75,))


def test_a_change_compares_each_measure_with_itself():
    """The second measure joins in the second month: that is no fall."""
    card = Card((line(90, 95, value=92.0), line(None, 40, value=40.0)))
    assert card.change == 5


def test_a_card_without_measures_has_no_data():
    assert (Card(()).score, Card(()).change, Card(()).attained, Card(()).standing) == (None, None, (), "No Data")
