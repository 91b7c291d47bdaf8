"""Issues inside and outside, of which the app keeps no register: what it knows that bears on them (2018, 9.3 b)."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, getdate

from sms_iso20000.governance.documents import PLAN
from sms_iso20000.governance.obligations import OBLIGATION
from sms_iso20000.governance.plan_drift import drift_until
from sms_iso20000.governance.review_facts import SHOWN, iso, record, stands_as_today, together
from sms_iso20000.rules.drift import Move
from sms_iso20000.rules.obligation import is_over
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.verdict import Reason


def compile_input(system: str, since: date, until: date) -> Section:
    """Obligations and the drift of the plan in force, counted; a fixed number of queries."""
    return together(
        "context",
        (
            Section("", gaps=[Reason("context_no_register")]),
            _obligations(system, since, until),
            _drift(system, until),
            Section("", notes=stands_as_today(until)),
        ),
    )


def words() -> dict[str, str]:
    return {
        "context_obligations": _("Laws, standards and contracts that bind"),
        "context_obligations_new": _("Of these new"),
        "context_obligations_overdue": _("Of these overdue for review"),
        "context_overdue": _("Obligations overdue for review"),
        "context_obligation": _("Obligation"),
        "context_kind": _("Kind"),
        "context_review_on": _("Next Review On"),
        "context_came": _("New since the plan was last looked at"),
        "context_went": _("Gone since the plan was last looked at"),
        "context_changed": _("Changed since the plan was last looked at"),
        "context_no_register": _(
            "No internal and external issues, because no register of them is kept here; "
            "top management names them in the comment. What follows bears on them."
        ),
        "context_no_obligation": _("No obligations, because none is on record."),
        "context_no_plan": _("No drift, because no plan was in force on {until}."),
    }


def _obligations(system: str, since: date, until: date) -> Section:
    rows = frappe.get_all(
        OBLIGATION,
        filters={"system": system, "is_active": 1, "creation": ["<", add_days(until, 1)]},
        fields=["name", "title", "kind", "ends_on", "next_review_on", "creation"],
        order_by="next_review_on asc, name asc",
    )
    binding = [row for row in rows if not is_over(row.ends_on, until)]
    if not rows:
        return Section("", gaps=[Reason("context_no_obligation")])
    overdue = [row for row in binding if row.next_review_on and getdate(row.next_review_on) < until]
    columns = (("context_obligation", "record"), ("context_kind", "choice"), ("context_review_on", "date"))
    cells = [(record(OBLIGATION, row.name, row.title), row.kind, iso(row.next_review_on)) for row in overdue[:SHOWN]]
    tables = [Table("context_overdue", columns, cells, len(overdue))] if overdue else []
    figures = [
        Figure("context_obligations", len(binding)),
        Figure("context_obligations_new", sum(getdate(row.creation) >= since for row in binding)),
        Figure("context_obligations_overdue", len(overdue), higher_is_better=False),
    ]
    return Section("", figures, tables)


def _drift(system: str, until: date) -> Section:
    names = frappe.get_all(
        PLAN,
        filters={"system": system, "workflow_state": "In Force", "issued_on": ["<", add_days(until, 1)]},
        pluck="name",
        order_by="issued_on desc, name desc",
        limit=1,
    )
    if not names:
        return Section("", gaps=[Reason("context_no_plan", {"until": iso(until)})])
    moves = [row.drift.move for row in drift_until(frappe.get_doc(PLAN, names[0]), until)]
    codes = {Move.CAME: "context_came", Move.WENT: "context_went", Move.CHANGED: "context_changed"}
    return Section("", [Figure(code, moves.count(move)) for move, code in codes.items()])
