"""What several checks ask of the services of a system."""

from collections.abc import Iterable
from datetime import timedelta

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.governance.services import SERVICE
from sms_iso20000.rules.verdict import Verdict, not_evaluable, not_met, stale

TITLES_NAMED = 3


def of(rows: Iterable[dict]) -> list[tuple[str, str]]:
    return [(SERVICE, row.name) for row in rows]


def titles(rows: list[dict]) -> str:
    """Which services are meant; the first few by title."""
    named = [row.title for row in rows]
    return ", ".join(named[:TITLES_NAMED]) + (" …" if len(named) > TITLES_NAMED else "")


def lacking(live: list[dict]) -> list[Verdict]:
    """Not met, for each kind of thing that is not on record of one of the `live` services."""
    verdicts = []
    if rows := [row for row in live if row.unmet_requirements]:
        verdicts.append(not_met("services_without_requirements", of(rows), **_share(rows, live)))
    if rows := [row for row in live if row.unmet_owner]:
        verdicts.append(not_met("services_without_owner", of(rows), **_share(rows, live)))
    if rows := [row for row in live if row.unmet_agreement]:
        verdicts.append(not_met("services_without_agreement", of(rows), **_share(rows, live)))
    return verdicts


def without_recent_results(scope: Scope) -> list[Verdict]:
    """What is wrong where tickets do not show, or not lately, what live services are worth."""
    about, verdicts = scope.services, []
    limit = scope.today - timedelta(days=scope.evidence_age)
    if old := [row for row in about.live if row.result and row.result.period_end < limit]:
        last = min(row.result.period_end for row in old)
        values = {"services": titles(old), "last": str(last), "days": scope.evidence_age}
        verdicts.append(stale("services_not_measured_lately", of(old), last, **values))
    if unnamed := about.without_names:
        verdicts.append(not_evaluable("services_not_named_in_tickets", of(unnamed), services=titles(unnamed)))
    if never := [row for row in about.live if not row.result and row not in unnamed]:
        verdicts.append(not_evaluable("services_never_measured", of(never), services=titles(never)))
    return verdicts


def _share(rows: list[dict], live: list[dict]) -> dict:
    return {"count": len(rows), "total": len(live), "services": titles(rows)}
