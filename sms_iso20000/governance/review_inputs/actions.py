"""Corrective and preventive actions: how they stand, how old, how late, whether they worked (4.5.4.3 h)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from sms_iso20000.governance.actions import ACTION
from sms_iso20000.governance.nonconformities_at import Cases, cases_at
from sms_iso20000.governance.people import full_names
from sms_iso20000.governance.preventive import unanswered_warnings
from sms_iso20000.governance.review_curves import per_month, standing_per_month
from sms_iso20000.governance.review_facts import SHOWN, iso, record
from sms_iso20000.governance.standing_at import Course, is_used, records_at
from sms_iso20000.rules.action import CORRECTION, CORRECTIVE, PREVENTIVE, STEPS, Status, is_overdue, is_settled
from sms_iso20000.rules.nonconformity import days_of_delay
from sms_iso20000.rules.nonconformity_figures import age_class
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.verdict import Reason

KINDS = {CORRECTION: "corrections_open", CORRECTIVE: "corrective_open", PREVENTIVE: "preventive_open"}
FIELDS = ("title", "kind", "responsible", "due_on", "completed_on")
OF_AGE = ("actions_age_30", "actions_age_60", "actions_age_90", "actions_age_over")
STATUS_COLUMNS = (
    *(("action_kind", "choice"), ("actions_open", "number"), ("actions_in_progress", "number")),
    *(("actions_done", "number"), ("actions_verified", "number"), ("actions_ineffective", "number")),
    ("actions_cancelled", "number"),
)
OVERDUE_COLUMNS = (
    *(("action", "record"), ("action_kind", "choice"), ("action_responsible", "text")),
    *(("action_due_on", "date"), ("action_days_late", "number")),
)


def compile_input(system: str, since: date, until: date) -> Section:
    """Corrections, corrective and preventive actions at the cut-off, and the nonconformities that call for them."""
    actions, course = records_at(
        ACTION,
        system,
        since,
        until,
        FIELDS,
        wanted=[leads.decision for leads in STEPS.values()],
        settled=(Status.VERIFIED.value, Status.CANCELLED.value),
        filters=[["kind", "in", list(KINDS)]],
    )
    cases = cases_at(system, since, until)
    signs = len(unanswered_warnings(system, until))
    if not (actions or cases.are_used or signs or is_used(ACTION, system, until, kind=["in", list(KINDS)])):
        return Section("actions", gaps=(Reason("no_action_on_record"),))
    still_open = [row for row in actions if not is_settled(row.kind, row.stage)]
    late = _late(still_open, until)
    rate = _effectiveness(actions, course)
    return Section(
        "actions",
        figures=(
            *_cases(cases),
            *_open(still_open, until),
            Figure("actions_overdue", len(late), higher_is_better=False),
            *([Figure("actions_longest_late", late[0].days_late, "days", higher_is_better=False)] if late else ()),
            *([Figure("actions_effective", rate, "percent", higher_is_better=True)] if rate is not None else ()),
            Figure("signs_without_action", signs, higher_is_better=False),
        ),
        tables=(*_by_status(still_open, actions, course), *_overdue(late)),
        curves=(
            standing_per_month("nonconformities_by_month", cases.spans, until),
            per_month("actions_by_month", [getdate(row.completed_on) for row in actions if _is_done(row)], until),
        ),
        gaps=() if rate is not None else (Reason("no_action_verified"),),
    )


def words() -> dict[str, str]:
    return {
        "nonconformities_reported": _("Nonconformities reported in the period"),
        "nonconformities_closed": _("Nonconformities closed in the period"),
        "nonconformities_open": _("Open nonconformities"),
        "nonconformities_overdue": _("Nonconformities that are overdue"),
        "nonconformity_days": _("From report to closing on average, of nonconformities closed in the period"),
        "causes_back": _("Nonconformities of the period whose cause was there before"),
        "corrections_open": _("Open corrections"),
        "corrective_open": _("Open corrective actions"),
        "preventive_open": _("Open preventive actions"),
        "actions_age_30": _("Such actions open for up to 30 days"),
        "actions_age_60": _("Such actions open for 31 to 60 days"),
        "actions_age_90": _("Such actions open for 61 to 90 days"),
        "actions_age_over": _("Such actions open for more than 90 days"),
        "actions_overdue": _("Corrections, corrective and preventive actions that are overdue"),
        "actions_longest_late": _("How long the action is overdue that is the latest of all"),
        "actions_effective": _("Found effective, of the actions that were verified in the period"),
        "signs_without_action": _("Signs of trouble that led to no action"),
        "actions_by_status": _("Corrections, corrective and preventive actions: those open, and those of the period"),
        "actions_longest_overdue": _("Actions that are overdue the longest"),
        "nonconformities_by_month": _("Open nonconformities at the end of each month"),
        "actions_by_month": _("Corrections, corrective and preventive actions done in each month"),
        "action": _("Action"),
        "action_kind": _("Kind"),
        "action_responsible": _("Responsible"),
        "action_due_on": _("Due On"),
        "action_days_late": _("Days Late"),
        "actions_open": _("Open"),
        "actions_in_progress": _("In Progress"),
        "actions_done": _("Done"),
        "actions_verified": _("Verified"),
        "actions_ineffective": _("Ineffective"),
        "actions_cancelled": _("Cancelled"),
        "no_action_on_record": _(
            "No data, because neither a nonconformity nor a corrective or preventive action is on record; report what"
            " goes wrong as a nonconformity."
        ),
        "no_action_verified": _(
            "How effective actions are is not known, because none was verified in the period; verify those that are"
            " done."
        ),
    }


def _cases(cases: Cases) -> list[Figure]:
    mean = cases.mean_days
    return [
        Figure("nonconformities_reported", len(cases.reported)),
        Figure("nonconformities_closed", len(cases.closings)),
        Figure("nonconformities_open", len(cases.open), higher_is_better=False),
        Figure("nonconformities_overdue", len(cases.overdue), higher_is_better=False),
        *([Figure("nonconformity_days", mean, "days", higher_is_better=False)] if mean is not None else ()),
        Figure("causes_back", sum(bool(row.recurrence_of) for row in cases.reported), higher_is_better=False),
    ]


def _open(still_open: Sequence[frappe._dict], until: date) -> list[Figure]:
    kinds = Counter(row.kind for row in still_open)
    classes = Counter(age_class((until - getdate(row.creation)).days) for row in still_open)
    return [
        *(Figure(code, kinds[kind], higher_is_better=False) for kind, code in KINDS.items()),
        *(Figure(code, classes[index], higher_is_better=False) for index, code in enumerate(OF_AGE)),
    ]


def _late(still_open: Sequence[frappe._dict], until: date) -> list[frappe._dict]:
    """Those overdue at the cut-off with their `days_late`, the longest first."""
    late = []
    for row in still_open:
        due_on = getdate(row.due_on) if row.due_on else None
        if is_overdue(row.stage, due_on, until):
            row.days_late = days_of_delay(due_on, until)
            late.append(row)
    return sorted(late, key=lambda row: -row.days_late)


def _effectiveness(actions: Sequence[frappe._dict], course: Course) -> float | None:
    """Percent of the checks of the period that found an action effective; None where none was checked."""
    names = {row.name for row in actions}
    checks = [row.decision for row in course.made("Verified", "Ineffective") if row.reference_name in names]
    return round(100 * checks.count("Verified") / len(checks), 1) if checks else None


def _is_done(row: frappe._dict) -> bool:
    return bool(row.completed_on) and row.stage in (Status.DONE, Status.VERIFIED)


def _by_status(still_open: Sequence[frappe._dict], actions: Sequence[frappe._dict], course: Course) -> list[Table]:
    """Those open, and those that something was decided on in the period: of what is over for long nobody asks."""
    shown = {row.name for row in still_open} | {row.reference_name for row in course.decided}
    counted = Counter((row.kind, row.stage) for row in actions if row.name in shown)
    rows = [[kind, *(counted[kind, status.value] for status in Status)] for kind in KINDS]
    return [Table("actions_by_status", STATUS_COLUMNS, rows, len(rows))] if actions else []


def _overdue(late: Sequence[frappe._dict]) -> list[Table]:
    longest = late[:SHOWN]
    names = full_names(row.responsible for row in longest)
    rows = [
        [record(ACTION, row.name, row.title), row.kind, names.get(row.responsible, ""), iso(row.due_on), row.days_late]
        for row in longest
    ]
    return [Table("actions_longest_overdue", OVERDUE_COLUMNS, rows, len(late))] if rows else []
