"""Checks of 4.5.3, implementing and operating the system."""

from datetime import timedelta

from frappe.utils import getdate

from sms_iso20000.conformity.answers.assets import assets_of, with_unchecked_assets
from sms_iso20000.conformity.answers.other_parties import of
from sms_iso20000.conformity.answers.processes import (
    confirmed_since,
    named,
    not_confirmed_in_time,
    with_incomplete_roles,
    without_appointed_owner,
    without_owner,
    without_process,
)
from sms_iso20000.conformity.answers.reporting import levels_measured, report_signed
from sms_iso20000.conformity.answers.resources import plans, with_open_gaps, without_current_plan
from sms_iso20000.conformity.answers.risks import risks_handled
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Status, Verdict, met, not_evaluable, not_met, stale

LINE, SCHEDULE = "ITSM Budget Line", "Auto Email Report"
# What is managed from day to day; money has a requirement of its own.
MANAGED = ("Human", "Technical", "Information")


@check("4.5.3 a")
def funds_managed(scope: Scope) -> Verdict:
    """Money is allotted for today, somebody watches it, and where too much was spent something is done."""
    about = scope.resources
    if not about.running_lines:
        return _without_running_budget(scope)
    overspent = [row for row in about.running_lines if row.standing == "Overspent"]
    left = [row for row in overspent if (LINE, row.name) not in about.acted_on]
    if left:
        return not_met("overspent_without_action", _lines(left), count=len(left), titles=_titles(left))
    unwatched = [row for row in about.running_lines if row.standing == "Not Watched"]
    never = [row for row in unwatched if not row.spent_as_of]
    if never:
        return not_met("budget_never_watched", _lines(never), count=len(never), titles=_titles(never))
    if unwatched:
        oldest = min(getdate(row.spent_as_of) for row in unwatched)
        months = scope.interval("budget_watch_interval")
        return stale("budget_not_watched", _lines(unwatched), oldest, count=len(unwatched), months=months)
    fresh = [row for row in about.running_lines if not row.spent_as_of]
    if fresh:
        return not_evaluable("budget_first_look_to_come", _lines(fresh), count=len(fresh), titles=_titles(fresh))
    last = min(getdate(row.spent_as_of) for row in about.running_lines)
    return met("budgets_watched", _lines(about.running_lines), last, total=len(about.running_lines), last=str(last))


@check("4.5.3 b")
def roles_assigned(scope: Scope) -> Verdict:
    """Each process has an owner who was appointed and accepted, and roles held by people who are there."""
    about = scope.responsibility
    if not about.processes:
        return without_process(scope)
    if verdict := without_owner(scope) or with_incomplete_roles(scope):
        return verdict
    vacant = [
        process
        for process in about.processes
        if any(role.user not in about.people for role in about.roles[process.name])
    ]
    if vacant:
        return not_met("process_role_vacant", named(vacant), count=len(vacant), total=len(about.processes))
    if verdict := without_appointed_owner(scope) or not_confirmed_in_time(scope):
        return verdict
    last = confirmed_since(scope)
    roles = sum(len(about.roles[process.name]) for process in about.processes)
    return met("roles_assigned", named(about.processes), last, total=len(about.processes), roles=roles, last=str(last))


@check("4.5.3 c")
def resources_managed(scope: Scope) -> Verdict:
    """People, technology and information are planned for today, gaps are dealt with, and assets are looked after."""
    if verdict := without_current_plan(scope) or with_open_gaps(scope, MANAGED):
        return verdict
    assets = scope.responsibility.assets
    if not assets:
        return not_evaluable("no_asset", [scope.itself])
    if verdict := with_unchecked_assets(scope):
        return verdict
    current = scope.resources.current_plans
    last = min((getdate(row.checked_on) for row in assets if row.checked_on), default=scope.today)
    return met("resources_managed", [*plans(current), *assets_of(assets)], last, total=len(assets), last=str(last))


@check("4.5.3 d")
def risks_managed(scope: Scope) -> Verdict:
    """What threatens the services is rated, treated and reviewed in time."""
    return risks_handled(scope)


@check("4.5.3 e")
def processes_managed(scope: Scope) -> Verdict:
    """Each process has an owner, an arrangement where others operate it, and recent values that it is steered by."""
    processes = scope.responsibility.processes
    if not processes:
        return without_process(scope)
    if verdict := without_owner(scope):
        return verdict
    if bare := scope.other_parties.unarranged:
        return not_met("operated_without_arrangement", of(bare), count=len(bare))
    values = scope.resources.process_values
    unmeasured = [process for process in processes if process.name not in values]
    if unmeasured:
        return not_met("process_not_measured", named(unmeasured), count=len(unmeasured), total=len(processes))
    waiting = [process for process in processes if not values[process.name]]
    if waiting:
        return not_evaluable("process_without_value", named(waiting), count=len(waiting), total=len(processes))
    oldest = min(values[process.name] for process in processes)
    limit = scope.today - timedelta(days=scope.evidence_age)
    late = [process for process in processes if values[process.name] < limit]
    if late:
        return stale(
            "process_values_old", named(late), oldest, count=len(late), total=len(processes), days=scope.evidence_age
        )
    return met("processes_managed", named(processes), oldest, total=len(processes), last=str(oldest))


@check("4.5.3 f")
def performance_reported(scope: Scope) -> Verdict:
    """Service levels are measured, and reach people by a signed report or one that is sent on schedule."""
    measured = levels_measured(scope)
    if measured.status is not Status.MET:
        return measured
    signed = report_signed(scope)
    sent = [(SCHEDULE, row.name) for row in scope.resources.schedules]
    if signed.status is not Status.MET and not sent:
        return signed
    told = signed.records if signed.status is Status.MET else ()
    as_of = measured.evidence_date
    return met("performance_reported", [*measured.records, *told, *sent], as_of, last=str(as_of), count=len(sent))


def _without_running_budget(scope: Scope) -> Verdict:
    lines = scope.resources.budget_lines
    over = [row for row in lines if getdate(row.period_end) < scope.today]
    if not lines:
        return not_evaluable("no_budget", [scope.itself])
    if not over:
        first = min(getdate(row.period_start) for row in lines)
        return not_evaluable("budget_to_begin", _lines(lines), due=str(first))
    last = max(getdate(row.period_end) for row in over)
    return stale("budget_over", _lines(over), last, last=str(last))


def _lines(rows: list) -> list[tuple[str, str]]:
    return [(LINE, row.name) for row in rows]


def _titles(rows: list) -> str:
    return ", ".join(row.title for row in rows)
