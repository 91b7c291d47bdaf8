"""The risk register as it was at the end of a day (4.1.1 g, 4.5.4.3)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

import frappe
from frappe.utils import add_months, cint, get_datetime, getdate

from sms_iso20000.governance.risks import FIELDS, as_register
from sms_iso20000.governance.standing_at import Course, after, records_at
from sms_iso20000.rules.risk import NOT_ASSESSED, Phase, State

RISK = "ITSM Risk"


def register_at(system: str, since: date, until: date) -> tuple[list[frappe._dict], Course]:
    """All risks that were on record at the end of `until`, closed ones too, as rows of `risks.register_of`, and what
    was decided from `since`; a fixed number of queries."""
    rows, course = records_at(RISK, system, since, until, FIELDS)
    history = _assessments([row.name for row in rows])
    months = cint(frappe.db.get_value("ITSM System", system, "risk_review_interval"))
    end = get_datetime(after(until))
    for row in rows:
        assessments = history[row.name]
        if row.name in course.earlier or any(assessment.assessed_on >= end for assessment in assessments):
            row.update(_assessed(row.stage, [past for past in assessments if past.assessed_on < end], months))
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


def _assessments(names: Collection[str]) -> dict[str, list[frappe._dict]]:
    found = defaultdict(list)
    for row in frappe.get_all(
        "ITSM Risk Assessment",
        filters={"parenttype": RISK, "parent": ["in", list(names)]},
        fields=["parent", "assessed_on", "phase", "likelihood", "impact", "score"],
        order_by="parent asc, idx asc",
    ):
        found[row.parent].append(row)
    return found
