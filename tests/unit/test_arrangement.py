"""Life of an arrangement with another party, its proofs, and how the records it names stand."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.arrangement import (
    AT_WORK,
    LIFE_FIELDS,
    NEEDS_REASON,
    NEXT,
    PARTY_TYPES,
    PROOFS,
    TERMS,
    Arrangement,
    PartyKind,
    State,
    Way,
    decision_for,
    illegal_step,
    missing_for_management,
    missing_for_proof,
    same_ground,
    stamps_for,
    unmet_for_step,
    unmet_measures,
    unmet_party,
    way_of,
)
from sms_iso20000.rules.decision import STAGE_AFTER
from sms_iso20000.rules.standing import (
    CANCELLED,
    END_DATES,
    FLAGS,
    SUBMITTED,
    Standing,
    standing_of,
    standing_of_revision,
)

NOW = datetime(2026, 6, 1, 12)
TODAY = NOW.date()
WHOLE = Arrangement(
    state="Agreed",
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
STATES = st.sampled_from([state.value for state in State])
STANDINGS = st.sampled_from(list(Standing))
ARRANGEMENTS = st.builds(
    Arrangement,
    state=STATES,
    party_kind=st.sampled_from([kind.value for kind in PartyKind]),
    party=STANDINGS,
    agreement=STANDINGS,
    is_over=st.booleans(),
    has_owner=st.booleans(),
    is_owner_in_place=st.booleans(),
    has_authority_clause=st.booleans(),
    definition=STANDINGS,
    has_definition_control=st.booleans(),
    interfaces=st.integers(0, 2),
    measures=st.integers(0, 2),
    questions=st.integers(0, 2),
    has_improvement_planning=st.booleans(),
    has_contact=st.booleans(),
    has_escalation_path=st.booleans(),
    has_activities=st.booleans(),
)


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


# -- steps -------------------------------------------------------------------------------------------------------


@given(STATES, STATES)
def test_steps_are_those_of_the_life(before, after):
    assert (illegal_step(before, after) == []) is (State(after) in NEXT[State(before)])


@given(st.text().filter(lambda text: text not in {state.value for state in State}), STATES)
def test_unknown_states_are_refused(unknown, known):
    assert codes(illegal_step(known, unknown)) == ["unknown_state"]
    assert illegal_step(unknown, known)


def test_everything_but_what_has_ended_can_end_and_only_then_nothing_follows():
    assert all(State.ENDED in NEXT[state] for state in State if state is not State.ENDED)
    assert not NEXT[State.ENDED]


def test_every_step_is_a_decision_that_leaves_the_record_in_its_state():
    for before, targets in NEXT.items():
        for after in targets:
            assert STAGE_AFTER["ITSM Arrangement"][decision_for(before, after)] == after.value


@given(ARRANGEMENTS)
def test_who_works_under_it_has_all_proofs_and_is_managed(arrangement):
    """Active is exactly: nothing missing in any proof, nor in the way of management; each reason told once."""
    expected = {code for letter in PROOFS for code in missing_for_proof(letter, arrangement)}
    expected |= set(missing_for_management(arrangement))
    for state in AT_WORK:
        told = codes(unmet_for_step(state.value, arrangement))
        assert set(told) == expected
        assert len(told) == len(expected)


@given(ARRANGEMENTS)
def test_agreed_needs_proof_a_alone_and_less_than_active(arrangement):
    agreed = codes(unmet_for_step("Agreed", arrangement))
    assert agreed == missing_for_proof("a", arrangement)
    assert set(agreed) <= set(codes(unmet_for_step("Active", arrangement)))


@given(ARRANGEMENTS, st.sampled_from([State.DRAFT.value, State.ENDED.value]))
def test_the_way_back_and_out_is_always_open(arrangement, after):
    assert unmet_for_step(after, arrangement) == []


@given(ARRANGEMENTS, st.sampled_from([field.name for field in fields(Arrangement)]))
def test_completing_a_part_never_adds_a_reason_but_of_its_own_kind(arrangement, part):
    """Whoever completes one part is not told that another one is missing that was not before."""
    if part in ("state", "party_kind"):
        return
    before = set(codes(unmet_for_step("Active", arrangement)))
    completed = replace(arrangement, **{part: getattr(WHOLE, part)})
    added = set(codes(unmet_for_step("Active", completed))) - before
    # An owner who is named may turn out to have left.
    assert added <= ({"accountable_owner_gone"} if part == "has_owner" else set())


def test_what_is_whole_lacks_nothing():
    assert unmet_for_step("Active", WHOLE) == []


@pytest.mark.parametrize(
    ("change", "code", "parts"),
    [
        ({"has_owner": False}, "accountable_owner_missing", "a"),
        ({"is_owner_in_place": False}, "accountable_owner_gone", "a"),
        ({"is_over": True}, "arrangement_over", "a"),
        ({"party": Standing.GONE}, "party_gone", "a"),
        ({"party": Standing.DISABLED}, "party_disabled", "a"),
        ({"party": Standing.ENDED}, "party_disabled", "a"),
        ({"agreement": Standing.NONE}, "agreement_missing", "am"),
        ({"agreement": Standing.NOT_YET}, "agreement_not_in_force", "am"),
        ({"agreement": Standing.ENDED}, "agreement_ended", "am"),
        ({"agreement": Standing.DISABLED}, "agreement_ended", "am"),
        ({"agreement": Standing.GONE}, "agreement_gone", "am"),
        ({"has_authority_clause": False}, "authority_clause_missing", "a"),
        ({"definition": Standing.NONE}, "definition_document_missing", "b"),
        ({"definition": Standing.NOT_YET}, "definition_not_in_force", "b"),
        ({"has_definition_control": False}, "definition_control_missing", "b"),
        ({"interfaces": 0}, "arrangement_interface_missing", "b"),
        ({"measures": 0}, "measure_missing", "c"),
        ({"measures": 0, "party_kind": "Customer"}, "measure_missing", "cm"),
        ({"questions": 0}, "compliance_question_missing", "c"),
        ({"has_improvement_planning": False}, "improvement_planning_missing", "d"),
        ({"has_contact": False}, "contact_person_missing", "m"),
        ({"has_escalation_path": False}, "escalation_path_missing", "m"),
        ({"has_activities": False}, "activities_missing", "m"),
        ({"has_activities": False, "party_kind": "Internal Group"}, "activities_missing", "m"),
    ],
)
def test_each_part_belongs_to_its_proof(change, code, parts):
    arrangement = replace(WHOLE, **change)
    missing = {letter: missing_for_proof(letter, arrangement) for letter in PROOFS}
    missing["m"] = missing_for_management(arrangement)
    assert {part: found for part, found in missing.items() if found} == {part: [code] for part in parts}


def test_a_supplier_is_managed_otherwise_than_the_house():
    bare = replace(WHOLE, has_contact=False, has_escalation_path=False)
    assert missing_for_management(bare) == ["contact_person_missing", "escalation_path_missing"]
    for kind in ("Internal Group", "Customer"):
        assert missing_for_management(replace(bare, party_kind=kind)) == []
        assert way_of(kind) is Way.SERVICE_LEVEL_MANAGEMENT
    assert way_of("Supplier") is Way.SUPPLIER_MANAGEMENT


def test_stamps():
    due = TODAY + timedelta(days=30)
    assert stamps_for("Draft", "Agreed", "me", NOW, due) == {"agreed_by": "me", "agreed_on": NOW}
    activated = stamps_for("Agreed", "Active", "me", NOW, due)
    assert activated == {"activated_by": "me", "activated_on": NOW, "next_review_on": due}
    assert stamps_for("Active", "Under Improvement", "me", NOW, due) == {}
    assert stamps_for("Under Improvement", "Active", "me", NOW, due) == {}
    assert stamps_for("Active", "Draft", "me", NOW, due)["agreed_by"] is None
    ended = stamps_for("Active", "Ended", "me", NOW, due)
    assert ended == {"ended_on": TODAY, "next_review_on": None, "review_escalated_on": None}
    assert all(set(stamps_for("Agreed", state.value, "me", NOW, due)) <= set(LIFE_FIELDS) for state in State)


def test_reasons_are_given_for_what_is_given_up():
    assert {"Draft", "Under Improvement", "Ended"} == NEEDS_REASON
    assert not set(TERMS) & set(LIFE_FIELDS)


# -- party and measures ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"party_name": "Night Desk"}, []),
        ({"party_name": " "}, ["party_name_missing"]),
        ({"party_type": "User Group", "party": "Night"}, []),
        ({"party_type": "User Group"}, ["party_missing"]),
        ({"party_type": "Supplier", "party": "Night"}, ["party_type_does_not_fit"]),
        ({"party_type": "ToDo"}, ["party_missing", "party_type_does_not_fit"]),
        ({"party_kind": "", "party_type": "Supplier", "party": "Night"}, ["party_type_does_not_fit"]),
    ],
)
def test_party(values, expected):
    given = {"party_kind": "Internal Group", "party_type": None, "party": None, "party_name": None, **values}
    assert codes(unmet_party(given)) == expected


def test_each_type_fits_its_kind_and_no_other():
    for kind in PartyKind:
        for other, types in PARTY_TYPES.items():
            for record_type in set(types) - set(PARTY_TYPES[kind]):
                given = {"party_kind": kind.value, "party_type": record_type, "party": "X", "party_name": ""}
                assert codes(unmet_party(given)) == ["party_type_does_not_fit"], (kind, other)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"target": "0"}, []),
        ({"target": 0, "weight": 0}, []),
        ({"unit": " "}, ["measure_without_unit"]),
        *(({"target": target}, ["measure_without_target"]) for target in (None, "", "abc", "95 %", float("nan"))),
        *(({"weight": weight}, ["measure_weight_wrong"]) for weight in (-1, "-1", "", None, "x", 1.5, 1001)),
        ({"source": ""}, ["measure_without_source"]),
        ({"source": "Guess"}, ["measure_without_source"]),
        ({"source": "Objective"}, ["measure_without_objective"]),
        ({"source": "Objective", "objective": "O"}, []),
        ({"source": "Service Level Snapshot"}, ["measure_without_evidence_source"]),
        (
            {"source": "Service Level Snapshot", "evidence_source": "E", "dimension": "Team"},
            ["measure_without_dimension_value"],
        ),
        (
            {"unit": None, "target": None, "weight": -2, "source": None},
            ["measure_without_unit", "measure_without_target", "measure_weight_wrong", "measure_without_source"],
        ),
    ],
)
def test_measure(values, expected):
    names = ("evidence_source", "dimension", "dimension_value", "objective")
    given = {"measure": "In time", "unit": "%", "target": 95, "weight": 1, "source": "By Hand", **values}
    assert codes(unmet_measures([{**dict.fromkeys(names), **given}])) == expected


@given(st.text(), st.text())
def test_same_ground_does_not_depend_on_how_it_is_written(part, party):
    first = {"related_process": "P", "part": part, "party_type": None, "party": None, "party_name": party}
    second = {**first, "part": f" {part.casefold()} ", "party_name": f"{party.casefold()} ", "party_type": ""}
    assert same_ground(first) == same_ground(second)


def test_other_party_process_or_part_is_other_ground():
    ground = {"related_process": "P", "part": "", "party_type": "Supplier", "party": "S", "party_name": "A"}
    changes = ({"related_process": "Q"}, {"part": "x"}, {"party": "T"}, {"party_type": "Customer"})
    assert len({same_ground({**ground, **change}) for change in ({}, *changes)}) == 5
    assert same_ground({**ground, "party_name": "B"}) == same_ground(ground)


# -- standing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, Standing.STANDS),
        ({"disabled": 0, "enabled": 1, "is_active": 1}, Standing.STANDS),
        ({"disabled": 1}, Standing.DISABLED),
        ({"enabled": 0}, Standing.DISABLED),
        ({"is_active": 0}, Standing.DISABLED),
        ({"end_date": TODAY}, Standing.STANDS),
        ({"end_date": TODAY - timedelta(days=1)}, Standing.ENDED),
        ({"end_date": None, "status": "Active"}, Standing.STANDS),
        ({"status": "Inactive"}, Standing.ENDED),
        ({"status": "Unsigned"}, Standing.NOT_YET),
        ({"workflow_state": "Expired", "status": "Active"}, Standing.ENDED),
        ({"docstatus": 0, "status": "Active"}, Standing.NOT_YET),
        ({"docstatus": SUBMITTED}, Standing.STANDS),
        ({"docstatus": CANCELLED, "status": "Active"}, Standing.ENDED),
        ({"disabled": 1, "end_date": date(2020, 1, 1)}, Standing.DISABLED),
    ],
)
def test_standing(record, expected):
    assert standing_of(record, TODAY) is expected


def test_a_revision_stands_while_it_is_in_force():
    states = ("Draft", "In Review", "Approved", "In Force", "Superseded", "Withdrawn")
    expected = [*[Standing.NOT_YET] * 3, Standing.STANDS, *[Standing.ENDED] * 2]
    assert [standing_of_revision(state) for state in states] == expected


@given(st.sampled_from(END_DATES), st.dates(), st.dates())
def test_the_last_day_counts(field, last, day):
    assert (standing_of({field: last}, day) is Standing.ENDED) is (day > last)


@given(st.sampled_from(sorted(FLAGS)), st.booleans())
def test_flags_take_out_of_use_by_their_own_value(field, value):
    assert (standing_of({field: value}, TODAY) is Standing.DISABLED) is (value is FLAGS[field])
