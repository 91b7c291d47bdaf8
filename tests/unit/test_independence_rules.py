"""Stakes, their line, and what a waiver covers (4.5.4.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.audit_waiver import Actor, unmet_confirmer, unmet_conflicts, unmet_granter
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


TOP, MANAGER, STAFF = Actor("top", True), Actor("may", False, True), Actor("tom")


def codes(unmet) -> set[str]:
    return {reason.code for reason in unmet}


def test_who_grants():
    assert unmet_granter(TOP, "ann", [], []) == []
    assert codes(unmet_granter(MANAGER, "ann", [], [])) == {"waiver_by_top_management_only"}
    assert codes(unmet_granter(Actor("ann", True), "ann", [], [])) == {"waiver_for_oneself"}
    assert codes(unmet_granter(TOP, "ann", [Stake("top", WROTE, "ITSM Risk", "R-1")], [])) == {"waiver_by_stakeholder"}


@pytest.mark.parametrize("line", [("top", "ann"), ("ann", "top")])
def test_nobody_of_the_line_of_the_auditor_decides(line):
    assert codes(unmet_granter(TOP, "ann", [], {line})) == {"waiver_in_line_of_auditor"}
    assert codes(unmet_confirmer(TOP, "may", "ann", [], {line})) == {"waiver_in_line_of_auditor"}


def test_who_confirms():
    assert unmet_confirmer(MANAGER, "top", "ann", [], []) == []
    assert codes(unmet_confirmer(TOP, "top", "ann", [], [])) == {"waiver_needs_second_person"}
    assert codes(unmet_confirmer(STAFF, "top", "ann", [], [])) == {"waiver_confirmed_by_others"}


def test_nothing_to_waive():
    assert codes(unmet_conflicts([])) == {"nothing_to_waive"}
    assert not unmet_conflicts([Conflict("ann", OWNS, "ITSM Process", "P-1")])
