"""Facts on objectives: how many stand how, and those that need a decision (4.1.1 a)."""

from collections import Counter

from frappe import _
from frappe.utils import formatdate

from sms_iso20000.governance.objectives import WANTING, aimed_at, figure, followed
from sms_iso20000.governance.people import full_names
from sms_iso20000.governance.report_facts.page import no_data, paragraph, table
from sms_iso20000.rules.objective import Status
from sms_iso20000.rules.report_period import Period


def objectives(system: str, period: Period) -> tuple[bool, str]:
    """Approved objectives, and those closed in the period, by progress; at risk and missed ones by name."""
    rows = [row for row in followed(system, period.start) if row.status == "Approved" or row.closed_on <= period.end]
    if not rows:
        return no_data(_("No data: no objective is approved; top management sets them."))
    counted = Counter(row.progress for row in rows)
    figures = ", ".join(f"{_(status.value)}: {counted[status.value]}" for status in Status if counted[status.value])
    wanting = [row for row in rows if row.progress in WANTING]
    return True, paragraph(figures) + (_wanting(wanting) if wanting else "")


def _wanting(rows: list) -> str:
    names = full_names(row.objective_owner for row in rows)
    headings = (_("Objective"), _("Progress"), _("Latest Value"), _("Target"), _("Due On"), _("Objective Owner"))
    return table(
        headings,
        [
            (
                row.title,
                _(row.progress),
                figure(row.latest_value, row.unit) if row.latest_on else "–",
                aimed_at(row),
                formatdate(row.due_on),
                names.get(row.objective_owner, ""),
            )
            for row in rows
        ],
    )
