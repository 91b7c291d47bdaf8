"""Indicators of processes and the values they have today (4.1.4 b, 4.5.4.1)."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.evidence.measured import MeasuredShare, Series, measured_series
from sms_iso20000.governance.objectives import check_ins_of, readings
from sms_iso20000.rules.indicators import FROM_OBJECTIVE, FROM_SNAPSHOT, in_target, unmet_indicator
from sms_iso20000.rules.objective import in_force
from sms_iso20000.rules.unmet import Unmet

SNAPSHOT = "ITSM Service Level Snapshot"
# Where the value of an indicator comes from.
SOURCE_FIELDS = ("parent", "source", "evidence_source", "dimension", "dimension_value", "objective")
INDICATOR_FIELDS = (*SOURCE_FIELDS, "indicator", "unit", "operator", "target")
# What each link of an indicator points to.
SOURCES = {"evidence_source": "ITSM Evidence Source", "objective": "ITSM Objective"}


def unmet_indicators(process: Document) -> list[Unmet]:
    """All reasons why the indicators of a process cannot be kept as they stand."""
    unmet = []
    for row in process.indicators:
        # As they came: the host's own `as_dict` would make 0 of what is no number.
        values = {field.fieldname: row.get(field.fieldname) for field in row.meta.fields}
        measured_on = getdate(row.value_on) if row.value_on else None
        unmet += unmet_indicator({**values, "value_on": measured_on}, getdate(today()))
    for field, doctype in SOURCES.items():
        foreign = frappe.get_all(
            doctype,
            filters={
                "name": ["in", [row.get(field) for row in process.indicators if row.get(field)]],
                "system": ["!=", process.system],
            },
            fields=["name", "title"],
            order_by="name asc",
        )
        unmet += [Unmet("other_system", {"name": row.title, "system": process.system}) for row in foreign]
    return unmet


def present_values(process: Document) -> list[dict]:
    """Per indicator: value, `as_of`, whether it is `in_target`, the record it comes from; or `why` there is none.

    Costs the same number of queries however many indicators there are.
    """
    rows = process.indicators
    shares = measured_series({_series(row) for row in rows if row.source == FROM_SNAPSHOT})
    objectives = _objectives([row.objective for row in rows if row.source == FROM_OBJECTIVE])
    may_read = {doctype: frappe.has_permission(doctype, "read") for doctype in (SNAPSHOT, "ITSM Objective")}
    values = []
    for row in rows:
        if row.source == FROM_SNAPSHOT:
            found = _from_snapshot(shares[_series(row)], may_read[SNAPSHOT])
        elif row.source == FROM_OBJECTIVE:
            found = _from_objective(objectives.get(row.objective), may_read["ITSM Objective"])
        else:
            found = _by_hand(row)
        values.append({**_described(row), **found, "in_target": _in_target(row, found.get("value"))})
    return values


def values_as_of(system: str, day: date) -> list[frappe._dict]:
    """The indicators of the active processes of `system`, each with its `process` and the last `value` up to `day`,
    `as_of` which day that is, and whether it is `in_target`; None where there is none.

    A fixed number of queries. Of a value entered by hand only the last is kept, so that an earlier one is not known.
    """
    processes = dict(
        frappe.get_all(
            "ITSM Process",
            filters={"system": system, "is_active": 1},
            fields=["name", "title"],
            as_list=True,
            order_by="name asc",
        )
    )
    rows = frappe.get_all(
        "ITSM Process Indicator",
        filters={"parenttype": "ITSM Process", "parent": ["in", list(processes)]},
        fields=[*INDICATOR_FIELDS, "value", "value_on"],
        order_by="parent asc, idx asc",
    )
    shares = measured_series({_series(row) for row in rows if row.source == FROM_SNAPSHOT})
    check_ins = check_ins_of([row.objective for row in rows if row.source == FROM_OBJECTIVE and row.objective])
    for row in rows:
        if row.source == FROM_SNAPSHOT:
            found = [(month.period_end, month.share) for month in shares[_series(row)]]
        elif row.source == FROM_OBJECTIVE:
            found = [(one.measured_on, one.value) for one in in_force(readings(check_ins.get(row.objective, ())))]
        else:
            found = [(getdate(row.value_on), row.value)] if row.value_on else []
        as_of, value = next((one for one in reversed(found) if one[0] <= day), (None, None))
        row.update(process=row.parent, process_title=processes[row.parent], as_of=as_of, value=value)
        row.in_target = _in_target(row, value)
    return rows


def newest_values(system: str) -> dict[str, date | None]:
    """The day of the newest value of each active process of `system` that an indicator or an approved objective
    measures, None where nothing has a value yet; a fixed number of queries."""
    processes = frappe.get_all(
        "ITSM Process", filters={"system": system, "is_active": 1}, pluck="name", order_by="name asc"
    )
    indicators = frappe.get_all(
        "ITSM Process Indicator",
        filters={"parenttype": "ITSM Process", "parent": ["in", processes]},
        fields=[*SOURCE_FIELDS, "value_on"],
        order_by="parent asc, idx asc",
    )
    objectives = frappe.get_all(
        "ITSM Objective",
        filters={"system": system, "status": "Approved"},
        fields=["name", "related_process", "latest_on"],
        order_by="name asc",
    )
    shares = measured_series({_series(row) for row in indicators if row.source == FROM_SNAPSHOT})
    latest = {row.name: row.latest_on for row in objectives}

    def value_on(row: frappe._dict) -> date | None:
        if row.source == FROM_SNAPSHOT:
            months = shares[_series(row)]
            return months[-1].period_end if months else None
        return latest.get(row.objective) if row.source == FROM_OBJECTIVE else row.value_on

    days = [(row.parent, value_on(row)) for row in indicators]
    days += [(row.related_process, row.latest_on) for row in objectives if row.related_process in processes]
    newest: dict[str, date | None] = {}
    for process, day in days:
        known = newest.get(process)
        newest[process] = max(filter(None, (known, getdate(day) if day else None)), default=None)
    return newest


def _series(row: Document) -> Series:
    return row.evidence_source or "", row.dimension or "", (row.dimension_value or "") if row.dimension else ""


def _objectives(names: list[str]) -> dict[str, dict]:
    rows = frappe.get_all(
        "ITSM Objective",
        filters={"name": ["in", names]},
        fields=["name", "latest_value", "latest_on"],
        order_by="name asc",
    )
    return {row.name: row for row in rows}


def _from_snapshot(shares: list[MeasuredShare], may_read: bool) -> dict:
    if not may_read:
        return {"why": _("You may not read service level snapshots.")}
    if not shares:
        return {"why": _("No snapshot has measured it yet.")}
    newest = shares[-1]
    return _measured(newest.share, newest.period_end, SNAPSHOT, newest.snapshot)


def _from_objective(objective: dict | None, may_read: bool) -> dict:
    if not may_read:
        return {"why": _("You may not read objectives.")}
    if not objective or not objective.latest_on:
        return {"why": _("The objective has no check-in yet.")}
    return _measured(objective.latest_value, objective.latest_on, "ITSM Objective", objective.name)


def _by_hand(row: Document) -> dict:
    if not row.value_on:
        return {"why": _("Nobody has entered a value yet.")}
    return _measured(row.value, row.value_on)


def _measured(value: float, as_of: date, doctype: str = "", name: str = "") -> dict:
    return {"value": value, "as_of": getdate(as_of).isoformat(), "doctype": doctype, "name": name}


def _in_target(row: Document, value: float | None) -> bool | None:
    return None if value is None else in_target(row.operator, row.target, value)


def _described(row: Document) -> dict:
    return {field: row.get(field) for field in ("indicator", "unit", "operator", "target", "source")}
