"""What was found before against a requirement: by earlier audits, and as nonconformities (4.5.4.2)."""

from collections.abc import Collection
from datetime import date, datetime

import frappe

from sms_iso20000.rules.audit import FINDINGS

SHOWN = 5


def earlier_findings(system: str, audit: str, requirements: Collection[str], since: date) -> dict[str, list[dict]]:
    """By requirement, the newest first: findings of other audits than `audit` that were reported since a day, and
    nonconformities reported since. Two queries."""
    found: dict[str, list[dict]] = {}
    for row in (*_findings(system, requirements, since), *_nonconformities(system, requirements, since)):
        if audit not in (row["name"], row.pop("reference_name", None)):
            found.setdefault(row.pop("requirement"), []).append(row)
    return {
        requirement: sorted(rows, key=lambda row: row["day"], reverse=True)[:SHOWN]
        for requirement, rows in found.items()
    }


def _findings(system: str, requirements: Collection[str], since: date) -> list[dict]:
    item, audit = frappe.qb.DocType("ITSM Audit Item"), frappe.qb.DocType("ITSM Audit")
    rows = (
        frappe.qb.from_(item)
        .join(audit)
        .on((audit.name == item.parent) & (item.parenttype == "ITSM Audit"))
        .select(item.requirement, item.result.as_("grade"), audit.name, audit.title, audit.reported_on)
        .where((audit.system == system) & (audit.reported_on >= since) & item.result.isin(FINDINGS))
        .where(item.requirement.isin(sorted(requirements) or [""]))
    ).run(as_dict=True)
    return [_earlier(row, "ITSM Audit") for row in rows]


def _nonconformities(system: str, requirements: Collection[str], since: date) -> list[dict]:
    table, case = frappe.qb.DocType("ITSM Nonconformity Requirement"), frappe.qb.DocType("ITSM Nonconformity")
    rows = (
        frappe.qb.from_(table)
        .join(case)
        .on((case.name == table.parent) & (table.parenttype == "ITSM Nonconformity"))
        .select(table.requirement, case.name, case.title, case.grade, case.reported_on)
        .select(case.workflow_state.as_("state"), case.reference_name)
        .where((case.system == system) & (case.reported_on >= since))
        .where(table.requirement.isin(sorted(requirements) or [""]))
    ).run(as_dict=True)
    return [_earlier(row, "ITSM Nonconformity") for row in rows]


def _earlier(row: dict, doctype: str) -> dict:
    """As it is kept with an item; the day is told as text, without its time."""
    reported_on: datetime = row.pop("reported_on")
    return {**row, "doctype": doctype, "day": str(reported_on)[:10]}
