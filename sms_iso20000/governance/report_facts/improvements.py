"""Facts on improvements: proposed and decided in the period, what it brought, what needs a decision (4.5.5.2)."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import flt, formatdate

from sms_iso20000.governance.improvements_at import Improvements, improvements_at
from sms_iso20000.governance.report_facts.page import no_data, paragraph, table
from sms_iso20000.rules.improvement import UNDER_WAY
from sms_iso20000.rules.report_period import Period


def improvements(system: str, period: Period) -> tuple[bool, str]:
    """Improvements of the period in figures; by name those that wait for top management, and those closed with what
    they brought."""
    found = improvements_at(system, period.start, period.end)
    if not found.are_used:
        return no_data(_("No data: no improvement is on record; invite everybody to propose some."))
    facts = "".join(map(paragraph, _figures(found)))
    return True, facts + _waiting(found.to_decide) + _achieved(found.closed)


def _figures(found: Improvements) -> list[str]:
    return [
        _("Proposed in this period: {0}; approved: {1}; closed: {2}; rejected: {3}").format(
            len(found.proposed), *(found.decided(decision) for decision in ("Approved", "Closed", "Rejected"))
        ),
        _("Under way at its end: {0}; targets met in this period: {1}; missed: {2}").format(
            len(found.in_stage(*UNDER_WAY)), found.met, found.missed
        ),
    ]


def _waiting(rows: Sequence[frappe._dict]) -> str:
    headings = (_("Waits for Top Management"), _("Score"), _("Estimated Cost"))
    shown = [(row.title, flt(row.score, 1), row.estimated_cost or "") for row in rows]
    return table(headings, shown) if shown else ""


def _achieved(rows: Sequence[frappe._dict]) -> str:
    headings = (_("Closed Improvement"), _("Closed On"), _("Value Achieved"), _("Targets Met"), _("Targets Missed"))
    shown = [(row.title, formatdate(row.closed_on), row.value_achieved or "", row.met, row.missed) for row in rows]
    return table(headings, shown) if shown else ""
