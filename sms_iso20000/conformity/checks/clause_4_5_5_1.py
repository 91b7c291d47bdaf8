"""Checks of 4.5.5.1, improvement in general: procedure, opportunities, causes, corrective and preventive action."""

from frappe.utils import getdate

from sms_iso20000.conformity.answers.documents import procedure_for
from sms_iso20000.conformity.answers.improvements import records as improvements
from sms_iso20000.conformity.answers.nonconformities import actions, cases, long_ago
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.action import Status
from sms_iso20000.rules.nonconformity import State, is_overdue
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met


@check("4.5.5.1 .2")
def improvement_follows_a_procedure(scope: Scope) -> Verdict:
    """A procedure in force says how improvements are made, and its owner is there."""
    return procedure_for(scope, "4.5.5.1")


@check("4.5.5.1 .3")
def opportunities_are_documented(scope: Scope) -> Verdict:
    """What could be better is on record when it comes up: proposals, corrective and preventive actions, in the
    look-back."""
    about, proposals = scope.nonconformities, scope.improving.all
    if not about.actions and not proposals:
        return not_evaluable("no_action_against_causes", [scope.itself])
    if not proposals:
        return not_met("proposals_missing", actions(about.actions), total=len(about.actions))
    if not about.corrective:
        return not_met("corrective_action_missing", [*actions(about.preventive), *improvements(proposals)])
    if not about.preventive:
        return not_met("preventive_action_missing", actions(about.actions), total=len(about.corrective))
    if verdict := long_ago(scope, about.actions, "creation", actions(about.actions)):
        return verdict
    newest = max(getdate(action.creation) for action in about.actions)
    numbers = {"corrective": len(about.corrective), "preventive": len(about.preventive), "proposals": len(proposals)}
    records = [*actions(about.actions), *improvements(proposals)]
    return met("opportunities_documented", records, newest, **numbers)


@check("4.5.5.1 .4")
def causes_are_put_right(scope: Scope) -> Verdict:
    """The cause of each nonconformity is found in time, and something is done about it."""
    about = scope.nonconformities
    if not about.judged:
        return not_evaluable("no_nonconformity_judged", [scope.itself])
    without = [
        case
        for case in about.judged
        if (case.workflow_state == State.CLOSED and not (case.root_cause and case.name in about.by_case))
        or (
            case.workflow_state in (State.ANALYSIS, State.ACTION_PLAN)
            and is_overdue(case.workflow_state, case.due_on, scope.today)
        )
    ]
    if without:
        return not_met("cause_not_put_right", cases(without), count=len(without), total=len(about.judged))
    known = [case for case in about.judged if case.root_cause]
    if not known:
        return not_evaluable("first_cause_to_come", cases(about.judged), total=len(about.judged))
    if verdict := long_ago(scope, known, "reported_on", cases(known)):
        return verdict
    newest = max(getdate(case.reported_on) for case in known)
    return met("causes_put_right", cases(known), newest, total=len(known))


@check("4.5.5.1 .5")
def causes_do_not_come_back(scope: Scope) -> Verdict:
    """What was closed was verified to last, and no cause came back that is not dealt with anew."""
    about = scope.nonconformities
    verified = [row for rounds in about.rounds.values() for row in rounds if row.verified_on]
    if not verified:
        return not_evaluable("nothing_verified_yet", [scope.itself])
    back = [
        case
        for case in about.open
        if case.recurrence_of or any(not row.effective for row in about.rounds.get(case.name, []))
    ]
    if back:
        return not_met("cause_came_back", cases(back), count=len(back))
    if verdict := long_ago(scope, verified, "verified_on", cases(about.closed)):
        return verdict
    if not about.closed:
        return not_evaluable("nothing_verified_yet", [scope.itself])
    newest = max(getdate(row.verified_on) for row in verified)
    effective = sum(bool(row.effective) for row in verified)
    return met("causes_stay_away", cases(about.closed), newest, effective=effective, total=len(verified))


@check("4.5.5.1 .6")
def trouble_is_prevented(scope: Scope) -> Verdict:
    """Each sign of trouble led to a preventive action, none is late, and one was checked in the look-back."""
    about = scope.nonconformities
    if about.warnings:
        records = [warning.reference for warning in about.warnings]
        titles = ", ".join(warning.title for warning in about.warnings[:5])
        return not_met("signs_without_action", records, count=len(about.warnings), titles=titles)
    if not about.preventive:
        return not_evaluable("no_preventive_action", [scope.itself])
    late = about.late(about.preventive)
    if late:
        return not_met("preventive_overdue", actions(late), count=len(late))
    checked = [action for action in about.preventive if action.status == Status.VERIFIED]
    if not checked:
        return not_evaluable("preventive_not_checked_yet", actions(about.preventive), total=len(about.preventive))
    if verdict := long_ago(scope, checked, "checked_on", actions(checked)):
        return verdict
    newest = max(getdate(action.checked_on) for action in checked)
    return met("trouble_prevented", actions(checked), newest, total=len(checked), last=str(newest))
