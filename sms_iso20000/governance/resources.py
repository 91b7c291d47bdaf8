"""Resource plans of a system: what counts today, and what of it the management review is told (4.4.1)."""

from collections import defaultdict
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import flt, getdate, today

from sms_iso20000.governance.assets import register_of
from sms_iso20000.governance.reports import period_of
from sms_iso20000.rules.report_period import Period
from sms_iso20000.rules.resource_plan import KINDS, Forecast, Line, Stage, gap, key

PLAN, LINE, FORECAST = "ITSM Resource Plan", "ITSM Resource Plan Line", "ITSM Resource Forecast"
LINE_FIELDS = [
    "resource_kind",
    "resource",
    "unit",
    "current",
    "needed",
    "gap",
    "service",
    "raises_satisfaction",
    "how_closed",
    "decision",
]
# Whose levels are capabilities, too: what people and technology can do.
CAPABLE = ("Human", "Technical")


def lines_in(plan: Document) -> list[Line]:
    return [Line(row.resource or "", row.current, row.needed, row.how_closed or "") for row in plan.lines]


def forecasts_in(plan: Document) -> list[Forecast]:
    return [
        Forecast(
            row.resource or "",
            period_of(row) if row.period_start and row.period_end else None,
            row.needed,
            row.available,
        )
        for row in plan.forecasts
    ]


def compute_gaps(plan: Document) -> None:
    """Gaps are for the server to say, whatever a request says."""
    for row in plan.lines:
        row.gap = gap(row.needed, row.current)
    for row in plan.forecasts:
        row.gap = gap(row.needed, row.available)


def periods_decided(plan: Document) -> dict[str, Period]:
    """Periods by name of the system's other plans that count; two plans decided at the same moment queue up here."""
    frappe.db.get_value("ITSM System", plan.system, "name", for_update=True)
    rows = frappe.get_all(
        PLAN,
        filters={"system": plan.system, "status": Stage.DECIDED.value, "name": ["!=", plan.name or ""]},
        fields=["name", "period_start", "period_end"],
        order_by="period_start asc, name asc",
    )
    return {row.name: period_of(row) for row in rows}


def plans_of(system: str, *stages: Stage) -> list[frappe._dict]:
    """The plans of `system` in `stages`, or all but those replaced, the latest period first, each with its `lines` and
    `forecasts`.

    Three queries, whatever the number of plans.
    """
    wanted = [stage.value for stage in stages or (Stage.DRAFT, Stage.SUBMITTED, Stage.DECIDED)]
    plans = frappe.get_all(
        PLAN,
        filters={"system": system, "status": ["in", wanted]},
        fields=["name", "title", "status", "period_start", "period_end", "decided_by", "decided_on", "replaces"],
        order_by="period_end desc, name desc",
    )
    names = [plan.name for plan in plans]
    lines = _rows(LINE, names, LINE_FIELDS)
    forecasts = _rows(FORECAST, names, ["resource", "period_start", "period_end", "needed", "available", "gap"])
    for plan in plans:
        plan.update(lines=lines[plan.name], forecasts=forecasts[plan.name])
    return plans


def plans_counting_on(system: str, day: date) -> list[frappe._dict]:
    """The plans that were decided by the end of `day`, not replaced by then, and are about that day."""
    decided = [
        plan
        for plan in plans_of(system, Stage.DECIDED, Stage.REPLACED)
        if plan.decided_on and getdate(plan.decided_on) <= day
    ]
    replaced = {plan.replaces for plan in decided}
    return [plan for plan in decided if plan.name not in replaced and covers(plan, day)]


def levels_now_and_forecast(system: str, day: date | None = None) -> list[dict[str, Any]]:
    """Levels of human, technical, information and financial resources, now and as forecast: input c of the review.

    One row for each line of the plan decided for `day`, or today, in the order of the kinds: kind, resource, unit,
    current, needed, gap, decision, forecast (rows of period_start, period_end, needed, available and gap) and record,
    the plan it is from. Empty where no plan is decided for that day.
    """
    rows = [
        {
            "kind": line["resource_kind"],
            **{field: line[field] for field in ("resource", "unit", "current", "needed", "gap", "decision")},
            "forecast": [row for row in plan.forecasts if key(row.resource) == key(line["resource"])],
            "record": (PLAN, plan.name),
        }
        for plan in plans_counting_on(system, day or getdate(today()))
        for line in plan.lines
    ]
    return sorted(rows, key=lambda row: KINDS.index(row["kind"]))


def capabilities(system: str, day: date | None = None) -> list[dict[str, Any]]:
    """What people and technology can do on `day`, or today, and are forecast to: input d of the review.

    One row for Human and one for Technical: kind, lines, covered (those of which as much is there as needed), short
    (resources of which something is missing), short_later (those forecast to be short), records. The technical row has
    assets and assets_in_order, too.
    """
    levels = levels_now_and_forecast(system, day)
    found = []
    for kind in CAPABLE:
        rows = [row for row in levels if row["kind"] == kind]
        short = [row["resource"] for row in rows if flt(row["gap"]) > 0]
        later = [row["resource"] for row in rows if any(flt(forecast.gap) > 0 for forecast in row["forecast"])]
        found.append(
            {
                "kind": kind,
                "lines": len(rows),
                "covered": len(rows) - len(short),
                "short": short,
                "short_later": later,
                "records": list(dict.fromkeys(row["record"] for row in rows)),
            }
        )
    assets = register_of(system, day=day)
    found[-1] |= {"assets": len(assets), "assets_in_order": sum(row.standing == "In Order" for row in assets)}
    return found


def covers(plan: frappe._dict, day) -> bool:
    """Whether `day` lies in the period of the plan."""
    return getdate(plan.period_start) <= day <= getdate(plan.period_end)


def _rows(doctype: str, plans: list[str], fields: list[str]) -> dict[str, list[frappe._dict]]:
    rows = defaultdict(list)
    for row in frappe.get_all(
        doctype,
        filters={"parenttype": PLAN, "parent": ["in", plans]},
        fields=["parent", *fields],
        order_by="parent asc, idx asc",
    ):
        rows[row.parent].append(row)
    return rows
