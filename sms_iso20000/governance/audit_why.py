"""Why a slot of an audit programme is due when it is, in the language of the reader (4.5.4.2)."""

import json

from frappe import _
from frappe.utils import formatdate

from sms_iso20000.governance.audit_programmes import month_shown

LISTED = 8
# Why it was planned for the very month; whoever moves it has reasons of their own.
OF_THE_MONTH = frozenset({"on_one_occasion", "spread_evenly"})


def sentences_of(why: str | None, is_moved: bool = False) -> list[str]:
    """A sentence for each reason that a slot keeps; one that this release does not know is shown with its values."""
    rows = [row for row in json.loads(why or "[]") if not (is_moved and row["code"] in OF_THE_MONTH)]
    return [_sentence(row["code"], row["values"]) for row in rows]


def _sentence(code: str, values: dict) -> str:
    template = _sentences().get(code)
    if template is None:
        return f"{code} {values}"
    return template.format(**{key: _shown(key, value) for key, value in values.items()})


def _shown(key: str, value: object) -> object:
    if key == "last":
        return formatdate(value)
    if key in ("from", "to"):
        return month_shown(value)
    if isinstance(value, list):
        return ", ".join([*value[:LISTED], *(["…"] if len(value) > LISTED else [])])
    return value


def _sentences() -> dict[str, str]:
    return {
        "serves_live_services": _("Importance: live services that rest on it: {count}."),
        "risks_above_criterion": _("Importance: risks above the acceptance criterion: {count}."),
        "objectives_missed": _("Importance: objectives missed: {count}."),
        "requirements_not_met": _("Status: requirements not met: {count} ({clauses})."),
        "requirements_stale": _("Status: requirements whose evidence is stale: {count} ({clauses})."),
        "major_nonconformities": _("Earlier results: major nonconformities in the last year: {count}."),
        "nonconformities": _("Earlier results: nonconformities in the last year: {count}."),
        "never_audited": _("Earlier results: no audit before this cycle is on record."),
        "last_audited": _("Earlier results: last audited on {last}."),
        "changed_often": _("Changes: versions in the last year: {count}."),
        "plan_has_drifted": _("Changes: differences from the plan in force: {count}."),
        "share_is_falling": _("Trend: the share of tickets in target is falling, lately to {share} %."),
        "due_so_often": _("So it is due {times} times in {months} months."),
        "due_once": _("So it is due once in {months} months."),
        "due_between": _("This time it is due between {from} and {to}."),
        "on_one_occasion": _("This month: what belongs together is audited on one occasion."),
        "spread_evenly": _("This month: audits are spread evenly over the time in which they are due."),
        "not_due_any_more": _("It is not due any more."),
    }
