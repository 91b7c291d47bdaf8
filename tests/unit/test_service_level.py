"""Counting a month of tickets."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.service_level import (
    RESULTS,
    VALUE_LENGTH,
    WHOLE,
    Cell,
    Change,
    Count,
    changes,
    fold,
    hours_open,
    read_result,
)

CLOSED = datetime(2026, 10, 15, 12)
VALUES = {"Service": ["", "Network", "Payroll"], "Team": ["", "Desk"], "Customer": ["", "Network"]}
# One ticket: its values in the order of VALUES, and its result.
tickets = st.lists(st.tuples(st.tuples(*map(st.sampled_from, VALUES.values())), st.sampled_from(RESULTS)), max_size=40)


def alike(month: list) -> list[Cell]:
    """As the database counts them: one cell for all tickets of a value and a result."""
    counted = Counter((cell.dimension, cell.value, cell.result) for cell in one_by_one(month))
    return [Cell(*key, number) for key, number in counted.items()]


def one_by_one(month: list) -> list[Cell]:
    return [Cell(*key, result) for values, result in month for key in (WHOLE, *zip(VALUES, values, strict=True))]


@given(tickets)
def test_counting_what_is_alike_is_counting_one_by_one(month):
    assert fold(alike(month)) == fold(one_by_one(month))
    summary = fold(alike(month))
    expected = Counter(
        (dimension, value, result)
        for values, result in month
        for dimension, value in zip(VALUES, values, strict=True)
        if value
    )
    assert expected == {
        (*key, result): getattr(count, result)
        for key, count in summary.breakdown.items()
        for result in RESULTS
        if getattr(count, result)
    }
    assert {result: getattr(summary.total, result) for result in RESULTS} == {
        result: sum(counted == result for _values, counted in month) for result in RESULTS
    }
    assert summary.total.closed == len(month)


@given(tickets, st.randoms())
def test_the_order_of_the_rows_does_not_matter(month, random):
    cells = alike(month)
    shuffled = random.sample(cells, len(cells))
    assert list(fold(cells).breakdown.items()) == list(fold(shuffled).breakdown.items())


@given(tickets)
def test_what_has_no_known_result_never_moves_the_share(month):
    known = [ticket for ticket in month if ticket[1] in ("in_target", "missed")]
    share = fold(alike(month)).total.share_in_target
    assert share == fold(alike(known)).total.share_in_target
    assert (share is None) is (not known)


def test_values_alike_as_far_as_they_are_kept_are_one():
    long = "x" * VALUE_LENGTH
    summary = fold(Cell("Service", f"{long}{end}", "missed", 2) for end in "ab")
    assert summary.breakdown == {("Service", long): Count(missed=4)}


@pytest.mark.parametrize(
    ("opened", "hours"), [(CLOSED - timedelta(hours=1, minutes=30), 1.5), (None, 0), (CLOSED + timedelta(hours=1), 0)]
)
def test_hours_open(opened, hours):
    assert hours_open(opened, CLOSED) == hours


@pytest.mark.parametrize(
    ("value", "expected"),
    [("TRUE", "in_target"), (" true ", "in_target"), (1, "in_target"), ("FALSE", "missed"), ("HOLD", "paused")]
    + [("STRASSE", "paused")]
    + [(value, "unknown") for value in ("?", 0, "truest")]
    + [(value, "empty") for value in ("", "  ", None)],
)
def test_what_is_not_named_is_unknown_and_nothing_is_empty(value, expected):
    assert read_result(value, {"TRUE", "1"}, {"False"}, {"hold", "Straße"}) == expected


@given(st.none() | st.text() | st.integers())
def test_nothing_named_means_nothing_in_target(value):
    assert read_result(value, set(), set()) in ("unknown", "empty")


def test_changes_say_every_figure_that_differs_and_no_other():
    before = {
        WHOLE: Count(in_target=2, missed=1),
        ("Service", "Mail"): Count(in_target=2),
        ("Team", "Desk"): Count(empty=1),
    }
    after = {
        WHOLE: Count(in_target=2, missed=2),
        ("Service", "Print"): Count(missed=1),
        ("Team", "Desk"): Count(empty=1),
    }
    assert changes(before, after) == [
        Change("", "", "closed", 3, 4),
        Change("", "", "missed", 1, 2),
        Change("Service", "Mail", "closed", 2, 0),
        Change("Service", "Mail", "in_target", 2, 0),
        Change("Service", "Print", "closed", 0, 1),
        Change("Service", "Print", "missed", 0, 1),
    ]


@given(tickets, tickets)
def test_changes_lead_from_one_count_to_the_other(before, after):
    one, other = fold(alike(before)).breakdown, fold(alike(after)).breakdown
    assert not changes(one, one)
    for change in changes(one, other):
        for counts, figure in ((one, change.before), (other, change.after)):
            assert getattr(counts.get((change.dimension, change.value), Count()), change.figure) == figure
