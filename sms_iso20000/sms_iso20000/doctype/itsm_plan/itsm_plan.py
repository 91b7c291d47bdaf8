import frappe
from frappe.model.document import Document

from sms_iso20000.governance.plan_draft import unmet_draft, unmet_step
from sms_iso20000.governance.plan_drift import freeze_picture, readable_drift_of, shown
from sms_iso20000.governance.plan_items import items_of, propose, shown_behind, written_items
from sms_iso20000.governance.plan_scope import (
    compose_statement,
    fill_from_services,
    titles_of_services,
    unmet_complete_scope,
)
from sms_iso20000.governance.process_plans import readable_process_plans_of, tell_owners
from sms_iso20000.life.controlled_revision import ControlledRevision
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.plan import CONTENT, unmet_items
from sms_iso20000.rules.revision import LIFE_FIELDS, State
from sms_iso20000.rules.unmet import Unmet


class ITSMPlan(ControlledRevision):
    """One revision of the service management plan: its scope and items a to l (4.5.1, 4.5.2)."""

    content_fields = CONTENT
    life_fields = (*LIFE_FIELDS, "issued_picture", "picture_taken_on")
    review_interval_field = "plan_review_interval"
    alone_in_system = True

    def validate(self):
        if self.is_still_draft:
            compose_statement(self)
        super().validate()

    @property
    def is_still_draft(self) -> bool:
        """Whether it is a draft as it is stored and as it is going to be."""
        before = self.get_doc_before_save()
        return self.workflow_state in (None, "", State.DRAFT) and (not before or before.workflow_state == State.DRAFT)

    def people_named(self) -> set[str]:
        return {self.plan_owner} - {None, ""}

    def unmet_draft(self, earlier: Document | None) -> list[Unmet]:
        return unmet_draft(self, earlier)

    def unmet_for(self, after: str) -> list[Unmet]:
        return super().unmet_for(after) + unmet_step(self, after)

    def take_stock(self) -> None:
        """What is live now is what the plan is made for; later on the difference is shown as drift."""
        freeze_picture(self)

    def finish_step(self, step: State):
        super().finish_step(step)
        if step is State.IN_FORCE:
            tell_owners(self)

    # -- what helps to write a draft -----------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def fill_scope(self) -> None:
        """Take sites, customers, technology and unit from the chosen services and the system; only what is missing."""
        self.as_stored("write")
        self.refuse_unless_draft()
        if not self.services:
            refuse(Unmet("scope_without_services"))
        fill_from_services(self)
        self.save()

    @frappe.whitelist(methods=["POST"])
    def propose_links(self) -> None:
        """Link, under each item, the registers that answer it and have a live record; only what is missing."""
        self.as_stored("write")
        self.refuse_unless_draft()
        propose(self)
        self.save()

    def refuse_unless_draft(self) -> None:
        if self.workflow_state != State.DRAFT:
            refuse(Unmet("plan_not_a_draft"))

    # -- for prints ----------------------------------------------------------------------------------------------

    def titles_of_services(self) -> list[str]:
        """The services in scope, as the reader calls them."""
        return titles_of_services(self)

    def written_items(self) -> list[dict]:
        """Items a to l: heading, text, and what is linked, in words."""
        return written_items(self)

    # -- for the form --------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def show_standing(self) -> dict:
        """What the scope still lacks, and of each item what is live behind it and what is missing."""
        self.as_stored("read")
        items, behind = items_of(self), shown_behind(self)
        return {
            "scope": [sentence(reason) for reason in unmet_complete_scope(self)],
            "items": [
                {
                    "letter": item.letter,
                    "title": item.title,
                    "is_written": item.is_written,
                    "missing": [sentence(reason) for reason in unmet_items([item])],
                    "behind": behind[item.letter],
                }
                for item in items
            ],
        }

    @frappe.whitelist(methods=["POST"])
    def show_drift(self) -> list[dict]:
        """What came, went and changed since the plan was last looked at, as far as the reader may read the records."""
        self.as_stored("read")
        return [shown(row) for row in readable_drift_of(self)] if self.is_in_force else []

    @frappe.whitelist(methods=["POST"])
    def show_process_plans(self) -> list[dict]:
        """The process plans in force that the reader may read, and whether each fits the plan in force."""
        self.as_stored("read")
        return readable_process_plans_of(self.system)


def on_doctype_update():
    frappe.db.add_unique("ITSM Plan", ["system", "code", "revision"], constraint_name="itsm_plan_revision")
