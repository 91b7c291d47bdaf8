"""What an improvement is to bring, in seven dimensions, what it brought, and which documents it changes (4.5.5.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sms_iso20000.rules.indicators import FROM_OBJECTIVE, FROM_SNAPSHOT
from sms_iso20000.rules.objective import BY_HAND, as_number
from sms_iso20000.rules.unmet import Unmet

DIMENSIONS = ("Quality", "Value", "Capability", "Cost", "Productivity", "Utilisation", "Risk")
# What only measuring writes.
RESULT_COLUMNS = ("value", "measured_on", "is_met", "found_in")


@dataclass(frozen=True)
class Target:
    """A target as it was planned, and what was measured; numbers as they were given."""

    measure: str = ""
    dimension: str = ""
    unit: str = ""
    baseline: Any = None
    target: Any = None
    measure_on: date | None = None
    source: str = BY_HAND
    evidence_source: str = ""
    objective: str = ""
    counted_by: str = ""
    counted_value: str = ""
    measured_on: date | None = None
    is_met: bool = False

    @property
    def is_measured(self) -> bool:
        return self.measured_on is not None

    @property
    def is_missed(self) -> bool:
        return self.is_measured and not self.is_met


@dataclass(frozen=True)
class Paper:
    """A document to revise: whether a newer revision came into force, or why not."""

    title: str
    was_revised: bool = False
    has_reason: bool = False


def unmet_targets(targets: Sequence[Target], starts_on: date | None) -> list[Unmet]:
    """All reasons why these targets cannot be measured."""
    unmet = []
    for target in targets:
        named = {"measure": target.measure or "?"}
        if target.dimension not in DIMENSIONS:
            unmet.append(Unmet("target_without_dimension", named))
        if as_number(target.baseline) is None or as_number(target.target) is None:
            unmet.append(Unmet("target_without_figures", named))
        if starts_on and target.measure_on and target.measure_on < starts_on:
            unmet.append(Unmet("target_before_start", {**named, "start": starts_on.isoformat()}))
        if target.source == FROM_SNAPSHOT and not target.evidence_source:
            unmet.append(Unmet("target_without_evidence_source", named))
        if target.source == FROM_SNAPSHOT and target.counted_by and not target.counted_value.strip():
            unmet.append(Unmet("target_without_counted_value", named))
        if target.source == FROM_OBJECTIVE and not target.objective:
            unmet.append(Unmet("target_without_objective", named))
    return unmet


def unmet_measurement(target: Target, value: Any, measured_on: date | None, today: date) -> list[Unmet]:
    """All reasons why `value` cannot be recorded by hand as what was measured on that day."""
    named = {"measure": target.measure}
    unmet = []
    if target.source != BY_HAND:
        unmet.append(Unmet("target_measured_from_source", named))
    if as_number(value) is None:
        unmet.append(Unmet("value_not_a_number", named))
    if measured_on is None or measured_on > today:
        unmet.append(Unmet("measured_in_future", named))
    elif target.measure_on and measured_on < target.measure_on:
        unmet.append(Unmet("measured_too_early", {**named, "day": target.measure_on.isoformat()}))
    return unmet


def is_measurement_due(target: Target, today: date) -> bool:
    """Whether the day has come, and no value is on record."""
    return not target.is_measured and target.measure_on is not None and target.measure_on <= today


def next_measurement(targets: Sequence[Target]) -> date | None:
    """The first day on which one of `targets` is still to be measured."""
    return min((target.measure_on for target in targets if target.measure_on and not target.is_measured), default=None)
