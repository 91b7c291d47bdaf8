"""Reviews of what another party operates: periods, results, and what approval needs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.arrangement_review import (
    Actor,
    Answer,
    Improvement,
    Outcome,
    Result,
    Review,
    outcome,
    proposed_period,
    score,
    unmet_approver,
    unmet_arrangement,
    unmet_due_dates,
    unmet_for_approval,
    unmet_for_done,
    unmet_period,
    unmet_ranks,
)
from sms_iso20000.rules.report_period import Period

TODAY = date(2026, 11, 22)
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
COMPLETE = Review(
    period=QUARTER,
    verdict="Satisfactory",
    results=(Result("Incidents in time", target=95, value=97),),
    answers=(Answer("Is the process kept to?", "Yes", "Ten tickets looked at."),),
    no_improvement_reason="All targets are held.",
)
IMPROVED = replace(
    COMPLETE,
    verdict="Improvement Needed",
    improvements=(Improvement(2, "Shorter shifts"), Improvement(1, "A second line")),
    no_improvement_reason="",
)

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))
numbers = st.floats(-1e6, 1e6, allow_nan=False)
results = st.builds(
    Result,
    measure=st.just("m"),
    operator=st.sampled_from(["At Least", "At Most"]),
    target=numbers,
    weight=st.integers(0, 9),
    value=st.none() | numbers,
)


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


def against(review: Review) -> list[str]:
    return codes(unmet_for_approval(review, TODAY))


# -- the period ------------------------------------------------------------------------------------------------------


def test_periods_follow_each_other():
    assert unmet_period(Period(date(2026, 10, 1), date(2026, 10, 31)), {"earlier": QUARTER}) == []
    assert unmet_period(QUARTER, {}) == []


def test_bad_periods():
    backwards = Period(QUARTER.end, QUARTER.start)
    assert codes(unmet_period(backwards, {"earlier": QUARTER})) == ["review_ends_before_start"]
    others = {"one": Period(date(2026, 9, 30), date(2026, 10, 5)), "other": QUARTER, "none": Period(TODAY, TODAY)}
    assert [reason.values["name"] for reason in unmet_period(QUARTER, others)] == ["one", "other"]


@given(periods, periods)
def test_overlap_is_refused_whoever_comes_first(one, other):
    share_a_day = max(one.start, other.start) <= min(one.end, other.end)
    assert bool(unmet_period(one, {"other": other})) == bool(unmet_period(other, {"one": one})) == share_a_day


@given(st.none() | days, st.none() | days, days)
def test_the_proposed_period_is_sound_and_follows_the_last(last, began, today):
    proposed = proposed_period(last, began, today)
    assert proposed.start <= proposed.end
    assert (proposed.end + timedelta(days=1)).day == 1
    if last:
        assert proposed.start == last + timedelta(days=1)
        assert not proposed.overlaps(Period(date(1999, 1, 1), last))


@pytest.mark.parametrize(
    ("last", "began", "expected"),
    [
        (date(2026, 6, 30), date(2025, 1, 1), Period(date(2026, 7, 1), date(2026, 10, 31))),
        (None, date(2026, 8, 15), Period(date(2026, 8, 15), date(2026, 10, 31))),
        (None, None, Period(date(2026, 10, 1), date(2026, 10, 31))),
        (date(2026, 10, 31), None, Period(date(2026, 11, 1), date(2026, 11, 30))),
    ],
)
def test_proposed_periods(last, began, expected):
    assert proposed_period(last, began, TODAY) == expected


# -- results ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("At Least", 95.0, Outcome.IN_TARGET),
        ("At Least", 94.99, Outcome.MISSED),
        ("At Most", 95.01, Outcome.MISSED),
        ("At Most", 0.0, Outcome.IN_TARGET),
        ("At Most", None, Outcome.NO_DATA),
    ],
)
def test_outcomes(operator, value, expected):
    assert outcome(operator, 95, value) is expected


@given(st.lists(results))
def test_what_has_no_value_changes_no_score(found):
    measured = [result for result in found if result.value is not None]
    assert score(found) == score(measured)
    assert (score(found) is None) == (not any(result.weight for result in measured))


@given(st.lists(results, min_size=1))
def test_all_in_target_is_the_full_score_and_nothing_else_is(found):
    counted = [result for result in found if result.value is not None and result.weight]
    if counted:
        reached = all(outcome(result.operator, result.target, result.value) is Outcome.IN_TARGET for result in counted)
        assert 0 <= score(found) <= 100
        assert not reached or score(found) == 100


# -- approval --------------------------------------------------------------------------------------------------------


def test_only_the_accountable_owner_approves():
    assert unmet_approver("owner", "owner") == []
    assert codes(unmet_approver("manager", "owner")) == ["approver_not_accountable_owner"]


@pytest.mark.parametrize(
    ("state", "refused"),
    [("Draft", True), ("Agreed", True), ("Active", False), ("Under Improvement", False), ("Ended", True)],
)
def test_only_what_is_operated_is_reviewed(state, refused):
    assert bool(unmet_arrangement(state)) is refused


@pytest.mark.parametrize("review", [COMPLETE, IMPROVED])
def test_a_complete_review_lacks_nothing(review):
    assert against(review) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"period": Period(QUARTER.start, TODAY)}, "review_period_not_over"),
        ({"results": (Result("Incidents", value=None, remarks=" "),)}, "result_without_value"),
        ({"answers": (Answer("Kept to?", "", "Seen."),)}, "question_not_answered"),
        ({"answers": (Answer("Kept to?", "No", " "),)}, "answer_without_evidence"),
        ({"verdict": ""}, "review_without_verdict"),
        ({"no_improvement_reason": " "}, "improvement_not_decided"),
        ({"verdict": "Improvement Needed"}, "verdict_without_improvement"),
        ({"verdict": "Not Acceptable"}, "verdict_without_improvement"),
        ({"improvements": (Improvement(1), Improvement(1))}, "improvement_ranks"),
        ({"improvements": (Improvement(1), Improvement(3))}, "improvement_ranks"),
        ({"improvements": (Improvement(0),)}, "improvement_ranks"),
    ],
)
def test_what_approval_lacks(change, code):
    assert against(replace(COMPLETE, **change)) == [code]


def test_a_gap_with_its_reason_is_approved():
    explained = Result("Incidents", value=None, remarks="The desk was moved; nothing was counted.")
    assert against(replace(COMPLETE, results=(explained,))) == []
    assert against(replace(COMPLETE, results=(Result("Incidents", value=0.0),))) == []


def test_all_reasons_at_once():
    empty = Review(
        Period(QUARTER.start, TODAY), results=(Result("Incidents"), Result("Calls")), answers=(Answer("Kept to?"),)
    )
    assert against(empty) == [
        "review_period_not_over",
        "result_without_value",
        "result_without_value",
        "question_not_answered",
        "answer_without_evidence",
        "review_without_verdict",
        "improvement_not_decided",
    ]


@given(st.lists(st.integers(-2, 6), max_size=6))
def test_ranks_put_every_improvement_in_one_place(ranks):
    decided = set(ranks) == set(range(1, len(ranks) + 1))
    assert (unmet_ranks([Improvement(rank) for rank in ranks]) == []) is decided


def test_nothing_is_due_before_it_is_decided():
    due = [Improvement(1, "Late", QUARTER.end - timedelta(days=1)), Improvement(2, "Fine", QUARTER.end), Improvement(3)]
    assert [reason.values["improvement"] for reason in unmet_due_dates(QUARTER, due)] == ["Late"]


# -- improvements afterwards -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "actor", [Actor("worker"), Actor("manager", is_manager=True), Actor("owner", is_accountable_owner=True)]
)
def test_who_marks_an_improvement_as_done(actor):
    assert unmet_for_done("worker", False, actor, TODAY, TODAY) == []


def test_who_and_when_not():
    unmet = unmet_for_done("worker", True, Actor("other"), TODAY + timedelta(days=1), TODAY)
    assert codes(unmet) == ["improvement_not_yours", "improvement_done_already", "improvement_done_in_future"]
