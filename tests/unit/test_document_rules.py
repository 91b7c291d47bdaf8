"""Whom and what a document names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.document import (
    ACKNOWLEDGED_KINDS,
    KINDS_OF,
    LETTER_OF,
    Able,
    People,
    shortened,
    unmet_abilities,
    unmet_content,
    unmet_effective_day,
    unmet_four_eyes,
    unmet_uses,
)
from sms_iso20000.rules.revision import Approvers, unmet_for_reviewing
from sms_iso20000.rules.schedule import escalation_is_due

users = st.sampled_from("abcdef")
groups = st.frozensets(users)
people = st.builds(People, users, users, st.lists(users).map(tuple), groups)
DAY = date(2026, 3, 1)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def codes(unmet) -> set[str]:
    return {reason.code for reason in unmet}


def test_every_kind_has_one_letter():
    assert sorted(LETTER_OF) == sorted(kind for kinds in KINDS_OF.values() for kind in kinds)
    assert set(KINDS_OF) == set("abcdefgh")
    assert set(LETTER_OF) >= ACKNOWLEDGED_KINDS


@given(people)
def test_four_eyes_hold_where_nobody_named_wrote(named):
    unmet = unmet_four_eyes(named)
    assert ("approver_wrote_it" in codes(unmet)) is (named.approver in named.contributors)
    assert {reason.values["user"] for reason in unmet if reason.code == "named_reviewer_wrote_it"} == (
        set(named.reviewers) & named.contributors
    )
    assert ("reviewer_named_twice" in codes(unmet)) is (len(set(named.reviewers)) < len(named.reviewers))


@given(people)
def test_each_reason_is_said_once(named):
    reasons = [(reason.code, reason.values["user"]) for reason in unmet_four_eyes(named)]
    assert len(reasons) == len(set(reasons))


@given(people, groups)
def test_whoever_may_do_everything_may_be_named(named, able):
    everybody = Able(*[set("abcdef")] * 3)
    assert unmet_abilities(named, everybody) == []
    unable = unmet_abilities(named, Able(able, able, able))
    assert {reason.values["user"] for reason in unable} == (named.writers | set(named.reviewers)) - able
    assert codes(unable) <= {"person_not_enabled"}


@given(people)
def test_whoever_was_named_before_is_let_be(named):
    assert unmet_abilities(named, Able((), (), ()), named) == []


def test_reader_may_review_and_not_approve():
    able = Able(enabled={"a", "b", "c"}, read={"a", "b"}, write={"a"})
    assert codes(unmet_abilities(People("a", "b"), able)) == {"writes_no_documents"}
    assert unmet_abilities(People("a", "a", ("b",)), able) == []
    assert codes(unmet_abilities(People("a", "a", ("c",)), able)) == {"reads_no_documents"}


def test_former_reviewer_named_as_approver_is_looked_at():
    able = Able(enabled={"a", "b"}, read={"a", "b"}, write={"a"})
    assert codes(unmet_abilities(People("a", "b"), able, People("a", "a", ("b",)))) == {"writes_no_documents"}


@given(st.sampled_from(sorted(LETTER_OF)), st.sampled_from(["", "Words."]), st.booleans())
def test_content_is_written_or_attached_or_elsewhere(kind, text, has_file):
    refused = bool(unmet_content(kind, text, has_file))
    assert refused is (kind != "External Document" and not text and not has_file)


@given(st.none() | days, st.none() | days)
def test_only_a_newly_entered_day_that_has_passed_is_refused(day, before):
    refused = bool(unmet_effective_day(day, before, DAY))
    assert refused is (day is not None and day != before and day < DAY)


def test_points_of_use_stand_once():
    assert unmet_uses([("Issue", ""), ("Issue", "ISS-1"), ("Task", "")]) == []
    assert [reason.values for reason in unmet_uses([("Issue", ""), ("Issue", ""), ("Issue", "")])] == [
        {"doctype": "Issue", "name": ""}
    ]


@given(st.text(min_size=1), st.integers(1, 50))
def test_shortened_fits_and_keeps_what_fits(text, room):
    short = shortened(text, room)
    assert len(short) <= room
    assert short == text if len(text) <= room else text.startswith(short[:-1]) and short.endswith("…")


@pytest.mark.parametrize(
    ("actor", "named", "expected"),
    [
        ("writer", (), ["reviewer_is_author"]),
        ("other", (), []),
        ("other", ("other", "third"), []),
        ("fourth", ("other", "third"), ["reviewer_not_named"]),
        ("writer", ("other",), ["reviewer_is_author", "reviewer_not_named"]),
    ],
)
def test_who_reviews(actor, named, expected):
    assert [reason.code for reason in unmet_for_reviewing(actor, {"writer"}, named)] == expected


@given(days, st.integers(0, 60), st.integers(0, 400))
def test_each_due_date_is_escalated_once(due_on, after, horizon):
    """Night by night, whatever nights are missed: once and not before its time."""
    escalated = None
    nights = []
    for offset in range(0, horizon, 7):
        day = due_on + timedelta(days=offset)
        if escalation_is_due(day, due_on, escalated, after):
            escalated = day
            nights.append(day)
    assert len(nights) <= 1
    assert all((night - due_on).days >= after for night in nights)
    next_due = (escalated or due_on) + timedelta(days=30)
    assert escalation_is_due(next_due + timedelta(days=after), next_due, escalated, after)


def test_named_approvers_are_told_apart_from_top_management():
    named, top = Approvers(frozenset({"a"}), are_named=True), Approvers(frozenset({"a"}))
    for approvers in (named, top):
        assert approvers.unmet_for_approval("a") == approvers.unmet_for_withdrawal("a") == []
    assert codes(named.unmet_for_approval("b")) == {"approver_not_named"}
    assert codes(named.unmet_for_withdrawal("b")) == {"withdrawal_not_by_approver"}
    assert codes(top.unmet_for_approval("b")) == {"approver_not_top_management"}
    assert codes(top.unmet_for_withdrawal("b")) == {"withdrawal_not_top_management"}
