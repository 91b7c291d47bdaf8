"""Life of an audit programme, and what its slots may become (4.5.4.2)."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sms_iso20000.rules.audit_programme import (
    NEXT,
    Cycle,
    Programme,
    State,
    decision_for,
    illegal_step,
    missing_texts,
    overlapping,
    stamps_for,
    unmet_cycle,
    unmet_drop,
    unmet_for_step,
    unmet_move,
    unmet_release,
)
from sms_iso20000.rules.unmet import Unmet

FIRST, LAST, TODAY = date(2026, 1, 1), date(2028, 12, 31), date(2026, 5, 20)
GOOD = Programme("Draft", frozenset({"writer"}), (), (), True, FIRST, TODAY)
TOP = {"boss", "writer"}


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


def test_months_of_a_cycle():
    cycle = Cycle(FIRST, LAST)
    assert (cycle.months, cycle.index_of(date(2027, 2, 9)), cycle.month(14)) == (36, 13, date(2027, 3, 1))
    assert cycle.index_of(date(2025, 12, 31)) == -1


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (FIRST, LAST, []),
        (None, LAST, ["cycle_without_dates"]),
        (date(2026, 1, 2), LAST, ["cycle_not_whole_months"]),
        (FIRST, date(2028, 12, 30), ["cycle_not_whole_months"]),
        (FIRST, date(2025, 12, 31), ["cycle_ends_before_start"]),
        (FIRST, date(2031, 1, 31), ["cycle_too_long"]),
        (FIRST, date(2030, 12, 31), []),
    ],
)
def test_cycle(start, end, found):
    assert codes(unmet_cycle(start, end)) == found


def test_overlap_by_a_day():
    other = {"name": "X", "start": date(2028, 12, 31), "end": date(2030, 1, 31)}
    assert codes(overlapping(FIRST, LAST, [other])) == ["programme_overlaps"]
    assert not overlapping(FIRST, LAST, [{**other, "start": date(2029, 1, 1)}])


HOLE = {"subject": "Incidents", "group": "8", "first": "Jan 2026", "last": "Dec 2026"}
DAYS = (date(2025, 12, 31), FIRST, TODAY, date(2026, 9, 9), date(2028, 12, 31), date(2029, 1, 1))
# Chosen from, which costs far less than being made up each time.
PROGRAMMES = [
    Programme("Draft", frozenset(contributors), missing, holes, has_slots, FIRST, day)
    for contributors in ((), ("writer",), ("boss",))
    for missing in ((), (Unmet("programme_without_scope"),))
    for holes in ((), (HOLE,))
    for has_slots in (True, False)
    for day in DAYS[:3]
]
steps = some.tuples(
    some.sampled_from([*State, "Nonsense"]),
    some.sampled_from(PROGRAMMES),
    some.sampled_from(["boss", "writer", "clerk"]),
)


@settings(max_examples=1000)
@given(some.lists(steps, max_size=12))
def test_walk_at_random_never_reaches_an_illegal_state(walk):
    state, approver = "Draft", None
    for after, programme, user in walk:
        if illegal_step(state, after) or unmet_for_step(after, programme, user, TOP):
            continue
        if after == State.APPROVED:
            assert user in TOP - programme.contributors
            assert programme.has_slots and not (programme.holes or programme.missing)
        if after == State.RUNNING:
            assert approver and programme.today >= FIRST
        assert state != State.CLOSED
        state, approver = after, {State.APPROVED: user, State.DRAFT: None}.get(after, approver)
        assert approver or state in (State.DRAFT, State.CLOSED)


MOVES = [
    (act, to, day, is_manager, reason)
    for act in ("move", "drop", "assign", "release", "settle")
    for to in DAYS
    for day in DAYS
    for is_manager in (True, False)
    for reason in ("Holiday", " ")
]


@settings(max_examples=1000)
@given(some.lists(some.sampled_from(MOVES), max_size=12))
def test_a_slot_walked_at_random_stays_in_its_cycle_and_ends_once(walk):
    """A slot moved, dropped, taken by an audit and settled by it, on any day, by anybody, with a reason or without."""
    cycle, status, planned = Cycle(FIRST, LAST), "Planned", date(2026, 9, 1)
    for act, to, today, is_manager, reason in walk:
        ended = status in ("Done", "Dropped")
        if act == "move" and not unmet_move(status, planned, to, cycle, today, reason):
            assert status == "Planned" and reason.strip() and FIRST <= to <= LAST
            assert (to.year, to.month) >= (today.year, today.month)
            planned = to
        elif act == "drop" and not unmet_drop(status, is_manager, reason):
            assert status == "Planned" and is_manager and reason.strip()
            status = "Dropped"
        elif act == "assign" and status == "Planned":
            status = "Assigned"
        elif act == "release" and not unmet_release(status, not is_manager, reason):
            assert status == "Assigned" and is_manager and reason.strip()
            status = "Planned"
        elif act == "settle" and status == "Assigned":
            status = "Done" if is_manager else "Planned"
        assert not ended or status in ("Done", "Dropped")
        assert FIRST <= planned <= LAST


@pytest.mark.parametrize("before", [*State, "Nonsense"])
@pytest.mark.parametrize("after", [*State, "Nonsense"])
def test_steps(before, after):
    assert bool(illegal_step(before, after)) is (after not in NEXT.get(before, ()))


def test_approval_says_everything_that_is_missing():
    assert not unmet_for_step("Approved", GOOD, "boss", TOP)
    hole = {"subject": "Incidents", "group": "8", "first": "Jan 2026", "last": "Dec 2026"}
    bad = replace(GOOD, missing=(Unmet("programme_without_scope"),), holes=(hole,))
    assert codes(unmet_for_step("Approved", bad, "writer", TOP)) == [
        "programme_approver_wrote_it",
        "programme_without_scope",
        "programme_has_hole",
    ]
    assert codes(unmet_for_step("Approved", replace(bad, has_slots=False), "clerk", TOP)) == [
        "programme_not_top_management",
        "programme_without_scope",
        "programme_without_slots",
    ]


def test_it_runs_from_its_first_day():
    assert not unmet_for_step("Running", replace(GOOD, today=FIRST), "clerk", TOP)
    early = replace(GOOD, today=date(2025, 12, 31))
    assert codes(unmet_for_step("Running", early, "clerk", TOP)) == ["programme_not_begun"]
    assert not unmet_for_step("Closed", early, "clerk", TOP)


def test_what_is_documented():
    assert codes(missing_texts({"criteria": " ", "scope_text": "x", "methods": None, "frequency": "x"})) == [
        "programme_without_criteria",
        "programme_without_methods",
    ]


@pytest.mark.parametrize("state", State)
def test_stamps_and_decisions(state):
    assert stamps_for(state, "boss", datetime(2026, 5, 20, 10))
    assert decision_for(state)


@pytest.mark.parametrize(
    ("to", "status", "reason", "found"),
    [
        (date(2026, 5, 1), "Planned", "Holiday", []),
        (date(2028, 12, 31), "Planned", "Holiday", []),
        (date(2026, 4, 30), "Planned", "Holiday", ["slot_moved_to_past"]),
        (date(2029, 1, 1), "Planned", "Holiday", ["slot_outside_cycle"]),
        (date(2025, 12, 31), "Planned", "Holiday", ["slot_outside_cycle"]),
        (date(2026, 9, 30), "Planned", "Holiday", ["slot_not_moved"]),
        (None, "Planned", "Holiday", ["slot_moved_nowhere"]),
        (date(2026, 6, 1), "Done", " ", ["slot_not_open", "reason_missing"]),
    ],
)
def test_moving(to, status, reason, found):
    assert codes(unmet_move(status, date(2026, 9, 1), to, Cycle(FIRST, LAST), TODAY, reason)) == found


def test_dropping():
    assert not unmet_drop("Planned", is_manager=True, reason="Sold")
    assert codes(unmet_drop("Assigned", is_manager=False, reason="")) == [
        "slot_not_open",
        "slot_not_yours_to_drop",
        "reason_missing",
    ]
