"""Freezing a month of service desk results."""

import json
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.compat import clean_texts
from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.evidence.source import filters_of, tickets_closed_between
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.schedule import month_of, previous_month
from sms_iso20000.rules.sealing import content_hash
from sms_iso20000.rules.service_level import FORMULA, Count, Summary, Ticket, summarise
from sms_iso20000.rules.unmet import Unmet

# What the seal of a snapshot covers.
SEALED_FIELDS = ("system", "source", "source_doctype", "replaces", "formula", "filters")
SEALED_COUNTS = ("closed", "in_target", "missed", "paused", "unknown")


def freeze_month(source: Document, day: date) -> Document:
    """The snapshot of the month of `day`: frozen now, or the current one where nothing has changed since.

    A month that counts differently now is frozen again; the new snapshot names the one it replaces. Raises Refused
    for a month that is not over.
    """
    first, last = month_of(day)
    if last >= getdate(today()):
        refuse(Unmet("month_not_over", {"day": day.isoformat()}))
    # Two workers that freeze the same month queue up here, and the second finds nothing left to do.
    frappe.db.get_value("ITSM Evidence Source", source.name, "name", for_update=True)
    current = current_snapshot(source.name, first)
    snapshot = _compose(source, first, last, summarise(tickets_closed_between(source, first, last)))
    if current:
        snapshot.replaces = current.replaces
        if sealed_hash(snapshot) == current.content_hash:
            return current
        snapshot.replaces = current.name
    snapshot.content_hash = sealed_hash(snapshot)
    snapshot.make()
    record_decision(source.system, snapshot, "Frozen", content_hash=snapshot.content_hash)
    return snapshot


def sources_lacking_last_month() -> list[str]:
    """Enabled sources of active systems without a snapshot of the month before this one."""
    first, _last = previous_month(getdate(today()))
    active = frappe.get_all("ITSM System", filters={"is_active": 1}, pluck="name", order_by="name asc")
    enabled = frappe.get_all(
        "ITSM Evidence Source",
        filters={"is_enabled": 1, "system": ["in", active]},
        pluck="name",
        order_by="name asc",
    )
    frozen = frappe.get_all(
        "ITSM Service Level Snapshot",
        filters={"period_start": first.isoformat(), "source": ["in", enabled]},
        pluck="source",
        order_by="source asc",
    )
    return [name for name in enabled if name not in set(frozen)]


def freeze_last_month(source: str) -> Document:
    """The snapshot of the month before this one."""
    first, _last = previous_month(getdate(today()))
    return freeze_month(frappe.get_doc("ITSM Evidence Source", source), first)


def current_snapshot(source: str, first: date) -> Document | None:
    """The newest snapshot of a month, which no other replaces."""
    names = frappe.get_all(
        "ITSM Service Level Snapshot",
        filters={"source": source, "period_start": first.isoformat()},
        pluck="name",
        order_by="taken_on desc, name desc",
        limit=1,
    )
    return frappe.get_doc("ITSM Service Level Snapshot", names[0]) if names else None


def sealed_hash(snapshot: Document) -> str:
    """SHA-256 over everything a snapshot says, but for who took it and when."""
    return content_hash(sealed_values(snapshot))


def sealed_values(snapshot: Document) -> dict:
    """What the seal covers, as plain values that are the same before and after the database."""
    return {
        **{field: snapshot.get(field) or "" for field in SEALED_FIELDS},
        "period_start": str(getdate(snapshot.period_start)),
        "period_end": str(getdate(snapshot.period_end)),
        "total": [int(snapshot.get(field) or 0) for field in SEALED_COUNTS],
        "counts": [
            [row.dimension, row.value, *(int(row.get(field) or 0) for field in SEALED_COUNTS)]
            for row in snapshot.counts
        ],
        "worst_cases": [[row.reference_name, f"{float(row.hours_open or 0):.1f}"] for row in snapshot.worst_cases],
    }


def _compose(source: Document, first: date, last: date, summary: Summary) -> Document:
    share = summary.total.share_in_target
    snapshot = frappe.get_doc(
        {
            "doctype": "ITSM Service Level Snapshot",
            "system": source.system,
            "source": source.name,
            "source_doctype": source.source_doctype,
            "title": _("{0} {1}").format(source.title, first.strftime("%Y-%m")),
            "period_start": first.isoformat(),
            "period_end": last.isoformat(),
            "taken_on": now_datetime(),
            "taken_by": frappe.session.user,
            **_figures(summary.total),
            "share_in_target": share or 0,
            "is_measured": int(share is not None),
            "formula": FORMULA,
            "filters": json.dumps(filters_of(source), sort_keys=True, ensure_ascii=False),
        }
    )
    for (dimension, value), count in summary.breakdown.items():
        row = {"dimension": dimension, "value": value[:180], **_figures(count)}
        snapshot.append("counts", {**row, "share_in_target": count.share_in_target or 0})
    for ticket in summary.worst_cases:
        snapshot.append("worst_cases", _worst_case(source, ticket))
    clean_texts(snapshot)
    return snapshot


def _figures(count: Count) -> dict[str, int]:
    return {field: getattr(count, field) for field in SEALED_COUNTS}


def _worst_case(source: Document, ticket: Ticket) -> dict:
    return {
        "reference_doctype": source.source_doctype,
        "reference_name": ticket.name,
        "opened_on": ticket.opened_on,
        "closed_on": ticket.closed_on,
        "hours_open": ticket.hours_open,
        "service": ticket.service[:180],
        "team": ticket.team[:180],
        "priority": ticket.priority[:180],
    }
