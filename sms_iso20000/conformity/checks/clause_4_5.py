"""Checks of 4.5, establishing and improving the system."""

from datetime import date, timedelta

from sms_iso20000.conformity.answers.reporting import levels_measured
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, stale


@check("4.5.4.1 .1")
def service_levels_measured(scope: Scope) -> Verdict:
    """Every enabled source has a recent month on record with results that could be measured."""
    return levels_measured(scope)


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
