"""What was to become better, and what came of it: 4.5.5.1 .1 and 4.5.5.2 of the three years."""

from collections.abc import Callable
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import today

from sms_iso20000.api.improvement import draft_telling
from sms_iso20000.demonstration import improvements_texts as said
from sms_iso20000.demonstration import texts
from sms_iso20000.demonstration.documents_texts import OWNERS
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.improvements_texts import Wanted
from sms_iso20000.demonstration.people import AGENT, MANAGER, OWNER, TOP
from sms_iso20000.governance.delivery import deliver_in_transaction
from sms_iso20000.governance.improvements import propose_improvement

POLICY, IMPROVEMENT, ACTION = "ITSM Policy", "ITSM Improvement", "ITSM Action"
# More effort than this is for top management to decide on.
MOST_EFFORT_OF_MANAGER = 3


class ImprovementHistory:
    """Days are counted back from the present one, as in the history of the policy."""

    def __init__(self, moments: Moments):
        self.moments = moments
        self.policy = ""
        self.names: dict[str, str] = {}

    def events(self) -> list[Event]:
        return [
            *self._policy_events(),
            *(event for wanted in said.WANTED for event in self._life(wanted)),
            Event(self.moments.ago(said.TOLD_AGO, 10), said.TELLER, self._tell),
        ]

    def _policy_events(self) -> list[Event]:
        ago, top = self.moments.ago, TOP.user
        return [
            Event(ago(255, 10), MANAGER.user, self._write_policy),
            Event(ago(250, 16), MANAGER.user, self._policy_step("Submit for Review")),
            Event(ago(247, 11), OWNER.user, lambda: self._policy().review(said.POLICY_REVIEW)),
            Event(ago(243, 9), top, self._policy_step("Approve")),
            Event(ago(240, 8), top, self._policy_step("Put In Force")),
            Event(ago(230, 9), "Administrator", self._acknowledge),
        ]

    def _life(self, wanted: Wanted) -> list[Event]:
        ago, manager = self.moments.ago, MANAGER.user
        events = [Event(ago(wanted.proposed, 9), wanted.proposer, lambda: self._propose(wanted))]
        if wanted.rejected:
            days = wanted.proposed - said.DAYS_TO_REJECT
            events.append(Event(ago(days, 10), manager, lambda: self._reject(wanted)))
        if wanted.evaluated:
            events.append(Event(ago(wanted.evaluated, 10), manager, lambda: self._evaluate(wanted)))
        if wanted.approved:
            effort, _benefit = wanted.sizes
            approver = TOP.user if effort > MOST_EFFORT_OF_MANAGER else manager
            events.append(Event(ago(wanted.approved, 14), approver, lambda: self._go(wanted, "Approved")))
            events.append(Event(ago(wanted.approved - 1, 9), manager, lambda: self._plan(wanted)))
        return [*events, *self._work(wanted)]

    def _work(self, wanted: Wanted) -> list[Event]:
        ago, events = self.moments.ago, []
        if wanted.started:
            events.append(Event(ago(wanted.started, 9), wanted.owner, lambda: self._go(wanted, "In Progress")))
        if wanted.done:
            _title, who, _due = wanted.action
            events.append(Event(ago(wanted.done, 15), who, lambda: self._finish(wanted)))
        if wanted.measured:
            events.append(Event(ago(wanted.measured, 11), wanted.owner, lambda: self._measure(wanted)))
        if wanted.closed:
            events.append(Event(ago(wanted.closed, 11), MANAGER.user, lambda: self._close(wanted)))
        return events

    # -- what was done -------------------------------------------------------------------------------------------

    def _write_policy(self) -> None:
        low, high = said.SCALE
        policy = frappe.get_doc(
            {
                "doctype": POLICY,
                "system": texts.SYSTEM,
                "kind": "Improvement",
                "criteria": [
                    {"criterion": title, "weight": weight, "scale_low": low, "scale_high": high}
                    for title, weight in said.CRITERIA
                ],
                "audience": [
                    {"audience_type": "Role", "audience": OWNERS},
                    *({"audience_type": "User", "audience": person.user} for person in (AGENT, MANAGER)),
                ],
                **said.POLICY,
            }
        )
        self.policy = policy.insert().name

    def _acknowledge(self) -> None:
        asked = {"reference_doctype": POLICY, "reference_name": self.policy, "status": "Open"}
        for row in frappe.get_all("ITSM Acknowledgement", asked, ["name", "user"], order_by="name asc"):
            frappe.set_user(row.user)
            frappe.get_doc("ITSM Acknowledgement", row.name).acknowledge()

    def _propose(self, wanted: Wanted) -> None:
        improvement = propose_improvement(
            texts.SYSTEM,
            wanted.title,
            wanted.description,
            wanted.source,
            benefit=wanted.benefit,
            service=self._service(wanted.service),
        )
        self.names[wanted.title] = improvement.name

    def _reject(self, wanted: Wanted) -> None:
        self._doc(wanted).give_reason("Rejected", wanted.rejected)
        self._go(wanted, "Rejected")

    def _evaluate(self, wanted: Wanted) -> None:
        effort, benefit = wanted.sizes
        scores = [
            {"criterion": title, "score": score}
            for (title, _weight), score in zip(said.CRITERIA, wanted.scores, strict=True)
        ]
        self._go(wanted, "Evaluated", effort=str(effort), benefit_size=str(benefit), scores=scores)

    def _plan(self, wanted: Wanted) -> None:
        aim = wanted.aim
        improvement = self._doc(wanted)
        improvement.update({"improvement_owner": wanted.owner, "starts_on": self._day(wanted.starts)})
        improvement.append(
            "targets",
            {
                "dimension": aim.dimension,
                "measure": aim.measure,
                "unit": aim.unit,
                "operator": aim.operator,
                "baseline": aim.baseline,
                "target": aim.target,
                "measure_on": self._day(aim.due),
                "source": "By Hand",
            },
        )
        if wanted.revises:
            document = {"system": texts.SYSTEM, "code": wanted.revises, "workflow_state": "In Force"}
            named = {"document_type": "ITSM Document", "document": frappe.db.get_value("ITSM Document", document)}
            improvement.append("documents", named)
        improvement.save()
        title, who, due = wanted.action
        self.names[f"{wanted.title} action"] = (
            frappe.get_doc(
                {
                    "doctype": ACTION,
                    "system": texts.SYSTEM,
                    "title": title,
                    "kind": "Improvement",
                    "reference_doctype": IMPROVEMENT,
                    "reference_name": self.names[wanted.title],
                    "responsible": who,
                    "due_on": self._day(due),
                }
            )
            .insert()
            .name
        )

    def _finish(self, wanted: Wanted) -> None:
        frappe.get_doc(ACTION, self.names[f"{wanted.title} action"]).complete(said.DONE)

    def _measure(self, wanted: Wanted) -> None:
        improvement = self._doc(wanted)
        improvement.measure(improvement.targets[0].name, wanted.value, today(), said.MEASURED)
        self._go(wanted, "Measured")

    def _close(self, wanted: Wanted) -> None:
        self._go(wanted, "Closed", outcome=said.OUTCOME, value_achieved=said.VALUE)

    def _tell(self) -> None:
        communication = frappe.get_doc("ITSM Communication", draft_telling(texts.SYSTEM))
        audience = [{"audience_type": "User", "audience": user} for user in said.TOLD]
        communication.update({"audience": audience, "by_mail": 0})
        communication.save()
        communication.send()
        deliver_in_transaction(communication.name)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _go(self, wanted: Wanted, state: str, **values) -> None:
        improvement = self._doc(wanted)
        if values:
            improvement.update(values)
            improvement.save()
        improvement.workflow_state = state
        improvement.save()

    def _policy_step(self, action: str) -> Callable[[], object]:
        return lambda: apply_workflow(self._policy(), action)

    def _policy(self) -> Document:
        return frappe.get_doc(POLICY, self.policy)

    def _doc(self, wanted: Wanted) -> Document:
        return frappe.get_doc(IMPROVEMENT, self.names[wanted.title])

    def _day(self, days: int) -> date:
        return self.moments.ago(days, 0).date()

    def _service(self, code: str) -> str | None:
        return frappe.db.get_value("ITSM Service", {"system": texts.SYSTEM, "code": code}) if code else None
