"""A management review as people see it: its inputs in their language, and what is missing for the next step."""

import json
from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html, get_fullname

from sms_iso20000.governance.actions import actions_shown
from sms_iso20000.governance.audit_report import told_to
from sms_iso20000.governance.management_review_compiling import is_compiling
from sms_iso20000.governance.management_reviews import addenda_of
from sms_iso20000.governance.review_page import changes_html, section_html
from sms_iso20000.governance.review_words import all_words, topic_title
from sms_iso20000.rules.management_review import BEFORE_MEETING
from sms_iso20000.rules.review_input import Change, from_text


def standing_of(review: Document) -> dict[str, Any]:
    """What the form shows: inputs, whether they are being compiled or may be, and corrections."""
    return {
        "inputs": inputs_shown(review),
        "is_compiling": is_compiling(review),
        "is_stopped": bool(review.compiling_since) and not is_compiling(review),
        "may_compile": review.workflow_state in BEFORE_MEETING,
        "addenda": addenda_of(review),
    }


def inputs_shown(review: Document) -> list[dict[str, Any]]:
    """Each input with its facts as HTML, and what compiling anew changed."""
    words = all_words()
    return [
        {
            "topic": row.topic,
            "title": topic_title(row.topic),
            "clause": row.clause,
            "has_data": cint(row.has_data),
            "facts": section_html(from_text(row.facts), words),
            "changes": _changes_shown(row.changes, words),
            "comment": row.comment,
        }
        for row in review.inputs
        if row.facts
    ]


def inputs_without_site(review: Document) -> str:
    """All inputs with their comments as HTML for whoever has no site at hand."""
    words, parts = all_words(), []
    for row in review.inputs:
        if row.facts:
            heading = escape_html(f"{topic_title(row.topic)} ({row.clause})")
            comment = f"<p><b>{_('Comment')}:</b> {escape_html(row.comment)}</p>" if row.comment else ""
            parts.append(f"<h4>{heading}</h4>{section_html(from_text(row.facts), words, is_linked=False)}{comment}")
    return "".join(parts)


def minutes_of(review: Document) -> dict[str, Any]:
    """Values for the print of the minutes."""
    return {
        "inputs": inputs_shown(review),
        "attendees": [
            {"full_name": get_fullname(row.user), "capacity": row.capacity, "was_present": cint(row.was_present)}
            for row in review.attendees
        ],
        "outputs": [{**row.as_dict(), "responsible_name": _name_of(row.responsible)} for row in review.outputs],
        "actions": {row["name"]: row for row in actions_shown(review)},
        "told": told_to(review),
        "addenda": [{**row, "signed_by_name": get_fullname(row.signed_by)} for row in addenda_of(review)],
    }


def _changes_shown(stored: str | None, words: dict[str, str]) -> str:
    if not stored:
        return ""
    changed = json.loads(stored)
    return changes_html(changed["since"], [Change(**row) for row in changed["changes"]], words)


def _name_of(user: str | None) -> str:
    return get_fullname(user) if user else ""
