"""What a plan has to say before it is issued, what became of the world since, and which process plans still fit."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.alignment import (
    CAN_BE_ALIGNED_WITH,
    PROCESS_PLAN,
    Alignment,
    alignment_of,
    unmet_aligned_plan,
    unmet_realignment,
)
from sms_iso20000.rules.drift import FAMILIES, Move, drift_between, entry
from sms_iso20000.rules.plan import (
    LETTERS,
    REGISTERS,
    Exclusion,
    Item,
    ScopedService,
    ScopeParts,
    unmet_exclusions,
    unmet_items,
    unmet_parts,
    unmet_services,
    unmet_twice,
)
from sms_iso20000.rules.revision import State


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


# -- what has to be there --------------------------------------------------------------------------------------------


def test_each_empty_item_is_named():
    items = [
        Item("a", "Objectives"),
        Item("b", "Requirements", True),
        Item("c", "Limitations"),
        Item("d", "Rules", False, 2),
    ]
    assert [reason.values for reason in unmet_items(items)] == [
        {"letter": "a", "item": "Objectives"},
        {"letter": "c", "item": "Limitations"},
    ]


def test_every_letter_has_its_registers():
    assert tuple(REGISTERS) == tuple(LETTERS)
    assert REGISTERS["c"] == ()


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        ({"has_unit": False}, "scope_without_unit"),
        ({"services": 0}, "scope_without_services"),
        ({"sites": 0}, "scope_without_sites"),
        ({"customers": 0}, "scope_without_customers"),
        ({"technology": 0}, "scope_without_technology"),
    ],
)
def test_each_part_of_the_scope_is_asked_for(lacking, code):
    complete = {"has_unit": True, "services": 1, "sites": 1, "customers": 1, "technology": 1}
    assert unmet_parts(ScopeParts(**complete)) == []
    assert codes(unmet_parts(ScopeParts(**{**complete, **lacking}))) == [code]


def test_exclusions_have_a_reason():
    assert codes(unmet_exclusions([Exclusion("Print", " "), Exclusion("Fax", "Given up.")])) == [
        "exclusion_without_reason"
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"system": "Other"}, "other_system"),
        ({"state": "Retired"}, "retired_service_in_scope"),
        ({"has_owner": False}, "service_without_owner_in_scope"),
    ],
)
def test_services_in_scope(changes, code):
    service = {"name": "S1", "title": "Network", "system": "Ours", "state": "Live", "has_owner": True, **changes}
    assert codes(unmet_services([ScopedService(**service)], "Ours")) == ([code] if code else [])


def test_a_row_stands_once_whatever_its_capitals():
    rows = [("North", ""), ("north ", ""), ("North", "Berlin"), ("South", "")]
    assert [reason.values["value"] for reason in unmet_twice("Sites", rows)] == ["north "]


# -- drift -----------------------------------------------------------------------------------------------------------


def risk(name: str, score: str = "4") -> dict:
    return entry(("ITSM Risk", name), f"Risk {name}", owner="a@example.com", score=score)


def test_came_went_and_changed_in_that_order():
    before = {"risks": {"1": risk("1"), "2": risk("2")}, "services": {}}
    after = {"risks": {"1": risk("1", "9"), "3": risk("3")}, "services": {"s": entry(("ITSM Service", "s"), "Mail")}}
    found = [(row.family, row.move, row.title) for row in drift_between(before, after)]
    assert found == [
        ("services", Move.CAME, "Mail"),
        ("risks", Move.CAME, "Risk 3"),
        ("risks", Move.WENT, "Risk 2"),
        ("risks", Move.CHANGED, "Risk 1"),
    ]
    change = drift_between(before, after)[-1].changes[0]
    assert (change.fact, change.before, change.after) == ("score", "4", "9")


def test_what_an_earlier_release_did_not_look_at_is_no_drift():
    before = {"risks": {"1": entry(("ITSM Risk", "1"), "Flood", owner="a")}}
    after = {"risks": {"1": entry(("ITSM Risk", "1"), "Flood", owner="a", score="9")}, "services": {"s": risk("s")}}
    assert drift_between(before, after) == []


facts = st.dictionaries(st.sampled_from("xyz"), st.text(max_size=2) | st.lists(st.text(max_size=2), max_size=2))
entries = st.dictionaries(
    st.sampled_from("abcd"), st.builds(lambda values: entry(("T", "n"), "title", **values), facts), max_size=4
)
pictures = st.dictionaries(st.sampled_from(FAMILIES), entries)


@given(pictures, pictures)
def test_a_picture_does_not_differ_from_itself_and_json_changes_nothing(before, after):
    assert drift_between(before, before) == []
    assert drift_between(json.loads(json.dumps(before)), after) == drift_between(before, after)
    came = [row for row in drift_between(before, after) if row.move is Move.CAME]
    assert len(came) == sum(len(after.get(family, {}).keys() - of.keys()) for family, of in before.items())


# -- process plans ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aligned_with", "in_force", "alignment"),
    [
        ("", "", Alignment.NOT_ALIGNED),
        ("", "P2", Alignment.NOT_ALIGNED),
        ("P2", "P2", Alignment.ALIGNED),
        ("P1", "P2", Alignment.TO_BE_REALIGNED),
        ("P1", "", Alignment.TO_BE_REALIGNED),
    ],
)
def test_alignment(aligned_with, in_force, alignment):
    assert alignment_of(aligned_with, in_force) is alignment


@pytest.mark.parametrize("state", [state.value for state in State])
def test_what_can_be_aligned_with(state):
    expected = [] if state in CAN_BE_ALIGNED_WITH else ["plan_not_to_align_with"]
    assert codes(unmet_aligned_plan("P1", state, "Ours", "Ours")) == expected
    assert codes(unmet_aligned_plan("P1", state, "Theirs", "Ours")) == ["other_system"]


@pytest.mark.parametrize(
    ("kind", "aligned_with", "plan", "in_force", "code"),
    [
        ("Procedure", "", "P2", "P2", "not_a_process_plan"),
        (PROCESS_PLAN, "P1", "P1", "P2", "plan_not_in_force"),
        (PROCESS_PLAN, "P1", "P1", "", "plan_not_in_force"),
        (PROCESS_PLAN, "P2", "P2", "P2", "aligned_already"),
        (PROCESS_PLAN, "P1", "P2", "P2", None),
        (PROCESS_PLAN, "", "P2", "P2", None),
    ],
)
def test_who_confirms_what(kind, aligned_with, plan, in_force, code):
    assert codes(unmet_realignment(kind, aligned_with, plan, in_force)) == ([code] if code else [])
