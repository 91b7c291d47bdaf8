"""Rules on resource plans: what cannot be kept, and what a decision has to say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.report_period import Period
from sms_iso20000.rules.resource_plan import (
    Forecast,
    Line,
    as_quantity,
    gap,
    key,
    unmet_answers,
    unmet_content,
    unmet_decider,
    unmet_submission,
)

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
ENGINEERS = Line("Engineers", 3, 4, "Hire one.")
PROBES = Line("Probes", 5, 5)


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


def of_month(month: int, resource: str = "Engineers", **values) -> Forecast:
    return Forecast(resource, Period(date(2026, month, 1), date(2026, month, 28)), **values)


@pytest.mark.parametrize(
    ("lines", "forecasts", "expected"),
    [
        ([ENGINEERS, PROBES], [of_month(1), of_month(2), of_month(1, "probes")], []),
        ([ENGINEERS, Line("  engineers ")], [], ["resource_twice"] * 2),
        ([Line("Engineers", -1, 4)], [], ["resource_not_a_quantity"]),
        ([Line("Engineers", 1, "four")], [], ["resource_not_a_quantity"]),
        ([ENGINEERS], [of_month(1, available=-1)], ["resource_not_a_quantity"]),
        ([ENGINEERS], [of_month(1), of_month(1)], ["forecasts_overlap"]),
        ([ENGINEERS], [of_month(1, "Ships")], ["forecast_of_unknown_resource"]),
        ([ENGINEERS], [Forecast("Engineers", Period(YEAR.end, YEAR.start))], ["forecast_ends_before_start"]),
        ([ENGINEERS], [Forecast("Engineers", Period(date(2025, 12, 31), YEAR.end))], ["forecast_before_plan"]),
        ([ENGINEERS], [Forecast("Engineers", None)], []),
    ],
)
def test_content(lines, forecasts, expected):
    found = codes(unmet_content(YEAR, lines, forecasts))
    assert sorted(found) == sorted(expected[: len(found)])
    assert bool(found) is bool(expected)


def test_period_of_the_plan():
    assert codes(unmet_content(Period(YEAR.end, YEAR.start), [ENGINEERS], [])) == ["resource_plan_ends_before_start"]


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=6))
def test_forecasts_are_kept_only_where_no_two_share_a_day(spans):
    periods = [Period(YEAR.start + timedelta(first), YEAR.start + timedelta(first + length)) for first, length in spans]
    unmet = unmet_content(YEAR, [ENGINEERS], [Forecast("Engineers", period) for period in periods])
    days = [period.start + timedelta(day) for period in periods for day in range((period.end - period.start).days + 1)]
    assert ("forecasts_overlap" in codes(unmet)) is (len(days) != len(set(days)))


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_gap_is_what_is_missing(needed, there):
    assert gap(needed, there) == pytest.approx(needed - there, abs=0.01)
    assert gap(None, "none") == 0


@given(st.one_of(st.floats(), st.text(), st.none()))
def test_quantities_are_never_negative(value):
    found = as_quantity(value)
    assert found is None or found >= 0


def test_each_gap_says_how_it_is_closed():
    assert codes(unmet_submission([Line("Engineers", 3, 4, " "), PROBES, ENGINEERS])) == ["gap_without_way"]


def test_who_decides():
    assert unmet_decider("top", {"top"}, {"manager"}) == []
    assert codes(unmet_decider("top", {"top"}, {"top"})) == ["decider_prepared_it"]
    assert codes(unmet_decider("manager", {"top"}, {"manager"})) == [
        "resources_not_yours_to_decide",
        "decider_prepared_it",
    ]


@pytest.mark.parametrize(
    ("answers", "text", "expected"),
    [
        ({"engineers": ("Granted", "")}, "", []),
        ({"engineers": ("Refused", "No money.")}, "", []),
        ({}, "As proposed.", []),
        ({}, " ", ["gap_without_answer"]),
        ({"engineers": ("Refused", " ")}, "", ["answer_without_reason"]),
        ({"engineers": ("", "")}, "", ["unknown_answer"]),
        ({"ships": ("Granted", "")}, "All.", ["answer_to_unknown_resource"]),
    ],
)
def test_what_a_decision_says(answers, text, expected):
    assert codes(unmet_answers([ENGINEERS, PROBES], answers, text)) == expected


def test_names_of_the_same_resource():
    assert key("  Network   ENGINEERS ") == key("network engineers")
