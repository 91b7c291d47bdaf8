"""Opportunities for improvement: what was proposed and decided, what is under way, and what it brought (4.5.4.3 j)."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe import _
from frappe.utils import flt

from sms_iso20000.governance.improvements import IMPROVEMENT
from sms_iso20000.governance.improvements_at import Improvements, improvements_at
from sms_iso20000.governance.people import full_names
from sms_iso20000.governance.review_curves import per_month
from sms_iso20000.governance.review_facts import SHOWN, iso, record
from sms_iso20000.rules.improvement import UNDER_WAY, State
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.verdict import Reason

RANK_COLUMNS = (
    *(("improvement", "record"), ("improvement_score", "number"), ("improvement_effort", "number")),
    *(("improvement_benefit", "number"), ("improvement_state", "choice"), ("improvement_owner", "text")),
)
VALUE_COLUMNS = (
    *(("improvement", "record"), ("improvement_closed_on", "date"), ("improvement_value", "text")),
    *(("improvement_met", "number"), ("improvement_missed", "number")),
)


def compile_input(system: str, since: date, until: date) -> Section:
    """Improvements by how they stand at the cut-off, the rank list, and the value that those closed achieved."""
    found = improvements_at(system, since, until)
    if not found.are_used:
        return Section("opportunities", gaps=(Reason("no_improvement_on_record"),))
    return Section(
        "opportunities",
        figures=(
            Figure("improvements_proposed", len(found.proposed)),
            Figure("improvements_approved", found.decided("Approved"), higher_is_better=True),
            Figure("improvements_closed", found.decided("Closed"), higher_is_better=True),
            Figure("improvements_rejected", found.decided("Rejected")),
            Figure("improvements_to_evaluate", len(found.in_stage(State.PROPOSED))),
            Figure("improvements_to_approve", len(found.in_stage(State.EVALUATED))),
            Figure("improvements_for_top_management", len(found.to_decide), higher_is_better=False),
            Figure("improvements_under_way", len(found.in_stage(*UNDER_WAY))),
            Figure("targets_met", found.met, higher_is_better=True),
            Figure("targets_missed", found.missed, higher_is_better=False),
        ),
        tables=(*_ranked(found.open), *_achieved(found)),
        curves=(per_month("improvements_by_month", [row.proposed_on for row in found.rows], until),),
    )


def words() -> dict[str, str]:
    return {
        "improvements_proposed": _("Improvements proposed in the period"),
        "improvements_approved": _("Improvements approved in the period"),
        "improvements_closed": _("Improvements closed in the period"),
        "improvements_rejected": _("Improvements rejected in the period"),
        "improvements_to_evaluate": _("Improvements to evaluate"),
        "improvements_to_approve": _("Improvements to approve"),
        "improvements_for_top_management": _("Improvements above the threshold that wait for top management"),
        "improvements_under_way": _("Improvements under way"),
        "targets_met": _("Targets of improvements met in the period"),
        "targets_missed": _("Targets of improvements missed in the period"),
        "improvements_ranked": _("Open improvements by score"),
        "improvements_achieved": _("What improvements closed in the period brought"),
        "improvements_by_month": _("Improvements proposed in each month"),
        "improvement": _("Improvement"),
        "improvement_score": _("Score"),
        "improvement_effort": _("Effort"),
        "improvement_benefit": _("Benefit"),
        "improvement_state": _("State"),
        "improvement_owner": _("Improvement Owner"),
        "improvement_closed_on": _("Closed On"),
        "improvement_value": _("Value Achieved"),
        "improvement_met": _("Targets Met"),
        "improvement_missed": _("Targets Missed"),
        "no_improvement_on_record": _(
            "No data, because no improvement is on record; invite everybody to propose improvements."
        ),
    }


def _ranked(still_open: Sequence[frappe._dict]) -> list[Table]:
    first = still_open[:SHOWN]
    names = full_names(row.improvement_owner for row in first)
    rows = [
        [
            record(IMPROVEMENT, row.name, row.title),
            flt(row.score, 1) or None,
            int(row.effort) if row.effort else None,
            int(row.benefit_size) if row.benefit_size else None,
            row.stage,
            names.get(row.improvement_owner, ""),
        ]
        for row in first
    ]
    return [Table("improvements_ranked", RANK_COLUMNS, rows, len(still_open))] if rows else []


def _achieved(found: Improvements) -> list[Table]:
    rows = [
        [record(IMPROVEMENT, row.name, row.title), iso(row.closed_on), row.value_achieved or "", row.met, row.missed]
        for row in found.closed[:SHOWN]
    ]
    return [Table("improvements_achieved", VALUE_COLUMNS, rows, len(found.closed))] if rows else []
