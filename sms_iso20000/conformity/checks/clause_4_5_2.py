"""Checks of 4.5.2, planning the system."""

from datetime import timedelta

from frappe.utils import getdate

from sms_iso20000.conformity.answers.documents import overdue
from sms_iso20000.conformity.answers.plan import named, record, review_overdue, without_plan
from sms_iso20000.conformity.answers.plan_items import OUTDATED
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.alignment import Alignment
from sms_iso20000.rules.completeness import Record
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale

DOCUMENT = "ITSM Document"


@check("4.5.2 .1")
def plan_is_carried_out(scope: Scope) -> Verdict:
    """A plan is in force that was held against the policy of today, what it takes was set as actions, and these are
    done as time goes by."""
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
    if scope.policy and getdate(scope.policy.issued_on) > reviewed_on:
        records, issued_on = [record(scope), ("ITSM Policy", scope.policy.name)], getdate(scope.policy.issued_on)
        return stale("policy_newer_than_plan", records, reviewed_on, last=str(reviewed_on), due=str(issued_on))
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
    unseen = about.drift_older_than(grace)
    if unseen:
        titles = named([row.drift.title for row in unseen])
        records = [record(scope), *(row.drift.record for row in unseen)]
        return stale("drift_not_looked_at", records, count=len(unseen), days=grace, names=titles)
    last, records = getdate(about.plan.last_reviewed_on), [record(scope), *_documents(about.process_plans)]
    if about.drift:
        titles, drifted = named([row.drift.title for row in about.drift]), [row.drift.record for row in about.drift]
        counted = {"count": len(about.drift), "days": grace, "names": titles}
        return met("plans_reviewed_drift_since", [*records, *drifted], last, last=str(last), **counted)
    return met("plans_reviewed", records, last, last=str(last))


@check("4.5.2 a")
def plan_covers_objectives(scope: Scope) -> Verdict:
    return _covered(scope, "a")


@check("4.5.2 b")
def plan_covers_service_requirements(scope: Scope) -> Verdict:
    return _covered(scope, "b")


@check("4.5.2 c")
def plan_covers_known_limitations(scope: Scope) -> Verdict:
    return _covered(scope, "c")


@check("4.5.2 d")
def plan_covers_binding_rules(scope: Scope) -> Verdict:
    return _covered(scope, "d")


@check("4.5.2 e")
def plan_covers_framework_of_roles(scope: Scope) -> Verdict:
    return _covered(scope, "e")


@check("4.5.2 f")
def plan_covers_who_answers(scope: Scope) -> Verdict:
    return _covered(scope, "f")


@check("4.5.2 g")
def plan_covers_resources(scope: Scope) -> Verdict:
    return _covered(scope, "g")


@check("4.5.2 h")
def plan_covers_working_with_others(scope: Scope) -> Verdict:
    return _covered(scope, "h")


@check("4.5.2 i")
def plan_covers_interfaces_of_processes(scope: Scope) -> Verdict:
    return _covered(scope, "i")


@check("4.5.2 j")
def plan_covers_risk_approach(scope: Scope) -> Verdict:
    return _covered(scope, "j")


@check("4.5.2 k")
def plan_covers_supporting_technology(scope: Scope) -> Verdict:
    return _covered(scope, "k")


@check("4.5.2 l")
def plan_covers_measuring_and_improving(scope: Scope) -> Verdict:
    return _covered(scope, "l")


def _covered(scope: Scope, letter: str) -> Verdict:
    """The plan in force says what item `letter` asks for, or leads to live records that do and are not outdated."""
    if verdict := without_plan(scope):
        return verdict
    about = scope.planning
    item = about.items[letter]
    if not item.is_filled:
        return not_met("item_of_plan_empty", [record(scope)], letter=letter)
    outdated = OUTDATED[letter](scope) if letter in OUTDATED else None
    if verdict := outdated or review_overdue(scope):
        return verdict
    reviewed_on = getdate(about.plan.last_reviewed_on)
    records = [record(scope), *about.records_behind(letter)]
    return met("item_of_plan_covered", records, reviewed_on, letter=letter, count=item.live_records)


def _actions(rows: list) -> list[Record]:
    return [("ITSM Action", row.name) for row in rows]


def _documents(rows: list) -> list[Record]:
    return [(DOCUMENT, row.name) for row in rows]


def _revisions(scope: Scope, rows: list) -> list[Record]:
    return [record(scope) if row is scope.planning.plan else (DOCUMENT, row.name) for row in rows]
