"""What several checks ask of the nonconformities of a system."""

from collections.abc import Iterable

import frappe
from frappe.utils import getdate

from sms_iso20000.conformity.nonconformities import ACTION, AUDIT, NONCONFORMITY
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Verdict, not_met, stale


def cases(rows: Iterable[frappe._dict]) -> list[tuple[str, str]]:
    return [(NONCONFORMITY, row.name) for row in rows]


def actions(rows: Iterable[frappe._dict]) -> list[tuple[str, str]]:
    return [(ACTION, row.name) for row in rows]


def audits(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(AUDIT, name) for name in dict.fromkeys(names)]


def unjudged_for_long(scope: Scope) -> Verdict | None:
    """Reports that nobody accepted or rejected in the days that the system allows for an acknowledgement."""
    days = scope.interval("acknowledgement_due")
    waiting = scope.nonconformities.unjudged(days)
    if not waiting:
        return None
    return not_met("nonconformities_not_judged", cases(waiting), count=len(waiting), days=days)


def long_ago(scope: Scope, rows: list[frappe._dict], field: str, records: list[tuple[str, str]]) -> Verdict | None:
    """Stale where the newest day in `field` of `rows` lies before the look-back: it says nothing of today."""
    newest = max(getdate(row[field]) for row in rows)
    if newest >= scope.nonconformities.since:
        return None
    return stale("nothing_since_lookback", records, newest, last=str(newest))
