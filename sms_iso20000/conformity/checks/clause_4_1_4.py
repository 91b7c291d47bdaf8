"""Checks of 4.1.4, management representative."""

from frappe.utils import getdate

from sms_iso20000.conformity.answers.assets import assets_of, with_unchecked_assets
from sms_iso20000.conformity.answers.processes import (
    confirmed_since,
    named,
    not_confirmed_in_time,
    without_appointed_owner,
    without_process,
)
from sms_iso20000.conformity.answers.reporting import report_signed
from sms_iso20000.conformity.answers.services import lacking, without_recent_results
from sms_iso20000.conformity.answers.services import of as services_named
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, combine, met, not_evaluable, not_met, stale

REPRESENTATIVE = "Management Representative"


@check("4.1.4 .1")
def representative_is_appointed(scope: Scope) -> Verdict:
    """Somebody is in office today, appointed by top management with duties and authority, and has accepted."""
    about = scope.responsibility
    if not scope.top_management:
        return not_evaluable("nobody_can_appoint", [scope.itself])
    if about.representatives:
        office = about.representatives[0]
        record = [("ITSM Appointment", office.name)]
        if office.appointee not in about.people:
            return not_met("representative_gone", record, person=office.appointee)
        since = next(getdate(row.starts_on) for row in about.appointments if row.name == office.name)
        return met("representative_in_office", record, since, person=office.appointee, last=str(since))
    return _without_representative(scope)


@check("4.1.4 a")
def service_requirements_looked_after(scope: Scope) -> Verdict:
    """Each live service has requirements that are stated, an owner, an agreement that holds, and recent results."""
    live = scope.services.live
    if not live:
        return not_evaluable("no_live_service", [scope.itself])
    if verdicts := lacking(live) or without_recent_results(scope):
        return combine(verdicts)
    oldest = min(row.result.period_end for row in live)
    values = {"total": len(live), "share": min(row.result.share for row in live), "last": str(oldest)}
    return met("service_requirements_kept", services_named(live), oldest, **values)


@check("4.1.4 b")
def process_authorities_assigned(scope: Scope) -> Verdict:
    """Each process has an owner who was appointed to it, and holds that office today."""
    about = scope.responsibility
    if not about.processes:
        return without_process(scope)
    if verdict := without_appointed_owner(scope):
        return verdict
    return met("process_owners_appointed", named(about.processes), scope.today, total=len(about.processes))


@check("4.1.4 c")
def processes_are_integrated(scope: Scope) -> Verdict:
    """Each process says what it takes in, what it gives out and to which other process, and that was confirmed."""
    about = scope.responsibility
    if not about.processes:
        return without_process(scope)
    isolated = [
        process
        for process in about.processes
        if not about.interfaces.get(process.name)
        or not (process.inputs or "").strip()
        or not (process.outputs or "").strip()
    ]
    if isolated:
        return not_met("process_isolated", named(isolated), count=len(isolated), total=len(about.processes))
    if verdict := not_confirmed_in_time(scope):
        return verdict
    last = confirmed_since(scope)
    return met("processes_integrated", named(about.processes), last, total=len(about.processes), last=str(last))


@check("4.1.4 d")
def assets_are_lawful(scope: Scope) -> Verdict:
    """What the services rely on has a basis, is used within it, has not run out and was checked in time."""
    assets = scope.responsibility.assets
    if not assets:
        return not_evaluable("no_asset", [scope.itself])
    offending = [row for row in assets if row.standing in ("Expired", "Over-Used", "No Basis")]
    if offending:
        return not_met("assets_not_lawful", assets_of(offending), count=len(offending), total=len(assets))
    if verdict := with_unchecked_assets(scope):
        return verdict
    oldest = min((getdate(row.checked_on) for row in assets if row.checked_on), default=scope.today)
    return met("assets_lawful", assets_of(assets), oldest, total=len(assets))


@check("4.1.4 e")
def top_management_gets_reports(scope: Scope) -> Verdict:
    """The newest signed report is no older than the interval, and one month to write it."""
    return report_signed(scope)


def _without_representative(scope: Scope) -> Verdict:
    appointments = [row for row in scope.responsibility.appointments if row.kind == REPRESENTATIVE]
    waiting = [("ITSM Appointment", row.name) for row in appointments if row.status == "Appointed"]
    if waiting:
        return not_met("representative_not_accepted", waiting)
    # An office that ended before its first day has no last day, and was never held.
    over = [row for row in appointments if row.ended_on or (row.status == "Accepted" and row.ends_on)]
    over = [row for row in over if getdate(row.starts_on) <= scope.today]
    if over:
        ended_on = getdate(over[0].ended_on or over[0].ends_on)
        record = [("ITSM Appointment", over[0].name)]
        return stale("representative_office_ended", record, ended_on, person=over[0].appointee, last=str(ended_on))
    return not_met("no_representative", [scope.itself])
