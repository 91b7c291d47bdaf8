"""Budget lines and resource plans that tests start from, made by the manager and decided by top management."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, add_months, getdate, today

from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, OWNER, TOP, acting_as


def year_from(days_ago: int = 180) -> dict:
    """A year of which so many days are over."""
    start = add_days(today(), -days_ago)
    return {"period_start": start, "period_end": add_days(add_months(start, 12), -1)}


def budget_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Budget Line",
        "system": system.name,
        "title": "Operation of the network",
        "budget_owner": OWNER,
        "currency": "EUR",
        "budgeted": 100000,
        **year_from(),
        **values,
    }


@made_once
def make_budget_line(system, spent: float | None = 40000, **values) -> Document:
    """A line of which `spent` was found today; None where nobody has looked."""
    with acting_as(MANAGER):
        line = frappe.get_doc(budget_values(system, **values)).insert()
        if spent is not None:
            day = min(getdate(today()), getdate(line.period_end))
            line.record_spending(spent, str(day), "Invoices up to today.")
    return line


def resource_line(**values) -> dict:
    return {
        "resource_kind": "Human",
        "resource": "Network engineers",
        "unit": "persons",
        "current": 3,
        "needed": 4,
        "how_closed": "Hire one engineer.",
        "raises_satisfaction": 1,
        **values,
    }


def resource_lines() -> list[dict]:
    """One of each kind; the first has a gap."""
    enough = {"current": 5, "needed": 5, "how_closed": "", "raises_satisfaction": 0}
    return [
        resource_line(),
        resource_line(resource_kind="Technical", resource="Monitoring probes", unit="probes", **enough),
        resource_line(resource_kind="Information", resource="Process documents", unit="documents", **enough),
        resource_line(resource_kind="Financial", resource="Training money", unit="kEUR", **enough),
    ]


def plan_values(system, **values) -> dict:
    period = year_from()
    forecast = {"resource": "Network engineers", "needed": 5, "available": 4}
    return {
        "doctype": "ITSM Resource Plan",
        "system": system.name,
        "title": "Resources of the year",
        "lines": resource_lines(),
        "forecasts": [{**forecast, "period_start": today(), "period_end": period["period_end"]}],
        **period,
        **values,
    }


def granted(resource: str = "Network engineers", decision: str = "Granted", reason: str = "") -> dict:
    return {"resource": resource, "decision": decision, "reason": reason}


@made_once
def make_resource_plan(system, status: str = "Draft", **values) -> Document:
    """A plan in `status`: Draft, Submitted or Decided (with its gap granted)."""
    with acting_as(MANAGER):
        plan = frappe.get_doc(plan_values(system, **values)).insert()
        if status != "Draft":
            plan.submit_plan()
    if status == "Decided":
        with acting_as(TOP):
            plan.decide_plan([granted(row.resource) for row in plan.lines if row.gap > 0], "As proposed.")
    return plan
