"""The matrix that risks are judged on, and where they lie on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.heat_map import grid
from sms_iso20000.rules.risk_matrix import (
    Band,
    Level,
    Matrix,
    unmet_bands,
    unmet_criterion,
    unmet_levels,
    whole_number,
)


def levels(*numbers: int) -> tuple[Level, ...]:
    return tuple(Level(number, f"Level {index}") for index, number in enumerate(numbers))


BANDS = (Band(1, "Low", "Green"), Band(5, "Medium", "Yellow"), Band(10, "High", "Orange"), Band(15, "Top", "Red"))
MATRIX = Matrix(levels(1, 2, 3, 4, 5), levels(1, 2, 3, 4, 5), BANDS, criterion=9)


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((1, 2), []),
        ((2, 1, 3), []),
        (tuple(range(1, 11)), []),
        ((1,), ["level_count"]),
        ((), ["level_count"]),
        (tuple(range(1, 12)), ["level_count"]),
        ((1, 3), ["levels_not_consecutive"]),
        ((1, 2, 2), ["levels_not_consecutive"]),
        ((0, 1), ["levels_not_consecutive"]),
        ((2,), ["level_count", "levels_not_consecutive"]),
    ],
)
def test_levels_run_from_one(numbers, expected):
    assert codes(unmet_levels(levels(*numbers), "Likelihood Levels")) == expected


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ((1,), []),
        ((1, 5, 10), []),
        ((), ["bands_not_from_one"]),
        ((2, 5), ["bands_not_from_one"]),
        ((1, 5, 5), ["bands_not_rising"]),
        ((1, 9, 5), ["bands_not_rising"]),
        ((5, 1), ["bands_not_from_one", "bands_not_rising"]),
    ],
)
def test_bands_begin_at_one_and_rise(starts, expected):
    bands = [Band(start, f"Band {index}", "Red") for index, start in enumerate(starts)]
    assert codes(unmet_bands(bands, "Risk Bands")) == expected


def test_titles_are_told_apart():
    twice = [Level(1, "Rare"), Level(2, "Rare")]
    assert unmet_levels(twice, "Likelihood Levels")[0].values == {"title": "Rare", "table": "Likelihood Levels"}
    assert codes(unmet_bands([Band(1, "Low", "Green"), Band(5, "Low", "Red")], "Risk Bands")) == ["title_twice"]


@pytest.mark.parametrize(("criterion", "is_fine"), [(0, False), (1, True), (25, True), (26, False)])
def test_criterion_lies_on_the_matrix(criterion, is_fine):
    matrix = Matrix(MATRIX.likelihood, MATRIX.impact, BANDS, criterion)
    assert (unmet_criterion(matrix, "Criterion") == []) is is_fine


@given(st.integers(1, 25))
def test_every_score_has_the_highest_band_it_reaches(score):
    band = MATRIX.band_of(score)
    assert band.from_score <= score
    assert not any(band.from_score < other.from_score <= score for other in BANDS)


def test_what_is_not_assessed_has_no_band():
    assert MATRIX.band_of(0) is None
    assert Matrix((), (), (), 9).band_of(4) is None


@given(st.integers(0, 10**6))
def test_whole_numbers_are_read_from_text_too(number):
    assert whole_number(number) == whole_number(f" {number} ") == number


@pytest.mark.parametrize("value", ["abc", "", None, 2.5, "2.5", "-3", -3, True, "²", [1]])
def test_what_is_no_whole_number_is_no_level(value):
    assert whole_number(value) == 0


@given(st.lists(st.tuples(st.integers(-1, 7), st.integers(-1, 7)), max_size=40))
def test_each_risk_on_the_matrix_lies_in_one_cell(places):
    drawn = grid(MATRIX, [(likelihood, impact, index) for index, (likelihood, impact) in enumerate(places)])
    lying = {entry: (cell.likelihood, cell.impact) for row in drawn for cell in row.cells for entry in cell.entries}
    on_matrix = {index: place for index, place in enumerate(places) if min(place) >= 1 and max(place) <= 5}
    assert lying == on_matrix


def test_the_highest_likelihood_stands_on_top():
    drawn = grid(MATRIX, [])
    assert [row.level.level for row in drawn] == [5, 4, 3, 2, 1]
    assert [cell.impact for cell in drawn[0].cells] == [1, 2, 3, 4, 5]
    assert drawn[0].cells[4].band.title == "Top"
