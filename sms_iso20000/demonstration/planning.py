"""The service management plan: written, approved, issued, kept and followed by the plans of the processes (4.5)."""

from collections.abc import Callable

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow

from sms_iso20000.demonstration import planning_texts as said
from sms_iso20000.demonstration import texts
from sms_iso20000.demonstration.documents_texts import DOCUMENTS, OWNERS
from sms_iso20000.demonstration.events import Event, Moments
from sms_iso20000.demonstration.people import AGENT, MANAGER, OWNER, TOP

PLAN = "ITSM Plan"


class PlanHistory:
    """Days are counted back from the present one, as in the history of the policy."""

    def __init__(self, moments: Moments):
        self.moments = moments
        self.plan = ""

    def events(self) -> list[Event]:
        ago = self.moments.ago
        return [
            Event(ago(98, 9), MANAGER.user, self._write),
            Event(ago(96, 15), MANAGER.user, self._step("Submit for Review")),
            Event(ago(94, 11), OWNER.user, lambda: self._plan().review(said.REVIEW)),
            Event(ago(92, 9), TOP.user, self._step("Approve")),
            Event(ago(91, 8), TOP.user, self._step("Put In Force")),
            Event(ago(80, 8), "Administrator", self._acknowledge),
            *(
                Event(ago(70 - index, 14), self._owner_of(code), self._realign(code))
                for index, code in enumerate(said.ALIGNED)
            ),
            Event(ago(20, 16), TOP.user, lambda: self._plan().keep_unchanged(said.KEPT)),
        ]

    # -- what was done -------------------------------------------------------------------------------------------

    def _write(self) -> None:
        unit, unit_zh = said.UNIT
        services = frappe.get_all(
            "ITSM Service",
            filters={"system": texts.SYSTEM, "code": ["in", said.IN_SCOPE]},
            pluck="name",
            order_by="code asc",
        )
        plan = frappe.get_doc(
            {
                "doctype": PLAN,
                "system": texts.SYSTEM,
                "title": said.TITLE,
                "code": said.CODE,
                "plan_owner": MANAGER.user,
                "organisational_unit": unit,
                "organisational_unit_zh": unit_zh,
                "services": [{"service": name} for name in services],
                "exclusions": [said.EXCLUSION],
                "audience": [
                    {"audience_type": "Role", "audience": OWNERS},
                    *({"audience_type": "User", "audience": person.user} for person in (AGENT, MANAGER)),
                ],
                **{f"item_{letter}": text for letter, text in said.ITEMS.items()},
            }
        )
        self.plan = plan.insert().name
        plan.fill_scope()
        plan.propose_links()

    def _acknowledge(self) -> None:
        asked = {"reference_doctype": PLAN, "reference_name": self.plan, "status": "Open"}
        for row in frappe.get_all("ITSM Acknowledgement", asked, ["name", "user"], order_by="name asc"):
            frappe.set_user(row.user)
            frappe.get_doc("ITSM Acknowledgement", row.name).acknowledge()

    def _realign(self, code: str) -> Callable[[], None]:
        return lambda: self._document(code).realign(self.plan, said.REALIGNED)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _owner_of(self, code: str) -> str:
        return next(written.owner for written in DOCUMENTS if written.code == code)

    def _step(self, action: str) -> Callable[[], object]:
        return lambda: apply_workflow(self._plan(), action)

    def _plan(self) -> Document:
        return frappe.get_doc(PLAN, self.plan)

    def _document(self, code: str) -> Document:
        return frappe.get_doc("ITSM Document", {"system": texts.SYSTEM, "code": code, "workflow_state": "In Force"})
