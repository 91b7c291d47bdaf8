"""Lights and flags of the four proofs."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.arrangement import PROOFS, Arrangement, missing_for_proof
from sms_iso20000.rules.arrangement_proofs import (
    Evidence,
    flags_of,
    lights_of,
    lights_without_arrangement,
    nothing_in_house,
)
from sms_iso20000.rules.standing import Standing

COMPLETE = Arrangement(
    state="Active",
    party_kind="Supplier",
    agreement=Standing.STANDS,
    has_owner=True,
    is_owner_in_place=True,
    has_authority_clause=True,
    definition=Standing.STANDS,
    has_definition_control=True,
    interfaces=1,
    measures=1,
    questions=1,
    has_improvement_planning=True,
    has_contact=True,
    has_escalation_path=True,
    has_activities=True,
)
CURRENT = Evidence(last_reviewed_on=date(2026, 9, 30), is_measured=True, decides_improvement=True)
standings = st.sampled_from(Standing)
arrangements = st.builds(
    Arrangement,
    state=st.sampled_from(["Draft", "Agreed", "Active", "Under Improvement"]),
    agreement=standings,
    has_owner=st.booleans(),
    is_owner_in_place=st.booleans(),
    has_authority_clause=st.booleans(),
    definition=standings,
    has_definition_control=st.booleans(),
    interfaces=st.integers(0, 2),
    measures=st.integers(0, 2),
    questions=st.integers(0, 2),
    has_improvement_planning=st.booleans(),
)
evidence_on_record = st.builds(
    Evidence,
    last_reviewed_on=st.none() | st.just(date(2026, 9, 30)),
    is_review_overdue=st.booleans(),
    is_measured=st.booleans(),
    is_definition_review_overdue=st.booleans(),
    decides_improvement=st.booleans(),
)


def colours(arrangement: Arrangement, evidence: Evidence) -> str:
    """First letters of the four colours."""
    return "".join(light.colour.value[0] for light in lights_of(arrangement, evidence).values())


def test_complete_and_current_is_green():
    assert colours(COMPLETE, CURRENT) == "gggg"
    assert flags_of(COMPLETE, CURRENT, "Wholly by Others") == []


@pytest.mark.parametrize(
    ("lack", "letters", "code"),
    [
        ({"has_owner": False, "is_owner_in_place": False}, "rggg", "accountable_owner_missing"),
        ({"is_owner_in_place": False}, "rggg", "accountable_owner_gone"),
        ({"agreement": Standing.GONE}, "rggg", "agreement_gone"),
        ({"agreement": Standing.ENDED}, "rggg", "agreement_ended"),
        ({"has_authority_clause": False}, "rggg", "authority_clause_missing"),
        ({"definition": Standing.NOT_YET}, "grgg", "definition_not_in_force"),
        ({"interfaces": 0}, "grgg", "arrangement_interface_missing"),
        ({"measures": 0}, "ggrg", "measure_missing"),
        ({"questions": 0}, "ggrg", "compliance_question_missing"),
        ({"has_improvement_planning": False}, "gggr", "improvement_planning_missing"),
        ({"state": "Draft"}, "aggg", "arrangement_not_agreed"),
    ],
)
def test_what_is_missing_is_red(lack, letters, code):
    arrangement = replace(COMPLETE, **lack)
    assert colours(arrangement, CURRENT) == letters
    assert [code] == [why for light in lights_of(arrangement, CURRENT).values() for why in light.why]


@pytest.mark.parametrize(
    ("lack", "letters", "codes"),
    [
        ({"is_definition_review_overdue": True}, "gagg", ["definition_review_overdue"]),
        ({"last_reviewed_on": None}, "ggag", ["arrangement_never_reviewed"]),
        ({"is_review_overdue": True}, "ggag", ["arrangement_review_overdue"]),
        ({"is_measured": False}, "ggag", ["nothing_measured"]),
        ({"is_review_overdue": True, "is_measured": False}, "ggag", ["arrangement_review_overdue", "nothing_measured"]),
        ({"decides_improvement": False}, "ggga", ["no_improvement_decision"]),
    ],
)
def test_what_has_no_current_evidence_is_amber(lack, letters, codes):
    evidence = replace(CURRENT, **lack)
    assert colours(COMPLETE, evidence) == letters
    assert codes == [why for light in lights_of(COMPLETE, evidence).values() for why in light.why]


@given(arrangements, evidence_on_record)
def test_red_is_exactly_what_the_gates_would_refuse(arrangement, evidence):
    lights = lights_of(arrangement, evidence)
    assert list(lights) == list(PROOFS)
    for letter, light in lights.items():
        missing = missing_for_proof(letter, arrangement)
        assert (light.colour == "red") == bool(missing)
        assert not missing or light.why == missing
        assert (light.colour == "green") == (not light.why)


@pytest.mark.parametrize(
    ("arrangement", "evidence", "operated_by", "flags"),
    [
        ({"state": "Draft"}, {}, "Wholly by Others", ["no_agreement"]),
        ({"state": "Draft"}, {}, "Partly by Others", ["no_agreement"]),
        ({"state": "Draft"}, {}, "Ourselves", []),
        ({"state": "Draft"}, {}, "", []),
        ({"agreement": Standing.ENDED}, {}, "", ["no_agreement"]),
        ({"agreement": Standing.DISABLED, "state": "Agreed"}, {}, "", ["no_agreement"]),
        ({"is_owner_in_place": False}, {}, "", ["owner_gone"]),
        ({}, {"last_reviewed_on": None}, "", ["no_review"]),
        ({"state": "Under Improvement"}, {"is_review_overdue": True}, "", ["no_review"]),
        # Nothing is reviewed before the party works.
        ({"state": "Agreed"}, {"last_reviewed_on": None, "decides_improvement": False}, "", []),
        ({}, {"decides_improvement": False}, "", ["no_improvement_decision"]),
        (
            {"agreement": Standing.GONE, "is_owner_in_place": False},
            {"is_review_overdue": True, "decides_improvement": False},
            "",
            ["no_agreement", "owner_gone", "no_review", "no_improvement_decision"],
        ),
    ],
)
def test_flags(arrangement, evidence, operated_by, flags):
    assert flags_of(replace(COMPLETE, **arrangement), replace(CURRENT, **evidence), operated_by) == flags


def test_nothing_arranged_is_red_throughout():
    assert {(light.colour.value, *light.why) for light in lights_without_arrangement().values()} == {
        ("red", "nothing_arranged")
    }


@pytest.mark.parametrize(
    ("operated_by", "answer"),
    [
        ([], False),
        (["Wholly by Others"], True),
        (["Wholly by Others", "Wholly by Others"], True),
        (["Wholly by Others", "Partly by Others"], False),
        (["Wholly by Others", ""], False),
    ],
)
def test_nothing_in_house(operated_by, answer):
    assert nothing_in_house(operated_by) == answer
