"""Objectives of service management: who may act on them, and how their values are followed (4.1.1 a, 4.1.2 d)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, formatdate, getdate, today

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.evidence.measured import MeasuredShare, Series, measured_series
from sms_iso20000.governance.policies import policy_in_force
from sms_iso20000.rules.objective import (
    BY_HAND,
    DECIMALS,
    FROM_SNAPSHOTS,
    Aim,
    Ground,
    Operator,
    Progress,
    Reading,
    Status,
    as_number,
    progress,
)
from sms_iso20000.rules.policy import Kind
from sms_iso20000.rules.unmet import Unmet

# Progress that somebody has to decide about.
WANTING = (Status.AT_RISK, Status.MISSED)
RECORDERS = {"ITSM Manager", "ITSM Process Owner"}
# What standing and series are computed from.
FIELDS = (
    "name",
    "baseline",
    "start_on",
    "target",
    "operator",
    "due_on",
    "source",
    "evidence_source",
    "dimension",
    "dimension_value",
    "progress",
    "latest_value",
    "latest_on",
    "forecast",
)


def unmet_approval(objective: Document, user: str) -> list[Unmet]:
    """All reasons why `user` cannot approve: only top management, nobody their own, and for the policy in force."""
    unmet = []
    if user not in top_management(objective.system):
        unmet.append(Unmet("approver_not_top_management", {"user": user}))
    if user == objective.objective_owner:
        unmet.append(Unmet("approver_is_objective_owner"))
    if objective.policy != policy_in_force(objective.system, Kind.SERVICE_MANAGEMENT):
        unmet.append(Unmet("objective_policy_not_in_force", {"name": objective.policy}))
    return unmet


def may_record(objective: Document, user: str) -> bool:
    """Values are recorded by the owner of the objective, and by managers and process owners who may write it."""
    if user == objective.objective_owner:
        return True
    if not RECORDERS.intersection(frappe.get_roles(user)):
        return False
    return bool(frappe.has_permission(objective.doctype, "write", doc=objective, user=user))


def unmet_check_in(objective: Document, measured_on: str, value: str | float) -> list[Unmet]:
    """All reasons why `value` cannot be recorded by hand for that day."""
    unmet = [] if as_number(value) is not None else [Unmet("not_a_number", {"field": _("Value")})]
    if not measured_on:
        return [*unmet, Unmet("no_day_of_check_in")]
    day = getdate(measured_on)
    if day > getdate(today()):
        unmet.append(Unmet("date_in_future", {"field": _("Measured On")}))
    if day < getdate(objective.start_on):
        unmet.append(Unmet("dates_out_of_order", {"later": _("Measured On"), "earlier": _("Start On")}))
    if any(row.source == BY_HAND and getdate(row.measured_on) == day for row in objective.check_ins):
        unmet.append(Unmet("checked_in_already", {"day": formatdate(day)}))
    return unmet


def may_steer(objective: Document, user: str) -> bool:
    """Reopening and closing is for the ITSM Manager and for top management of the system."""
    return "ITSM Manager" in frappe.get_roles(user) or user in top_management(objective.system)


# -- where it stands -------------------------------------------------------------------------------------------------


def standing(objective: dict, check_ins: Iterable[dict], day: date | None = None) -> Progress:
    """How far the objective has come as of `day`, or today; takes a document or a row with `FIELDS`, and its check-ins
    until then."""
    counted = objective.source == FROM_SNAPSHOTS
    aim = Aim(
        flt(objective.baseline),
        getdate(objective.start_on),
        flt(objective.target),
        Operator(objective.operator),
        getdate(objective.due_on),
    )
    found = progress(aim, readings(check_ins), day or getdate(today()), from_source=counted)
    if counted and found.forecast is not None:
        # A line knows no bounds, but a share in percent does.
        return replace(found, forecast=max(0.0, min(100.0, found.forecast)))
    return found


def followed(system: str, since: date) -> list[frappe._dict]:
    """Objectives that are approved, and those that were closed from `since` on, the soonest due first."""
    rows = frappe.get_all(
        "ITSM Objective",
        filters={"system": system, "status": ["in", ["Approved", "Closed"]]},
        fields=[*FIELDS, "title", "status", "objective_owner", "unit", "approved_on", "closed_on"],
        order_by="due_on asc, name asc",
    )
    return [row for row in rows if row.status == "Approved" or (row.closed_on and since <= row.closed_on)]


def followed_as_of(system: str, since: date, until: date) -> list[frappe._dict]:
    """Those of `followed` that were approved by the end of day `until`, with progress, latest value and day as of then.

    One that was closed by then keeps the progress that it had. Two queries.
    """
    rows = [row for row in followed(system, since) if row.approved_on and getdate(row.approved_on) <= until]
    check_ins = check_ins_of([row.name for row in rows])
    for row in rows:
        if row.status == "Approved" or row.closed_on > until:
            known = [check_in for check_in in check_ins[row.name] if getdate(check_in.measured_on) <= until]
            row.update(as_fields(standing(row, known, until)))
    return rows


def readings(check_ins: Iterable[dict]) -> list[Reading]:
    return [Reading(getdate(row.measured_on), flt(row.value), row.source) for row in check_ins]


def as_fields(found: Progress) -> dict:
    """What the objective keeps of its progress."""
    return {
        "progress": found.status.value,
        "latest_value": found.latest.value if found.latest else 0,
        "latest_on": found.latest.measured_on if found.latest else None,
        "forecast": found.forecast or 0,
    }


def explanation(objective: Document) -> str:
    """Why the objective stands as it does, in one sentence for a manager."""
    found = standing(objective, objective.check_ins)
    return _explanations()[found.ground].format(
        latest=figure(found.latest.value, objective.unit) if found.latest else "",
        measured_on=formatdate(found.latest.measured_on) if found.latest else "",
        forecast=figure(found.forecast or 0, objective.unit),
        due_on=formatdate(objective.due_on),
        target=aimed_at(objective),
    )


def aimed_at(objective: dict) -> str:
    """The target in words: "at least 95 %"."""
    target = figure(objective.target, objective.unit)
    at_least = objective.operator == Operator.AT_LEAST
    return _("at least {0}").format(target) if at_least else _("at most {0}").format(target)


def figure(value: float, unit: str) -> str:
    """A value with its unit, without zeros that say nothing."""
    number = f"{flt(value):,.{DECIMALS}f}".rstrip("0").rstrip(".")
    return f"{number} {unit}"


def _explanations() -> dict[Ground, str]:
    return {
        Ground.NO_READING: _("No value is on record yet; the target is {target} on {due_on}."),
        Ground.TREND_MEETS: _("The trend leads to {forecast} on {due_on}; the target is {target}."),
        Ground.KEEPS_MEETING: _(
            "The latest value, {latest}, meets the target of {target}, and the trend does not lead away from it."
        ),
        Ground.TREND_FAILS: _("The trend leads to {forecast} on {due_on}, which misses the target of {target}."),
        Ground.STALE: _("The latest value is of {measured_on}; the last two complete months brought none."),
        Ground.MET_WHEN_DUE: _(
            "The value of {measured_on}, {latest}, met the target of {target}; it was due {due_on}."
        ),
        Ground.FAILED_WHEN_DUE: _(
            "The value of {measured_on}, {latest}, missed the target of {target}; it was due {due_on}."
        ),
        Ground.NO_READING_WHEN_DUE: _("It was due {due_on}, and no value was ever recorded."),
    }


# -- values from snapshots -------------------------------------------------------------------------------------------


def months_not_taken(
    objective: dict, check_ins: Iterable[dict], months: Iterable[MeasuredShare]
) -> list[MeasuredShare]:
    """Measured months since the start that no check-in has yet; a recount of a month is a month not taken."""
    taken = {row.snapshot for row in check_ins}
    start = getdate(objective.start_on)
    return [month for month in months if month.period_end >= start and month.snapshot not in taken]


def series_of(objective: dict) -> Series | None:
    """The series that the objective follows; None where its values are recorded by hand."""
    if objective.source != FROM_SNAPSHOTS:
        return None
    dimension = objective.dimension or ""
    return (objective.evidence_source, dimension, (objective.dimension_value or "") if dimension else "")


def objectives_that_moved(systems: Collection[str]) -> list[str]:
    """Approved objectives of `systems` whose check-ins or progress are not what they would be if computed today.

    A fixed number of queries, however many objectives there are.
    """
    objectives = frappe.get_all(
        "ITSM Objective",
        filters={"status": "Approved", "system": ["in", sorted(systems)]},
        fields=FIELDS,
        order_by="name asc",
    )
    check_ins = check_ins_of([row.name for row in objectives])
    months = measured_series({series for row in objectives if (series := series_of(row))})
    return [
        row.name
        for row in objectives
        if months_not_taken(row, check_ins[row.name], months.get(series_of(row), ()))
        or _kept(row) != _kept(as_fields(standing(row, check_ins[row.name])))
    ]


def check_ins_of(objectives: list[str]) -> dict[str, list]:
    rows = frappe.get_all(
        "ITSM Objective Check-In",
        filters={"parent": ["in", objectives], "parenttype": "ITSM Objective"},
        fields=["parent", "measured_on", "value", "source", "snapshot"],
        order_by="parent asc, idx asc",
    )
    check_ins: dict[str, list] = {name: [] for name in objectives}
    for row in rows:
        check_ins[row.parent].append(row)
    return check_ins


def _kept(fields: dict) -> tuple:
    latest_on = fields["latest_on"]
    return (
        fields["progress"],
        flt(fields["latest_value"], DECIMALS),
        getdate(latest_on) if latest_on else None,
        flt(fields["forecast"], DECIMALS),
    )
