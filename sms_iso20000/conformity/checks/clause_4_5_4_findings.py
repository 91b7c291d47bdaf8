"""Checks of 4.5.4 on what monitoring finds: it is recognised, recorded, allocated, put right and followed up."""

from frappe.utils import getdate

from sms_iso20000.conformity.answers.management_reviews import (
    outputs_lacking,
    reviews,
    too_old,
    unsigned_for_long,
    without_judgement,
    without_signed,
)
from sms_iso20000.conformity.answers.nonconformities import audits, cases, long_ago, unjudged_for_long
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.audit import GRADED
from sms_iso20000.rules.nonconformity import AT_WORK, Grade, State, is_overdue
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale

YARDSTICKS = {"standard": "Standard", "rules": "Own Rules", "services": "Service Requirement"}


@check("4.5.4.1 .3")
def departures_are_recognised(scope: Scope) -> Verdict:
    """Nonconformities are reported and judged, each against its yardstick, and what stays Not met is among them."""
    about = scope.nonconformities
    runs = scope.interval("persistent_runs")
    ignored = [result for result in about.persistent(runs) if result.requirement not in about.requirements_called]
    if ignored:
        records = [("ITSM Conformity Result", result.name) for result in ignored]
        clauses = ", ".join(result.clause for result in ignored[:10])
        return not_met("departures_not_recognised", records, count=len(ignored), runs=runs, clauses=clauses)
    if verdict := unjudged_for_long(scope):
        return verdict
    if not about.judged:
        return not_evaluable("no_nonconformity_judged", [scope.itself])
    if verdict := long_ago(scope, about.judged, "reported_on", cases(about.judged)):
        return verdict
    counts = {key: sum(case.against == name for case in about.judged) for key, name in YARDSTICKS.items()}
    newest = max(getdate(case.reported_on) for case in about.judged)
    return met("departures_recognised", cases(about.judged), newest, total=len(about.judged), **counts)


@check("4.5.4.1 .4")
def findings_of_audits_are_recorded(scope: Scope) -> Verdict:
    """Each nonconformity that a reported audit graded is a record of its own, with actions where due.

    A concern is on record in the sealed report itself, and the server raises no nonconformity for it.
    """
    about = scope.nonconformities
    if not about.audits:
        return not_evaluable("no_audit_reported", [scope.itself])
    loose = [finding for finding in about.findings if finding.result in GRADED and not finding.nonconformity]
    if loose:
        return not_met("finding_not_recorded", audits(finding.parent for finding in loose), count=len(loose))
    found = {finding.nonconformity for finding in about.findings}
    idle = [
        case
        for case in about.open
        if case.name in found
        and is_overdue(case.workflow_state, case.due_on, scope.today)
        and case.name not in about.by_case
    ]
    if idle:
        return not_met("finding_without_action", cases(idle), count=len(idle))
    reported = audits(audit.name for audit in about.audits)
    if verdict := long_ago(scope, about.audits, "reported_on", reported):
        return verdict
    newest = max(getdate(audit.reported_on) for audit in about.audits)
    return met("findings_recorded", reported, newest, total=len(about.audits), findings=len(about.findings))


@check("4.5.4.1 .4")
def results_of_reviews_are_recorded(scope: Scope) -> Verdict:
    """What the last management review brought to light and decided is on record, with its actions."""
    if verdict := unsigned_for_long(scope) or without_signed(scope):
        return verdict
    newest = scope.reviews.newest
    if without_judgement([newest]):
        return not_met("review_judgement_open", reviews([newest]), newest.held, last=str(newest.held))
    if verdict := outputs_lacking(scope) or too_old(scope):
        return verdict
    count = sum(bool(row.action) for row in scope.reviews.outputs[newest.name])
    return met("review_results_recorded", reviews([newest]), newest.held, last=str(newest.held), count=count)


@check("4.5.4.2 .6")
def nonconformities_are_allocated(scope: Scope) -> Verdict:
    """Each was told to the manager of its area, who is still there, and has a priority."""
    about = scope.nonconformities
    if not about.upheld:
        return not_evaluable("no_nonconformity_on_record", [scope.itself])
    if verdict := unjudged_for_long(scope):
        return verdict
    people = scope.responsibility.people
    lacking = [
        case
        for case in about.open
        if case.workflow_state != State.REPORTED
        and not (case.told_on and case.priority and case.area_manager in people)
    ]
    if lacking:
        return not_met("nonconformity_not_allocated", cases(lacking), count=len(lacking), total=len(about.open))
    if not about.judged:
        return not_evaluable("first_judgement_to_come", cases(about.upheld), total=len(about.upheld))
    if verdict := long_ago(scope, about.judged, "told_on", cases(about.judged)):
        return verdict
    newest = max(getdate(case.told_on) for case in about.judged)
    return met("nonconformities_allocated", cases(about.judged), newest, total=len(about.judged), last=str(newest))


@check("4.5.4.2 .7")
def managers_act_promptly(scope: Scope) -> Verdict:
    """None is overdue, and what was found was put right soon after the manager of the area was told."""
    about = scope.nonconformities
    if not about.judged:
        return not_evaluable("no_nonconformity_judged", [scope.itself])
    late = [case for case in about.open if is_overdue(case.workflow_state, case.due_on, scope.today)]
    if late:
        oldest = min(getdate(case.due_on) for case in late)
        people = ", ".join(sorted({case.area_manager for case in late if case.area_manager}))
        return not_met("nonconformities_overdue", cases(late), oldest, count=len(late), due=str(oldest), people=people)
    days = scope.interval("acknowledgement_due")
    uncorrected = [
        case
        for case in about.open
        if case.workflow_state in AT_WORK
        and case.grade != Grade.CONCERN
        and not case.corrected_on
        and case.told_on
        and (scope.today - getdate(case.told_on)).days > days
    ]
    if uncorrected:
        return not_met("correction_outstanding", cases(uncorrected), count=len(uncorrected), days=days)
    if verdict := long_ago(scope, about.judged, "reported_on", cases(about.judged)):
        return verdict
    newest = max(getdate(case.reported_on) for case in about.judged)
    return met("managers_act", cases(about.judged), newest, total=len(about.judged), closed=len(about.closed))


@check("4.5.4.2 .8")
def follow_up_verifies(scope: Scope) -> Verdict:
    """What was done is verified in time, later, by somebody without a part in it, who says what was found."""
    about = scope.nonconformities
    waiting = [case for case in about.open if case.workflow_state == State.VERIFICATION]
    if not (about.closed or waiting):
        return not_evaluable("nothing_to_verify_yet", cases(about.upheld) or [scope.itself])
    grace = scope.interval("verification_wait") + scope.interval("nonconformity_escalation")
    late = [case for case in waiting if _done_for(scope, case.name) > grace]
    if late:
        return not_met("verification_outstanding", cases(late), count=len(late), days=grace)
    partial = [case for case in about.closed if _is_verified_by_involved(scope, case)]
    if partial:
        return not_met("verified_by_involved", cases(partial), count=len(partial))
    if not about.closed:
        return not_evaluable("first_verification_to_come", cases(waiting), count=len(waiting))
    newest = max(getdate(case.verified_on) for case in about.closed)
    if newest < about.since:
        return stale("nothing_since_lookback", cases(about.closed), newest, last=str(newest))
    return met("verified_by_others", cases(about.closed), newest, total=len(about.closed), last=str(newest))


def _done_for(scope: Scope, case: str) -> int:
    """Days since the last action against the cause of `case` was done."""
    done = [
        getdate(action.completed_on) for action in scope.nonconformities.by_case.get(case, []) if action.completed_on
    ]
    return (scope.today - max(done)).days if done else 0


def _is_verified_by_involved(scope: Scope, case) -> bool:
    involved = {case.area_manager, *(case.took_part or "").split()}
    about = scope.nonconformities
    for action in about.by_case.get(case.name, []):
        involved |= {action.responsible, action.completed_by, action.owner, *about.hands[action.name]}
    return not case.verified_by or case.verified_by in involved
