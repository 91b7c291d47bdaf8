"""Checks of 4.1.1, management commitment."""

from datetime import timedelta

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.answers.approval import Flaw, approval_of
from sms_iso20000.conformity.answers.management_reviews import off_schedule, reviews
from sms_iso20000.conformity.answers.plan import record, review_overdue, without_plan
from sms_iso20000.conformity.answers.resources import plans, with_open_gaps, without_current_plan
from sms_iso20000.conformity.answers.risks import risks_handled
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.resource_plan import KINDS
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale

SCOPE_POLICY_OBJECTIVES = "Scope, Policy and Objectives"
SERVICE_REQUIREMENTS = "Service Requirements"
DUTIES = "Legal, Regulatory and Contractual Duties"


@check("4.1.1 a")
def scope_is_stated(scope: Scope) -> Verdict:
    """The plan in force states what the system covers, and top management approved it as it is."""
    if verdict := without_plan(scope):
        return verdict
    plan = scope.planning.plan
    if not plan.scope_statement:
        return not_met("scope_not_stated", [record(scope)], plan=plan.title)
    if verdict := _not_approved(scope) or review_overdue(scope):
        return verdict
    return met("scope_approved", [record(scope)], getdate(plan.approved_on), user=plan.approved_by)


@check("4.1.1 a")
def objectives_are_set(scope: Scope) -> Verdict:
    """A policy is in force and top management approved objectives, at least one of which is still to be reached."""
    if not scope.policy:
        return not_met("no_policy_in_force", [scope.itself])
    objectives = scope.responsibility.objectives
    if not objectives:
        return not_met("no_objective_approved", [scope.itself])
    records = [("ITSM Objective", row.name) for row in objectives]
    last = max(getdate(row.due_on) for row in objectives)
    if last < scope.today:
        return stale("objectives_all_past", records, last, count=len(objectives), last=str(last))
    set_on = max(getdate(row.approved_on) for row in objectives)
    return met("objectives_set", records, set_on, count=len(objectives), last=str(set_on))


@check("4.1.1 a")
def scope_policy_objectives_announced(scope: Scope) -> Verdict:
    return _told(scope, SCOPE_POLICY_OBJECTIVES)


@check("4.1.1 b")
def plan_backed(scope: Scope) -> Verdict:
    """Top management approved the plan in force as it is, and dealt with it within the interval."""
    if verdict := without_plan(scope) or _not_approved(scope):
        return verdict
    plan = scope.planning.plan
    # A plan that was approved has such an act, unless the log was cut.
    own = [act for act in scope.responsibility.acts if act.reference_name == plan.name and act.by_top_management]
    months = scope.interval("commitment_interval")
    last = getdate(own[0].on) if own else getdate(plan.approved_on)
    if last < getdate(add_months(scope.today, -months)):
        return stale("plan_backed_too_long_ago", [record(scope)], last, last=str(last), months=months)
    if verdict := review_overdue(scope):
        return verdict
    return met(
        "plan_backed", [record(scope)], last, person=own[0].full_name if own else plan.approved_by, last=str(last)
    )


@check("4.1.1 c")
def service_requirements_explained(scope: Scope) -> Verdict:
    return _told(scope, SERVICE_REQUIREMENTS)


@check("4.1.1 d")
def duties_explained(scope: Scope) -> Verdict:
    return _told(scope, DUTIES)


@check("4.1.1 e")
def resources_available(scope: Scope) -> Verdict:
    """Top management decided on the plan of today, and each gap it found is granted or dealt with by an action."""
    if verdict := without_current_plan(scope) or with_open_gaps(scope, KINDS):
        return verdict
    current = scope.resources.current_plans
    decided_on = max(getdate(plan.decided_on) for plan in current)
    person = current[0].decided_by
    return met("resources_decided", plans(current), decided_on, person=person, last=str(decided_on))


@check("4.1.1 f")
def reviews_held(scope: Scope) -> Verdict:
    """Top management holds and signs its reviews at the interval, and left no date out before the last of them."""
    if verdict := off_schedule(scope):
        return verdict
    about, months = scope.reviews, scope.interval("management_review_interval")
    last = about.newest.held
    grace = timedelta(days=scope.interval("review_escalation"))
    if len(about.signed) > 1 and last > getdate(add_months(about.signed[-2].held, months)) + grace:
        return not_met("review_date_skipped", reviews(about.signed[-2:]), last, last=str(last), months=months)
    return met("reviews_held_at_interval", reviews([about.newest]), last, last=str(last), months=months)


@check("4.1.1 g")
def risks_are_handled(scope: Scope) -> Verdict:
    """Risks to services are assessed, those above the criterion treated or accepted, all of them reviewed in time."""
    return risks_handled(scope)


@check("4.1.1 g")
def top_management_looks_at_risks(scope: Scope) -> Verdict:
    """A member of top management decided on a risk, or answered a report that contains them, within the interval."""
    acts = [act for act in scope.responsibility.acts if act.clause == "4.1.1 g"]
    if not acts:
        return not_evaluable("no_decision_on_risks", [scope.itself])
    own = [act for act in acts if act.by_top_management]
    if not own:
        names = ", ".join(dict.fromkeys(act.full_name for act in acts))
        return not_met("risks_all_delegated", _subjects(acts), people=names)
    months = scope.interval("commitment_interval")
    last = getdate(own[0].on)
    if last < getdate(add_months(scope.today, -months)):
        return stale("risks_looked_at_too_long_ago", _subjects(own[:1]), last, last=str(last), months=months)
    return met("risks_looked_at", _subjects(own), last, person=own[0].full_name, last=str(last))


def _not_approved(scope: Scope) -> Verdict | None:
    """What is wrong with the approval of the plan in force."""
    plan = scope.planning.plan
    approval, flaw = approval_of(scope, plan)
    if flaw is Flaw.NOT_RECORDED:
        return not_met("plan_approval_not_recorded", [record(scope)], plan=plan.title)
    if flaw is Flaw.CHANGED_SINCE:
        decision = ("ITSM Decision", approval.name)
        return not_met("plan_changed_after_approval", [record(scope), decision], plan=plan.title)
    if flaw is Flaw.NOT_BY_TOP_MANAGEMENT:
        return not_met("plan_not_approved_at_the_top", [record(scope)], user=approval.decided_by)
    return None


def _told(scope: Scope, purpose: str) -> Verdict:
    """A member of top management told people, within the interval, and it reached them."""
    told = [row for row in scope.responsibility.communications if row.purpose == purpose]
    if not told:
        return not_evaluable("nothing_told", [scope.itself])
    own = [row for row in told if row.sent_by in scope.top_management]
    if not own:
        return not_met("told_by_others_only", _messages(told), person=told[0].sent_by)
    months = scope.interval("commitment_interval")
    last = getdate(own[0].sent_on)
    if last < getdate(add_months(scope.today, -months)):
        return stale("told_too_long_ago", _messages(own[:1]), last, last=str(last), months=months)
    threshold = scope.reach_threshold
    current = [row for row in own if getdate(row.sent_on) >= getdate(add_months(scope.today, -months))]
    reached = [row for row in current if row.reach >= threshold]
    if reached:
        newest = reached[0]
        return met(
            "told_and_read",
            _messages(reached),
            getdate(newest.sent_on),
            title=newest.title,
            share=f"{newest.reach:g}",
            person=newest.sent_by,
        )
    values = {"title": own[0].title, "share": f"{own[0].reach:g}", "threshold": f"{threshold:g}"}
    if scope.today <= last + timedelta(days=scope.interval("acknowledgement_due")):
        return not_evaluable("told_just_now", _messages(own[:1]), last, **values)
    return not_met("told_but_not_read", _messages(current), last, **values)


def _messages(rows: list) -> list[tuple[str, str]]:
    return [("ITSM Communication", row.name) for row in rows]


def _subjects(acts: list) -> list[tuple[str, str]]:
    return list(dict.fromkeys((act.reference_doctype, act.reference_name) for act in acts))
