"""Budget lines of a system as they stand today, beside what the host's accounts know of them (4.5.3 a)."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, flt, getdate, today

from sms_iso20000.governance.reports import period_of
from sms_iso20000.integrations.accounts import Accounts, accounts_of
from sms_iso20000.rules.budget import Budget, share_elapsed, share_spent, standing
from sms_iso20000.rules.report_period import Period

LINE = "ITSM Budget Line"
FIELDS = (
    "name",
    "title",
    "service",
    "plan",
    "budget_owner",
    "period_start",
    "period_end",
    "budgeted",
    "currency",
    "spent",
    "spent_as_of",
    "checked_by",
    "reference_doctype",
    "reference_name",
)


def lines_of(system: str, as_reader: bool = False) -> list[frappe._dict]:
    """Active budget lines of `system`, the latest period first; a fixed number of queries.

    Beside its fields each row has remaining, share_spent and share_elapsed in percent, standing, and of the host's
    accounts host_spent, host_allotted and difference (None where they know nothing). Where they know what was spent,
    that counts. With `as_reader` only what the signed-in user may read is listed.
    """
    read = frappe.get_list if as_reader else frappe.get_all
    rows = read(
        LINE,
        filters={"system": system, "is_active": 1},
        fields=list(FIELDS),
        order_by="period_start desc, title asc, name asc",
        limit_page_length=0,
    )
    known = accounts_of(_readable(rows) if as_reader else rows)
    months = cint(frappe.db.get_value("ITSM System", system, "budget_watch_interval"))
    return [_row(row, known.get(row.name), months) for row in rows]


def as_budget(line: Mapping[str, Any], accounts: Accounts | None = None) -> Budget:
    """What the rules need to know of a line, from a row or a document; where the host's accounts know what was spent,
    that counts."""
    period, watched_on = period_of(line), getdate(line.get("spent_as_of")) if line.get("spent_as_of") else None
    spent = flt(line.get("spent")) if watched_on else None
    if accounts:
        return Budget(period, flt(line.get("budgeted")), accounts.spent, min(getdate(today()), period.end), watched_on)
    return Budget(period, flt(line.get("budgeted")), spent, watched_on, watched_on)


def standing_of(line: Document) -> frappe._dict:
    """What `lines_of` answers of one line, for who reads its form."""
    row = frappe._dict({field: line.get(field) for field in FIELDS})
    months = cint(frappe.db.get_value("ITSM System", line.system, "budget_watch_interval"))
    return _row(row, accounts_of(_readable([row])).get(line.name), months)


def accounts_for(line: Document) -> Accounts | None:
    """What the host's accounts know of one line; None where it names none that are there."""
    return accounts_of([line.as_dict()]).get(line.name)


def periods_of_others(line: Document) -> dict[str, Period]:
    """Periods by name of the system's other active lines of the same title and service; two that are made at the same
    moment queue up here."""
    frappe.db.get_value("ITSM System", line.system, "name", for_update=True)
    rows = frappe.get_all(
        LINE,
        filters={
            "system": line.system,
            "is_active": 1,
            "name": ["!=", line.name or ""],
            "service": line.service or ["is", "not set"],
        },
        fields=["name", "title", "period_start", "period_end"],
        order_by="period_start asc, name asc",
    )
    title = line.title.strip().casefold()
    return {row.name: period_of(row) for row in rows if row.title.strip().casefold() == title}


def _row(row: frappe._dict, accounts: Accounts | None, months: int) -> frappe._dict:
    day, budget = getdate(today()), as_budget(row, accounts)
    row.update(
        spent=budget.spent,
        remaining=budget.budgeted - (budget.spent or 0),
        share_spent=share_spent(budget),
        share_elapsed=share_elapsed(budget.period, day),
        standing=standing(budget, day, months).value,
        host_spent=accounts.spent if accounts else None,
        host_allotted=accounts.allotted if accounts else None,
        difference=accounts.allotted - budget.budgeted if accounts and accounts.is_same_period else None,
    )
    return row


def _readable(rows: list[frappe._dict]) -> list[frappe._dict]:
    """Those whose record of the host the signed-in user may read."""
    names = defaultdict(set)
    for row in rows:
        if row.reference_doctype and row.reference_name:
            names[row.reference_doctype].add(row.reference_name)
    readable = {
        (doctype, name)
        for doctype, wanted in names.items()
        if frappe.db.exists("DocType", doctype) and frappe.has_permission(doctype, "read")
        for name in frappe.get_list(
            doctype, filters={"name": ["in", sorted(wanted)]}, pluck="name", order_by="name asc", limit_page_length=0
        )
    }
    return [row for row in rows if (row.reference_doctype, row.reference_name) in readable]
