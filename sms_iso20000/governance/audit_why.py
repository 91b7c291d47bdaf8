"""Why a slot of an audit programme is due when it is, in the language of the reader (4.5.4.2)."""

import json

from frappe import _
from frappe.utils import formatdate

LISTED = 8


def sentences_of(why: str | None) -> list[str]:
    """A sentence for each reason that a slot keeps; one that this release does not know is shown with its values."""
    return [_sentence(row["code"], row["values"]) for row in json.loads(why or "[]")]


def _sentence(code: str, values: dict) -> str:
    template = _sentences().get(code)
    if template is None:
        return f"{code} {values}"
    return template.format(**{key: _shown(key, value) for key, value in values.items()})


def _shown(key: str, value: object) -> object:
    if key == "last":
        return formatdate(value)
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
        "not_due_any_more": _("It is not due any more."),
    }
