"""Why a requirement stands as it does: 4.1.2."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_policy_in_force": _("No service management policy is in force; write, approve and issue one."),
        "policy_fitness_missing": _("The policy {policy} does not say how it fits the provider's purpose."),
        "policy_commitment_b_missing": _("The policy {policy} lacks the commitment to meet service requirements."),
        "policy_commitment_c_missing": _("The policy {policy} lacks the commitment to continual improvement."),
        "policy_frame_missing": _("The policy {policy} does not say how objectives are set and reviewed."),
        "policy_approval_not_recorded": _("No approval of the policy {policy} is on record."),
        "policy_changed_after_approval": _(
            "The text of the policy {policy} is not the one that was approved; withdraw it and issue a new revision."
        ),
        "policy_not_approved_by_top_management": _(
            "The policy was approved by {user}, who is not named as top management of this system."
        ),
        "nobody_can_approve": _("The system names no top management, so nobody can have approved the policy."),
        "policy_fits_purpose": _("{policy}, revision {revision}, says how it fits the purpose; approved by {user}."),
        "policy_commits_to_requirements": _(
            "{policy}, revision {revision}, commits to meeting service requirements; approved by {user}."
        ),
        "policy_commits_to_improvement": _(
            "{policy}, revision {revision}, commits to continual improvement; approved by {user}."
        ),
        "policy_frames_objectives": _(
            "{policy}, revision {revision}, says how objectives are set and reviewed; approved by {user}."
        ),
        "nobody_was_asked": _("Nobody has been asked to acknowledge {policy}; check its audience."),
        "acknowledgements_open": _(
            "{done} of {asked} people ({share} %) acknowledged the policy in force; {threshold} % are needed."
        ),
        "acknowledged": _("{done} of {asked} people ({share} %) acknowledged the policy in force."),
        "policy_review_not_recorded": _("No review of {policy} is on record."),
        "policy_review_overdue": _("The policy was last reviewed on {last}; the next review was due on {due}."),
        "policy_reviewed": _("The policy was last reviewed on {last}; the next review is due on {due}."),
    }
