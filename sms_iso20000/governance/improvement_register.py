"""Improvements as rows: the portfolio by score, and what those that were made brought (4.5.5.2)."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

import frappe
from frappe.utils import cint, flt, getdate

from sms_iso20000.governance.improvements import IMPROVEMENT
from sms_iso20000.rules.improvement import State

OF_PORTFOLIO = (
    *("name", "title", "workflow_state", "score", "effort", "benefit_size", "estimated_cost"),
    *("improvement_owner", "starts_on", "needs_top_management", "service", "related_process"),
)
OF_RESULTS = (
    *("name", "title", "improvement_owner", "closed_on", "outcome", "value_achieved", "missed_accepted_by"),
    *("service", "related_process"),
)
OF_TARGET = ("parent", "dimension", "measure", "unit", "operator", "baseline", "target", "value", "is_met")


def portfolio_of(system: str, states: list[str], read: Callable[..., list] = frappe.get_all) -> list[frappe._dict]:
    """The improvements of `system` in `states`, the highest score first."""
    rows = read(
        IMPROVEMENT,
        filters={"system": system, "workflow_state": ["in", states]},
        fields=list(OF_PORTFOLIO),
        order_by="score desc, name asc",
        limit_page_length=0,
    )
    for row in rows:
        row.update({"score": flt(row.score), "effort": cint(row.effort), "benefit_size": cint(row.benefit_size)})
    return rows


def results_of(system: str, since: date | None, read: Callable[..., list] = frappe.get_all) -> list[frappe._dict]:
    """The improvements closed since a day, the newest first, each with its `targets` and what they came to."""
    rows = read(
        IMPROVEMENT,
        filters={
            "system": system,
            "workflow_state": State.CLOSED.value,
            "closed_on": [">=", since or date(1900, 1, 1)],
        },
        fields=list(OF_RESULTS),
        order_by="closed_on desc, name desc",
        limit_page_length=0,
    )
    targets = defaultdict(list)
    for row in frappe.get_all(
        "ITSM Improvement Target",
        filters={"parenttype": IMPROVEMENT, "parent": ["in", [row.name for row in rows]]},
        fields=list(OF_TARGET),
        order_by="parent asc, idx asc",
    ):
        targets[row.parent].append(row)
    for row in rows:
        row.targets = targets[row.name]
        row.closed_on = getdate(row.closed_on)
        row.met = sum(cint(target.is_met) for target in row.targets)
        row.missed = len(row.targets) - row.met
    return rows
