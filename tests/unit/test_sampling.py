"""Samples of records: how many, which ones, and the same ones again (4.5.4.2)."""

from itertools import pairwise
from math import ceil, comb

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sms_iso20000.rules.sampling import (
    CONFIDENCES,
    LARGEST,
    Method,
    Row,
    attribute_size,
    differences,
    draw,
    proposed_sizes,
    shared_out,
    square_root_size,
    unmet_examination,
    unmet_filters,
    unmet_for_drawing,
)

POPULATION = [Row(f"R-{number:04}", "High" if number % 10 == 0 else "Low") for number in range(200)]


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


# -- how many --------------------------------------------------------------------------------------------------------


def test_square_root():
    assert [square_root_size(number) for number in (0, 1, 2, 100, 101)] == [0, 1, 2, 10, 11]


def test_sizes_are_those_of_the_published_tables():
    """No deviation expected, large population: 5 % at 90, 95, 99 % confidence, then 10 %."""
    assert [attribute_size(1_000_000, confidence, 5) for confidence in CONFIDENCES] == [45, 59, 90]
    assert [attribute_size(1_000_000, confidence, 10) for confidence in CONFIDENCES] == [22, 29, 44]


@given(some.integers(1, 300), some.sampled_from(CONFIDENCES), some.sampled_from((5, 10)))
def test_size_is_the_smallest_that_suffices(population, confidence, tolerable):
    deviations = max(1, ceil(population * tolerable / 100))
    size = attribute_size(population, confidence, tolerable)

    def missed(number: int) -> bool:
        """Whether so few may miss all deviations with more than the risk."""
        return comb(population - deviations, number) * 100 > comb(population, number) * (100 - confidence)

    assert 0 < size <= population
    assert not missed(size)
    assert missed(size - 1)


def test_proposal():
    assert proposed_sizes(0) == {"square_root": 0, "table": []}
    proposal = proposed_sizes(400)
    assert proposal["square_root"] == 20
    assert [row["confidence"] for row in proposal["table"]] == list(CONFIDENCES)


# -- which ones ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", Method)
def test_the_seed_decides(method):
    first = draw(POPULATION, method, 20, "seed one")
    assert first == draw(list(POPULATION), method.value, 20, "seed one")
    assert first != draw(POPULATION, method, 20, "seed two")
    assert len({row.name for row in first}) == 20


def test_random_does_not_depend_on_the_order():
    assert draw(POPULATION, "Random", 20, "seed") == draw(POPULATION[::-1], "Random", 20, "seed")


def test_systematic_keeps_its_distance():
    drawn = [POPULATION.index(row) for row in draw(POPULATION, "Systematic", 20, "seed")]
    assert {later - earlier for earlier, later in pairwise(drawn)} == {10}


def test_strata_in_proportion():
    drawn = draw(POPULATION, "Stratified", 20, "seed")
    assert [row.stratum for row in drawn].count("High") == 3


@given(
    some.lists(some.tuples(some.integers(0, 10**6), some.sampled_from("abc")), min_size=1, max_size=80, unique=True),
    some.sampled_from(list(Method)),
    some.data(),
)
def test_whatever_is_drawn_is_drawn_again(members, method, data):
    population = [Row(f"{number}{stratum}", stratum) for number, stratum in sorted(members)]
    fewest = len({row.stratum for row in population}) if method is Method.STRATIFIED else 1
    size = data.draw(some.integers(fewest, len(population)))
    assert not unmet_for_drawing(population, method, size)
    drawn = draw(population, method, size, "seed")
    assert drawn == draw(population, method, size, "seed")
    assert len(set(drawn)) == size
    assert set(drawn) <= set(population)
    if method is Method.STRATIFIED:
        assert {row.stratum for row in drawn} == {row.stratum for row in population}


@given(some.dictionaries(some.text(max_size=3), some.integers(1, 500), min_size=1, max_size=8), some.data())
def test_shares_add_up(sizes, data):
    size = data.draw(some.integers(len(sizes), sum(sizes.values())))
    shares = shared_out(sizes, size)
    assert sum(shares.values()) == size
    assert all(1 <= shares[name] <= sizes[name] for name in sizes)


@pytest.mark.parametrize("size", [0, 201])
def test_what_cannot_be_drawn(size):
    with pytest.raises(ValueError, match="cannot be drawn"):
        draw(POPULATION, "Random", size, "seed")


def test_too_few_for_the_strata():
    with pytest.raises(ValueError, match="needs one"):
        shared_out({"a": 2, "b": 2}, 1)


def test_what_came_and_went():
    found = differences(["a", "b", "c"], ["b", "c", "d"], ["a", "b"])
    assert (found.came, found.went, found.drawn_that_went) == (("d",), ("a",), ("a",))


# -- what stands against it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("population", "method", "size", "found"),
    [
        (POPULATION, "Random", 20, []),
        ([], "Random", 20, ["population_empty"]),
        (POPULATION, "Random", 0, ["sample_without_size"]),
        (POPULATION, "Random", 201, ["sample_exceeds_population"]),
        ([Row(str(number)) for number in range(LARGEST + 1)], "Random", LARGEST + 1, ["sample_past_examining"]),
        (POPULATION, "Stratified", 1, ["sample_below_strata"]),
    ],
)
def test_drawing(population, method, size, found):
    assert codes(unmet_for_drawing(population, method, size)) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([], []),
        ([["status", "=", "Open"], ["status", "in", ["a", "b"]], ["due", "between", ["2026-01-01", "2026-02-01"]]], []),
        ([["status", "is", "set"], ["status", "like", "%x%"], ["number", ">", 3]], []),
        (None, ["filters_not_rows"]),
        ({"status": "Open"}, ["filters_not_rows"]),
        ([["status", "="]], ["filters_not_rows"]),
        ([["secret", "=", "x"]], ["filter_field_unreadable"]),
        ([[["status"], "=", "x"]], ["filter_field_unreadable"]),
        ([["status", "descendants of", "x"]], ["sample_operator_unknown"]),
        ([["status", "in", "a"]], ["sample_value_unfit"]),
        ([["status", "in", []]], ["sample_value_unfit"]),
        ([["due", "between", ["2026-01-01"]]], ["sample_value_unfit"]),
        ([["status", "=", {"a": 1}]], ["sample_value_unfit"]),
        ([["status", "is", "x"]], ["sample_value_unfit"]),
    ],
)
def test_filters(filters, found):
    assert codes(unmet_filters(filters, {"status", "due", "number"})) == found


def test_examining():
    assert not unmet_examination("In Order", "")
    assert codes(unmet_examination("Deviation", " ")) == ["deviation_without_note"]
    assert codes(unmet_examination("Fine", "")) == ["examination_unknown"]
