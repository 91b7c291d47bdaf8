"""What stands in a management review, as the rules look at it, and what people may not write there (4.5.4.3)."""

from collections.abc import Sequence
from dataclasses import replace

from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html, formatdate, strip_html

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.dates import as_date
from sms_iso20000.governance.language import language_of_site
from sms_iso20000.governance.management_reviews import topics_of
from sms_iso20000.governance.review_words import topic_title
from sms_iso20000.life.audience import audience_users
from sms_iso20000.life.kept_record import is_written, plain
from sms_iso20000.rules.management_review import JUDGEMENTS, Input, Output, Review, State
from sms_iso20000.rules.unmet import Unmet

CHAIR, FORMER_CHAIR = "Chair", "Top Management"
# Written by the compilation alone.
COMPILED_COLUMNS = ("topic", "clause", "facts", "changes")


def facts_of(review: Document) -> Review:
    """The review as its record gives it, saved or not."""
    return Review(
        chair=review.chair or "",
        top_management=top_management(review.system),
        present=[row.user for row in review.attendees if cint(row.was_present)],
        cutoff_on=as_date(review.cutoff_on),
        held_on=as_date(review.held_on),
        topics=topics_of(review.system),
        inputs=[Input(row.topic, bool(cint(row.has_data)), is_written(row.comment)) for row in review.inputs],
        outputs=[_output(row) for row in review.outputs],
        missing=[field for field in JUDGEMENTS if not is_written(review.get(field))],
        people_told=len(audience_users(review.system, review.audience)) if review.audience else 0,
    )


def fill_in(review: Document) -> None:
    """What nobody has to write: title and agenda where they are empty, and the chair among who attends."""
    if review.workflow_state == State.SIGNED or not (review.system and review.chair):
        return
    with language_of_site():
        if not is_written(review.title) and review.planned_on:
            review.title = _("Management review of {0}").format(formatdate(review.planned_on))
        if not is_written(strip_html(review.agenda or "")):
            review.agenda = _agenda(review.system)
    _seat_chair(review)


def unmet_hand_written(review: Document) -> list[Unmet]:
    """Why what was compiled cannot be changed: people write comments beside it."""
    if _compiled(review.get_doc_before_save()) == _compiled(review):
        return []
    return [Unmet("changed_by_hand", {"field": _("Inputs")})]


def in_words(review: Document, unmet: Sequence[Unmet]) -> list[Unmet]:
    """The reasons with what their values stand for put into the language of the reader."""
    spoken = {
        "topic": topic_title,
        "about": _,
        "field": lambda field: _(review.meta.get_label(field)),
        "last": formatdate,
        "cutoff": formatdate,
    }
    return [
        replace(
            reason, values={key: spoken[key](value) if key in spoken else value for key, value in reason.values.items()}
        )
        for reason in unmet
    ]


def _agenda(system: str) -> str:
    items = [*(topic_title(topic) for topic in topics_of(system)), _("Decisions and actions")]
    return "<ol>" + "".join(f"<li>{escape_html(item)}</li>" for item in items) + "</ol>"


def _seat_chair(review: Document) -> None:
    for row in review.attendees:
        if row.user == review.chair:
            row.capacity = CHAIR
        elif row.capacity == CHAIR:
            row.capacity = FORMER_CHAIR
    if review.chair not in {row.user for row in review.attendees}:
        review.append("attendees", {"user": review.chair, "capacity": CHAIR, "was_present": 1})


def _output(row: Document) -> Output:
    return Output(
        about=row.about or "",
        kind=row.kind or "",
        has_statement=is_written(row.statement),
        responsible=row.responsible or "",
        due_on=as_date(row.due_on),
        has_action=bool(row.action),
    )


def _compiled(review: Document) -> list[tuple]:
    return [(cint(row.has_data), *(plain(row.get(column)) for column in COMPILED_COLUMNS)) for row in review.inputs]
