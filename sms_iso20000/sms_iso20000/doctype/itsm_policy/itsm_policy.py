import frappe

from sms_iso20000.life.controlled_revision import ControlledRevision
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


def on_doctype_update():
    frappe.db.add_unique("ITSM Policy", ["system", "code", "revision"], constraint_name="itsm_policy_revision")
