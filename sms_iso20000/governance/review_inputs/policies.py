"""Policies: which are in force, still reviewed, known to whom they are for, and kept to (2018, 9.3 f)."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import add_days, cint, getdate
from pypika.terms import Case

from sms_iso20000.governance.nonconformities import NONCONFORMITY
from sms_iso20000.governance.policies import POLICY
from sms_iso20000.governance.review_facts import iso, record, share, together
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.verdict import Reason

# Against what a nonconformity is that shows a policy not kept to.
OWN_RULES = "Own Rules"


def compile_input(system: str, since: date, until: date) -> Section:
    """The revisions that were in force at the end of day `until`; a fixed number of queries."""
    return together("policies", (_in_force(system, until), _breaches(system, since, until)))


def words() -> dict[str, str]:
    return {
        "policies_in_force": _("Policies in force"),
        "policies_overdue": _("Of these overdue for review"),
        "policies_acknowledged": _("Requests to acknowledge them that were answered"),
        "policies_breaches": _("Nonconformities against rules of our own"),
        "policies_list": _("Policies in force"),
        "policies_policy": _("Policy"),
        "policies_kind": _("Kind"),
        "policies_revision": _("Revision"),
        "policies_since": _("In Force Since"),
        "policies_review_on": _("Next Review On"),
        "policies_asked": _("People Asked"),
        "policies_share": _("Acknowledged"),
        "policies_none": _("No policies, because none was in force on {until}."),
        "policies_nobody_asked": _("No acknowledgements, because nobody was asked for one."),
        "policies_no_case": _("Not known whether they are kept to, because no nonconformity was ever reported."),
    }


def _in_force(system: str, until: date) -> Section:
    rows = _policies(system, until)
    if not rows:
        return Section("", gaps=[Reason("policies_none", {"until": iso(until)})])
    asked = _acknowledgements([row.name for row in rows], until)
    overdue = [row for row in rows if row.next_review_on and getdate(row.next_review_on) < until]
    figures = [
        Figure("policies_in_force", len(rows)),
        Figure("policies_overdue", len(overdue), higher_is_better=False),
    ]
    number, answered = (sum(figures) for figures in zip((0, 0), *asked.values(), strict=True))
    if number:
        figures.append(Figure("policies_acknowledged", share(answered, number), "percent", higher_is_better=True))
    gaps = [] if number else [Reason("policies_nobody_asked")]
    return Section("", figures, [_table(rows, asked)], gaps=gaps)


def _policies(system: str, until: date) -> list[frappe._dict]:
    day_after = add_days(until, 1)
    policies = frappe.qb.DocType(POLICY)
    return (
        frappe.qb.from_(policies)
        .select(
            policies.name,
            policies.title,
            policies.kind,
            policies.revision,
            policies.issued_on,
            policies.next_review_on,
        )
        .where((policies.system == system) & (policies.issued_on < day_after))
        .where(policies.superseded_on.isnull() | (policies.superseded_on >= day_after))
        .where(policies.withdrawn_on.isnull() | (policies.withdrawn_on >= day_after))
        .orderby(policies.title)
        .orderby(policies.name)
        .run(as_dict=True)
    )


def _acknowledgements(policies: Sequence[str], until: date) -> dict[str, tuple[int, int]]:
    """How many people were asked to acknowledge each policy by then, and how many had; who left is not counted."""
    asked = frappe.qb.DocType("ITSM Acknowledgement")
    answered = Sum(Case().when(asked.acknowledged_on < add_days(until, 1), 1).else_(0))
    rows = (
        frappe.qb.from_(asked)
        .select(asked.reference_name, Count("*"), answered)
        .where((asked.reference_doctype == POLICY) & asked.reference_name.isin(policies))
        .where((asked.asked_on <= until) & (asked.status != "Lapsed"))
        .groupby(asked.reference_name)
        .run()
    )
    return {name: (cint(number), cint(done)) for name, number, done in rows}


def _table(rows: Sequence[dict], asked: dict[str, tuple[int, int]]) -> Table:
    columns = (
        ("policies_policy", "record"),
        ("policies_kind", "choice"),
        ("policies_revision", "number"),
        ("policies_since", "date"),
        ("policies_review_on", "date"),
        ("policies_asked", "number"),
        ("policies_share", "percent"),
    )
    cells = [
        (
            record(POLICY, row.name, row.title),
            row.kind,
            row.revision,
            iso(row.issued_on),
            iso(row.next_review_on),
            asked[row.name][0] if row.name in asked else 0,
            share(asked[row.name][1], asked[row.name][0]) if row.name in asked else None,
        )
        for row in rows
    ]
    return Table("policies_list", columns, cells, len(cells))


def _breaches(system: str, since: date, until: date) -> Section:
    """Nonconformities of the period, where cases are reported at all."""
    if not frappe.db.exists(NONCONFORMITY, {"system": system, "reported_on": ["<", add_days(until, 1)]}):
        return Section("", gaps=[Reason("policies_no_case")])
    number = frappe.db.count(
        NONCONFORMITY,
        [
            ["system", "=", system],
            ["against", "=", OWN_RULES],
            ["reported_on", ">=", since],
            ["reported_on", "<", add_days(until, 1)],
        ],
    )
    return Section("", [Figure("policies_breaches", number, higher_is_better=False)])
