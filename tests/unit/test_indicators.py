"""What makes an indicator of a process measurable."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.indicators import in_target, unmet_indicator

TODAY = date(2026, 11, 22)
GOOD = {
    "indicator": "Changes that failed",
    "unit": "%",
    "operator": "At Most",
    "target": 5,
    "source": "By Hand",
    "evidence_source": None,
    "dimension": None,
    "dimension_value": None,
    "objective": None,
    "value": None,
    "value_on": None,
}
SNAPSHOT = {"source": "Service Level Snapshot", "evidence_source": "SRC"}


def codes(**values) -> list[str]:
    return [reason.code for reason in unmet_indicator({**GOOD, **values}, TODAY)]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"target": 0},
        {"target": "-1.5"},
        {"value": 0},
        {"value": 0, "value_on": TODAY},
        {"value": "3.5", "value_on": TODAY - timedelta(days=1)},
        SNAPSHOT,
        {**SNAPSHOT, "dimension": "Service", "dimension_value": "Mail"},
        {"source": "Objective", "objective": "OBJ"},
    ],
)
def test_measurable(values):
    assert codes(**values) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"unit": " "}, "indicator_without_unit"),
        ({"target": None}, "indicator_without_target"),
        ({"target": ""}, "indicator_without_target"),
        ({"target": "abc"}, "indicator_without_target"),
        ({"target": "nan"}, "indicator_without_target"),
        ({**SNAPSHOT, "evidence_source": None}, "indicator_without_evidence_source"),
        ({**SNAPSHOT, "dimension": "Team", "dimension_value": " "}, "indicator_without_dimension_value"),
        ({"source": "Objective"}, "indicator_without_objective"),
        ({"value": "abc"}, "indicator_value_not_a_number"),
        ({"value": None, "value_on": TODAY}, "indicator_value_not_a_number"),
        ({"value": 4}, "indicator_value_without_date"),
        ({"value": 4, "value_on": TODAY + timedelta(days=1)}, "indicator_value_in_future"),
    ],
)
def test_not_measurable(values, code):
    assert codes(**values) == [code]


def test_all_reasons_at_once():
    assert codes(unit="", target="x", source="Objective") == [
        "indicator_without_unit",
        "indicator_without_target",
        "indicator_without_objective",
    ]


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_target_itself_is_in_target_and_each_value_by_one_operator_at_least(target, value):
    assert in_target("At Least", target, target) and in_target("At Most", target, target)
    assert in_target("At Least", target, value) or in_target("At Most", target, value)
    assert not (value < target and in_target("At Least", target, value))
    assert not (value > target and in_target("At Most", target, value))
