"""What the host's accounts know of a budget: what was spent on a cost center, and what was allotted to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Sum
from frappe.utils import flt, getdate

from sms_iso20000.integrations.erpnext.budget import (
    ACCOUNT,
    BUDGET,
    BUDGET_ACCOUNT,
    CLOSING,
    COMPANY,
    COST_CENTER,
    ENTRY,
    FISCAL_YEAR,
    RECORD_TYPES,
    SPENDING,
)

SUBMITTED = 1


@dataclass(frozen=True)
class Accounts:
    """What the host knows of one line: spent within its period up to today, and allotted to the years it is in, None
    without a Budget. `is_same_period` says that the years are just the period."""

    spent: float
    allotted: float | None = None
    is_same_period: bool = False


def accounts_are_kept() -> bool:
    """Whether this site has the record types from which figures are read."""
    return all(frappe.db.exists("DocType", doctype) for doctype in (COST_CENTER, ENTRY, ACCOUNT))


def currency_of(doctype: str, name: str) -> str | None:
    """The currency in which the company keeps the accounts of a cost center or budget."""
    company = frappe.db.get_value(doctype, name, "company")
    return frappe.db.get_value(COMPANY, company, "default_currency") if company else None


def accounts_of(lines: Iterable[Mapping[str, Any]]) -> dict[str, Accounts]:
    """What the host knows of budget lines, by their name; a fixed number of queries however many there are.

    Each line has name, reference_doctype, reference_name, period_start and period_end. Lines that name no accounts,
    or some that are not there, are left out. A cost center has what was spent on those below it, too.
    """
    named = [line for line in lines if line["reference_doctype"] in RECORD_TYPES and line["reference_name"]]
    if not named or not accounts_are_kept():
        return {}
    budgets = _budgets()
    center_of = {budget.name: budget.cost_center for budget in budgets}
    centers = {
        line["name"]: line["reference_name"]
        if line["reference_doctype"] == COST_CENTER
        else center_of.get(line["reference_name"])
        for line in named
    }
    below = _with_those_below(set(filter(None, centers.values())))
    spent = _spent_by_day({center for members in below.values() for center in members}, named)
    found = {}
    for line in named:
        center = centers[line["name"]]
        if center in below:
            start, end = getdate(line["period_start"]), getdate(line["period_end"])
            days = [spent[member] for member in below[center] if member in spent]
            amount = sum(value for by_day in days for day, value in by_day.items() if start <= day <= end)
            found[line["name"]] = Accounts(flt(amount, 2), *_allotted(line, center, budgets, start, end))
    return found


def _with_those_below(names: set[str]) -> dict[str, list[str]]:
    """Each of the cost centers with all those below it, itself included."""
    center, parent = frappe.qb.DocType(COST_CENTER), frappe.qb.DocType(COST_CENTER).as_("parent")
    if not names:
        return {}
    rows = (
        frappe.qb.from_(parent)
        .join(center)
        .on((center.lft >= parent.lft) & (center.rgt <= parent.rgt))
        .select(parent.name, center.name)
        .where(parent.name.isin(sorted(names)))
        .orderby(center.name)
    ).run()
    below = defaultdict(list)
    for above, name in rows:
        below[above].append(name)
    return dict(below)


def _spent_by_day(centers: set[str], lines: list[Mapping[str, Any]]) -> dict[str, dict[date, float]]:
    """Debit less credit of expense accounts by cost center and day, for all days on which a line runs."""
    entry, account = frappe.qb.DocType(ENTRY), frappe.qb.DocType(ACCOUNT)
    if not centers:
        return {}
    rows = (
        frappe.qb.from_(entry)
        .join(account)
        .on(account.name == entry.account)
        .select(entry.cost_center, entry.posting_date, Sum(entry.debit - entry.credit))
        .where(entry.cost_center.isin(sorted(centers)))
        .where(entry.posting_date >= min(getdate(line["period_start"]) for line in lines))
        .where(entry.posting_date <= max(getdate(line["period_end"]) for line in lines))
        .where((entry.is_cancelled == 0) & (account.root_type == SPENDING))
        .where(Coalesce(entry.voucher_type, "") != CLOSING)
        .groupby(entry.cost_center, entry.posting_date)
    ).run()
    spent = defaultdict(dict)
    for center, day, amount in rows:
        spent[center][getdate(day)] = flt(amount)
    return spent


def _budgets() -> list[frappe._dict]:
    """Submitted budgets of cost centers with the amount and the days of their fiscal year.

    Until version 15 a budget has a row for each account and one year; later ones have the amount and days of their own.
    """
    if not frappe.db.exists("DocType", BUDGET):
        return []
    has_own_amount = "budget_amount" in frappe.get_meta(BUDGET).get_valid_columns()
    return _budgets_of_accounts() if has_own_amount else _budgets_of_years()


def _budgets_of_accounts() -> list[frappe._dict]:
    rows = frappe.get_all(
        BUDGET,
        filters={"budget_against": COST_CENTER, "docstatus": SUBMITTED},
        fields=["name", "cost_center", "budget_amount", "budget_start_date", "budget_end_date"],
        order_by="name asc",
    )
    return [
        frappe._dict(
            name=row.name,
            cost_center=row.cost_center,
            amount=flt(row.budget_amount),
            start=getdate(row.budget_start_date),
            end=getdate(row.budget_end_date),
        )
        for row in rows
    ]


def _budgets_of_years() -> list[frappe._dict]:
    budget, account = frappe.qb.DocType(BUDGET), frappe.qb.DocType(BUDGET_ACCOUNT)
    year = frappe.qb.DocType(FISCAL_YEAR)
    rows = (
        frappe.qb.from_(budget)
        .join(account)
        .on((account.parent == budget.name) & (account.parenttype == BUDGET))
        .join(year)
        .on(year.name == budget.fiscal_year)
        .select(budget.name, budget.cost_center, Sum(account.budget_amount), year.year_start_date, year.year_end_date)
        .where((budget.budget_against == COST_CENTER) & (budget.docstatus == SUBMITTED))
        .groupby(budget.name, budget.cost_center, year.year_start_date, year.year_end_date)
        .orderby(budget.name)
    ).run()
    return [
        frappe._dict(name=name, cost_center=center, amount=flt(amount), start=getdate(start), end=getdate(end))
        for name, center, amount, start, end in rows
    ]


def _allotted(
    line: Mapping[str, Any], center: str, budgets: list[frappe._dict], start: date, end: date
) -> tuple[float | None, bool]:
    """The budget that the line names, else all of its cost center in years that the period touches."""
    fitting = [
        budget
        for budget in budgets
        if (
            budget.name == line["reference_name"]
            if line["reference_doctype"] == BUDGET
            else budget.cost_center == center and budget.start <= end and budget.end >= start
        )
    ]
    if not fitting:
        return None, False
    is_same = min(row.start for row in fitting) == start and max(row.end for row in fitting) == end
    return sum(row.amount for row in fitting), is_same
