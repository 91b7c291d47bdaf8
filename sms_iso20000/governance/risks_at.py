"""The risk register as it was at the end of a day (4.1.1 g, 4.5.4.3)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import frappe
from frappe.utils import add_months, cint, getdate

from sms_iso20000.governance.risks import FIELDS, as_register
from sms_iso20000.governance.standing_at import Course, after, records_at
from sms_iso20000.rules.risk import NOT_ASSESSED, Phase, State

RISK = "ITSM Risk"


def register_at(system: str, since: date, until: date) -> tuple[list[frappe._dict], Course]:
    """The risks that were on record at the end of `until`, as rows of `risks.register_of`, and what was accepted and
    closed from `since`; a fixed number of queries. Those closed long ago are left out."""
    rows, course = records_at(
        RISK, system, since, until, FIELDS, wanted=("Risk Accepted", "Closed"), settled=(State.CLOSED.value,)
    )
    names = {row.name for row in rows}
    changed = names & {*course.earlier, *(row.parent for row in _assessments(["assessed_on", ">=", after(until)]))}
    history = defaultdict(list)
    for row in _assessments(["assessed_on", "<", after(until)], ["parent", "in", sorted(changed)]):
        history[row.parent].append(row)
    months = cint(frappe.db.get_value("ITSM System", system, "risk_review_interval"))
    for row in rows:
        if row.name in changed:
            row.update(_assessed(row.stage, history[row.name], months))
        row.workflow_state = row.stage
    return as_register(system, rows, until), course


def _assessed(stage: str, assessments: list[frappe._dict], months: int) -> dict:
    """What the assessments up to a day said, the last before treatment and what came after it."""
    if stage == State.IDENTIFIED or not assessments:
        return dict(NOT_ASSESSED)
    found = dict(NOT_ASSESSED)
    for row in assessments:
        judged = {"likelihood": row.likelihood, "impact": row.impact, "score": row.score}
        if row.phase == Phase.BEFORE:
            found = {**NOT_ASSESSED, **judged}
        else:
            found.update({f"residual_{field}": value for field, value in judged.items()})
    is_over = stage == State.CLOSED
    return {**found, "review_on": None if is_over else getdate(add_months(assessments[-1].assessed_on, months))}


def _assessments(*filters: Sequence) -> list[frappe._dict]:
    return frappe.get_all(
        "ITSM Risk Assessment",
        filters=[["parenttype", "=", RISK], *filters],
        fields=["parent", "assessed_on", "phase", "likelihood", "impact", "score"],
        order_by="parent asc, idx asc",
    )
