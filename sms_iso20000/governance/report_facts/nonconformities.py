"""Facts on nonconformities: what was reported and closed in the period, and what is open at its end (4.5.4.2)."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import formatdate

from sms_iso20000.governance.nonconformities_at import Cases, by_grade, cases_at
from sms_iso20000.governance.people import full_names
from sms_iso20000.governance.report_facts.page import no_data, paragraph, table
from sms_iso20000.rules.report_period import Period


def nonconformities(system: str, period: Period) -> tuple[bool, str]:
    """Nonconformities of the period by grade; those overdue at its end by name, with who answers for them."""
    cases = cases_at(system, period.start, period.end)
    if not cases.are_used:
        return no_data(_("No data: no nonconformity is on record; report what goes wrong."))
    overdue = sorted(cases.overdue, key=lambda row: row.due_on)
    facts = "".join(map(paragraph, _figures(cases)))
    return True, facts + (_overdue(overdue) if overdue else "")


def _figures(cases: Cases) -> list[str]:
    reported = _("Reported in this period: {0}").format(len(cases.reported))
    closed = _("Closed in this period: {0}").format(len(cases.closings))
    if cases.mean_days is not None:
        closed = _("{0}, on average {1} days after they were reported").format(closed, f"{cases.mean_days:g}")
    still_open = _("Open at its end: {0}").format(len(cases.open))
    return [_with_grades(reported, cases.reported), closed, _with_grades(still_open, cases.open)]


def _with_grades(text: str, rows: Sequence[frappe._dict]) -> str:
    grades = ", ".join(f"{_(grade.value)}: {number}" for grade, number in by_grade(rows).items() if number)
    return f"{text} ({grades})" if grades else text


def _overdue(rows: Sequence[frappe._dict]) -> str:
    names = full_names(row.area_manager for row in rows)
    headings = (_("Overdue Nonconformity"), _("Grade"), _("State"), _("Due On"), _("Manager of the Area"))
    return table(
        headings,
        [
            (row.title, _(row.grade), _(row.stage), formatdate(row.due_on), names.get(row.area_manager, ""))
            for row in rows
        ],
    )
