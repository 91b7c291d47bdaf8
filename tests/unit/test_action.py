"""Rules on actions: who takes which step from where, and that no walk leads where none should."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sms_iso20000.rules.action import (
    CHECKERS,
    CHECKS,
    LIVE,
    STEPS,
    WORKED,
    Actor,
    Status,
    Step,
    as_progress,
    is_overdue,
    steps_open_to,
    unmet_dates,
    unmet_plan_item,
    unmet_step,
)

TODAY = date(2026, 6, 15)
STAFF, MANAGER, OWNER, AUDITOR = "staff", "manager", "owner", "auditor"
ROLES = {
    STAFF: ("ITSM User",),
    MANAGER: ("ITSM Manager", "ITSM User"),
    OWNER: ("ITSM Process Owner",),
    AUDITOR: ("ITSM Auditor",),
}


def actor(user: str) -> Actor:
    return Actor(user, ROLES[user])


def codes(unmet) -> list[str]:
    return [reason.code for reason in unmet]


def test_every_step_leads_somewhere_else_and_every_status_is_reached():
    assert set(STEPS) == set(Step)
    assert all(leads.after not in leads.before for leads in STEPS.values())
    assert {leads.after for leads in STEPS.values()} | {Status.OPEN} == set(Status)


def test_what_is_verified_or_cancelled_stays_so():
    ended = {Status.VERIFIED, Status.CANCELLED}
    assert not any(ended.intersection(leads.before) for leads in STEPS.values())


@pytest.mark.parametrize("step", [Step.START, Step.COMPLETE, Step.REOPEN, Step.CANCEL])
def test_who_carries_out(step):
    for user, expected in ((STAFF, []), (MANAGER, []), (OWNER, ["not_responsible_for_action"])):
        assert codes(unmet_step(step, STAFF, set(), actor(user), "Said.")) == expected


@pytest.mark.parametrize("step", CHECKS)
def test_who_checks(step):
    assert codes(unmet_step(step, STAFF, {MANAGER}, actor(STAFF), "Seen.")) == ["checker_did_it"]
    assert codes(unmet_step(step, STAFF, {MANAGER}, actor(MANAGER), "Seen.")) == ["checker_did_it"]
    assert codes(unmet_step(step, OWNER, {OWNER}, actor(STAFF), "Seen.")) == ["checker_without_role"]
    assert unmet_step(step, STAFF, {MANAGER}, actor(OWNER), "Seen.") == []
    assert unmet_step(step, STAFF, {STAFF}, actor(AUDITOR), "Seen.") == []


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Step.COMPLETE, "completion_without_evidence"),
        (Step.REOPEN, "reason_missing"),
        (Step.CANCEL, "reason_missing"),
    ],
)
def test_what_has_to_be_said(step, code):
    assert codes(unmet_step(step, STAFF, set(), actor(STAFF), " \n")) == [code]
    assert codes(unmet_step(step, STAFF, set(), actor(OWNER), "")) == ["not_responsible_for_action", code]


def test_an_effective_action_needs_no_remarks_and_an_ineffective_one_does():
    assert unmet_step(Step.VERIFY, STAFF, {STAFF}, actor(OWNER)) == []
    assert codes(unmet_step(Step.FIND_INEFFECTIVE, STAFF, {STAFF}, actor(OWNER))) == ["reason_missing"]


@pytest.mark.parametrize(
    ("starts_on", "due_on", "is_due_anew", "expected"),
    [
        (TODAY, TODAY, True, []),
        (date(2026, 7, 1), date(2026, 6, 30), True, ["action_due_before_start"]),
        (date(2026, 5, 1), date(2026, 6, 14), True, ["action_due_day_over"]),
        (date(2026, 5, 1), date(2026, 6, 14), False, []),
        (date(2026, 6, 15), date(2026, 6, 14), True, ["action_due_before_start", "action_due_day_over"]),
        (None, None, True, []),
    ],
)
def test_days(starts_on, due_on, is_due_anew, expected):
    assert codes(unmet_dates(starts_on, due_on, TODAY, is_due_anew)) == expected


def test_plan_item_is_for_plan_activities():
    assert unmet_plan_item("Plan Activity", "c") == unmet_plan_item("Other", "") == []
    assert codes(unmet_plan_item("Other", "c")) == ["plan_item_without_plan"]


@given(st.one_of(st.floats(), st.integers(), st.text(), st.none()))
def test_progress_is_a_share_or_nothing(value):
    found = as_progress(value)
    assert found is None or 0 <= found <= 100


@pytest.mark.parametrize(("value", "found"), [("50", 50), (0, 0), (100, 100), (100.1, None), (-1, None), ("", None)])
def test_progress(value, found):
    assert as_progress(value) == found


@pytest.mark.parametrize(("status", "overdue"), [(status, status in LIVE) for status in Status])
def test_overdue(status, overdue):
    assert is_overdue(status, date(2026, 6, 14), TODAY) is overdue
    assert not is_overdue(status, TODAY, TODAY)
    assert not is_overdue(status, None, TODAY)


MOVES = st.one_of(
    st.tuples(st.sampled_from(Step), st.sampled_from(sorted(ROLES)), st.sampled_from(["", "Said."])),
    st.tuples(st.just("hand on"), st.sampled_from(sorted(ROLES)), st.just("")),
)
HAPPY = ((Step.START, STAFF, ""), (Step.COMPLETE, STAFF, "Said."), (Step.VERIFY, AUDITOR, ""))


class Walk:
    """An action that people push about as they like; what the rules refuse does not happen."""

    def __init__(self):
        self.status, self.responsible, self.evidence, self.checked_by = Status.OPEN, STAFF, "", ""
        self.hands: set[str] = set()

    def take(self, step: Step | str, user: str, text: str) -> None:
        if step == "hand on":
            self.responsible = user if self.status in LIVE else self.responsible
            return
        where = (self.responsible, self.hands)
        is_taken = self.status in STEPS[step].before and not unmet_step(step, *where, actor(user), text)
        # The form offers what the server allows once everything is said.
        assert step in steps_open_to(actor(user), self.status, *where) or not is_taken
        if is_taken:
            self._enter(step, user, text)
        self._check()

    def _enter(self, step: Step, user: str, text: str) -> None:
        if step in CHECKS:
            assert user not in {self.responsible, *self.hands}
            assert CHECKERS.intersection(ROLES[user])
            self.checked_by = user
        if step is Step.COMPLETE:
            self.evidence = text
        if step is Step.REOPEN:
            self.evidence = self.checked_by = ""
        if STEPS[step].decision in WORKED:
            self.hands.add(user)
        self.status = STEPS[step].after

    def _check(self) -> None:
        """What holds wherever an action stands."""
        is_done = self.status in (Status.DONE, Status.VERIFIED, Status.INEFFECTIVE)
        assert bool(self.evidence) is is_done
        assert bool(self.checked_by) is (self.status in (Status.VERIFIED, Status.INEFFECTIVE))


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, len(HAPPY)), st.lists(MOVES, max_size=30))
def test_no_walk_ends_where_none_should(begun, moves):
    """Whoever tries whatever, from wherever it was left: nothing is checked by who worked at it, or unproven."""
    walk = Walk()
    for move in (*HAPPY[:begun], *moves):
        walk.take(*move)


def test_the_walk_can_reach_its_end():
    """The walks above would prove little if nothing could ever be verified."""
    walk = Walk()
    for move in HAPPY:
        walk.take(*move)
    assert walk.status is Status.VERIFIED
