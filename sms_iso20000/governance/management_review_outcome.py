"""What comes of a management review: actions, minutes that people are told of, and the next review (4.5.4.3)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, escape_html, formatdate, get_fullname

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.actions import ACTION
from sms_iso20000.governance.delivery import tell
from sms_iso20000.governance.language import language_of_site
from sms_iso20000.governance.management_reviews import REVIEW, interval_of
from sms_iso20000.life.audience import audience_rows
from sms_iso20000.rules.management_review import ACTION as AS_ACTION
from sms_iso20000.rules.management_review import JUDGEMENTS, State

PURPOSE = "Management Review"
TITLE_LENGTH = 140


def make_actions(review: Document) -> None:
    """An action for each output that is one, linked there; saving the review is left to the caller."""
    for row in review.outputs:
        if row.kind == AS_ACTION and not row.action:
            row.action = _action(review, row)


def proposed_audience(review: Document) -> list[dict]:
    """Who has an interest at any rate: who attends, and top management."""
    people = {row.user for row in review.attendees} | top_management(review.system)
    return [{"audience_type": "User", "audience": user} for user in sorted(people)]


def tell_minutes(review: Document) -> str:
    """Tell judgement and outputs to the audience of the review; the name of the communication, which keeps to whom."""
    with language_of_site():
        title, content = _("Minutes: {0}").format(review.title), _message(review)
    return tell(review.system, title[:TITLE_LENGTH], content, audience_rows(review), PURPOSE, reference=review).name


def tell_addendum(addendum: Document) -> str:
    """Tell a correction to those who were told of the review; the name of the communication."""
    review = frappe.get_doc(REVIEW, addendum.review)
    with language_of_site():
        title = _("Correction of: {0}").format(review.title)
    content = f"<p>{escape_html(addendum.reason)}</p>{addendum.correction}"
    return tell(review.system, title[:TITLE_LENGTH], content, audience_rows(review), PURPOSE, reference=addendum).name


def plan_next(review: Document) -> str | None:
    """Plan the next review an interval after this one, unless one is planned already; its name."""
    still_open = {"system": review.system, "workflow_state": ["!=", State.SIGNED.value], "name": ["!=", review.name]}
    if frappe.db.exists(REVIEW, still_open):
        return None
    following = frappe.get_doc(
        {
            "doctype": REVIEW,
            "system": review.system,
            "planned_on": add_months(review.held_on, interval_of(review.system)),
            "chair": review.chair,
            "location": review.location,
            "attendees": [{"user": row.user, "capacity": row.capacity, "was_present": 1} for row in review.attendees],
        }
    )
    return following.insert(ignore_permissions=True).name


def _action(review: Document, row: Document) -> str:
    first_line = row.statement.strip().splitlines()[0]
    action = frappe.get_doc(
        {
            "doctype": ACTION,
            "system": review.system,
            "title": first_line[:TITLE_LENGTH],
            "description": row.statement,
            "kind": "Management Review",
            "responsible": row.responsible,
            "due_on": row.due_on,
            "reference_doctype": review.doctype,
            "reference_name": review.name,
        }
    )
    return action.insert(ignore_permissions=True).name


def _message(review: Document) -> str:
    judgements = "".join(
        f"<li>{_(review.meta.get_label(field))}: {escape_html(_(review.get(field)))}</li>"
        for field in JUDGEMENTS
        if field != "conclusion"
    )
    outputs = "".join(f"<li>{escape_html(_line(row))}</li>" for row in review.outputs)
    return f"<p>{escape_html(review.conclusion)}</p><ul>{judgements}</ul><p>{_('Outputs')}:</p><ul>{outputs}</ul>"


def _line(row: Document) -> str:
    line = f"{_(row.about)} – {_(row.kind)}: {row.statement}"
    if row.kind != AS_ACTION:
        return line
    return f"{line} ({get_fullname(row.responsible)}, {formatdate(row.due_on)})"
