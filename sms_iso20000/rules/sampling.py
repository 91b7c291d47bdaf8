"""Samples of records for audits: how many, which ones, and the same ones again from the seed (ISO 19011; 4.5.4.2)."""

import heapq
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from sms_iso20000.rules.sample import rank
from sms_iso20000.rules.unmet import Unmet


class Method(str, Enum):
    RANDOM = "Random"
    SYSTEMATIC = "Systematic"
    STRATIFIED = "Stratified"


class Result(str, Enum):
    NOT_EXAMINED = "Not Examined"
    IN_ORDER = "In Order"
    DEVIATION = "Deviation"


# Nobody examines more, and the host keeps the rows of a record together.
LARGEST = 1000
# What the table of sizes is for: confidence, and the share of deviations that must not go unnoticed, in percent.
CONFIDENCES, TOLERABLE = (90, 95, 99), (5, 10)
OPERATORS = frozenset({"=", "!=", ">", "<", ">=", "<=", "in", "not in", "like", "not like", "between", "is"})
WITH_LISTS = frozenset({"in", "not in", "between"})


@dataclass(frozen=True, slots=True)
class Row:
    """A record of the population; `stratum` is empty where the sample is not stratified."""

    name: str
    stratum: str = ""


@dataclass(frozen=True)
class Differences:
    """How the population differs from the one that was drawn from, and which drawn records went."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    drawn_that_went: tuple[str, ...]


# -- how many --------------------------------------------------------------------------------------------------------


def square_root_size(population: int) -> int:
    """The square root of the population, rounded up: the rule of thumb of IAF MD 1 for sampling sites."""
    return math.isqrt(population - 1) + 1 if population > 0 else 0


def attribute_size(population: int, confidence: int, tolerable: int) -> int:
    """The smallest sample that, where `tolerable` percent of the population deviate, has at least one of them with
    `confidence` percent.

    Attribute sampling with no deviation expected, exact for finite populations (hypergeometric distribution), as in the
    tables of H. Arkin, Handbook of Sampling for Auditing and Accounting, and the AICPA guide Audit Sampling.
    """
    deviations = max(1, math.ceil(Fraction(population * tolerable, 100)))
    missed, risk = Fraction(1), Fraction(100 - confidence, 100)
    for size in range(population + 1):
        if missed <= risk:
            return size
        missed *= Fraction(population - deviations - size, population - size)
    return population


def proposed_sizes(population: int) -> dict[str, Any]:
    """The square root, and a row for each confidence with a size for each tolerable share."""
    if population < 1:
        return {"square_root": 0, "table": []}
    table = [
        {"confidence": confidence, "sizes": [attribute_size(population, confidence, share) for share in TOLERABLE]}
        for confidence in CONFIDENCES
    ]
    return {"square_root": square_root_size(population), "table": table}


# -- which ones ------------------------------------------------------------------------------------------------------


def draw(population: Sequence[Row], method: str, size: int, seed: str) -> list[Row]:
    """`size` members of `population`, the same ones for the same population in the same order, method and seed.

    Raises ValueError where `unmet_for_drawing` names a reason against it.
    """
    if not 0 < size <= len(population):
        raise ValueError(f"{size} of {len(population)} cannot be drawn.")
    if method == Method.SYSTEMATIC:
        start = int(rank(seed, "start"), 16) % len(population)
        picked = ((start + number * len(population) // size) % len(population) for number in range(size))
        return [population[index] for index in sorted(picked)]
    if method == Method.STRATIFIED:
        strata: dict[str, list[Row]] = {}
        for row in population:
            strata.setdefault(row.stratum, []).append(row)
        shares = shared_out({stratum: len(rows) for stratum, rows in strata.items()}, size)
        return [row for stratum in sorted(strata) for row in _lowest(strata[stratum], shares[stratum], seed)]
    return _lowest(population, size, seed)


def shared_out(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of each stratum: one at least, the rest in proportion by the largest remainder. `size` must not be less
    than the number of strata."""
    total, rest = sum(sizes.values()), size - len(sizes)
    if rest < 0:
        raise ValueError("Each stratum needs one.")
    free = total - len(sizes)
    exact = {name: Fraction(rest * (number - 1), free) if free else Fraction(0) for name, number in sizes.items()}
    shares = {name: 1 + math.floor(share) for name, share in exact.items()}
    left = size - sum(shares.values())
    for name in sorted(exact, key=lambda name: (math.floor(exact[name]) - exact[name], name))[:left]:
        shares[name] += 1
    return shares


def differences(before: Collection[str], now: Collection[str], drawn: Collection[str]) -> Differences:
    """What came into the population since it was drawn from, and what went, by name."""
    then, today = set(before), set(now)
    went = then - today
    return Differences(tuple(sorted(today - then)), tuple(sorted(went)), tuple(sorted(went & set(drawn))))


# -- what stands against it ------------------------------------------------------------------------------------------


def unmet_filters(filters: Any, fields: Collection[str]) -> list[Unmet]:
    """All reasons against the filters of a population: a list of field, operator and value, the fields among those
    that the reader may read."""
    if not isinstance(filters, list) or not all(isinstance(row, list) and len(row) == 3 for row in filters):
        return [Unmet("filters_not_rows")]
    unmet = []
    for field, operator, value in filters:
        if not isinstance(field, str) or field not in fields:
            unmet.append(Unmet("filter_field_unreadable", {"field": str(field)}))
        if operator not in OPERATORS:
            unmet.append(Unmet("sample_operator_unknown", {"operator": str(operator)}))
        elif not _fits(operator, value):
            unmet.append(Unmet("sample_value_unfit", {"field": str(field)}))
    return unmet


def unmet_for_drawing(population: Sequence[Row], method: str, size: int) -> list[Unmet]:
    """All reasons why `size` of `population` cannot be drawn."""
    if not population:
        return [Unmet("population_empty")]
    unmet = []
    if size < 1:
        unmet.append(Unmet("sample_without_size"))
    if size > len(population):
        unmet.append(Unmet("sample_exceeds_population", {"population": len(population)}))
    elif size > LARGEST:
        unmet.append(Unmet("sample_past_examining", {"most": LARGEST}))
    if method == Method.STRATIFIED and 0 < size < (strata := len({row.stratum for row in population})):
        unmet.append(Unmet("sample_below_strata", {"strata": strata}))
    return unmet


def unmet_examination(result: str, note: str) -> list[Unmet]:
    """All reasons why the result of examining a record cannot be noted."""
    if result not in {found.value for found in Result}:
        return [Unmet("examination_unknown")]
    return [Unmet("deviation_without_note")] if result == Result.DEVIATION and not note.strip() else []


def _lowest(rows: Sequence[Row], size: int, seed: str) -> list[Row]:
    return heapq.nsmallest(size, rows, key=lambda row: (rank(seed, row.name), row.name))


def _fits(operator: str, value: Any) -> bool:
    if operator in WITH_LISTS:
        is_pair = operator != "between" or (isinstance(value, list) and len(value) == 2)
        return isinstance(value, list) and bool(value) and is_pair and all(map(_is_plain, value))
    return _is_plain(value) and (operator != "is" or value in ("set", "not set"))


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float)
