"""Life of a controlled revision."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.revision import NEXT, Approvers, Revision, State, illegal_step, unmet_for_step

AUTHOR, REVIEWER, TOP = "author", "reviewer", "top"
READY = Revision(
    contributors=frozenset({AUTHOR}),
    content_hash="h",
    sealed_hash="h",
    approved_by=TOP,
    reviewed_by=REVIEWER,
    reviewed_hash="h",
    withdrawal_reason="Ended.",
    audience_size=1,
)
states = st.sampled_from([state.value for state in State])


def codes(after: str, actor: str, revision: Revision) -> list[str]:
    return [unmet.code for unmet in unmet_for_step(after, actor, revision, Approvers(frozenset({TOP})))]


@given(states, states)
def test_steps_are_those_of_the_life(before, after):
    legal = before == after or (State(after) in NEXT[State(before)] and after != State.SUPERSEDED)
    assert (illegal_step(before, after) == []) is legal


@given(states)
def test_what_has_ended_stays(after):
    for ended in (State.SUPERSEDED.value, State.WITHDRAWN.value):
        assert bool(illegal_step(ended, after)) is (after != ended)


@given(st.text().filter(lambda text: text not in {state.value for state in State}), states)
def test_unknown_states_are_named(unknown, known):
    assert illegal_step(known, unknown)[0].code == "unknown_state"
    assert illegal_step(unknown, known)[0].values == {"state": unknown}


def test_ready_revision_passes_every_gate():
    for after in ("In Review", "Approved", "In Force", "Withdrawn"):
        assert codes(after, TOP, READY) == []


@pytest.mark.parametrize(
    ("after", "actor", "change", "expected"),
    [
        ("In Review", AUTHOR, {"missing_content": ("no_content",)}, ["no_content"]),
        ("In Review", AUTHOR, {"change_missing": True}, ["no_change_summary"]),
        ("Approved", "manager", {}, ["approver_not_top_management"]),
        ("Approved", TOP, {"contributors": frozenset({TOP})}, ["approver_is_author"]),
        ("Approved", TOP, {"reviewed_by": ""}, ["not_reviewed"]),
        ("Approved", TOP, {"reviewed_by": AUTHOR}, ["reviewer_is_author"]),
        ("Approved", TOP, {"reviewed_hash": "x"}, ["reviewed_other_content"]),
        ("In Force", AUTHOR, {}, ["issuer_is_author"]),
        ("In Force", TOP, {"sealed_hash": "x"}, ["seal_broken"]),
        ("In Force", TOP, {"audience_size": 0}, ["empty_audience"]),
        ("Withdrawn", TOP, {"withdrawal_reason": "  "}, ["no_withdrawal_reason"]),
        ("Withdrawn", "manager", {}, ["withdrawal_not_top_management"]),
        ("Withdrawn", AUTHOR, {"approved_by": ""}, []),
    ],
)
def test_each_gate(after, actor, change, expected):
    assert codes(after, actor, replace(READY, **change)) == expected


def test_all_reasons_at_once():
    bad = replace(READY, contributors=frozenset({"x"}), missing_content=("no_content",), reviewed_by="")
    assert codes("Approved", "x", bad) == [
        "no_content",
        "approver_is_author",
        "approver_not_top_management",
        "not_reviewed",
    ]


@given(st.sets(st.sampled_from("abcdef"), min_size=1), st.sampled_from("abcdef"))
def test_nobody_approves_or_issues_what_they_wrote(contributors, actor):
    revision = replace(READY, contributors=frozenset(contributors))
    refused = actor in contributors
    assert ("approver_is_author" in codes("Approved", actor, revision)) is refused
    assert ("issuer_is_author" in codes("In Force", actor, revision)) is refused
