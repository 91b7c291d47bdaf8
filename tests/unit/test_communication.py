"""When a communication is due, what is missing before it is sent, how far its delivery has come."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.communication import MONTHS, next_due, stage_of_delivery, unmet_for_sending

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("frequency", "due"),
    [
        ("Monthly", date(2026, 2, 28)),
        ("Quarterly", date(2026, 4, 30)),
        ("Half-Yearly", date(2026, 7, 31)),
        ("Yearly", date(2027, 1, 31)),
        ("When Needed", None),
    ],
)
def test_first_is_due_one_interval_after_the_start(frequency, due):
    assert next_due(frequency, date(2026, 1, 31), None) == due


def test_next_is_due_one_interval_after_the_last():
    assert next_due("Quarterly", date(2020, 1, 1), date(2026, 11, 30)) == date(2027, 2, 28)


@given(frequency=st.sampled_from(sorted(MONTHS)), starts_on=DAYS, last=st.none() | DAYS)
def test_due_lies_an_interval_ahead(frequency, starts_on, last):
    """As many months ahead as the frequency says, on the same day or on the last of a shorter month."""
    start, due = last or starts_on, next_due(frequency, starts_on, last)
    assert (due.year - start.year) * 12 + due.month - start.month == MONTHS[frequency]
    assert due.day <= start.day


def test_nothing_is_missing():
    assert unmet_for_sending("Draft", "Hello", [], 1) == []


def test_all_reasons_at_once():
    unmet = unmet_for_sending("Draft", " \n", ["Nobody", "No Group"], 0)
    assert [reason.code for reason in unmet] == [
        "no_message",
        "unknown_audience",
        "unknown_audience",
        "audience_nobody",
    ]
    assert [reason.values["audience"] for reason in unmet[1:3]] == ["Nobody", "No Group"]


@pytest.mark.parametrize("stage", ["Sending", "Sent", "Sent in Part"])
def test_nothing_is_sent_twice(stage):
    assert [reason.code for reason in unmet_for_sending(stage, "Hello", [], 1)] == ["communication_sent"]


@pytest.mark.parametrize(
    ("untried", "failed", "stage"),
    [(1, 0, "Sending"), (1, 1, "Sending"), (0, 1, "Sent in Part"), (0, 0, "Sent")],
)
def test_stage_of_delivery(untried, failed, stage):
    assert stage_of_delivery(untried, failed) == stage
