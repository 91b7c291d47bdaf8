"""The risk register of a system as of today (4.1.1 g)."""

from collections import Counter
from datetime import date

import frappe
from frappe.utils import getdate, today

from sms_iso20000.governance.risk_matrix import matrix_of
from sms_iso20000.rules.risk import State

FIELDS = (
    "name",
    "title",
    "kind",
    "service",
    "related_process",
    "cause",
    "workflow_state",
    "risk_owner",
    "likelihood",
    "impact",
    "score",
    "residual_likelihood",
    "residual_impact",
    "residual_score",
    "treatment",
    "review_on",
    "accepted_by",
    "accepted_on",
    "accepted_score",
    "closed_on",
)


def register_of(system: str, with_closed: bool = False) -> list[frappe._dict]:
    """The risks of `system`, the highest score that counts first; a fixed number of queries.

    Beside the stored fields each row has `state` and `owner`, `counted_score` (after treatment where that is assessed,
    else before), `band` and `colour` (empty until assessed), `above_criterion`, `not_accepted` though above it,
    `overdue` (its review), `actions`, `open_actions` and `overdue_actions` as numbers.
    """
    filters = {"system": system}
    if not with_closed:
        filters["workflow_state"] = ["!=", State.CLOSED.value]
    rows = frappe.get_all("ITSM Risk", filters=filters, fields=list(FIELDS), order_by="creation asc, name asc")
    return as_register(system, rows, getdate(today()))


def as_register(system: str, rows: list[frappe._dict], day: date) -> list[frappe._dict]:
    """Stored risks as rows of the register as of `day`, the highest score that counts first; a fixed number of
    queries."""
    matrix, actions = matrix_of(system), _actions([row.name for row in rows])
    for row in rows:
        row.state, row.owner = row.workflow_state, row.risk_owner
        row.counted_score = row.residual_score or row.score
        band = matrix.band_of(row.counted_score)
        row.band, row.colour = (band.title, band.colour) if band else ("", "")
        row.above_criterion = matrix.is_above_criterion(row.counted_score)
        row.not_accepted = row.above_criterion and row.state != State.ACCEPTED
        row.overdue = bool(row.review_on) and row.state != State.CLOSED and getdate(row.review_on) < day
        row.update(_counted(actions.get(row.name, []), day))
    return sorted(rows, key=lambda row: -row.counted_score)


def readable_register_of(system: str, with_closed: bool = False) -> list[frappe._dict]:
    """The rows of `register_of` that the signed-in user may read."""
    readable = frappe.get_list(
        "ITSM Risk", filters={"system": system}, pluck="name", order_by="name asc", limit_page_length=0
    )
    names = set(readable)
    return [row for row in register_of(system, with_closed) if row.name in names]


def _actions(names: list[str]) -> dict[str, list]:
    """The actions of each risk."""
    rows = frappe.get_all(
        "ITSM Risk Action",
        filters={"parent": ["in", names], "parenttype": "ITSM Risk"},
        fields=["parent", "due_on", "done_on"],
        order_by="parent asc, idx asc",
    )
    actions: dict[str, list] = {}
    for row in rows:
        actions.setdefault(row.parent, []).append(row)
    return actions


def _counted(actions: list, day: date) -> dict[str, int]:
    counted = Counter(
        "done" if _is_done(action, day) else "overdue" if getdate(action.due_on) < day else "open" for action in actions
    )
    return {
        "actions": len(actions),
        "open_actions": counted["open"] + counted["overdue"],
        "overdue_actions": counted["overdue"],
    }


def _is_done(action: frappe._dict, day: date) -> bool:
    return bool(action.done_on) and getdate(action.done_on) <= day
