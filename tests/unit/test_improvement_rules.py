"""Rules of improvements: scoring, thresholds, gates and targets (4.5.5.2)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules import bubbles as picture
from sms_iso20000.rules.action import MANAGER
from sms_iso20000.rules.improvement import (
    DECIDED,
    IDEA,
    NEXT,
    SETTLED,
    Actor,
    Idea,
    State,
    decision_for,
    illegal_step,
    needs_reason,
    sealed_in,
    unmet_change,
    unmet_for_step,
)
from sms_iso20000.rules.improvement_score import Score, Threshold, unmet_scores, weighted
from sms_iso20000.rules.improvement_target import Paper, Target, next_measurement, unmet_measurement, unmet_targets
from sms_iso20000.rules.policy import Criterion, Kind, missing_criteria, sealed_fields, unmet_criteria, unmet_kind

TODAY = date(2026, 11, 27)
CRITERIA = (Criterion("Benefit", 3, 1, 5), Criterion("Ease", 1, 1, 5))
SCORES = (Score("Benefit", 5), Score("Ease", 3))
MET = Target("Calls solved at once", "Quality", "%", 40, 60, TODAY, measured_on=TODAY, is_met=True)
MISSED = replace(MET, is_met=False)
OPEN = replace(MET, measured_on=None, is_met=False)
WHOLE = Idea(
    proposer="staff",
    owner="owner",
    effort=4,
    benefit=5,
    threshold=Threshold(3, 10000),
    criteria=CRITERIA,
    scores=SCORES,
    starts_on=TODAY,
    targets=(MET,),
    actions=1,
    has_outcome=True,
    has_value=True,
)
TOP = Actor("top", ("ITSM Top Management",), is_top_management=True)
MANAGES = Actor("manager", (MANAGER,))
STAFF = Actor("staff", ("ITSM User",))


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


# -- policy ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "criteria", "wanted"),
    [
        (Kind.SERVICE_MANAGEMENT, (), []),
        (Kind.SERVICE_MANAGEMENT, CRITERIA, ["criteria_of_improvement_only"]),
        (Kind.IMPROVEMENT, CRITERIA, []),
        (Kind.IMPROVEMENT, (Criterion("Ease", -1, 5, 5),), ["criterion_weight_negative", "criterion_without_scale"]),
        (Kind.IMPROVEMENT, (CRITERIA[0], CRITERIA[0]), ["criterion_twice"]),
    ],
)
def test_criteria_of_a_policy(kind, criteria, wanted):
    assert codes(unmet_criteria(kind, criteria)) == wanted


def test_a_criterion_has_to_count():
    assert missing_criteria(CRITERIA) == []
    assert missing_criteria([Criterion("Ease", 0, 1, 5)]) == missing_criteria([]) == ["no_criterion"]


def test_a_code_stays_of_one_kind():
    assert unmet_kind("Improvement", set()) == unmet_kind("Improvement", {"Improvement"}) == []
    assert codes(unmet_kind("Improvement", {"Service Management"})) == ["policy_kind_differs"]


def test_seals_of_before_there_were_kinds_still_hold():
    assert sealed_fields("Service Management", ["kind", "content", "criteria"]) == ["content"]
    assert sealed_fields("Improvement", ["kind", "content", "criteria"]) == ["kind", "content", "criteria"]


# -- scoring ---------------------------------------------------------------------------------------------------------


def test_score_is_weighted():
    assert weighted(CRITERIA, SCORES) == 87.5
    assert weighted([], []) == 0


@given(st.lists(st.tuples(st.floats(0.1, 100), st.integers(-5, 5), st.integers(1, 10), st.floats(0, 1)), min_size=1))
def test_score_lies_between_0_and_100(rows):
    criteria = [Criterion(str(index), weight, low, low + width) for index, (weight, low, width, _) in enumerate(rows)]
    scores = [Score(str(index), low + width * share) for index, (_, low, width, share) in enumerate(rows)]
    assert 0 <= weighted(criteria, scores) <= 100
    assert not unmet_scores(criteria, scores)
    best = [Score(criterion.title, criterion.high) for criterion in criteria]
    assert weighted(criteria, best) == 100


@pytest.mark.parametrize("score", [0, 6, -1, 5.01, "many", None, float("nan"), float("inf")])
def test_scores_outside_the_scale(score):
    assert codes(unmet_scores(CRITERIA, [Score("Ease", score)])) == ["score_out_of_scale"]


# -- approval --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effort", "cost", "above"),
    [(3, 10000, False), (4, 0, True), (1, 10000.01, True), (0, 0, False)],
)
def test_threshold(effort, cost, above):
    assert Threshold(3, 10000).is_exceeded_by(effort, cost) is above
    assert Threshold(3, 0).is_exceeded_by(1, 10**9) is False


def approval(actor: Actor, **more) -> list[str]:
    return codes(unmet_for_step("Evaluated", "Approved", actor, replace(WHOLE, **more)))


def test_above_the_threshold_top_management_and_never_ones_own():
    assert approval(TOP) == []
    assert approval(MANAGES) == ["improvement_needs_top_management"]
    assert approval(TOP, proposer="top") == ["approver_is_proposer"]
    assert approval(STAFF) == ["improvement_needs_top_management", "approver_is_proposer"]


def test_below_the_threshold():
    small = {"effort": 1}
    assert approval(MANAGES, **small) == approval(TOP, **small) == approval(MANAGES, proposer="manager", **small) == []
    assert approval(Actor("owner", ("ITSM Process Owner",), owns_process=True), **small) == []
    assert approval(Actor("owner", ("ITSM Process Owner",)), **small) == ["not_entitled_to_approve"]


# -- gates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "more", "wanted"),
    [
        ("Proposed", "Evaluated", {}, []),
        ("Proposed", "Evaluated", {"criteria": None}, ["improvement_policy_missing"]),
        ("Proposed", "Evaluated", {"scores": SCORES[:1]}, ["criterion_not_scored"]),
        ("Proposed", "Evaluated", {"effort": 0, "benefit": 0}, ["effort_missing", "benefit_missing"]),
        ("Approved", "In Progress", {}, []),
        (
            "Approved",
            "In Progress",
            {"targets": (), "actions": 0},
            ["improvement_target_missing", "improvement_action_missing"],
        ),
        ("Approved", "In Progress", {"starts_on": None}, ["improvement_start_missing"]),
        ("In Progress", "Measured", {"targets": (MISSED,)}, []),
        ("In Progress", "Measured", {"targets": (MET, OPEN)}, ["target_not_measured"]),
        ("Measured", "In Progress", {"targets": (MISSED,)}, []),
        ("Measured", "In Progress", {}, ["no_target_missed"]),
        ("Measured", "Closed", {}, []),
        ("Measured", "Closed", {"targets": (MISSED,)}, ["targets_missed"]),
        ("Measured", "Closed", {"open_actions": 2}, ["improvement_actions_open"]),
        (
            "Measured",
            "Closed",
            {"papers": (Paper("a"), Paper("b", True), Paper("c", False, True))},
            ["document_not_revised"],
        ),
        (
            "Measured",
            "Closed",
            {"has_outcome": False, "has_value": False},
            ["outcome_missing", "value_achieved_missing"],
        ),
        ("Proposed", "Rejected", {"proposer": "manager"}, ["rejected_by_proposer"]),
        ("In Progress", "Rejected", {}, ["improvement_needs_top_management"]),
    ],
)
def test_gates(before, after, more, wanted):
    assert codes(unmet_for_step(before, after, MANAGES, replace(WHOLE, **more))) == wanted


def test_top_management_accepts_missed_targets_with_words():
    missed = replace(WHOLE, targets=(MISSED,))
    assert unmet_for_step("Measured", "Closed", TOP, missed) == []
    assert needs_reason("Closed", missed) and not needs_reason("Closed", WHOLE)


def test_staff_take_no_step_but_as_owner():
    for before, following in NEXT.items():
        for after in following:
            assert unmet_for_step(before, after, replace(STAFF, user="somebody"), WHOLE) != []
    assert unmet_for_step("Approved", "In Progress", replace(STAFF, user="owner"), WHOLE) == []


@given(st.lists(st.sampled_from([*State, "Nowhere"]), max_size=30))
def test_no_walk_comes_to_a_result_unevaluated(wishes):
    """Whatever steps are wished for, what is settled stays, and what was decided went through evaluation."""
    state, passed = State.PROPOSED, [State.PROPOSED]
    for wish in wishes:
        if not illegal_step(state, wish):
            assert state not in SETTLED
            assert decision_for(state, wish)
            state = State(wish)
            passed.append(state)
    if state in DECIDED:
        assert State.EVALUATED in passed and State.APPROVED in passed
    if state is State.CLOSED:
        assert passed.index(State.APPROVED) < passed.index(State.IN_PROGRESS) < passed.index(State.MEASURED)
    assert (state in (State.PROPOSED,)) == (not set(IDEA) & set(sealed_in(state)))


def test_who_may_change_what():
    def change(state, fields, actor):
        return codes(unmet_change(state, fields, actor, "staff", "owner"))

    assert change("Proposed", ["title", "improvement_owner"], STAFF) == []
    assert change("Proposed", ["scores"], STAFF) == ["evaluated_by_answerable"]
    assert change("Approved", ["outcome"], STAFF) == ["improvement_of_others"]
    assert change("Approved", ["improvement_owner"], replace(STAFF, user="owner")) == ["owner_named_by_answerable"]
    assert change("Approved", ["targets"], replace(STAFF, user="owner")) == []
    assert change("In Progress", ["outcome", "improvement_owner"], MANAGES) == []


# -- targets ---------------------------------------------------------------------------------------------------------


@given(st.integers(-400, 400))
def test_no_target_before_the_start(days):
    target = replace(OPEN, measure_on=TODAY + timedelta(days=days))
    assert ("target_before_start" in codes(unmet_targets([target], TODAY))) == (days < 0)
    assert unmet_targets([target], None) == []


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"dimension": "Beauty"}, "target_without_dimension"),
        ({"baseline": "few"}, "target_without_figures"),
        ({"target": None}, "target_without_figures"),
        ({"source": "Service Level Snapshot"}, "target_without_evidence_source"),
        (
            {"source": "Service Level Snapshot", "evidence_source": "x", "counted_by": "Team"},
            "target_without_counted_value",
        ),
        ({"source": "Objective"}, "target_without_objective"),
    ],
)
def test_targets_that_cannot_be_measured(more, wanted):
    assert codes(unmet_targets([replace(OPEN, **more)], TODAY)) == [wanted]


def test_measuring_by_hand():
    assert unmet_measurement(OPEN, 0, TODAY, TODAY) == []
    assert codes(unmet_measurement(replace(OPEN, source="Objective"), 1, TODAY, TODAY)) == [
        "target_measured_from_source"
    ]


def test_next_measurement():
    later = replace(OPEN, measure_on=TODAY + timedelta(days=9))
    assert next_measurement([MET, later]) == later.measure_on
    assert next_measurement([MET]) is None


# -- picture ---------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.floats(0, 100)), max_size=20))
def test_bubbles_lie_within_the_picture(places):
    drawn = picture.bubbles(places)
    assert sorted(bubble.index for bubble in drawn) == list(range(len(places)))
    for bubble in drawn:
        assert picture.LEFT <= bubble.x <= picture.WIDTH - picture.RIGHT
        assert picture.TOP <= bubble.y <= picture.HEIGHT - picture.BOTTOM
    assert [bubble.radius for bubble in drawn] == sorted((bubble.radius for bubble in drawn), reverse=True)
