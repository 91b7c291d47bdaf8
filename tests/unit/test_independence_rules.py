"""Stakes, their line, and what a waiver covers (4.5.4.2)."""

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sms_iso20000.rules.audit_waiver import Actor, Chain, Stage, unmet_confirmer, unmet_conflicts, unmet_granter
from sms_iso20000.rules.independence import (
    MANAGES,
    OWNS,
    REPORTS_TO,
    RESOLVED,
    STAKES,
    WROTE,
    Conflict,
    Stake,
    conflicts_of,
    uncovered,
    unmet_independence,
)

people = st.sampled_from(["ann", "bob", "eva", "max"])
stakes = st.sets(
    st.builds(
        Stake,
        user=people,
        code=st.sampled_from(STAKES),
        doctype=st.sampled_from(["ITSM Process", "HD Ticket"]),
        name=st.sampled_from(["1", "2"]),
    ),
    max_size=8,
)
lines = st.sets(st.tuples(people, people), max_size=4)


@given(st.sets(people), stakes, lines)
def test_somebody_is_free_only_without_stakes_of_their_own_and_around(auditors, stakes, lines):
    found = conflicts_of(auditors, stakes, lines)
    for auditor in auditors:
        around = {above for above, below in lines if below == auditor} | {
            below for above, below in lines if above == auditor
        }
        has_stake = any(stake.user in {auditor, *around} for stake in stakes)
        assert any(conflict.auditor == auditor for conflict in found) is has_stake
    assert {conflict.auditor for conflict in found} <= auditors
    assert all(conflict.through != conflict.auditor for conflict in found)


@given(st.sets(people), stakes, lines)
def test_a_waiver_of_all_that_is_known_leaves_nothing_and_each_reason_has_a_code(auditors, stakes, lines):
    found = conflicts_of(auditors, stakes, lines)
    assert uncovered(found, found) == []
    assert uncovered(found, []) == found
    assert all(reason.code.startswith("stake_") for reason in unmet_independence(found))
    assert bool(unmet_independence(found)) is bool(found)


def test_line_manager_and_report_of_a_stakeholder():
    stake = Stake("eva", OWNS, "ITSM Process", "P-1")
    lines = {("eva", "ann"), ("bob", "eva")}
    assert conflicts_of({"ann", "bob", "max"}, [stake], lines) == [
        Conflict("ann", REPORTS_TO, "ITSM Process", "P-1", "eva"),
        Conflict("bob", MANAGES, "ITSM Process", "P-1", "eva"),
    ]


def test_one_sentence_for_many_records():
    found = [Conflict("ann", WROTE, "ITSM Risk", f"R-{number}") for number in range(5)]
    (reason,) = unmet_independence(found)
    assert reason.values == {"user": "ann", "through": "", "records": "R-0, R-1, R-2 …", "count": 5}


def test_another_ticket_is_no_other_stake_and_another_record_is():
    ticket = Conflict("ann", RESOLVED, "HD Ticket", "17")
    assert uncovered([Conflict("ann", RESOLVED, "HD Ticket", "18")], [ticket]) == []
    through = Conflict("ann", MANAGES, "HD Ticket", "17", "bob")
    assert uncovered([Conflict("ann", MANAGES, "HD Ticket", "18", "bob")], [through]) == []
    wrote = Conflict("ann", WROTE, "ITSM Risk", "R-1")
    later = Conflict("ann", WROTE, "ITSM Risk", "R-2")
    assert uncovered([wrote, later], [wrote]) == [later]
    assert uncovered([wrote], [Conflict("bob", WROTE, "ITSM Risk", "R-1")]) == [wrote]


ANN = Chain("ann", frozenset({"eva"}))
TOP, MANAGER, STAFF = Actor("top", True), Actor("may", False, True), Actor("tom")


def codes(unmet) -> set[str]:
    return {reason.code for reason in unmet}


def test_who_grants():
    assert unmet_granter(TOP, ANN, [], []) == []
    assert codes(unmet_granter(MANAGER, ANN, [], [])) == {"waiver_by_top_management_only"}
    assert codes(unmet_granter(Actor("ann", True), ANN, [], [])) == {"waiver_for_oneself"}
    assert codes(unmet_granter(TOP, ANN, [Stake("top", WROTE, "ITSM Risk", "R-1")], [])) == {"waiver_by_stakeholder"}


@pytest.mark.parametrize("line", [("top", "ann"), ("ann", "top"), ("top", "eva"), ("eva", "top")])
def test_nobody_of_the_line_of_the_auditor_or_of_the_stake_decides(line):
    assert codes(unmet_granter(TOP, ANN, [], {line})) == {"waiver_in_line_of_auditor"}
    assert codes(unmet_confirmer(TOP, "may", ANN, [], {line})) == {"waiver_in_line_of_auditor"}
    assert not unmet_granter(TOP, Chain("bob"), [], {line})


def test_who_confirms():
    assert unmet_confirmer(MANAGER, "top", ANN, [], []) == []
    assert codes(unmet_confirmer(TOP, "top", ANN, [], [])) == {"waiver_needs_second_person"}
    assert codes(unmet_confirmer(STAFF, "top", ANN, [], [])) == {"waiver_confirmed_by_others"}


NAMES = ("ann", "bob", "eva", "max")
# Chosen from, which costs far less than being made up each time.
ACTORS = [Actor(user, *capacity) for user in NAMES for capacity in product((True, False), repeat=2)]
CHAINS = [Chain("ann", frozenset(through)) for through in ((), ("bob",), ("bob", "eva"))]
HELD = [{Stake(user, OWNS, "ITSM Process", "P-1") for user in users} for users in ((), ("bob",), ("eva",), ("max",))]
AROUND = [set(), *({pair} for pair in permutations(NAMES, 2))]
walks = st.lists(st.tuples(*map(st.sampled_from, (ACTORS, HELD, AROUND))), max_size=8)


@settings(max_examples=1000)
@given(st.sampled_from(CHAINS), walks)
def test_walk_at_random_never_lets_insiders_waive(chain, walk):
    """A waiver on its way through people at random, while stakes and lines change."""
    stage, granter = Stage.DRAFT, None
    for actor, held, around in walk:
        if stage is Stage.DRAFT and not unmet_granter(actor, chain, held, around):
            stage, granter = Stage.GRANTED, actor
            assert actor.is_top_management
        elif stage is Stage.GRANTED and not unmet_confirmer(actor, granter.user, chain, held, around):
            stage = Stage.CONFIRMED
            assert actor.user != granter.user and (actor.is_top_management or actor.is_manager)
        else:
            continue
        assert actor.user != chain.auditor
        assert actor.user not in {stake.user for stake in held}
        assert not {(actor.user, one) for one in chain.people} & around
        assert not {(one, actor.user) for one in chain.people} & around


def test_nothing_to_waive():
    assert codes(unmet_conflicts([])) == {"nothing_to_waive"}
    assert not unmet_conflicts([Conflict("ann", OWNS, "ITSM Process", "P-1")])
