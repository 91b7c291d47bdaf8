"""Checks of 4.3.3, control of records."""

from datetime import timedelta

from frappe.utils import add_months, getdate

from sms_iso20000.conformity.answers.documents import procedure_for
from sms_iso20000.conformity.registry import check
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, met, not_evaluable, not_met, stale


@check("4.3.3 .1")
def records_are_kept(scope: Scope) -> Verdict:
    """Decisions go on being recorded, none was changed or removed, and where evidence has a source it is frozen."""
    about = scope.documentation
    if not about.decisions:
        return not_evaluable("no_decision_recorded", [scope.itself])
    if about.broken_decision:
        return not_met("decisions_broken", [("ITSM Decision", about.broken_decision)])
    bare = [("ITSM Evidence Source", row.name) for row in scope.sources if row.name not in scope.latest_snapshots]
    if bare:
        return not_met("source_without_snapshot", bare, count=len(bare), total=len(scope.sources))
    newest = about.decisions[-1]
    last = getdate(newest["decided_on"])
    months = scope.interval("report_interval")
    if last < getdate(add_months(scope.today, -months)):
        return stale("no_recent_decision", [("ITSM Decision", newest["name"])], last, last=str(last), months=months)
    if verdict := _old_snapshots(scope):
        return verdict
    return met("records_kept", [("ITSM Decision", newest["name"])], last, total=len(about.decisions), last=str(last))


@check("4.3.3 .2")
def records_are_controlled_by_procedure(scope: Scope) -> Verdict:
    """A procedure in force says how records are controlled, and its owner is there."""
    return procedure_for(scope, "4.3.3")


@check("4.3.3 .2")
def records_have_retention_rules(scope: Scope) -> Verdict:
    """What is used as evidence is kept by a rule in force, whose owner is there and which the host obeys."""
    about = scope.documentation
    if not about.retention_rules:
        return not_evaluable("no_retention_rule", [scope.itself])
    in_force = [row for row in about.retention_rules if row.status == "In Force"]
    if not in_force:
        return not_met("no_retention_rule_in_force", _rules(about.retention_rules))
    ruled = {row.document_type for row in in_force}
    unruled = [
        source for doctype, sources in about.evidence_types.items() if doctype not in ruled for source in sources
    ]
    if unruled:
        types = ", ".join(sorted(set(about.evidence_types) - ruled))
        return not_met(
            "evidence_without_retention_rule", [("ITSM Evidence Source", name) for name in unruled], types=types
        )
    ownerless = [row for row in in_force if row.rule_owner not in scope.responsibility.people]
    if ownerless:
        return not_met("retention_rule_without_owner", _rules(ownerless), count=len(ownerless), total=len(in_force))
    if about.retention_conflicts:
        contradicted = list(dict.fromkeys(conflict.rule for conflict in about.retention_conflicts))
        settings = ", ".join(sorted({conflict.setting for conflict in about.retention_conflicts}))
        return not_met(
            "host_clears_too_early", [("ITSM Retention Rule", name) for name in contradicted], settings=settings
        )
    return met("retention_rules_in_force", _rules(in_force), scope.today, total=len(in_force))


@check("4.3.3 .3")
def records_are_verified(scope: Scope) -> Verdict:
    """The nightly verification read every record within the interval and found each as it was sealed."""
    if not scope.system.verified_on:
        return not_evaluable("never_verified", [scope.itself])
    last = getdate(scope.system.verified_on)
    if scope.system.verification_fault:
        return not_met("verification_found_fault", [scope.itself], last, last=str(last))
    days = scope.interval("verification_interval")
    if last < scope.today - timedelta(days=days):
        return stale("verified_too_long_ago", [scope.itself], last, last=str(last), days=days)
    return met("records_verified", [scope.itself], last, last=str(last))


def _old_snapshots(scope: Scope) -> Verdict | None:
    snapshots = [scope.latest_snapshots[row.name] for row in scope.sources]
    limit = scope.today - timedelta(days=scope.evidence_age)
    old = [row for row in snapshots if getdate(row.period_end) < limit]
    if not old:
        return None
    last = min(getdate(row.period_end) for row in old)
    records = [("ITSM Service Level Snapshot", row.name) for row in old]
    return stale("snapshot_stale", records, last, last=str(last), days=scope.evidence_age)


def _rules(rows: list) -> list[tuple[str, str]]:
    return [("ITSM Retention Rule", row.name) for row in rows]
