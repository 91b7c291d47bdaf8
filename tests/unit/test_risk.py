"""Life of a risk."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.risk import (
    DECISION_FOR,
    LIFE_FIELDS,
    NEXT,
    NOT_ASSESSED,
    NOT_SETTLED,
    SETTLED,
    Action,
    Actor,
    Phase,
    Risk,
    State,
    are_settled_actions_kept,
    illegal_step,
    stamps_for,
    state_after_assessment,
    unmet_actions,
    unmet_for_assessment,
    unmet_for_step,
)
from sms_iso20000.rules.risk_matrix import Band, Level, Matrix

LEVELS = tuple(Level(number, str(number)) for number in range(1, 6))
TODAY = date(2026, 6, 1)
READY = Risk("Assessed", owner="owner", score=12, residual_score=4, has_treatment=True, has_plan=True)
STATES = st.sampled_from([state.value for state in State])
SCORES = st.integers(0, 25)
ACTORS = st.builds(Actor, st.sampled_from(["owner", "somebody"]), st.booleans(), st.booleans())


def matrix(criterion: int = 9) -> Matrix:
    return Matrix(LEVELS, LEVELS, (Band(1, "All", "Green"),), criterion)


def codes(after: str, actor: Actor, risk: Risk, criterion: int = 9) -> list[str]:
    return [unmet.code for unmet in unmet_for_step(after, actor, risk, matrix(criterion))]


@given(STATES, STATES)
def test_steps_are_those_of_the_life(before, after):
    assert (illegal_step(before, after) == []) is (State(after) in NEXT[State(before)])


@given(st.text().filter(lambda text: text not in {state.value for state in State}), STATES)
def test_unknown_states_are_refused(unknown, known):
    assert illegal_step(known, unknown)[0].code == "unknown_state"
    assert illegal_step(unknown, known)


def test_every_state_can_be_left():
    assert all(NEXT[state] for state in State)


@given(ACTORS, SCORES, SCORES, st.integers(1, 25))
def test_above_the_criterion_only_top_management_accepts_and_never_the_owner(actor, score, residual, criterion):
    risk = replace(READY, score=score, residual_score=residual)
    may = not codes("Accepted", actor, risk, criterion)
    if risk.counted_score > criterion:
        assert may is (actor.is_top_management and actor.user != risk.owner)
    else:
        assert may is (actor.user == risk.owner or actor.is_manager or actor.is_top_management)


@given(ACTORS, SCORES, SCORES, st.integers(1, 25), st.booleans())
def test_closing_never_stands_for_an_acceptance(actor, score, residual, criterion, is_accepted):
    risk = replace(READY, score=score, residual_score=residual, is_accepted=is_accepted)
    may = not codes("Closed", actor, risk, criterion)
    assert may is (is_accepted or actor.is_top_management or risk.counted_score <= criterion)


@given(STATES, SCORES, SCORES, SCORES, st.booleans(), st.integers(1, 25))
def test_only_a_rising_score_unsettles(state, score, residual, accepted, is_accepted, new):
    risk = Risk(state, score=score, residual_score=residual, accepted_score=accepted, is_accepted=is_accepted)
    settled_at = accepted if is_accepted else risk.counted_score
    expected = state if state in SETTLED and new <= settled_at else State.ASSESSED
    assert state_after_assessment(risk, new) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"has_treatment": False}, ["treatment_missing"]),
        ({"has_plan": False}, ["treatment_plan_missing"]),
        ({"open_actions": 2}, ["actions_open"]),
        ({"residual_score": 0}, ["not_assessed_after_treatment"]),
        (
            {"has_treatment": False, "has_plan": False, "open_actions": 1, "residual_score": 0},
            ["treatment_missing", "treatment_plan_missing", "actions_open", "not_assessed_after_treatment"],
        ),
    ],
)
def test_treatment_is_finished_when_nothing_is_left_to_do(change, expected):
    assert codes("Treated", Actor("anybody"), replace(READY, **change)) == expected


def test_a_state_alone_is_no_assessment():
    assert codes("Assessed", Actor("anybody", True, True), Risk("Identified")) == ["risk_not_assessed"]
    assert codes("Identified", Actor("anybody"), READY) == []


@given(st.integers(-2, 8), st.integers(-2, 8), st.sampled_from([*Phase, "During"]))
def test_assessments_lie_on_the_matrix(likelihood, impact, phase):
    unmet = unmet_for_assessment(phase, likelihood, impact, READY, matrix())
    legal = 1 <= likelihood <= 5 and 1 <= impact <= 5 and phase != "During"
    assert (unmet == []) is legal


def test_what_is_left_is_judged_after_what_was_there():
    unmet = unmet_for_assessment("After Treatment", 1, 1, Risk("Identified"), matrix())
    assert [reason.code for reason in unmet] == [
        "not_assessed_before_treatment",
        "treatment_missing",
        "treatment_plan_missing",
    ]


DAYS = st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days))
ACTIONS = st.lists(st.builds(Action, st.sampled_from("abc"), DAYS, st.none() | DAYS), max_size=4)


@given(ACTIONS, ACTIONS)
def test_dates_of_actions(before, after):
    refused = {(reason.code, reason.values["action"]) for reason in unmet_actions(before, after, TODAY)}
    known = {(action.action, action.due_on) for action in before}
    expected = set()
    for action in after:
        if action.done_on and action.done_on > TODAY:
            expected.add(("action_done_in_future", action.action))
        if not action.done_on and action.due_on < TODAY and (action.action, action.due_on) not in known:
            expected.add(("action_due_in_past", action.action))
    assert refused == expected


@given(ACTIONS)
def test_settled_actions_may_only_be_done(actions):
    assert are_settled_actions_kept(actions, actions)
    done = [replace(action, done_on=action.done_on or TODAY) for action in actions]
    assert are_settled_actions_kept(actions, done)
    if actions:
        assert not are_settled_actions_kept(actions, actions[:-1])
        assert not are_settled_actions_kept(actions, [replace(actions[0], action="z"), *actions[1:]])
    if any(action.done_on for action in actions):
        assert not are_settled_actions_kept(actions, [replace(action, done_on=None) for action in actions])


def test_stamps_are_life_fields_and_every_step_is_a_decision():
    now = datetime(2026, 6, 1, 12)
    for after in State:
        assert set(stamps_for(after.value, "somebody", now, READY)) <= set(LIFE_FIELDS)
    assert stamps_for("Accepted", "somebody", now, READY)["accepted_score"] == 4
    assert set(stamps_for("Identified", "somebody", now, READY)) == {*NOT_ASSESSED, *NOT_SETTLED}
    assert set(DECISION_FOR) | {State.ASSESSED} == set(State)
