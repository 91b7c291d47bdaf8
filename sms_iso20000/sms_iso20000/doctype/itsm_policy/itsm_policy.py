import frappe

from sms_iso20000.life.controlled_revision import ControlledRevision


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
    alone_in_system = True


def on_doctype_update():
    frappe.db.add_unique("ITSM Policy", ["system", "code", "revision"], constraint_name="itsm_policy_revision")
