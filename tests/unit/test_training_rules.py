"""When a training is held, and what it is worth (4.4.2 b and c)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.sample import draw, largest, read, unmet_for_drawing, written
from sms_iso20000.rules.training import (
    Evaluation,
    Seat,
    evaluation_due,
    evaluation_late,
    is_evaluated,
    unmet_for_adding,
    unmet_for_evaluating,
    unmet_for_holding,
    unmet_plan,
)

DAY = date(2026, 3, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
SEED = "0123456789abcdef" * 2
POPULATION = st.sets(st.text(min_size=1), min_size=1, max_size=40)


def codes(unmet):
    return [reason.code for reason in unmet]


THERE = Seat("a", "Attended")


def judged(evaluator: str = "m", seat: Seat | None = THERE, effect: str = "Effective", **values):
    said = {"trainer": "t", "is_manager": True, **values}
    return codes(unmet_for_evaluating(Evaluation(evaluator, seat, effect, **said), DAY, DAY))


def test_days():
    assert unmet_plan(DAY, DAY) == []
    assert codes(unmet_plan(DAY, BEFORE)) == ["training_ends_before_start"]
    assert evaluation_due(DAY, 30) == DAY + timedelta(days=30)
    assert not evaluation_late(DAY, 30, DAY + timedelta(days=60))
    assert evaluation_late(DAY, 30, DAY + timedelta(days=61))


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        (["c"], []),
        (["a"], ["participant_twice"]),
        (["c", "c"], ["participant_twice"]),
        (["off"], []),
        (["t"], ["trainer_is_participant"]),
        ([], ["nobody_named"]),
    ],
)
def test_putting_people_on_the_list(users, expected):
    assert codes(unmet_for_adding(users, [Seat("a"), Seat("off", "Taken Off")], "t")) == expected


def test_holding():
    seats = [Seat("a"), Seat("off", "Taken Off")]
    assert unmet_for_holding(seats, {"a"}, DAY, DAY) == []
    assert codes(unmet_for_holding(seats, {"a"}, AFTER, DAY)) == ["training_not_over"]
    assert codes(unmet_for_holding(seats, {"off"}, DAY, DAY)) == ["not_a_participant", "nobody_attended"]
    assert codes(unmet_for_holding(seats, (), DAY, DAY)) == ["nobody_attended"]


def test_evaluating():
    assert judged() == []
    assert judged(is_manager=False, manages=True) == []
    assert judged("a") == ["self_evaluated"]
    assert judged("t") == ["evaluated_by_trainer"]
    assert judged(seat=Seat("a", "Absent")) == ["participant_not_attended"]
    assert judged(seat=None) == ["participant_not_attended"]
    assert judged(seat=Seat("a", "Attended", "Effective")) == ["evaluated_already"]
    assert judged(effect="Splendid") == ["effect_unknown"]
    assert judged(is_manager=False) == ["evaluator_not_entitled"]
    said = Evaluation("m", Seat("a", "Attended"), "Effective", is_manager=True)
    assert codes(unmet_for_evaluating(said, DAY, BEFORE)) == ["evaluated_too_early"]


def test_the_last_evaluation_closes_it():
    assert not is_evaluated([Seat("a", "Attended"), Seat("b", "Attended", "Effective")])
    assert is_evaluated([Seat("a", "Absent"), Seat("b", "Attended", "Not Effective"), Seat("c", "Taken Off")])


# -- samples ---------------------------------------------------------------------------------------------------------


@given(POPULATION, st.integers(0, 45))
def test_drawing_again_gives_the_same_people(population, size):
    assert draw(population, size, SEED) == draw(sorted(population, reverse=True), size, SEED)
    assert len(draw(population, size, SEED)) == min(size, len(population))


@given(POPULATION, st.text(min_size=1))
def test_who_joins_pushes_at_most_one_out(population, newcomer):
    before, after = set(draw(population, 3, SEED)), set(draw({*population, newcomer}, 3, SEED))
    assert len(before - after) <= 1


@pytest.mark.parametrize(
    ("population", "most"), [(0, 0), (1, 1), (2, 2), (5, 3), (16, 4), (17, 5), (100, 10), (5000, 10)]
)
def test_the_largest_sample(population, most):
    assert largest(population) == most


@pytest.mark.parametrize(
    ("size", "population", "drawn", "expected"),
    [
        (3, 9, 0, []),
        (0, 9, 0, ["sample_empty"]),
        (10, 9, 0, ["sample_larger_than_population"]),
        (4, 9, 0, ["sample_too_large"]),
        (1, 9, 3, ["sample_too_large"]),
    ],
)
def test_how_many_may_be_drawn(size, population, drawn, expected):
    assert codes(unmet_for_drawing(size, population, drawn, "Audit")) == expected
    assert codes(unmet_for_drawing(size, population, drawn, " ")) == [*expected, "reason_missing"]


def test_the_log_keeps_seed_and_size():
    assert read(written(SEED, 4, "Audit of [seed=x size=9] people.")) == (SEED, 4)
    assert read("Audit.") is None
    assert read("") is None
