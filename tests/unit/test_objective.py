"""Objectives that can be measured, and where their values lead."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.objective import (
    LARGEST,
    Aim,
    Ground,
    Operator,
    Reading,
    Status,
    as_number,
    in_force,
    progress,
    unmet_measure,
)

START, DUE = date(2026, 1, 1), date(2026, 12, 31)
AIM = Aim(80, START, 95, Operator.AT_LEAST, DUE)
MEASURABLE = {
    "measure": "Incidents solved in time",
    "unit": "%",
    "baseline": 80,
    "target": 95,
    "start_on": START,
    "due_on": DUE,
    "source": "By Hand",
    "evidence_source": "",
    "dimension": "",
    "dimension_value": "",
}
FROM_SOURCE = {"source": "Service Level Snapshot", "evidence_source": "SRC-1"}

values = st.integers(-1000, 1000).map(float)
days = st.dates(START, DUE)
readings = st.lists(st.builds(Reading, days, values, st.sampled_from(("By Hand", "Service Level Snapshot"))))
aims = st.builds(Aim, values, st.just(START), values, st.sampled_from(Operator), st.just(DUE))
todays = st.dates(START, DUE + timedelta(days=90))


def read(*pairs: tuple[int, float]) -> list[Reading]:
    """Readings at the end of each month named."""
    return [Reading(date(2026, month, 28), value) for month, value in pairs]


def codes(**changes) -> list[str]:
    return [unmet.code for unmet in unmet_measure({**MEASURABLE, **changes})]


def test_measurable():
    assert codes() == []
    assert codes(baseline=0, target=0.0) == []
    assert codes(baseline="80", target=" 95.5 ") == []


def test_holding_what_was_reached_is_an_objective():
    assert codes(baseline=97, target=95) == codes(baseline=95, target=95) == []


@pytest.mark.parametrize("nothing", [None, "", "  "])
@pytest.mark.parametrize("field", ["measure", "unit", "baseline", "target"])
def test_nothing_given(field, nothing):
    assert codes(**{field: nothing}) == [f"no_{field}"]


@pytest.mark.parametrize("text", ["abc", "95 %", "1,5", "nan", "inf", float("nan"), LARGEST, []])
@pytest.mark.parametrize("field", ["baseline", "target"])
def test_what_is_no_number(field, text):
    assert codes(**{field: text}) == [f"{field}_not_a_number"]


@pytest.mark.parametrize("due", [START, START - timedelta(days=1)])
def test_due_after_start(due):
    assert codes(due_on=due) == ["due_not_after_start"]
    assert codes(due_on=START + timedelta(days=1)) == []


def test_values_from_somewhere():
    assert codes(**FROM_SOURCE) == []
    assert codes(**{**FROM_SOURCE, "evidence_source": None}) == ["no_evidence_source"]
    assert codes(**FROM_SOURCE, dimension="Team") == ["no_dimension_value"]
    assert codes(**{**FROM_SOURCE, "dimension": "Team", "dimension_value": "Desk"}) == []
    assert codes(dimension="Team") == [], "a leftover of another source means nothing"


def test_all_reasons_at_once():
    assert codes(measure="", unit=None, baseline="", target="much", due_on=START) == [
        "no_measure",
        "no_unit",
        "no_baseline",
        "target_not_a_number",
        "due_not_after_start",
    ]


@given(st.floats(allow_nan=False, allow_infinity=False, max_value=LARGEST / 2, min_value=-LARGEST / 2))
def test_numbers_are_read_as_they_are_spelt(number):
    assert as_number(number) == as_number(str(number)) == number


@pytest.mark.parametrize(
    ("pairs", "today", "status", "ground", "forecast"),
    [
        ((), date(2026, 6, 1), Status.NO_DATA, Ground.NO_READING, None),
        ((), DUE, Status.NO_DATA, Ground.NO_READING, None),
        ((), DUE + timedelta(days=1), Status.MISSED, Ground.NO_READING_WHEN_DUE, None),
        # One reading: a line from the baseline. 58 days for 3 points, 364 days in all.
        (((2, 83.0),), date(2026, 3, 1), Status.ON_TRACK, Ground.TREND_MEETS, 98.828),
        (((2, 82.0),), date(2026, 3, 1), Status.AT_RISK, Ground.TREND_FAILS, 92.552),
        # Flat below, flat above.
        (((1, 90.0), (2, 90.0)), date(2026, 3, 1), Status.AT_RISK, Ground.TREND_FAILS, 90.0),
        (((1, 95.0), (2, 95.0)), date(2026, 3, 1), Status.ON_TRACK, Ground.TREND_MEETS, 95.0),
        # Above, and falling below.
        (((1, 99.0), (2, 98.0)), date(2026, 3, 1), Status.AT_RISK, Ground.TREND_FAILS, 88.129),
        # The last one meets it, and the line does not lead away though it ends below.
        (
            ((6, 94.0), (7, 93.0), (8, 94.0), (9, 93.0), (10, 93.0), (11, 95.0)),
            date(2026, 12, 1),
            Status.ON_TRACK,
            Ground.KEEPS_MEETING,
            94.079,
        ),
        # What decides is the last one up to the due date.
        (((3, 96.0), (12, 94.9)), DUE + timedelta(days=1), Status.MISSED, Ground.FAILED_WHEN_DUE, None),
        (((3, 20.0), (12, 95.0)), DUE + timedelta(days=1), Status.ACHIEVED, Ground.MET_WHEN_DUE, None),
    ],
)
def test_examples(pairs, today, status, ground, forecast):
    found = progress(AIM, read(*pairs), today)
    assert (found.status, found.ground) == (status, ground)
    assert found.forecast == (forecast if forecast is None else pytest.approx(forecast, abs=0.001))


def test_only_the_latest_six_lead_somewhere():
    rising = read(*((month, 80.0 + month) for month in range(5, 11)))
    assert progress(AIM, read((1, 500.0), (2, 0.0)) + rising, date(2026, 11, 1)) == progress(
        AIM, rising, date(2026, 11, 1)
    )


def test_a_later_reading_does_not_undo_the_due_date():
    late = Reading(DUE + timedelta(days=20), 10.0)
    assert progress(AIM, [*read((12, 96.0)), late], DUE + timedelta(days=30)).status is Status.ACHIEVED
    assert progress(AIM, [late], DUE + timedelta(days=30)).ground is Ground.FAILED_WHEN_DUE
    assert progress(AIM, [replace(late, value=95.0)], DUE + timedelta(days=30)).status is Status.ACHIEVED


@pytest.mark.parametrize(
    ("today", "stale"), [(date(2026, 8, 31), False), (date(2026, 9, 1), True), (date(2026, 9, 30), True)]
)
def test_two_months_without_a_value_from_the_source(today, stale):
    june = [*read((5, 90.0)), Reading(date(2026, 6, 30), 99.0)]
    assert (progress(AIM, june, today, from_source=True).ground is Ground.STALE) is stale
    assert progress(AIM, june, today).status is Status.ON_TRACK


def test_of_one_day_and_source_the_last_counts():
    earlier, later = Reading(START, 1.0, "A"), Reading(START, 2.0, "A")
    other = Reading(START, 3.0, "B")
    assert in_force([earlier, other, later]) == [later, other]


@given(aims, readings, todays)
def test_at_most_mirrors_at_least(aim, read_in, today):
    flipped = Operator.AT_MOST if aim.operator is Operator.AT_LEAST else Operator.AT_LEAST
    mirrored = replace(aim, baseline=-aim.baseline, target=-aim.target, operator=flipped)
    here = progress(aim, read_in, today, from_source=True)
    there = progress(mirrored, [replace(one, value=-one.value) for one in read_in], today, from_source=True)
    assert (here.status, here.ground) == (there.status, there.ground)


@given(aims, readings, todays, st.integers(0, 500))
def test_an_easier_target_is_never_worse(aim, read_in, today, easier):
    good = {Status.ON_TRACK, Status.ACHIEVED}
    target = aim.target - easier if aim.operator is Operator.AT_LEAST else aim.target + easier
    if progress(aim, read_in, today).status in good:
        assert progress(replace(aim, target=target), read_in, today).status in good


@given(aims, readings, todays)
def test_readings_settle_at_the_due_date(aim, read_in, today):
    found = progress(aim, read_in, today)
    open_still = today <= aim.due_on
    assert (found.status in (Status.NO_DATA, Status.ON_TRACK, Status.AT_RISK)) is open_still
    assert (found.forecast is not None) is (open_still and bool(read_in))


@given(values, st.integers(-5, 5), st.sets(days, min_size=2), todays.filter(lambda day: day <= DUE))
def test_a_line_is_followed(start, slope, measured_on, today):
    on_line = [Reading(day, start + slope * (day - START).days) for day in measured_on]
    found = progress(AIM, on_line, today)
    assert found.forecast == pytest.approx(start + slope * (DUE - START).days, abs=0.01)


@given(st.lists(st.sampled_from((-LARGEST + 1.0, LARGEST - 1.0)), min_size=2, max_size=6))
def test_a_forecast_can_be_kept(extremes):
    found = progress(AIM, [Reading(START + timedelta(days=day), value) for day, value in enumerate(extremes)], START)
    assert abs(found.forecast) <= LARGEST
