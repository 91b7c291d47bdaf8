"""Freezing a month of service desk results."""

import json
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime, today

from sms_iso20000.compat import clean_texts
from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.evidence.source import FIELDS, VALUE_FIELDS, filters_of, unmet_mapping, values_of
from sms_iso20000.evidence.tickets import ClosedTickets
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.schedule import month_of, previous_month
from sms_iso20000.rules.sealing import content_hash
from sms_iso20000.rules.service_level import (
    DIMENSIONS,
    FIGURES,
    FORMULA,
    RESULTS,
    WHOLE,
    Change,
    Count,
    changes,
)
from sms_iso20000.rules.unmet import Unmet

# What the seal of a snapshot covers, beside its period, share and rows.
SEALED_FIELDS = (
    *("system", "source", "source_doctype", "title", "replaces", "difference"),
    *("formula", "filters", "mapping", "is_measured"),
)
SEALED_COUNTS = FIGURES
SEALED_CASES = (
    *("reference_doctype", "reference_name", "opened_on", "closed_on", "hours_open"),
    *(dimension.lower() for dimension in DIMENSIONS),
)
# Lines of a difference that are named; of the rest their number is.
DIFFERENCES = 50


def freeze_month(source: Document, day: date) -> Document:
    """The snapshot of the month of `day`: frozen now, or the current one where nothing has changed since.

    A month that counts differently now is frozen again; the new snapshot names the one it replaces, and in numbers
    what changed. Raises Refused for a month that is not over, and where the source maps what is not there, or what the
    signed-in user may not read: nothing is ever counted as zero for want of a field.
    """
    first, last = month_of(day)
    if last >= getdate(today()):
        refuse(Unmet("month_not_over", {"day": day.isoformat()}))
    if unmet := unmet_mapping(source, frappe.session.user):
        refuse(*unmet)
    # Two workers that freeze the same month queue up here, and the second finds nothing left to do.
    frappe.db.get_value("ITSM Evidence Source", source.name, "name", for_update=True)
    current = current_snapshot(source.name, first)
    snapshot = _compose(source, first, last)
    if current:
        if _says_the_same(current, snapshot):
            return current
        snapshot.replaces, snapshot.difference = current.name, _difference(current, snapshot)
    snapshot.content_hash = sealed_hash(snapshot)
    snapshot.make()
    record_decision(source.system, snapshot, "Frozen", content_hash=snapshot.content_hash)
    return snapshot


def sources_lacking_last_month() -> list[str]:
    """Enabled sources of active systems without a snapshot of the month before this one.

    Those found broken are left out until they are mended; their managers have been told.
    """
    first, _last = previous_month(getdate(today()))
    enabled = enabled_sources(fault=["is", "not set"])
    frozen = frappe.get_all(
        "ITSM Service Level Snapshot",
        filters={"period_start": first.isoformat(), "source": ["in", enabled]},
        pluck="source",
        order_by="source asc",
    )
    return [name for name in enabled if name not in set(frozen)]


def enabled_sources(**filters: Any) -> list[str]:
    """Enabled sources of active systems that fit `filters`, in the order of their names."""
    active = frappe.get_all("ITSM System", filters={"is_active": 1}, pluck="name", order_by="name asc")
    return frappe.get_all(
        "ITSM Evidence Source",
        filters={"is_enabled": 1, "system": ["in", active], **filters},
        pluck="name",
        order_by="name asc",
    )


def freeze_last_month(source: str) -> Document:
    """The snapshot of the month before this one."""
    first, _last = previous_month(getdate(today()))
    return freeze_month(frappe.get_doc("ITSM Evidence Source", source), first)


def current_snapshot(source: str, first: date) -> Document | None:
    """The newest snapshot of a month, which no other replaces."""
    name = frappe.db.get_value(
        "ITSM Service Level Snapshot",
        {"source": source, "period_start": first.isoformat()},
        "name",
        order_by="taken_on desc, name desc",
        # Locking reads, this and the next, see what was committed after this transaction began.
        for_update=True,
    )
    return frappe.get_doc("ITSM Service Level Snapshot", name, for_update=True) if name else None


def sealed_hash(snapshot: Document) -> str:
    """SHA-256 over everything a snapshot says, but for who took it and when."""
    return content_hash(sealed_values(snapshot))


def sealed_values(snapshot: Document) -> dict:
    """What the seal covers, as plain values that are the same before and after the database."""
    return {
        **{field: snapshot.get(field) or "" for field in SEALED_FIELDS},
        "period_start": str(getdate(snapshot.period_start)),
        "period_end": str(getdate(snapshot.period_end)),
        "total": _sealed_count(snapshot),
        "counts": [[row.dimension, row.value, *_sealed_count(row)] for row in snapshot.counts],
        "worst_cases": [_sealed_case(row) for row in snapshot.worst_cases],
    }


def _sealed_count(row: Document) -> list[int | str]:
    return [*(int(row.get(field) or 0) for field in SEALED_COUNTS), f"{float(row.share_in_target or 0):.2f}"]


def _sealed_case(row: Document) -> list[str]:
    moments = {key: str(get_datetime(row.get(key))) if row.get(key) else "" for key in ("opened_on", "closed_on")}
    values = {**moments, "hours_open": f"{float(row.hours_open or 0):.1f}"}
    return [values.get(field, row.get(field) or "") for field in SEALED_CASES]


def _compose(source: Document, first: date, last: date) -> Document:
    tickets = ClosedTickets(source, first, last)
    summary = tickets.summary()
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
            "is_measured": int(summary.total.share_in_target is not None),
            "formula": FORMULA,
            "filters": _as_text(filters_of(source)),
            "mapping": _as_text(_mapping(source)),
        }
    )
    for (dimension, value), count in summary.breakdown.items():
        snapshot.append("counts", {"dimension": dimension, "value": value, **_figures(count)})
    for case in tickets.worst():
        snapshot.append("worst_cases", case)
    clean_texts(snapshot)
    return snapshot


def _figures(count: Count) -> dict[str, int | float]:
    return {**{field: getattr(count, field) for field in FIGURES}, "share_in_target": count.share_in_target or 0}


def _mapping(source: Document) -> dict[str, str | list[str]]:
    """How the tickets were read: fields, and what each value of the target result means."""
    fields = {key: source.get(key) for key in FIELDS if source.get(key)}
    return {**fields, **{key: sorted(values_of(source, key)) for key in VALUE_FIELDS}}


def _as_text(described: dict) -> str:
    return json.dumps(described, sort_keys=True, ensure_ascii=False)


def _says_the_same(current: Document, counted: Document) -> bool:
    """Whether a new count differs from the current snapshot in nothing but its own place and title."""
    own = ("title", "replaces", "difference")
    return {**sealed_values(counted), **dict.fromkeys(own)} == {**sealed_values(current), **dict.fromkeys(own)}


def _difference(earlier: Document, later: Document) -> str:
    """What a later count says otherwise, one line each, in the language of whoever counts again."""
    found = changes(_counted(earlier), _counted(later))
    lines = [_change(change) for change in found[:DIFFERENCES]]
    if more := len(found) - len(lines):
        lines.append(_("More figures that differ: {0}.").format(more))
    if any(earlier.get(field) != later.get(field) for field in ("source_doctype", "filters", "mapping", "formula")):
        lines.append(_("The tickets are read in another way now; compare mapping and filters."))
    if _cases(earlier) != _cases(later):
        lines.append(_("The worst cases are not the same."))
    return "\n".join(lines)


def _counted(snapshot: Document) -> dict[tuple[str, str], Count]:
    rows = {WHOLE: snapshot, **{(row.dimension, row.value): row for row in snapshot.counts}}
    return {key: Count(**{result: row.get(result) for result in RESULTS}) for key, row in rows.items()}


def _cases(snapshot: Document) -> list[list[str]]:
    return [_sealed_case(row) for row in snapshot.worst_cases]


def _change(change: Change) -> str:
    figure = _(change.figure.replace("_", " ").title())
    if not change.dimension:
        return _("{0}: {1} → {2}").format(figure, change.before, change.after)
    return _("{0} {1}, {2}: {3} → {4}").format(_(change.dimension), change.value, figure, change.before, change.after)
