"""Rules of management reviews: who may take which step, and what each step still lacks (4.5.4.3)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.management_review import (
    CLASSES,
    JUDGEMENTS,
    MANAGER,
    NEXT,
    Input,
    Output,
    Review,
    State,
    illegal_step,
    unmet_addendum,
    unmet_attendees,
    unmet_chair,
    unmet_cutoff,
    unmet_for_step,
)
from sms_iso20000.rules.review_input import inputs_for

TODAY = date(2026, 11, 27)
CHAIR = "chair@example.com"
TOPICS = inputs_for([])
OUTPUTS = tuple(Output(about, "Decision", has_statement=True) for about in CLASSES)
COMPLETE = Review(
    chair=CHAIR,
    top_management={CHAIR},
    present=[CHAIR],
    cutoff_on=TODAY - timedelta(days=3),
    held_on=TODAY,
    topics=TOPICS,
    inputs=[Input(topic, has_data=True) for topic in TOPICS],
    outputs=OUTPUTS,
    people_told=2,
)


def codes(after: State, user: str = CHAIR, roles: tuple[str, ...] = (), **changes) -> list[str]:
    return [reason.code for reason in unmet_for_step(after, replace(COMPLETE, **changes), user, roles, TODAY)]


def action(**values) -> Output:
    given = {"has_statement": True, "responsible": "owner@example.com", "due_on": TODAY, **values}
    return Output("Resources", "Action", **given)


def test_a_complete_review_is_held_and_signed():
    assert codes(State.HELD) == codes(State.SIGNED) == []


def test_the_inputs_of_2011_are_ten_and_those_of_2018_come_on_top():
    assert list(TOPICS.values()) == [f"4.5.4.3 {letter}" for letter in "abcdefghij"]
    assert inputs_for(["2005"]) == TOPICS
    assert inputs_for(["2018"]).keys() > TOPICS.keys()


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_only_steps_of_the_table_are_legal(before, after):
    assert (not illegal_step(before, after)) == (after in NEXT[before])


def test_no_step_leads_out_of_signed_or_to_inputs_that_nobody_compiled():
    assert NEXT[State.SIGNED] == NEXT[State.PLANNED] == set()
    assert [reason.code for reason in illegal_step("Planned", "Abandoned")] == ["unknown_state"]


@given(st.lists(st.sampled_from([*State, "Nowhere"]), max_size=30))
def test_no_walk_signs_what_was_not_held_on_compiled_inputs(wishes):
    """Whatever steps are wished for, what is signed stays, and was held just before."""
    state, passed = State.PLANNED, [State.PLANNED]
    for wish in wishes:
        # The one way that no person takes.
        is_compiled = state is State.PLANNED and wish is State.COMPILED
        if is_compiled or not illegal_step(state, wish):
            assert state is not State.SIGNED
            state = State(wish)
            passed.append(state)
    if state is State.SIGNED:
        assert passed[-2] is State.HELD and State.COMPILED in passed


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"top_management": set()}, ["chair_not_top_management"]),
        ({"present": []}, ["chair_not_present"]),
        ({"held_on": None}, ["meeting_day_missing"]),
        ({"held_on": TODAY + timedelta(days=1)}, ["meeting_in_future"]),
        ({"held_on": TODAY - timedelta(days=4)}, ["meeting_before_cutoff"]),
        ({"inputs": COMPLETE.inputs[1:]}, ["input_not_compiled"]),
    ],
)
def test_what_a_meeting_needs(changes, expected):
    assert codes(State.HELD, **changes) == codes(State.SIGNED, **changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"missing": JUDGEMENTS}, ["judgement_missing"] * 4),
        ({"inputs": [Input(topic) for topic in TOPICS]}, ["input_not_explained"] * 10),
        ({"inputs": [Input(topic, is_explained=True) for topic in TOPICS]}, []),
        ({"outputs": ()}, ["output_class_open"] * 3),
        ({"outputs": (*OUTPUTS, Output("Services", "None Needed", True))}, ["output_contradicts"]),
        ({"outputs": (*OUTPUTS, Output("Services", "Decision"))}, ["output_without_statement"]),
        ({"outputs": (*OUTPUTS, action())}, []),
        ({"outputs": (*OUTPUTS, action(responsible=""))}, ["output_without_responsible"]),
        ({"outputs": (*OUTPUTS, action(due_on=None))}, ["output_without_due_day"]),
        ({"outputs": (*OUTPUTS, action(due_on=TODAY - timedelta(days=1)))}, ["output_without_due_day"]),
        ({"outputs": (*OUTPUTS, action(due_on=None, responsible="", has_action=True))}, []),
        ({"people_told": 0}, ["nobody_to_tell"]),
    ],
)
def test_what_the_minutes_need(changes, expected):
    assert codes(State.SIGNED, **changes) == expected
    assert codes(State.HELD, **changes) == []


def test_the_chair_signs_and_the_manager_may_prepare():
    assert codes(State.SIGNED, user="manager@example.com", roles=(MANAGER,)) == ["signed_by_chair_only"]
    assert codes(State.HELD, user="manager@example.com", roles=(MANAGER,)) == []
    assert codes(State.COMPILED, user="other@example.com") == ["not_entitled_to_hold_review"]


@pytest.mark.parametrize(
    ("cutoff", "last", "expected"),
    [
        (None, None, ["cutoff_missing"]),
        (TODAY, None, []),
        (TODAY, TODAY, []),
        (TODAY + timedelta(days=1), None, ["cutoff_in_future"]),
        (TODAY - timedelta(days=2), TODAY - timedelta(days=1), ["cutoff_before_last"]),
    ],
)
def test_cutoff(cutoff, last, expected):
    assert [reason.code for reason in unmet_cutoff(cutoff, TODAY, last)] == expected


def test_people():
    assert unmet_chair(CHAIR, [CHAIR]) == []
    assert [reason.values["user"] for reason in unmet_attendees(["a", "b", "a", ""])] == ["a"]
    assert unmet_addendum(CHAIR, [CHAIR], is_written=True) == []
    assert len(unmet_addendum("other", [CHAIR], is_written=False)) == 2
