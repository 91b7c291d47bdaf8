"""Risks: how many of which weight, what is above the criterion, what was decided, and what is late (4.5.4.3 e)."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from sms_iso20000.governance.people import full_names
from sms_iso20000.governance.review_curves import standing_per_month
from sms_iso20000.governance.review_facts import SHOWN, iso, record
from sms_iso20000.governance.risk_matrix import matrix_of
from sms_iso20000.governance.risks_at import RISK, register_at
from sms_iso20000.governance.standing_at import is_used
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.risk import State
from sms_iso20000.rules.verdict import Reason

COLUMNS = (
    *(("risk", "record"), ("risk_score", "number"), ("risk_band", "text"), ("risk_state", "choice")),
    *(("risk_owner", "text"), ("risk_review_on", "date")),
)


def compile_input(system: str, since: date, until: date) -> Section:
    """The register at the cut-off, with what came and what was decided in the period."""
    register, course = register_at(system, since, until)
    if not register and not is_used(RISK, system, until):
        return Section("risks", gaps=(Reason("no_risk_on_record"),))
    live = [row for row in register if row.state != State.CLOSED]
    bands = [
        Figure("risks_in_band", sum(row.band == band.title for row in live), name=band.title)
        for band in matrix_of(system).bands
    ]
    return Section(
        "risks",
        figures=(
            Figure("risks_open", len(live)),
            *bands,
            Figure("risks_not_assessed", sum(not row.band for row in live), higher_is_better=False),
            Figure("risks_not_accepted", sum(row.not_accepted for row in live), higher_is_better=False),
            Figure("risks_new", sum(getdate(row.creation) >= since for row in register)),
            Figure("risks_accepted", len(course.named("Risk Accepted"))),
            Figure("risks_closed", len(course.named("Closed"))),
            Figure("risks_review_overdue", sum(row.overdue for row in live), higher_is_better=False),
            Figure("risk_actions_late", sum(row.overdue_actions for row in live), higher_is_better=False),
        ),
        tables=(_top(live),) if live else (),
        curves=(standing_per_month("risks_by_month", _spans(register), until),),
    )


def words() -> dict[str, str]:
    return {
        "risks_open": _("Open risks"),
        "risks_in_band": _("Open risks in this band"),
        "risks_not_assessed": _("Open risks that are not assessed"),
        "risks_not_accepted": _("Risks above the criterion that are not accepted"),
        "risks_new": _("Risks identified in the period"),
        "risks_accepted": _("Risks accepted in the period"),
        "risks_closed": _("Risks closed in the period"),
        "risks_review_overdue": _("Risks whose review is overdue"),
        "risk_actions_late": _("Actions of treatments that are late"),
        "risks_top": _("The greatest open risks"),
        "risks_by_month": _("Open risks at the end of each month"),
        "risk": _("Risk"),
        "risk_score": _("Score"),
        "risk_band": _("Band"),
        "risk_state": _("State"),
        "risk_owner": _("Risk Owner"),
        "risk_review_on": _("Review On"),
        "no_risk_on_record": _("No data, because no risk is on record; have process owners identify and assess risks."),
    }


def _top(live: list[frappe._dict]) -> Table:
    top = live[:SHOWN]
    names = full_names(row.owner for row in top)
    rows = [
        [
            record(RISK, row.name, row.title),
            row.counted_score or None,
            row.band,
            row.state,
            names.get(row.owner, ""),
            iso(row.review_on),
        ]
        for row in top
    ]
    return Table("risks_top", COLUMNS, rows, len(live))


def _spans(register: list[frappe._dict]) -> list[tuple]:
    """From when to when each was open; one that was opened anew was never gone."""
    return [
        (getdate(row.creation), getdate(row.closed_on) if row.state == State.CLOSED else None)
        for row in register
        if row.state != State.CLOSED or row.closed_on
    ]
