"""Two management reviews: one signed, one in preparation (4.5.4.3)."""

from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.demonstration import management_reviews_texts as said
from sms_iso20000.demonstration import texts
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.people import MANAGER, TOP
from sms_iso20000.governance.delivery import deliver_in_transaction
from sms_iso20000.governance.management_review_compiling import take_in
from sms_iso20000.governance.management_reviews import REVIEW

# So many days ago the first was planned, compiled, held and signed; the second was compiled.
PLANNED, COMPILED, HELD, SIGNED, COMPILED_AGAIN = 140, 118, 112, 110, 1


class ManagementReviewHistory:
    """Days are counted back from the present one, as in the history of the policy."""

    def __init__(self, moments: Moments):
        self.moments = moments
        self.first = ""

    def events(self) -> list[Event]:
        ago, manager = self.moments.ago, MANAGER.user
        return [
            Event(ago(PLANNED, 10), manager, self._plan),
            Event(ago(COMPILED, 9), manager, lambda: take_in(self.first, getdate(today()))),
            Event(ago(HELD, 15), manager, self._hold),
            Event(ago(HELD - 1, 10), manager, self._write_minutes),
            Event(ago(SIGNED, 9), TOP.user, self._sign),
            Event(ago(SIGNED - 40, 14), manager, self._finish_action),
            Event(ago(COMPILED_AGAIN, 9), manager, self._prepare_second),
        ]

    def _plan(self) -> None:
        review = frappe.get_doc(
            {
                "doctype": REVIEW,
                "system": texts.SYSTEM,
                "planned_on": self.moments.ago(HELD, 0).date(),
                "chair": TOP.user,
                "location": said.PLACE,
                "attendees": [
                    {"user": user, "capacity": capacity, "was_present": 1} for user, capacity, _came in said.ATTENDEES
                ],
            }
        )
        self.first = review.insert().name

    def _hold(self) -> None:
        review = self._first()
        came = {user: came for user, _capacity, came in said.ATTENDEES}
        for row in review.attendees:
            row.was_present = int(came[row.user])
        review.held_on = today()
        review.save()
        review.workflow_state = "Held"
        review.save()

    def _write_minutes(self) -> None:
        review = self._first()
        held_on = getdate(review.held_on)
        _comment(review, said.COMMENTS)
        review.update({**said.JUDGEMENT, "minutes": said.MINUTES})
        for about, kind, statement, responsible, days in said.OUTPUTS:
            due_on = held_on + timedelta(days=days) if days else None
            row = {"about": about, "kind": kind, "statement": statement, "responsible": responsible, "due_on": due_on}
            review.append("outputs", row)
        review.save()

    def _sign(self) -> None:
        review = self._first()
        review.workflow_state = "Signed"
        review.save()
        deliver_in_transaction(review.communication)

    def _finish_action(self) -> None:
        [name] = frappe.get_all(
            "ITSM Action",
            {"reference_name": self.first, "responsible": MANAGER.user},
            pluck="name",
            order_by="name asc",
        )
        frappe.get_doc("ITSM Action", name).complete(said.DONE)

    def _prepare_second(self) -> None:
        """Signing the first has planned it."""
        in_preparation = {"system": texts.SYSTEM, "workflow_state": "Planned"}
        [name] = frappe.get_all(REVIEW, in_preparation, pluck="name", order_by="name asc")
        take_in(name, getdate(today()))
        review = frappe.get_doc(REVIEW, name)
        _comment(review, said.SECOND_COMMENTS)
        review.save()

    def _first(self) -> Document:
        return frappe.get_doc(REVIEW, self.first)


def _comment(review: Document, comments: dict[str, str]) -> None:
    for row in review.inputs:
        row.comment = comments.get(row.topic) or row.comment
