"""What customers say: Helpdesk's tickets and ERPNext's Quality Feedback, or record types like them where these apps are
not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.model.document import Document

from tests.integration.made.stand_ins import stand_ins

FIELDS = {
    "HD Ticket": (
        ("subject", "Data"),
        ("agreement_status", "Data"),
        ("ticket_type", "Data"),
        ("agent_group", "Data"),
        ("customer", "Data"),
        ("priority", "Data"),
        ("resolution_date", "Datetime"),
        ("feedback_rating", "Rating"),
    ),
    "Quality Feedback Parameter": (
        ("parameter", "Data"),
        ("rating", "Select", "\n1\n2\n3\n4\n5"),
        ("feedback", "Text"),
    ),
    "Quality Feedback": (
        ("document_type", "Data"),
        ("document_name", "Data"),
        ("parameters", "Table", "Quality Feedback Parameter"),
    ),
}


@contextmanager
def feedback_apps() -> Iterator[None]:
    """Helpdesk's and ERPNext's record types as far as this app reads them: theirs where they are there."""
    with stand_ins(FIELDS):
        yield


def make_desk_ticket(system, closed_on, share: float | None = None, **values) -> Document:
    """A ticket of Helpdesk that was closed on that day and rated by a share of one, unless nobody did."""
    return _insert(
        "HD Ticket",
        subject=system.name,
        agreement_status="Fulfilled",
        resolution_date=f"{closed_on} 10:00:00",
        feedback_rating=share or 0,
        **values,
    )


def make_quality_feedback(given_on, *stars: int, by: str = "Harbour") -> Document:
    """A form filled in on that day, with so many stars for its parameters."""
    form = _insert(
        "Quality Feedback",
        document_type="Customer",
        document_name=by,
        parameters=[{"parameter": f"Question {index}", "rating": str(given)} for index, given in enumerate(stars)],
    )
    form.db_set("creation", f"{given_on} 09:00:00", update_modified=False)
    return form


def _insert(doctype: str, **values) -> Document:
    """Past what the apps ask of their own forms, which is not what is tested here."""
    doc = frappe.get_doc({"doctype": doctype, **values})
    doc.set_user_and_timestamp()
    doc.set_new_name()
    doc.db_insert()
    for index, row in enumerate(doc.get_all_children()):
        row.update({"parent": doc.name, "parenttype": doctype, "idx": index + 1})
        row.set_user_and_timestamp()
        row.set_new_name()
        row.db_insert()
    return doc
