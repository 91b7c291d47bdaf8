"""Compiling the inputs of a management review: in the background, as of a cut-off date, comments kept (4.5.4.3)."""

import json
from dataclasses import asdict
from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime

from sms_iso20000.governance.management_reviews import REVIEW, last_signed, period_start, sections_of, topics_of
from sms_iso20000.governance.review_inputs import compile_sections
from sms_iso20000.rules.management_review import BEFORE_MEETING
from sms_iso20000.rules.review_input import Section, as_text, changes_between, from_text, with_trend

PROGRESS = "itsm_management_review_progress"
# After so long without an end a worker is taken for dead.
GIVEN_UP_AFTER = timedelta(minutes=10)


def is_compiling(review: Document) -> bool:
    """Whether a worker is at it."""
    since = review.compiling_since
    return bool(since) and get_datetime(since) > now_datetime() - GIVEN_UP_AFTER


def last_cutoff(review: Document) -> date | None:
    """The cut-off date of the last signed review of the system."""
    last = last_signed(review.system)
    return getdate(last.cutoff_on) if last else None


def start_compiling(review: Document, cutoff_on: date) -> None:
    """Leave the work to a background worker, who begins when this is committed."""
    review.write(compiling_since=now_datetime())
    frappe.enqueue(
        "sms_iso20000.governance.management_review_compiling.compile_review",
        queue="long",
        enqueue_after_commit=True,
        review=review.name,
        cutoff_on=cutoff_on.isoformat(),
    )


def compile_review(review: str, cutoff_on: str) -> None:
    """Compile and keep the inputs: for background workers. What fails is logged; it may be compiled anew."""
    try:
        take_in(review, getdate(cutoff_on))
    except Exception:
        frappe.db.rollback()
        frappe.log_error("Compiling a management review", reference_doctype=REVIEW, reference_name=review)
        frappe.get_doc(REVIEW, review).write(compiling_since=None)
    frappe.db.commit()
    _tell_progress(review, 1, 1)


def take_in(review: str, cutoff_on: date) -> None:
    """Compile the inputs and keep them; nothing where the meeting has begun. The commit is left to the caller."""
    system = frappe.db.get_value(REVIEW, review, "system")
    last = last_signed(system, cutoff_on)
    topics, told = topics_of(system), sections_of(last and last.name)
    sections = []
    for section in compile_sections(system, topics, period_start(system, cutoff_on, last), cutoff_on):
        sections.append(with_trend(section, told.get(section.topic)))
        _tell_progress(review, len(sections), len(topics) + 1)
    # Read only now, so that what people wrote meanwhile stays.
    record = frappe.get_doc(REVIEW, review, for_update=True)
    if record.workflow_state in BEFORE_MEETING:
        _keep(record, sections, topics)
        record.take_inputs(
            cutoff_on=cutoff_on,
            previous_review=last and last.name,
            compiled_by=frappe.session.user,
            compiled_on=now_datetime(),
            compiling_since=None,
        )


def _keep(record: Document, sections: list[Section], topics: dict[str, str]) -> None:
    """The sections as rows, with the comments that were there, and with what compiling anew has changed."""
    before = {row.topic: row for row in record.inputs}
    record.set("inputs", [])
    for section in sections:
        row = before.get(section.topic)
        record.append(
            "inputs",
            {
                "topic": section.topic,
                "clause": topics[section.topic],
                "has_data": int(section.has_data),
                "facts": as_text(section),
                "changes": _changes(record, row, section) if row else "",
                "comment": row.comment if row else "",
            },
        )


def _changes(record: Document, row: Document, section: Section) -> str:
    changes = [asdict(change) for change in changes_between(from_text(row.facts), section)]
    return json.dumps({"since": str(record.compiled_on), "changes": changes}, ensure_ascii=False)


def _tell_progress(review: str, done: int, steps: int) -> None:
    figures = {"name": review, "done": done, "steps": steps}
    frappe.publish_realtime(PROGRESS, figures, doctype=REVIEW, docname=review)
