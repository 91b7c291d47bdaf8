"""Checks of 4.5.5.1 .1 and 4.5.5.2: the improvement policy, and improvements from proposal to result."""

from datetime import date

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.answers.improvements import POLICY, records
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.improvement import DECIDED, State
from sms_iso20000.rules.improvement_target import is_measurement_due
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale

# Months after which an improvement that was made says nothing of improvement going on.
GOING_ON = 12


@check("4.5.5.1 .1")
def policy_with_criteria(scope: Scope) -> Verdict:
    """An improvement policy with criteria is in force, and was looked at in time."""
    policy = scope.improvement_policy
    if not policy:
        drafts = [row for row in scope.documentation.revisions if row.kind == "Improvement Policy"]
        if not drafts:
            return not_evaluable("no_improvement_policy", [scope.itself])
        return not_met("improvement_policy_not_in_force", [(POLICY, row.name) for row in drafts])
    named, counted = [(POLICY, policy.name)], [row for row in policy.criteria if row.weight > 0]
    due = getdate(policy.next_review_on)
    if due < scope.today:
        return stale("improvement_policy_overdue", named, due, due=str(due))
    return met("improvement_policy_in_force", named, getdate(policy.last_reviewed_on), count=len(counted))


@check("4.5.5.2 .1")
def ranked_and_planned(scope: Scope) -> Verdict:
    """Proposals are evaluated in time by the criteria of the policy in force, and what was approved has a plan."""
    improving, days = scope.improving, scope.interval("improvement_evaluation_due")
    if not improving.all:
        return not_evaluable("no_improvement", [scope.itself])
    since = improving.ago(days)
    waiting = [row for row in improving.in_states(State.PROPOSED) if getdate(row.proposed_on) < since]
    if waiting:
        return not_met("proposals_not_evaluated", records(waiting), count=len(waiting), days=days)
    unplanned = [
        row
        for row in improving.in_states(State.APPROVED)
        if getdate(row.approved_on) < since and not improving.has_plan(row)
    ]
    if unplanned:
        return not_met("approved_not_planned", records(unplanned), count=len(unplanned), days=days)
    policy = scope.improvement_policy
    outdated = [row for row in improving.in_states(State.EVALUATED) if not policy or row.policy != policy.name]
    if outdated:
        return stale("scored_by_earlier_policy", records(outdated), count=len(outdated))
    ranked = improving.in_states(State.EVALUATED, *DECIDED)
    if not ranked:
        return not_evaluable("nothing_evaluated_yet", records(improving.all))
    return met("improvements_ranked", records(ranked), total=len(ranked))


@check("4.5.5.2 a")
def targets_set(scope: Scope) -> Verdict:
    """What was approved has a target in one of the seven dimensions, to be measured on a day that is still worth it."""
    improving, days = scope.improving, scope.interval("improvement_evaluation_due")
    bare = [row for row in improving.decided if not improving.targets.get(row.name)]
    late = [row for row in bare if getdate(row.approved_on) < improving.ago(days)]
    if late:
        return not_met("improvements_without_target", records(late), count=len(late), days=days)
    aimed = [row for row in improving.decided if improving.targets.get(row.name)]
    if not aimed:
        return not_evaluable("no_improvement_approved", records(bare) or [scope.itself])
    limit = improving.ago(scope.interval("improvement_action_due"))
    past = [row for row in aimed if row.workflow_state == State.APPROVED and _all_before(row, improving, limit)]
    if past:
        return stale("target_days_past", records(past), count=len(past))
    dimensions = {target.dimension for row in aimed for target in improving.targets[row.name]}
    return met("targets_set", records(aimed), total=len(aimed), dimensions=len(dimensions))


@check("4.5.5.2 b")
def approved_carried_out(scope: Scope) -> Verdict:
    """What was approved begins on its day, its actions are done in time, and improvement goes on."""
    improving = scope.improving
    if not improving.decided:
        return not_evaluable("no_improvement_approved", [scope.itself])
    not_begun = [
        row for row in improving.in_states(State.APPROVED) if row.starts_on and getdate(row.starts_on) < scope.today
    ]
    if not_begun:
        return not_met("improvements_not_begun", records(not_begun), count=len(not_begun))
    overdue = improving.overdue_actions(improving.in_states(State.IN_PROGRESS, State.MEASURED))
    if overdue:
        return not_met("improvement_actions_overdue", overdue, count=len(overdue))
    done = improving.in_states(State.CLOSED)
    at_work = improving.in_states(State.IN_PROGRESS, State.MEASURED)
    if not done and not at_work:
        return not_evaluable("no_improvement_begun", records(improving.decided))
    newest = max((getdate(row.closed_on) for row in done), default=None)
    if not at_work and newest and newest < getdate(add_months(scope.today, -GOING_ON)):
        return stale("no_improvement_lately", records(done), newest, last=str(newest))
    return met("improvements_carried_out", records([*done, *at_work]), newest, done=len(done), open=len(at_work))


@check("4.5.5.2 c")
def documents_revised(scope: Scope) -> Verdict:
    """Each document that an improvement changes was revised, or it is on record why not."""
    improving = scope.improving
    named = [row for row in improving.decided if improving.documents.get(row.name)]
    if not named:
        return not_evaluable("no_document_to_revise", records(improving.decided) or [scope.itself])
    due = [row for row in named if row.workflow_state == State.MEASURED or _is_through(row, improving, scope.today)]
    open_ones = [
        row for row in due if any(not newer and not _reason(doc) for doc, newer in improving.documents[row.name])
    ]
    if open_ones:
        return not_met("documents_not_revised", records(open_ones), count=len(open_ones))
    closed = [row for row in named if row.workflow_state == State.CLOSED]
    gone = [row for row in closed if any(doc.was_revised and not newer for doc, newer in improving.documents[row.name])]
    if gone:
        return stale("revised_document_gone", records(gone), count=len(gone))
    settled = [*closed, *(row for row in due if row not in closed)]
    if not settled:
        return not_evaluable("revision_not_due", records(named))
    return met("documents_revised", records(settled), total=len(settled))


@check("4.5.5.2 d")
def measured_and_acted_upon(scope: Scope) -> Verdict:
    """Targets are measured when their day has come, and a missed one leads to an action."""
    improving, days = scope.improving, scope.interval("improvement_action_due")
    at_work = improving.in_states(State.IN_PROGRESS)
    due = [row for row in at_work if _due_days(row, improving, scope.today)]
    limit = improving.ago(days)
    late = [row for row in due if min(_due_days(row, improving, scope.today)) < limit]
    if late:
        return not_met("targets_not_measured", records(late), count=len(late), days=days)
    idle = [
        row
        for row in improving.in_states(State.MEASURED)
        if any(target.is_missed for target in improving.targets.get(row.name, ()))
        and not improving.has_open_action(row)
    ]
    if idle:
        return not_met("missed_without_action", records(idle), count=len(idle))
    if waiting := [row for row in due if min(_due_days(row, improving, scope.today)) < scope.today]:
        return stale("targets_to_measure", records(waiting), count=len(waiting))
    measured = [
        row for row in improving.decided if any(target.is_measured for target in improving.targets.get(row.name, ()))
    ]
    if not measured:
        return not_evaluable("no_target_measured", records(at_work) or [scope.itself])
    return met("targets_measured", records(measured), total=len(measured))


@check("4.5.5.2 e")
def results_told(scope: Scope) -> Verdict:
    """People are told, within an interval, which improvements were made and what they brought."""
    improving, months = scope.improving, scope.interval("improvement_report_interval")
    done = improving.in_states(State.CLOSED)
    if not done:
        return not_evaluable("no_improvement_closed", [scope.itself])
    last = getdate(improving.tellings[0].sent_on) if improving.tellings else None
    limit = getdate(add_months(scope.today, -months))
    untold = [row for row in done if not last or getdate(row.closed_on) > last]
    overdue = [row for row in untold if getdate(row.closed_on) < limit]
    if overdue:
        return not_met("results_not_told", records(overdue), count=len(overdue), months=months)
    if last is None:
        return not_evaluable("results_to_be_told", records(untold), months=months)
    told = [("ITSM Communication", row.name) for row in improving.tellings]
    if last < limit:
        return stale("results_told_long_ago", told[:1], last, last=str(last), months=months)
    return met("results_told", told[:1], last, total=len(done), last=str(last))


def _all_before(row: dict, improving, limit: date) -> bool:
    return all(target.measure_on and target.measure_on < limit for target in improving.targets[row.name])


def _is_through(row: dict, improving, today: date) -> bool:
    """Whether the last day of measuring has passed while it is still going on."""
    days = [target.measure_on for target in improving.targets.get(row.name, ()) if target.measure_on]
    return row.workflow_state == State.IN_PROGRESS and bool(days) and max(days) < today


def _due_days(row: dict, improving, today: date) -> list[date]:
    targets = improving.targets.get(row.name, ())
    return [target.measure_on for target in targets if is_measurement_due(target, today)]


def _reason(document: dict) -> bool:
    return bool((document.reason or "").strip())
