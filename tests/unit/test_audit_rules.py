"""The life of audits, walked at random, and what each gate asks for (4.5.4.1, 4.5.4.2)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sms_iso20000.rules.audit import (
    CLAUSES_OF_SUBJECTS,
    DECISIONS,
    EXTERNAL_KINDS,
    FINDINGS,
    GRADED,
    NEXT,
    NOT_AUDITED,
    ONWARD,
    OWN_KINDS,
    RESULTS,
    Audit,
    Item,
    State,
    Team,
    decision_for,
    illegal_step,
    progress_of,
    unmet_answerer,
    unmet_answers,
    unmet_days,
    unmet_for_step,
    unmet_kind_change,
    unmet_lead_change,
    unmet_step_taker,
    unmet_team,
)
from sms_iso20000.rules.decision import STAGE_AFTER

READY = Audit(
    has_objectives=True,
    has_criteria=True,
    has_scope=True,
    has_lead=True,
    has_body=True,
    starts_on=date(2026, 3, 2),
    subjects=1,
    items=(Item("4.2 a", "Conforming"),),
    has_conclusion=True,
    people_told=3,
)
TEAM = Team("ann", (("bob", "Auditor"), ("eva", "Technical Expert"), ("tom", "Observer")))
items = st.lists(
    st.builds(
        Item,
        clause=st.sampled_from(["4.1.2 a", "4.2 a", "4.3.2 c"]),
        result=st.sampled_from(["", *RESULTS]),
        has_note=st.booleans(),
        has_evidence=st.booleans(),
        has_nonconformity=st.booleans(),
    ),
    max_size=4,
)
audits = st.builds(
    Audit,
    kind=st.sampled_from([*OWN_KINDS, *EXTERNAL_KINDS]),
    has_objectives=st.booleans(),
    has_criteria=st.booleans(),
    has_scope=st.booleans(),
    has_lead=st.booleans(),
    has_body=st.booleans(),
    starts_on=st.sampled_from([None, date(2026, 3, 2)]),
    subjects=st.integers(0, 2),
    requirements=st.integers(0, 2),
    items=items,
    has_conclusion=st.booleans(),
    people_told=st.integers(0, 2),
    open_nonconformities=st.lists(st.just("ITSM-NCR-00001"), max_size=1),
    has_ledger=st.booleans(),
)
states = st.sampled_from([*(state.value for state in State), "Draft", ""])


def codes(unmet) -> set[str]:
    return {reason.code for reason in unmet}


@settings(max_examples=1000)
@given(st.lists(st.tuples(states, audits), max_size=12))
def test_walk_at_random_never_reaches_an_illegal_state(walk):
    state, stage = State.PLANNED.value, "Planned"
    for after, audit in walk:
        if illegal_step(state, after) or unmet_for_step(after, audit):
            continue
        stage = STAGE_AFTER["ITSM Audit"][decision_for(state, after)]
        state = after
        assert state == stage
        if state == State.FIELDWORK:
            assert audit.starts_on and audit.has_objectives and (audit.items or not audit.is_own)
        if state in (State.REPORTING, State.FOLLOW_UP):
            assert all(item.result for item in audit.items)
            assert all(item.has_evidence and item.has_note for item in audit.items if item.result in GRADED)
        if state == State.FOLLOW_UP:
            assert audit.people_told and audit.has_conclusion
            assert all(item.has_nonconformity for item in audit.items if item.result in GRADED)
        if state == State.CLOSED:
            assert not audit.open_nonconformities
        if state == State.CALLED_OFF:
            assert not audit.has_ledger


def test_every_state_is_reached_and_has_a_decision():
    assert {after for steps in NEXT.values() for after in steps} == set(State) - {State.PLANNED}
    assert set(DECISIONS) == set(State) - {State.PLANNED}
    assert all(State(after) in NEXT[before] for before, after in ONWARD.items())


@pytest.mark.parametrize("after", [State.PREPARING, State.FIELDWORK, State.REPORTING, State.FOLLOW_UP, State.CLOSED])
def test_what_is_ready_passes_every_gate(after):
    assert unmet_for_step(after, READY) == []


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        ({"has_objectives": False}, "audit_objectives_missing"),
        ({"has_criteria": False}, "audit_criteria_missing"),
        ({"has_scope": False}, "audit_scope_missing"),
        ({"has_lead": False}, "lead_auditor_missing"),
        ({"subjects": 0}, "audit_without_subject"),
        ({"kind": "Surveillance", "has_body": False}, "certification_body_missing"),
    ],
)
def test_a_plan_without_one_part(lacking, code):
    for after in (State.PREPARING, State.FIELDWORK):
        assert codes(unmet_for_step(after, replace(READY, **lacking))) == {code}


def test_audits_of_bodies_need_neither_lead_nor_checklist_of_ours():
    audit = replace(READY, kind="Recertification", has_lead=False, subjects=0, items=())
    assert unmet_for_step(State.FIELDWORK, audit) == []


@pytest.mark.parametrize("result", RESULTS)
def test_what_each_result_needs(result):
    bare = codes(unmet_answers([Item("4.2 a", result)]))
    expected = set()
    if result == NOT_AUDITED:
        expected.add("not_audited_without_note")
    if result in FINDINGS:
        expected.add("finding_without_note")
    if result in GRADED:
        expected.add("finding_without_evidence")
    assert bare == expected
    assert not unmet_answers([Item("4.2 a", result, has_note=True, has_evidence=True)])


def test_clauses_are_named_once_each():
    (reason,) = unmet_answers([Item("4.2 a"), Item("4.2 a"), Item("4.2 b")])
    assert reason.values == {"clauses": "4.2 a, 4.2 b", "count": 3}


def test_who_takes_which_step():
    assert not unmet_step_taker(State.CALLED_OFF, "Internal", TEAM, "max", ("ITSM Manager",))
    assert unmet_step_taker(State.CALLED_OFF, "Surveillance", Team(), "ann", ("ITSM Auditor",))
    for user in ("ann", "bob"):
        assert not unmet_step_taker(State.FOLLOW_UP, "Internal", TEAM, user, ())
    for user in ("eva", "tom", "max"):
        assert unmet_step_taker(State.REPORTING, "Internal", TEAM, user, ("ITSM Manager",))
    assert not unmet_step_taker(State.CLOSED, "Internal", TEAM, "max", ("ITSM Manager",))
    assert unmet_step_taker(State.CLOSED, "Internal", TEAM, "max", ())
    assert not unmet_step_taker(State.FOLLOW_UP, "Surveillance", Team(), "max", ())
    assert not unmet_step_taker(State.PREPARING, "Internal", TEAM, "max", ())


def test_who_answers():
    assert [user for user in ("ann", "bob", "eva", "tom", "max") if unmet_answerer("Internal", TEAM, user)] == [
        *("tom", "max"),
    ]
    assert not unmet_answerer("Surveillance", Team(), "max")


def test_team():
    able = {user: {"ITSM Auditor"} for user in ("ann", "bob")}
    assert not unmet_team(TEAM, able)
    assert codes(unmet_team(Team("ann", (("ann", "Auditor"),)), able)) == {"auditor_twice"}
    assert codes(unmet_team(Team("max", ()), able)) == {"auditor_without_role"}


@pytest.mark.parametrize("state", list(State))
def test_lead_auditor_stays_once_begun(state):
    begun = state not in (State.PLANNED, State.PREPARING)
    assert bool(unmet_lead_change(state.value, "ann", "")) is begun
    assert not unmet_lead_change(state.value, "ann", "ann")


@pytest.mark.parametrize("state", list(State))
def test_kind_stays_once_begun(state):
    begun = state not in (State.PLANNED, State.PREPARING)
    assert bool(unmet_kind_change(state.value, "Surveillance", "Internal")) is begun
    assert not unmet_kind_change(state.value, "Internal", "Internal")


def test_days_and_progress():
    assert unmet_days(date(2026, 3, 2), date(2026, 3, 1))
    assert not unmet_days(date(2026, 3, 2), None)
    assert progress_of([Item("a", "Major"), Item("b")]) == (1, 2)


def test_every_kind_of_subject_asks_for_something():
    assert all(CLAUSES_OF_SUBJECTS.values())
