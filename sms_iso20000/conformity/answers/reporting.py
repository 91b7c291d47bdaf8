"""What several checks ask of what is measured, and of who is told."""

from datetime import timedelta

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


def levels_measured(scope: Scope) -> Verdict:
    """Every enabled source has a recent month on record with results that could be measured."""
    if not scope.sources:
        return not_evaluable("no_evidence_source", [scope.itself])
    broken = [("ITSM Evidence Source", row.name) for row in scope.sources if row.fault]
    if broken:
        return not_evaluable("source_broken", broken, count=len(broken), total=len(scope.sources))
    bare = [("ITSM Evidence Source", row.name) for row in scope.sources if row.name not in scope.latest_snapshots]
    if bare:
        return not_met("source_without_snapshot", bare, count=len(bare), total=len(scope.sources))
    snapshots = [scope.latest_snapshots[row.name] for row in scope.sources]
    oldest = min(getdate(row.period_end) for row in snapshots)
    limit = scope.today - timedelta(days=scope.evidence_age)
    old = [("ITSM Service Level Snapshot", row.name) for row in snapshots if getdate(row.period_end) < limit]
    if old:
        return stale("snapshot_stale", old, oldest, last=str(oldest), days=scope.evidence_age)
    unmeasured = [("ITSM Service Level Snapshot", row.name) for row in snapshots if not row.is_measured]
    if unmeasured:
        return not_evaluable("nothing_measured", unmeasured, oldest, count=len(unmeasured))
    return met(
        "service_levels_measured",
        [("ITSM Service Level Snapshot", row.name) for row in snapshots],
        oldest,
        total=len(snapshots),
        last=str(oldest),
    )


def report_signed(scope: Scope) -> Verdict:
    """The newest signed report is no older than the interval, and one month to write it."""
    reports = scope.responsibility.reports
    if not reports:
        return not_evaluable("no_report", [scope.itself])
    signed = [row for row in reports if row.status in ("Signed", "Answered")]
    if not signed:
        return not_met("no_report_signed", _reports(reports), count=len(reports))
    newest = signed[0]
    months = scope.interval("report_interval")
    last = getdate(newest.period_end)
    if scope.today > getdate(add_months(last, months + 1)):
        return stale("report_overdue", _reports([newest]), last, last=str(last), months=months)
    return met("report_signed", _reports([newest]), last, person=newest.signed_by, last=str(last))


def _reports(rows: list) -> list[tuple[str, str]]:
    return [("ITSM Management Report", row.name) for row in rows]
