import frappe

from sms_iso20000.life.controlled_revision import ControlledRevision
from sms_iso20000.refusal import sentence
from sms_iso20000.rules.revision import State
from sms_iso20000.rules.unmet import Unmet


class ITSMPolicy(ControlledRevision):
    """The service management policy (4.1.2): its text, its commitments a to d and whom it is for."""

    content_fields = (
        "title",
        "change_summary",
        "content",
        "fitness_for_purpose",
        "commitment_to_requirements",
        "commitment_to_improvement",
        "objectives_framework",
    )
    required_content = {
        "content": "no_content",
        "fitness_for_purpose": "commitment_a_missing",
        "commitment_to_requirements": "commitment_b_missing",
        "commitment_to_improvement": "commitment_c_missing",
        "objectives_framework": "commitment_d_missing",
    }
    review_interval_field = "policy_review_interval"

    def unmet_for(self, after: str) -> list[Unmet]:
        """A system has one service management policy in force, whatever its code."""
        unmet = super().unmet_for(after)
        if after == State.IN_FORCE:
            others = frappe.get_all(
                "ITSM Policy",
                filters={
                    "system": self.system,
                    "workflow_state": State.IN_FORCE.value,
                    "code": ["!=", self.code],
                },
                pluck="name",
                order_by="name asc",
            )
            unmet += [Unmet("second_in_force", {"name": name}) for name in others]
        return unmet

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self, step: str) -> list[str]:
        """Why the signed-in user cannot take the step to state `step` yet: the list the server refuses with."""
        self.as_stored("read")
        return [sentence(reason) for reason in self.unmet_for(step)]

    @frappe.whitelist(methods=["POST"])
    def start_new_revision(self) -> str:
        """Name of the draft that copies this revision, for the form to open."""
        return self.new_revision().name

    @frappe.whitelist(methods=["POST"])
    def review(self, remarks: str) -> None:
        self.record_review(remarks)

    @frappe.whitelist(methods=["POST"])
    def keep_unchanged(self, remarks: str) -> None:
        self.record_review_without_change(remarks)

    @frappe.whitelist(methods=["POST"])
    def give_withdrawal_reason(self, reason: str) -> None:
        self.note_withdrawal_reason(reason)


def on_doctype_update():
    frappe.db.add_unique("ITSM Policy", ["system", "code", "revision"], constraint_name="itsm_policy_revision")
