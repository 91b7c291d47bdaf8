"""What other parties operate for the organisation and how it governs that: 4.2 of its three years."""

from collections.abc import Callable
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, add_months, get_last_day, getdate, today

from sms_iso20000.demonstration import arrangements_texts as said
from sms_iso20000.demonstration import texts
from sms_iso20000.demonstration.arrangements_texts import Arranged, Reviewed
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.people import MANAGER

ARRANGEMENT, REVIEW = "ITSM Arrangement", "ITSM Arrangement Review"


class ArrangementHistory:
    """Days are counted back from the present one, as in the history of the policy."""

    def __init__(self, moments: Moments):
        self.moments = moments
        self.names: dict[str, str] = {}

    def events(self) -> list[Event]:
        return [
            # Before the owners confirm their processes for the last time.
            Event(self.moments.ago(300, 9), MANAGER.user, self._say_who_operates),
            *(event for arranged in said.ARRANGEMENTS for event in self._life(arranged)),
        ]

    def _life(self, arranged: Arranged) -> list[Event]:
        ago, days = self.moments.ago, arranged.agreed
        return [
            Event(ago(days + 3, 9), MANAGER.user, lambda: self._register(arranged)),
            Event(ago(days, 11), MANAGER.user, self._step(arranged, "Record Agreement")),
            Event(ago(days - 1, 9), MANAGER.user, self._step(arranged, "Activate")),
            *(event for review in arranged.reviews for event in self._reviewed(arranged, review)),
            *([Event(ago(8, 10), MANAGER.user, lambda: self._improve(arranged))] if arranged.improving else []),
        ]

    def _reviewed(self, arranged: Arranged, review: Reviewed) -> list[Event]:
        key = f"{arranged.key} {review.first_month}"
        ago = self.moments.ago
        return [
            Event(ago(review.approved + 2, 10), MANAGER.user, lambda: self._review(key, arranged, review)),
            Event(ago(review.approved, 15), arranged.owner, lambda: self._doc(REVIEW, key).approve()),
        ]

    # -- what was done -------------------------------------------------------------------------------------------

    def _say_who_operates(self) -> None:
        for name in frappe.get_all("ITSM Process", filters={"system": texts.SYSTEM}, pluck="name", order_by="name asc"):
            process = frappe.get_doc("ITSM Process", name)
            by_others = process.clause in said.PARTLY_BY_OTHERS
            process.operated_by = "Partly by Others" if by_others else "Ourselves"
            process.save()

    def _register(self, arranged: Arranged) -> None:
        values = {
            "doctype": ARRANGEMENT,
            "system": texts.SYSTEM,
            "title": arranged.title,
            "related_process": self._process(arranged.clause),
            "part": arranged.part,
            "accountable_owner": arranged.owner,
            "starts_on": today(),
            "party_kind": arranged.kind,
            "party_name": arranged.party,
            "contact_person": arranged.contact,
            "activities": arranged.activities,
            "agreement_type": "ITSM Document",
            "agreement": self._document(arranged.agreement),
            "authority_clause": arranged.authority,
            "definition_document": self._document(f"PD-{arranged.clause}"),
            "definition_control": arranged.control,
            "interfaces": [
                {"direction": direction, "subject": subject, "hand_over": hand_over}
                for direction, subject, hand_over in arranged.interfaces
            ],
            "measures": [self._measure(*measure) for measure in arranged.measures],
            "compliance_questions": [{"question": question} for question in arranged.questions],
            "review_interval": arranged.interval,
            "improvement_planning": arranged.planning,
            "escalation_path": arranged.escalation,
        }
        self.names[arranged.key] = frappe.get_doc(values).insert().name

    def _measure(self, measure: str, unit: str, operator: str, target: float, counted: tuple[str, str] | None) -> dict:
        values = {"measure": measure, "unit": unit, "operator": operator, "target": target, "weight": 1}
        if not counted:
            return {**values, "source": "By Hand", "frequency": "Quarterly"}
        source = frappe.db.get_value("ITSM Evidence Source", {"system": texts.SYSTEM}, "name")
        dimension, value = counted
        counts = {"evidence_source": source, "dimension": dimension, "dimension_value": value}
        return {**values, "source": "Service Level Snapshot", "frequency": "Monthly", **counts}

    def _review(self, key: str, arranged: Arranged, reviewed: Reviewed) -> None:
        values = {
            "doctype": REVIEW,
            "arrangement": self.names[arranged.key],
            "period_start": self._month(reviewed.first_month).isoformat(),
            "period_end": get_last_day(self._month(reviewed.last_month)),
            "attendees": said.ATTENDEES,
        }
        review = frappe.get_doc(values).insert()
        self.names[key] = review.name
        entered = iter(reviewed.by_hand)
        for row in review.results:
            if row.source == "By Hand":
                row.update({"has_value": 1, "value": next(entered)})
        for row, (answer, evidence) in zip(review.answers, reviewed.answers, strict=True):
            row.update({"answer": answer, "evidence": evidence})
        review.update(
            {
                "verdict": reviewed.verdict,
                "conclusion": reviewed.conclusion,
                "no_improvement_reason": reviewed.none_needed,
                "improvements": [
                    {
                        "priority_rank": rank,
                        "improvement": improvement,
                        "responsible": responsible,
                        "due_on": add_days(today(), 30 * (rank + 1)),
                    }
                    for rank, (improvement, responsible) in enumerate(reviewed.improvements, start=1)
                ],
            }
        )
        review.save()

    def _improve(self, arranged: Arranged) -> None:
        self._doc(ARRANGEMENT, arranged.key).give_reason("Under Improvement", arranged.improving)
        apply_workflow(self._doc(ARRANGEMENT, arranged.key), "Start Improvement")

    # -- parts ---------------------------------------------------------------------------------------------------

    def _step(self, arranged: Arranged, action: str) -> Callable[[], object]:
        return lambda: apply_workflow(self._doc(ARRANGEMENT, arranged.key), action)

    def _doc(self, doctype: str, key: str) -> Document:
        return frappe.get_doc(doctype, self.names[key])

    def _process(self, clause: str) -> str:
        return frappe.db.get_value("ITSM Process", {"system": texts.SYSTEM, "clause": clause})

    def _document(self, code: str) -> str:
        in_force = {"system": texts.SYSTEM, "code": code, "workflow_state": "In Force"}
        return frappe.db.get_value("ITSM Document", in_force)

    def _month(self, back: int) -> date:
        """The first day of the month so many months back."""
        return getdate(add_months(self.moments.now.date().replace(day=1), -back))
