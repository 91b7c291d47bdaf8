"""Which records a retention rule keeps, and which it keeps no longer (4.3.3)."""

import json
from collections.abc import Collection
from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import create_batch, getdate

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.rules.retention import IN_FORCE, KEEP, Deciders, is_kept, latest_start

RULE = "ITSM Retention Rule"
# Named in one question to the database.
AT_ONCE = 1000


def due(rule: Document, as_of: date) -> list[str]:
    """Names of the records whose retention under `rule` has ended by `as_of`, the longest ended first.

    Nothing under a legal hold, where the rule is not in force or where it disposes of nothing. What another rule in
    force keeps still is left out. One query, and one more for each other rule of the record type.
    """
    return _without_kept_by_others(rule, as_of, _ended(rule, as_of, []))


def still_due(rule: Document, as_of: date, names: Collection[str]) -> set[str]:
    """Those of `names` that are due now, as `due` understands it. As many queries."""
    if not names:
        return set()
    return set(_without_kept_by_others(rule, as_of, _ended(rule, as_of, [["name", "in", list(names)]])))


def deciders(system: str) -> Deciders:
    """Who is signed in, and what they may decide for `system`."""
    user = frappe.session.user
    return Deciders(user, frozenset(frappe.get_roles(user)), frozenset(top_management(system)))


def filters_of(rule: Document | dict) -> list[list]:
    """The rule's filters as rows of field, operator and value. Raises ValueError where they are no such JSON."""
    given = json.loads(rule.filters) if (rule.filters or "").strip() else {}
    if isinstance(given, dict):
        given = [[field, *(value if isinstance(value, list) else ("=", value))] for field, value in given.items()]
    if not isinstance(given, list) or not all(isinstance(row, list) and len(row) == 3 for row in given):
        raise ValueError("filters are rows of field, operator and value")
    return given


def rules_in_force(document_type: str, but: str = "") -> list[dict]:
    """What decides about the records of a type, of every system: rows of the rules in force, the longest first."""
    return frappe.get_all(
        RULE,
        filters={"document_type": document_type, "status": IN_FORCE, "name": ["!=", but]},
        fields=[
            "name",
            "title",
            "document_type",
            "filters",
            "start_field",
            "retention_months",
            "disposal_method",
            "legal_hold",
        ],
        order_by="legal_hold desc, retention_months desc, name asc",
    )


def kept_by(rule: Document | dict, as_of: date, names: Collection[str]) -> dict[str, date | None]:
    """Those of `names` that `rule` keeps on `as_of`, each with the day on which its retention begins. One query."""
    rows = frappe.get_all(
        rule.document_type,
        filters=[*filters_of(rule), ["name", "in", list(names)]],
        fields=sorted({"name", rule.start_field}),
        order_by="name asc",
    )
    starts = {str(row.name): getdate(row[rule.start_field]) if row[rule.start_field] else None for row in rows}
    for_good = bool(rule.legal_hold) or rule.disposal_method == KEEP
    return {
        name: start
        for name, start in starts.items()
        if is_kept(start, rule.retention_months, for_good=for_good, today=as_of)
    }


def covered(rule: Document) -> int:
    """How many records the rule is about, ended or not."""
    return len(frappe.get_all(rule.document_type, filters=filters_of(rule), pluck="name", order_by="name asc"))


def _ended(rule: Document, as_of: date, filters: list[list]) -> list[str]:
    latest = latest_start(as_of, rule.retention_months)
    if rule.status != IN_FORCE or rule.disposal_method == KEEP or rule.legal_hold or not latest:
        return []
    # The host reads an empty date as the year 1: the lower bound leaves records out whose retention has not begun.
    period = [[rule.start_field, ">=", "1000-01-01"], [rule.start_field, "<", (latest + timedelta(days=1)).isoformat()]]
    names = frappe.get_all(
        rule.document_type,
        filters=[*filters_of(rule), *period, *filters],
        pluck="name",
        order_by=f"{rule.start_field} asc, name asc",
    )
    return [str(name) for name in names]


def _without_kept_by_others(rule: Document, as_of: date, names: list[str]) -> list[str]:
    others = rules_in_force(rule.document_type, but=rule.name) if names else []
    kept = {name for other in others for some in create_batch(names, AT_ONCE) for name in kept_by(other, as_of, some)}
    return [name for name in names if name not in kept]
