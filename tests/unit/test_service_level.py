"""Counting a month of tickets."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.service_level import WORST_CASES, Ticket, read_result, summarise

CLOSED = datetime(2026, 10, 15, 12)
tickets = st.lists(
    st.builds(
        Ticket,
        name=st.text(max_size=5),
        opened_on=st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
        closed_on=st.just(CLOSED),
        result=st.sampled_from(["in_target", "missed", "paused", "unknown"]),
        service=st.sampled_from(["", "Network", "Payroll"]),
        team=st.sampled_from(["", "Desk"]),
    ),
    max_size=30,
)


@given(tickets)
def test_every_ticket_is_counted_once(month):
    total = summarise(month).total
    assert total.closed == len(month)
    assert total.in_target == sum(ticket.result == "in_target" for ticket in month)


@given(tickets)
def test_breakdown_adds_up_to_what_is_filled(month):
    breakdown = summarise(month).breakdown
    for dimension in ("Service", "Team"):
        counted = sum(count.closed for (kind, _value), count in breakdown.items() if kind == dimension)
        assert counted == sum(bool(getattr(ticket, dimension.lower())) for ticket in month)


@given(tickets)
def test_paused_and_unknown_never_raise_the_share(month):
    known = [ticket for ticket in month if ticket.result in ("in_target", "missed")]
    assert summarise(month).total.share_in_target == summarise(known).total.share_in_target
    assert (summarise(month).total.share_in_target is None) is (not known)


@given(tickets)
def test_worst_cases_are_the_slowest_that_missed(month):
    worst = summarise(month).worst_cases
    assert len(worst) == min(WORST_CASES, sum(ticket.result == "missed" for ticket in month))
    assert all(ticket.result == "missed" for ticket in worst)
    assert [ticket.hours_open for ticket in worst] == sorted((ticket.hours_open for ticket in worst), reverse=True)


@pytest.mark.parametrize(
    ("opened", "hours"), [(CLOSED - timedelta(hours=1, minutes=30), 1.5), (None, 0), (CLOSED + timedelta(hours=1), 0)]
)
def test_hours_open(opened, hours):
    assert Ticket("T", opened, CLOSED, "missed").hours_open == hours


@pytest.mark.parametrize(
    ("value", "expected"),
    [("TRUE", "in_target"), (" TRUE ", "in_target"), (1, "in_target"), ("FALSE", "missed"), ("Hold", "paused")]
    + [(value, "unknown") for value in ("?", "", None, "true", 0)],
)
def test_what_is_not_named_is_unknown(value, expected):
    assert read_result(value, {"TRUE", "1"}, {"FALSE"}, {"Hold"}) == expected


@given(st.none() | st.text() | st.integers())
def test_nothing_named_means_nothing_in_target(value):
    assert read_result(value, set(), set(), set()) == "unknown"
