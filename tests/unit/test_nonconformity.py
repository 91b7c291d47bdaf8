from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sms_iso20000.rules.action import CORRECTION, CORRECTIVE, PREVENTIVE, STEPS, WORKED, Actor, Status, Step, is_settled
from sms_iso20000.rules.nonconformity import (
    AGAINST_CAUSE,
    NEXT,
    SETTLED,
    Case,
    Cause,
    Grade,
    Measure,
    State,
    decision_for,
    due_for_grade,
    ends_round,
    illegal_step,
    is_overdue,
    is_same,
    needs_reason,
    unmet_days,
    unmet_extension,
    unmet_finding,
    unmet_for_step,
    unmet_hand,
    unmet_measure,
)

TODAY = date(2026, 6, 1)
MANAGER = Actor("manager", ["ITSM Manager"])
AUDITOR = Actor("auditor", ["ITSM Auditor"])
AREA = Actor("area", ["ITSM User"])
STAFF = Actor("staff", ["ITSM User"])
DONE = Measure(CORRECTIVE, Status.VERIFIED.value, "doer", frozenset({"helper"}), "planner", TODAY - timedelta(days=40))
READY = Case(
    reporter="staff",
    area_manager="area",
    against="Own Rules",
    has_priority=True,
    has_root_cause=True,
    has_category=True,
    whys=3,
    has_correction=True,
    took_part=frozenset({"analyst"}),
    measures=(DONE,),
    wait=30,
)


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


def against(before: State, after: State, actor: Actor, **changes) -> list[str]:
    return codes(unmet_for_step(before, after, actor, replace(READY, **changes), TODAY))


@pytest.mark.parametrize(
    ("before", "after", "actor"),
    [
        (State.REPORTED, State.ANALYSIS, AUDITOR),
        (State.REPORTED, State.REJECTED, AUDITOR),
        (State.ANALYSIS, State.ACTION_PLAN, AREA),
        (State.ACTION_PLAN, State.IN_ACTION, AREA),
        (State.IN_ACTION, State.VERIFICATION, AREA),
        (State.IN_ACTION, State.ANALYSIS, AREA),
        (State.VERIFICATION, State.CLOSED, AUDITOR),
        (State.VERIFICATION, State.ANALYSIS, AUDITOR),
    ],
)
def test_open_gates(before, after, actor):
    assert not illegal_step(before, after)
    assert against(before, after, actor) == []


@pytest.mark.parametrize(
    ("before", "after", "actor", "changes", "code"),
    [
        (State.REPORTED, State.ANALYSIS, AUDITOR, {"area_manager": ""}, "area_manager_missing"),
        (State.REPORTED, State.ANALYSIS, AUDITOR, {"has_priority": False}, "priority_missing"),
        (State.REPORTED, State.ANALYSIS, AUDITOR, {"against": ""}, "yardstick_missing"),
        (State.REPORTED, State.ANALYSIS, AUDITOR, {"against": "Standard"}, "requirement_missing"),
        (State.REPORTED, State.ANALYSIS, STAFF, {}, "not_answerable_for_nonconformities"),
        (State.REPORTED, State.REJECTED, MANAGER, {"reporter": "manager"}, "rejected_by_reporter"),
        (State.REPORTED, State.REJECTED, MANAGER, {"area_manager": "manager"}, "rejected_by_area_manager"),
        (
            State.ANALYSIS,
            State.REJECTED,
            AUDITOR,
            {"measures": (replace(DONE, kind=CORRECTION, status="Open"),)},
            "nonconformity_actions_open",
        ),
        (State.ANALYSIS, State.ACTION_PLAN, AREA, {"whys": 1}, "whys_missing"),
        (State.ANALYSIS, State.ACTION_PLAN, AREA, {"has_category": False}, "cause_category_missing"),
        (State.ANALYSIS, State.ACTION_PLAN, AREA, {"has_root_cause": False}, "root_cause_missing"),
        (State.ANALYSIS, State.ACTION_PLAN, STAFF, {}, "nonconformity_not_yours"),
        (State.ACTION_PLAN, State.IN_ACTION, AREA, {"measures": ()}, "no_action_against_cause"),
        (
            State.ACTION_PLAN,
            State.IN_ACTION,
            AREA,
            {"measures": (replace(DONE, kind=CORRECTION),)},
            "no_action_against_cause",
        ),
        (
            State.ACTION_PLAN,
            State.IN_ACTION,
            AREA,
            {"measures": (replace(DONE, is_of_this_round=False),)},
            "no_action_against_cause",
        ),
        (
            State.IN_ACTION,
            State.VERIFICATION,
            AREA,
            {"measures": (replace(DONE, status="Done"),)},
            "nonconformity_actions_open",
        ),
        (State.IN_ACTION, State.VERIFICATION, AREA, {"has_correction": False}, "correction_missing"),
        (State.VERIFICATION, State.CLOSED, AREA, {}, "verifier_manages_area"),
        (State.VERIFICATION, State.CLOSED, Actor("doer", ["ITSM Manager"]), {}, "verifier_had_action"),
        (State.VERIFICATION, State.CLOSED, Actor("planner", ["ITSM Manager"]), {}, "verifier_had_action"),
        (State.VERIFICATION, State.CLOSED, Actor("helper", ["ITSM Auditor"]), {}, "verifier_had_action"),
        (State.VERIFICATION, State.ANALYSIS, Actor("analyst", ["ITSM Auditor"]), {}, "verifier_took_part"),
        (State.VERIFICATION, State.CLOSED, AUDITOR, {"wait": 41}, "verification_too_early"),
    ],
)
def test_closed_gates(before, after, actor, changes, code):
    assert code in against(before, after, actor, **changes)


def test_a_concern_needs_no_correction():
    concern = {"grade": Grade.CONCERN.value, "has_correction": False}
    assert against(State.IN_ACTION, State.VERIFICATION, AREA, **concern) == []


def test_ineffective_need_not_wait():
    assert against(State.VERIFICATION, State.ANALYSIS, AUDITOR, wait=400) == []


def test_waiting_begins_with_the_last_action():
    later = replace(DONE, completed_on=TODAY - timedelta(days=10))
    assert replace(READY, measures=(DONE, later)).verifiable_from == TODAY + timedelta(days=20)
    assert replace(READY, measures=()).verifiable_from is None


@pytest.mark.parametrize(
    ("kind", "status", "settled"),
    [
        (CORRECTION, "Done", True),
        (CORRECTIVE, "Done", False),
        (PREVENTIVE, "Verified", True),
        (CORRECTIVE, "Ineffective", False),
        (CORRECTIVE, "Cancelled", True),
        ("Other", "Open", False),
    ],
)
def test_what_is_settled(kind, status, settled):
    assert is_settled(kind, status) is settled


def test_findings_and_days():
    assert codes(unmet_finding("", "")) == ["statement_missing", "objective_evidence_missing"]
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    assert codes(unmet_days(yesterday, True, tomorrow, TODAY)) == ["nonconformity_due_in_past", "corrected_in_future"]
    assert unmet_days(yesterday, False, TODAY, TODAY) == []
    assert codes(unmet_days(tomorrow, True, None, TODAY, TODAY)) == ["due_later_than_grade"]
    assert unmet_days(tomorrow, False, None, TODAY, TODAY) == unmet_days(TODAY, True, None, TODAY, TODAY) == []
    assert is_overdue(State.IN_ACTION, yesterday, TODAY)
    assert not is_overdue(State.VERIFICATION, yesterday, TODAY)


def test_due_day_follows_the_grade():
    usual, sooner, later = (TODAY + timedelta(days=days) for days in (60, 30, 90))
    assert due_for_grade(usual, usual, sooner) == sooner
    assert due_for_grade(usual, usual, later) == later
    assert due_for_grade(TODAY, usual, later) == TODAY
    assert due_for_grade(later, usual, sooner) == sooner


def test_more_time():
    later, past = TODAY + timedelta(days=30), TODAY - timedelta(days=1)
    assert unmet_extension(later, TODAY, MANAGER, "area", TODAY) == []
    assert codes(unmet_extension(later, TODAY, Actor("area", ["ITSM Manager"]), "area", TODAY)) == [
        "extension_by_area_manager"
    ]
    assert codes(unmet_extension(TODAY, TODAY, STAFF, "area", TODAY)) == [
        "not_answerable_for_nonconformities",
        "extension_not_later",
    ]
    assert codes(unmet_extension(past, None, MANAGER, "area", TODAY)) == ["nonconformity_due_in_past"]


@pytest.mark.parametrize(
    ("state", "kind", "code"),
    [
        (State.ANALYSIS, CORRECTIVE, ["action_before_cause"]),
        (State.ANALYSIS, CORRECTION, []),
        (State.IN_ACTION, PREVENTIVE, []),
        (State.CLOSED, CORRECTION, ["nonconformity_settled"]),
    ],
)
def test_when_a_case_takes_an_action(state, kind, code):
    assert codes(unmet_measure(state, kind)) == code


def test_same_cause():
    one = Cause(frozenset({"a", "b"}), "P", "Method")
    assert is_same(one, Cause(frozenset({"b"}), "P", "Method"))
    assert not is_same(one, Cause(frozenset({"c"}), "P", "Method"))
    assert not is_same(one, Cause(frozenset({"b"}), "Q", "Method"))
    assert not is_same(one, Cause(frozenset({"b"}), "P", "People"))
    assert not is_same(Cause(frozenset({"a"}), "", ""), Cause(frozenset({"a"}), "", ""))


def test_each_step_is_a_decision_and_every_way_back_has_a_reason():
    for before, following in NEXT.items():
        for after in following:
            assert decision_for(before, after)
            assert needs_reason(before, after) is (after in SETTLED or (before, after) in BACK)
    assert unmet_hand(AREA, "area") == []


BACK = [(state, State.ANALYSIS) for state in (State.ACTION_PLAN, State.IN_ACTION, State.VERIFICATION)]


# -- walking at random -----------------------------------------------------------------------------------------------

PEOPLE = tuple(
    Actor(name, roles)
    for name, roles in {
        "staff": ["ITSM User"],
        "area": ["ITSM User"],
        "manager": ["ITSM Manager", "ITSM User"],
        "owner": ["ITSM Process Owner"],
        "auditor": ["ITSM Auditor"],
        "top": ["ITSM Top Management"],
    }.items()
)
ANY_PERSON = st.sampled_from(PEOPLE)
MOVES = st.one_of(
    st.tuples(st.just("step"), ANY_PERSON, st.sampled_from(State)),
    st.tuples(st.just("analyse"), ANY_PERSON, st.booleans()),
    st.tuples(st.just("plan"), ANY_PERSON, st.sampled_from((CORRECTION, *AGAINST_CAUSE))),
    st.tuples(st.just("act"), ANY_PERSON, st.sampled_from(list(STEPS))),
    st.tuples(st.just("wait"), ANY_PERSON, st.integers(1, 40)),
    st.tuples(st.just("name"), ANY_PERSON, st.sampled_from(["area", "owner", "manager"])),
)


class Walk:
    """A case that people push about as they like; what the rules refuse does not happen."""

    def __init__(self):
        self.state, self.day = State.REPORTED, TODAY
        self.case = Case(reporter="staff", against="Own Rules", has_priority=True, has_correction=True, wait=30)
        self.rounds = 0

    def take(self, move: str, actor: Actor, value) -> None:
        getattr(self, f"_{move}")(actor, value)
        self.check()

    def _step(self, actor: Actor, after: State) -> None:
        before = self.state
        if illegal_step(before, after) or unmet_for_step(before, after, actor, self.case, self.day):
            return
        if ends_round(before, after):
            assert actor.user != self.case.area_manager
            assert actor.user not in self.case.took_part
            assert not any(actor.user in measure.people for measure in self.case.measures)
            self.rounds += 1
        if after == State.CLOSED:
            assert self.case.open_measures == 0
            assert self.day >= max(m.completed_on for m in self.case.against_cause) + timedelta(days=30)
        if after == State.ANALYSIS and before == State.VERIFICATION:
            old = tuple(replace(measure, is_of_this_round=False) for measure in self.case.measures)
            self.case = replace(self.case, measures=old, has_root_cause=False, has_category=False, whys=0)
        self.state = after

    def _analyse(self, actor: Actor, is_whole: bool) -> None:
        if self.state == State.ANALYSIS and not unmet_hand(actor, self.case.area_manager):
            took_part = self.case.took_part | {actor.user}
            found = {"has_root_cause": is_whole, "has_category": True, "whys": 3}
            self.case = replace(self.case, took_part=took_part, **found)

    def _plan(self, actor: Actor, kind: str) -> None:
        if not unmet_measure(self.state, kind):
            measure = Measure(kind, Status.OPEN.value, "doer", planned_by=actor.user)
            self.case = replace(self.case, measures=(*self.case.measures, measure))

    def _act(self, actor: Actor, step) -> None:
        leads = STEPS[step]
        for index, measure in enumerate(self.case.measures):
            is_reopened = leads.after is Status.IN_PROGRESS and measure.status in (Status.DONE, Status.INEFFECTIVE)
            if measure.status not in leads.before or (is_reopened and unmet_measure(self.state, measure.kind)):
                continue
            done = {"completed_on": self.day} if leads.after is Status.DONE else {}
            hands = measure.hands | ({actor.user} if leads.decision in WORKED else set())
            changed = replace(measure, status=leads.after.value, hands=hands, **done)
            self.case = replace(
                self.case, measures=(*self.case.measures[:index], changed, *self.case.measures[index + 1 :])
            )
            return

    def _wait(self, _actor: Actor, days: int) -> None:
        self.day += timedelta(days=days)

    def _name(self, _actor: Actor, user: str) -> None:
        before = self.case.area_manager
        if self.state in SETTLED:
            return
        took_part = self.case.took_part | ({before} if before and self.state != State.REPORTED else set())
        self.case = replace(self.case, area_manager=user, took_part=frozenset(took_part))

    def check(self) -> None:
        """What holds wherever a case stands."""
        assert self.state in State
        if self.state not in (State.REPORTED, State.REJECTED):
            assert self.case.area_manager
        if self.state in (State.ACTION_PLAN, State.IN_ACTION, State.VERIFICATION, State.CLOSED):
            assert self.case.has_root_cause
            assert self.case.has_category
        if self.state == State.CLOSED:
            assert self.case.open_measures == 0
            assert self.case.against_cause
            assert self.rounds


HAPPY = (
    ("name", MANAGER, "area"),
    ("step", AUDITOR, State.ANALYSIS),
    ("analyse", AREA, True),
    ("step", AREA, State.ACTION_PLAN),
    ("plan", AREA, CORRECTIVE),
    ("step", AREA, State.IN_ACTION),
    *(("act", AREA, step) for step in (Step.START, Step.COMPLETE, Step.VERIFY)),
    ("step", AREA, State.VERIFICATION),
    ("wait", AREA, 31),
    ("step", AUDITOR, State.CLOSED),
)


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, len(HAPPY)), st.lists(MOVES, max_size=40))
def test_no_walk_reaches_an_illegal_state(begun, moves):
    """From wherever the way to closing was left, so that walks come about everywhere."""
    walk = Walk()
    for move in (*HAPPY[:begun], *moves):
        walk.take(*move)


def test_the_walk_can_reach_its_end():
    """The walks above would prove little if none could ever close."""
    walk = Walk()
    for move in HAPPY:
        walk.take(*move)
    assert walk.state is State.CLOSED
