"""Checks of 4.5, establishing and improving the system."""

from datetime import date, timedelta

from frappe.utils import getdate

from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


@check("4.5.4.1 .1", unchecked="audits_and_reviews_unchecked")
def service_levels_measured(scope: Scope) -> Verdict:
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


@check("4.5.4.1 .4")
def results_recent_for_every_service(scope: Scope) -> Verdict:
    """Every service that was ever measured still is: one that fell silent has results that prove nothing today."""
    if not scope.latest_snapshots:
        return not_evaluable("no_snapshot", [scope.itself])
    limit: date = scope.today - timedelta(days=scope.evidence_age)
    snapshots = [("ITSM Service Level Snapshot", row.name) for row in scope.latest_snapshots.values()]
    last_seen = scope.service_last_seen
    if not last_seen:
        return not_evaluable("no_service_measured", snapshots)
    silent = {service: last for service, last in last_seen.items() if last < limit}
    if silent:
        oldest = min(silent.values())
        return stale(
            "service_without_recent_results",
            snapshots,
            oldest,
            services=", ".join(sorted(silent)),
            last=str(oldest),
        )
    return met("results_recorded", snapshots, min(last_seen.values()), total=len(last_seen))
