"""Checks of 4.5.2, planning the system."""

from collections.abc import Callable
from datetime import timedelta

from frappe.utils import getdate

from sms_iso20000.conformity.answers.documents import overdue
from sms_iso20000.conformity.answers.plan import named, record, review_overdue, without_plan
from sms_iso20000.conformity.answers.plan_items import OUTDATED
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.governance.documents import DOCUMENT
from sms_iso20000.governance.plan_drift import not_looked_at
from sms_iso20000.governance.plan_items import records_of
from sms_iso20000.rules.alignment import Alignment
from sms_iso20000.rules.completeness import Record
from sms_iso20000.rules.plan import LETTERS
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


@check("4.5.2 .1")
def plan_is_carried_out(scope: Scope) -> Verdict:
    """A plan is in force, what it takes was set as actions, and these are done as time goes by."""
    if verdict := without_plan(scope):
        return verdict
    actions = scope.planning.actions
    if not actions:
        return not_evaluable("plan_without_activities", [record(scope)], plan=scope.planning.plan.title)
    late = [row for row in actions if row.overdue]
    if len(late) == len(actions):
        return not_met("plan_activities_all_overdue", [record(scope), *_actions(late)], count=len(late))
    if late:
        oldest = getdate(late[0].due_on)
        return stale("plan_activities_overdue", _actions(late), oldest, count=len(late), total=len(actions))
    if verdict := review_overdue(scope):
        return verdict
    reviewed_on = getdate(scope.planning.plan.last_reviewed_on)
    return met("plan_carried_out", [record(scope), *_actions(actions)], reviewed_on, total=len(actions))


@check("4.5.2 .2")
def process_plans_are_aligned(scope: Scope) -> Verdict:
    """Each policy or plan of a process says which revision of the plan it fits, and that is the one in force."""
    plans = scope.planning.process_plans
    if not plans:
        return not_evaluable("no_process_plan", [scope.itself])
    if not scope.planning.plan:
        return not_met("nothing_to_align_with", _documents(plans), count=len(plans))
    apart = [row for row in plans if row.alignment == Alignment.NOT_ALIGNED]
    if apart:
        names = named([row.title for row in apart])
        return not_met("process_plans_not_aligned", _documents(apart), count=len(apart), total=len(plans), names=names)
    earlier = [row for row in plans if row.alignment == Alignment.TO_BE_REALIGNED]
    if earlier:
        names = named([row.title for row in earlier])
        return stale(
            "process_plans_to_be_realigned", _documents(earlier), count=len(earlier), total=len(plans), names=names
        )
    issued_on = getdate(scope.planning.plan.issued_on)
    return met("process_plans_aligned", [record(scope), *_documents(plans)], issued_on, total=len(plans))


@check("4.5.2 .3")
def plans_are_reviewed(scope: Scope) -> Verdict:
    """The plan and those of processes are looked at when it is time, and when the world they are made for changes."""
    if verdict := without_plan(scope):
        return verdict
    about = scope.planning
    days = scope.interval("review_escalation")
    limit = scope.today - timedelta(days=days)
    late = overdue(scope, [about.plan, *about.process_plans])
    given_up = [row for row in late if getdate(row.next_review_on) < limit]
    if given_up:
        return not_met("plans_long_overdue", _revisions(scope, given_up), count=len(given_up), days=days)
    if late:
        oldest = min(getdate(row.next_review_on) for row in late)
        return stale("plans_overdue", _revisions(scope, late), oldest, count=len(late), due=str(oldest))
    grace = scope.interval("plan_drift_grace")
    unseen = not_looked_at(about.drift, grace)
    if unseen:
        titles = named([row.drift.title for row in unseen])
        records = [record(scope), *(row.drift.record for row in unseen)]
        return stale("drift_not_looked_at", records, count=len(unseen), days=grace, names=titles)
    last = getdate(about.plan.last_reviewed_on)
    return met("plans_reviewed", [record(scope), *_documents(about.process_plans)], last, last=str(last))


def _covers(letter: str) -> Callable[[Scope], Verdict]:
    """The check that the plan in force says what item `letter` asks for, or leads to records that do."""

    def plan_covers_item(scope: Scope) -> Verdict:
        if verdict := without_plan(scope):
            return verdict
        about = scope.planning
        item = about.items[letter]
        if not item.is_filled:
            return not_met("item_of_plan_empty", [record(scope)], letter=letter)
        outdated = OUTDATED.get(letter, _nothing)(scope)
        if verdict := outdated or review_overdue(scope):
            return verdict
        reviewed_on = getdate(about.plan.last_reviewed_on)
        records = [record(scope), *records_of(about.behind[letter])]
        return met("item_of_plan_covered", records, reviewed_on, letter=letter, count=item.live_records)

    plan_covers_item.__name__ = f"plan_covers_{letter}"
    return plan_covers_item


for _letter in LETTERS:
    check(f"4.5.2 {_letter}")(_covers(_letter))


def _nothing(scope: Scope) -> None:
    """A text alone is as current as the plan."""


def _actions(rows: list) -> list[Record]:
    return [("ITSM Action", row.name) for row in rows]


def _documents(rows: list) -> list[Record]:
    return [(DOCUMENT, row.name) for row in rows]


def _revisions(scope: Scope, rows: list) -> list[Record]:
    return [record(scope) if row is scope.planning.plan else (DOCUMENT, row.name) for row in rows]
