"""What is outdated behind the items of a plan in force, by letter (4.5.2 a to l).

Each function answers None where what is linked is current, or nothing of that kind is linked.
"""

from collections.abc import Callable, Collection, Iterable

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.completeness import Record
from sms_iso20000.rules.obligation import Standing
from sms_iso20000.rules.verdict import Verdict, not_met, stale

SIGNED = ("Signed", "Answered")


def _objectives_past(scope: Scope) -> Verdict | None:
    linked = scope.planning.linked("a", "ITSM Objective")
    rows = [row for row in scope.responsibility.objectives if row.name in linked]
    last = max((getdate(row.due_on) for row in rows), default=None)
    if last is None or last >= scope.today:
        return None
    return stale("objectives_all_past", _records("ITSM Objective", rows), last, count=len(rows), last=str(last))


def _requirements_unstated(scope: Scope) -> Verdict | None:
    linked = scope.planning.linked("b", "ITSM Service")
    unstated = [row for row in scope.services.without_requirements if row.name in linked]
    live = [row for row in scope.services.live if row.name in linked]
    return _lacking(scope, "b", "services_lack_requirements", _records("ITSM Service", unstated), len(live))


def _obligations_outdated(scope: Scope) -> Verdict | None:
    linked = scope.planning.linked("d", "ITSM Obligation")
    outdated = {Standing.REVIEW_OVERDUE.value, Standing.SOURCE_GONE.value}
    rows = [row for row in scope.services.obligations if row.name in linked and outdated.intersection(row.reasons)]
    return _stale_if(rows, "obligations_outdated", "ITSM Obligation", len(linked))


def _roles_not_confirmed(scope: Scope) -> Verdict | None:
    """Nobody looked at the roles of a process within the interval that the system has set."""
    limit = getdate(add_months(scope.today, -scope.interval("responsibility_review_interval")))
    linked = scope.planning.linked("e", "ITSM Process")
    rows = [
        row
        for row in scope.responsibility.processes
        if row.name in linked and (not row.confirmed_on or getdate(row.confirmed_on) < limit)
    ]
    return _stale_if(rows, "roles_not_confirmed", "ITSM Process", len(linked))


def _nobody_answers(scope: Scope) -> Verdict | None:
    people, about = scope.responsibility.people, scope.planning
    processes, services = about.linked("f", "ITSM Process"), about.linked("f", "ITSM Service")
    ownerless = [
        *_records(
            "ITSM Process",
            (
                row
                for row in scope.responsibility.processes
                if row.name in processes and row.process_owner not in people
            ),
        ),
        *_records(
            "ITSM Service",
            (row for row in scope.services.live if row.name in services and row.service_owner not in people),
        ),
    ]
    return _lacking(scope, "f", "nobody_answers_for_linked", ownerless, len(processes) + len(services))


def _resources_out_of_date(scope: Scope) -> Verdict | None:
    linked = scope.planning.linked("g", "ITSM Resource Plan")
    if not linked:
        return None
    decided = [row for row in scope.planning.resource_plans if row.name in linked]
    if not decided:
        return not_met("resource_plan_not_decided", [("ITSM Resource Plan", name) for name in sorted(linked)])
    last = getdate(decided[0].period_end) if decided[0].period_end else None
    if last is None or last >= scope.today:
        return None
    return stale("resource_plan_over", _records("ITSM Resource Plan", decided[:1]), last, last=str(last))


def _arrangements_overdue(scope: Scope) -> Verdict | None:
    linked = scope.planning.linked("h", "ITSM Arrangement")
    rows = [
        row
        for row in scope.other_parties.arrangements
        if row.name in linked and row.next_review_on and getdate(row.next_review_on) < scope.today
    ]
    return _stale_if(rows, "linked_arrangements_overdue", "ITSM Arrangement", len(linked))


def _processes_apart(scope: Scope) -> Verdict | None:
    linked = scope.planning.linked("i", "ITSM Process")
    rows = [
        row
        for row in scope.responsibility.processes
        if row.name in linked and not scope.responsibility.interfaces.get(row.name)
    ]
    return _lacking(scope, "i", "linked_processes_apart", _records("ITSM Process", rows), len(linked))


def _criterion_changed(scope: Scope) -> Verdict | None:
    """The plan says by which criterion risks are accepted: it is another one than when the plan was last looked at."""
    changed = [row for row in scope.planning.drift if row.drift.family == "criteria"]
    if changed:
        change = changed[0].drift.changes[0]
        records = [changed[0].drift.record]
        return stale("risk_criterion_changed", records, before=str(change.before), after=str(change.after))
    linked = scope.planning.linked("j", "ITSM Risk")
    overdue = [row for row in scope.responsibility.risks if row.name in linked and row.overdue]
    if not overdue:
        return None
    oldest = min(getdate(row.review_on) for row in overdue)
    return stale("risk_review_overdue", _records("ITSM Risk", overdue), oldest, count=len(overdue), due=str(oldest))


def _technology_outdated(scope: Scope) -> Verdict | None:
    linked = scope.planning.linked("k", "ITSM Service Asset")
    rows = [
        row
        for row in scope.responsibility.assets
        if row.reference_name in linked and {"Expired", "Check Overdue"}.intersection(row.reasons)
    ]
    return _stale_if(rows, "linked_assets_outdated", "ITSM Service Asset", len(linked))


def _reports_too_old(scope: Scope) -> Verdict | None:
    linked = scope.planning.linked("l", "ITSM Management Report")
    signed = [row for row in scope.responsibility.reports if row.name in linked and row.status in SIGNED]
    if not signed:
        return None
    months, last = scope.interval("report_interval"), getdate(signed[0].period_end)
    if scope.today <= getdate(add_months(last, months + 1)):
        return None
    return stale("report_overdue", _records("ITSM Management Report", signed[:1]), last, last=str(last), months=months)


OUTDATED: dict[str, Callable[[Scope], Verdict | None]] = {
    "a": _objectives_past,
    "b": _requirements_unstated,
    "d": _obligations_outdated,
    "e": _roles_not_confirmed,
    "f": _nobody_answers,
    "g": _resources_out_of_date,
    "h": _arrangements_overdue,
    "i": _processes_apart,
    "j": _criterion_changed,
    "k": _technology_outdated,
    "l": _reports_too_old,
}


def _records(doctype: str, rows: Iterable[dict]) -> list[Record]:
    return [(doctype, row.name) for row in rows]


def _stale_if(rows: Collection[dict], code: str, doctype: str, total: int) -> Verdict | None:
    return stale(code, _records(doctype, rows), count=len(rows), total=total) if rows else None


def _lacking(scope: Scope, letter: str, code: str, lacking: list[Record], total: int) -> Verdict | None:
    """Where nothing that is linked has it and no text says it either, the item is empty in truth."""
    if not lacking:
        return None
    is_empty = len(lacking) == total and not scope.planning.items[letter].is_written
    if is_empty:
        return not_met(code, lacking, count=len(lacking), total=total)
    return stale(code, lacking, count=len(lacking), total=total)
