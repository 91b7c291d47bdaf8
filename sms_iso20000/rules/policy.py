"""Kinds of policy: what service management stands for, and how improvements are evaluated (4.1.2, 4.5.5.1)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from sms_iso20000.rules.unmet import Unmet


class Kind(str, Enum):
    SERVICE_MANAGEMENT = "Service Management"
    IMPROVEMENT = "Improvement"


# What the seal of a service management policy leaves out.
OF_IMPROVEMENT = ("kind", "criteria")


@dataclass(frozen=True)
class Criterion:
    """What proposals are scored by: `weight` beside the other criteria, on a scale from `low` to `high`."""

    title: str
    weight: float
    low: int
    high: int


def unmet_criteria(kind: str, criteria: Sequence[Criterion]) -> list[Unmet]:
    """All reasons why a policy of `kind` cannot have these criteria."""
    if kind != Kind.IMPROVEMENT:
        return [Unmet("criteria_of_improvement_only")] if criteria else []
    unmet = []
    for criterion in criteria:
        named = {"criterion": criterion.title}
        if criterion.weight < 0:
            unmet.append(Unmet("criterion_weight_negative", named))
        if criterion.high <= criterion.low:
            unmet.append(Unmet("criterion_without_scale", named))
    times = Counter(criterion.title.strip() for criterion in criteria)
    return unmet + [Unmet("criterion_twice", {"criterion": title}) for title, count in times.items() if count > 1]


def missing_criteria(criteria: Sequence[Criterion]) -> list[str]:
    """Code of what an improvement policy lacks before its review: a criterion that counts."""
    return [] if any(criterion.weight > 0 for criterion in criteria) else [Unmet("no_criterion").code]


def unmet_kind(kind: str, kinds_before: Collection[str]) -> list[Unmet]:
    """Why a revision cannot be of `kind`: earlier ones of the same code are of another."""
    other = sorted(set(kinds_before) - {kind})
    return [Unmet("policy_kind_differs", {"kind": other[0]})] if other else []


def sealed_fields(kind: str, fields: Iterable[str]) -> list[str]:
    """Those of `fields` that the seal of a policy of `kind` covers."""
    left_out = () if kind == Kind.IMPROVEMENT else OF_IMPROVEMENT
    return [field for field in fields if field not in left_out]
