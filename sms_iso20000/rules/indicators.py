"""What makes an indicator of a process measurable (4.1.4 b)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sms_iso20000.rules.objective import Operator, as_number
from sms_iso20000.rules.unmet import Unmet

FROM_SNAPSHOT, FROM_OBJECTIVE = "Service Level Snapshot", "Objective"


def unmet_indicator(indicator: Mapping[str, Any], today: date) -> list[Unmet]:
    """All reasons why `indicator` cannot be measured; takes its fields by name, the date as a date."""
    named = {"indicator": indicator["indicator"] or "?"}
    unmet = [] if _text(indicator["unit"]) else [Unmet("indicator_without_unit", named)]
    if as_number(indicator["target"]) is None:
        unmet.append(Unmet("indicator_without_target", named))
    if indicator["source"] == FROM_SNAPSHOT:
        if not indicator["evidence_source"]:
            unmet.append(Unmet("indicator_without_evidence_source", named))
        if indicator["dimension"] and not _text(indicator["dimension_value"]):
            unmet.append(Unmet("indicator_without_dimension_value", named))
    elif indicator["source"] == FROM_OBJECTIVE:
        if not indicator["objective"]:
            unmet.append(Unmet("indicator_without_objective", named))
    else:
        unmet += _unmet_value(indicator, today, named)
    return unmet


def in_target(operator: str, target: float, value: float) -> bool:
    """Whether `value` is at least, or at most, `target`."""
    return value >= target if operator == Operator.AT_LEAST else value <= target


def _unmet_value(indicator: Mapping[str, Any], today: date, named: dict) -> list[Unmet]:
    """The database knows no empty number: a value counts once it has a date, and 0 without one means not measured."""
    number, measured_on = as_number(indicator["value"]), indicator["value_on"]
    unmet = []
    if number is None and (measured_on or _text(indicator["value"])):
        unmet.append(Unmet("indicator_value_not_a_number", named))
    if number and not measured_on:
        unmet.append(Unmet("indicator_value_without_date", named))
    if measured_on and measured_on > today:
        unmet.append(Unmet("indicator_value_in_future", named))
    return unmet


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
