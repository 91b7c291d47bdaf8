"""Facts on risks: the open ones by band, those that need a decision, and what changed (4.1.1 g)."""

from collections import Counter
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import formatdate

from sms_iso20000.governance.report_facts.page import items, no_data, paragraph, table
from sms_iso20000.governance.risks import register_of
from sms_iso20000.rules.report_period import Period


def risks(system: str, period: Period) -> tuple[bool, str]:
    """Open risks by band; above the criterion and not accepted, or overdue for review, by name; what was decided."""
    register, decided = register_of(system), _decided(system, period)
    if not register and not decided:
        return no_data(_("No data: no risk is on record; identify them first."))
    bands = Counter(row.band or _("Not assessed") for row in register)
    figures = ", ".join(f"{band}: {number}" for band, number in bands.items())
    wanting = [row for row in register if row.overdue or row.not_accepted]
    facts = paragraph(_("Open risks: {0}").format(figures or 0))
    return True, facts + (_wanting(wanting) if wanting else "") + (items(decided) if decided else "")


def _wanting(rows: list) -> str:
    headings = (_("Risk"), _("Score"), _("Status"), _("What Is Wanting"))
    return table(headings, [(row.title, row.counted_score or "–", _(row.state), _needs(row)) for row in rows])


def _needs(row: frappe._dict) -> str:
    needs = []
    if row.not_accepted:
        needs.append(_("above the criterion and not accepted"))
    if row.overdue:
        needs.append(_("review overdue since {0}").format(formatdate(row.review_on)))
    return "; ".join(needs)


def _decided(system: str, period: Period) -> list[str]:
    """What was decided on risks in the period, counted."""
    decisions = frappe.get_all(
        "ITSM Decision",
        filters=[
            ["system", "=", system],
            ["reference_doctype", "=", "ITSM Risk"],
            ["decided_on", ">=", period.start],
            ["decided_on", "<", period.end + timedelta(days=1)],
        ],
        pluck="decision",
        order_by="sequence asc",
    )
    return [_("{0} in this period: {1}").format(_(decision), number) for decision, number in Counter(decisions).items()]
