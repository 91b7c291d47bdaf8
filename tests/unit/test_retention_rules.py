"""Periods and what a retention rule may say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.retention import (
    PERSONAL,
    Deciders,
    Field,
    clears_too_early,
    is_kept,
    kept_until,
    latest_start,
    unmet_disposal,
    unmet_emptying,
    unmet_filters,
    unmet_for_deciding,
    unmet_for_release,
    unmet_for_withdrawing,
    unmet_period,
    unmet_personal,
)

DAYS = st.dates(date(1900, 1, 1), date(2500, 12, 31))
MONTHS = st.integers(1, 1200)
DAY = date(2026, 3, 31)
MANAGER = Deciders("m", frozenset({"ITSM Manager"}), frozenset({"t"}))
TOP = Deciders("t", frozenset(), frozenset({"t"}))
STAFF = Deciders("s", frozenset({"ITSM User"}), frozenset({"t"}))


def codes(unmet):
    return [reason.code for reason in unmet]


@given(DAYS, MONTHS)
def test_the_latest_start_is_over_and_the_day_after_is_not(as_of, months):
    """Searching for what is due and asking whether one record is kept are two sides of one law."""
    latest = latest_start(as_of, months)
    assert kept_until(latest, months) <= as_of < kept_until(latest + timedelta(days=1), months)


@given(DAYS, MONTHS, DAYS)
def test_what_is_kept_starts_after_the_latest_start(start, months, today):
    assert is_kept(start, months, for_good=False, today=today) == (start > latest_start(today, months))


@pytest.mark.parametrize(
    ("as_of", "months", "latest"),
    [
        (date(2026, 2, 28), 1, date(2026, 1, 31)),
        (date(2024, 2, 28), 1, date(2024, 1, 28)),
        (date(2026, 3, 30), 1, date(2026, 2, 28)),
        (date(2026, 4, 30), 1, date(2026, 3, 31)),
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(90, 1, 1), 1200, None),
    ],
)
def test_latest_starts(as_of, months, latest):
    assert latest_start(as_of, months) == latest


def test_a_period_beyond_the_calendar_never_ends():
    assert kept_until(date(9990, 1, 1), 1200) == date.max


def test_kept_for_good_and_not_begun():
    assert is_kept(None, 12, for_good=False, today=DAY)
    assert is_kept(date(1990, 1, 1), 12, for_good=True, today=DAY)
    assert not is_kept(date(1990, 1, 1), 12, for_good=False, today=DAY)


@pytest.mark.parametrize(
    ("months", "method", "found"),
    [
        (36, "Delete", []),
        ("36", "Delete", []),
        (1200, "Delete", []),
        (1201, "Delete", ["period_too_long"]),
        (0, "Delete", ["period_missing"]),
        (None, "Anonymise", ["period_missing"]),
        (None, "Keep", []),
        ("abc", "Delete", ["period_not_whole_months"]),
        (-3, "Keep", ["period_not_whole_months"]),
        (1.5, "Delete", ["period_not_whole_months"]),
    ],
)
def test_periods(months, method, found):
    assert codes(unmet_period(months, method)) == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["status", "=", "Closed"], []),
        (["status", "IN", ["Closed", "Resolved"]], []),
        (["cost", "between", [1, 2]], []),
        (["cost", "between", [1]], ["filter_value_unfit"]),
        (["status", "in", "Closed"], ["filter_value_unfit"]),
        (["status", "=", ["Closed"]], ["filter_value_unfit"]),
        (["status", "=", {"a": 1}], ["filter_value_unfit"]),
        (["status", "=", None], ["filter_value_unfit"]),
        (["status", "descendants of", "x"], ["filter_operator_unknown"]),
        (["status", 3, "x"], ["filter_operator_unknown"]),
    ],
)
def test_filters(row, found):
    assert codes(unmet_filters([row])) == found


def test_what_cannot_be_disposed_of():
    assert codes(unmet_disposal("Delete", "ITSM Policy", is_ours=True)) == ["disposal_of_own_records"]
    assert codes(unmet_disposal("Anonymise", "User", is_ours=False)) == ["disposal_of_the_site"]
    assert not unmet_disposal("Keep", "ITSM Policy", is_ours=True)
    assert not unmet_disposal("Delete", "Issue", is_ours=False)


def test_what_anonymising_empties():
    known = {
        "customer": Field("customer", "Link", is_mandatory=True),
        "subject": Field("subject", "Data", is_mandatory=True),
        "number": Field("number", "Data", is_unique=True),
        "closed": Field("closed", "Date"),
        "phone": Field("phone", "Data"),
    }

    def found(*fields):
        return codes(unmet_emptying("Anonymise", fields, "closed", known))

    assert found("phone", "subject") == []
    assert found() == ["nothing_to_anonymise"]
    assert found("phone", "phone") == ["field_emptied_twice"]
    assert found("closed", "customer", "number", "nowhere") == [
        "start_emptied",
        "field_needed",
        "field_needed",
        "field_not_to_be_emptied",
    ]
    assert codes(unmet_emptying("Delete", ["phone"], "closed", known)) == ["fields_without_anonymising"]
    assert not unmet_emptying("Delete", [], "closed", known)


def test_a_second_person_decides():
    assert not unmet_for_deciding("a", MANAGER)
    assert not unmet_for_deciding("a", TOP)
    assert codes(unmet_for_deciding("m", MANAGER)) == ["rule_decider_is_author"]
    assert codes(unmet_for_deciding("s", STAFF)) == ["rule_decider_is_author", "rule_decider_without_role"]


def test_withdrawing():
    assert not unmet_for_withdrawing("Draft", "m", False, MANAGER)
    assert not unmet_for_withdrawing("Draft", "a", False, MANAGER)
    assert codes(unmet_for_withdrawing("In Force", "m", True, MANAGER)) == ["rule_decider_is_author", "rule_under_hold"]
    assert not unmet_for_withdrawing("In Force", "m", False, TOP)


def test_top_management_alone_releases():
    assert not unmet_for_release(TOP)
    assert codes(unmet_for_release(MANAGER)) == ["release_not_top_management"]


@pytest.mark.parametrize(
    ("days", "months", "for_good", "conflicts"),
    [(90, 3, False, True), (92, 3, False, False), (10**6, 1200, True, True), (0, 1, False, True)],
)
def test_clearing_too_early(days, months, for_good, conflicts):
    """Three months from 31 March are 91 days."""
    assert clears_too_early(days, months, for_good=for_good, today=DAY) == conflicts


@pytest.mark.parametrize("doctype", sorted(PERSONAL))
def test_records_of_persons_are_anonymised_or_kept(doctype):
    """Of ours no others are disposed of, and these lose whom they are about."""
    assert unmet_disposal("Keep", doctype, True) == unmet_disposal("Anonymise", doctype, True) == []
    assert codes(unmet_disposal("Delete", doctype, True)) == ["personal_records_deleted"]
    assert codes(unmet_disposal("Anonymise", "ITSM Policy", True)) == ["disposal_of_own_records"]
    assert unmet_personal("Anonymise", PERSONAL[doctype], doctype) == []
    (left,) = unmet_personal("Anonymise", ["user"], doctype)
    assert (left.code, left.values["fields"]) == ("personal_fields_left", ", ".join(PERSONAL[doctype][1:]))
    assert unmet_personal("Keep", [], doctype) == unmet_personal("Anonymise", [], "ToDo") == []
