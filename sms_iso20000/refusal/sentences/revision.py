"""Why something is refused: life of a revision."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "unknown_state": _("{state} is no state of this record; ask an administrator to correct the workflow."),
        "illegal_step": _("This record cannot go from {before} to {after}; use the actions its form offers."),
        "new_not_draft": _("A new revision starts as a draft; leave its status and its life fields empty."),
        "changed_by_hand": _("{field} is written by the app alone; leave it as it is."),
        "content_sealed": _("{field} is sealed; return the revision to draft, or start a new revision, to change it."),
        "content_and_step": _("Save the changed content first, then take the step to {after}."),
        "no_content": _("Write the text of the policy first."),
        "commitment_a_missing": _("Say how the policy fits the purpose of the service provider (a)."),
        "commitment_b_missing": _("Write the commitment to meet service requirements (b)."),
        "commitment_c_missing": _("Write the commitment to continual improvement (c)."),
        "commitment_d_missing": _("Say how objectives are set and reviewed (d)."),
        "no_criterion": _("Add at least one criterion with a weight above 0, by which improvements are evaluated."),
        "criteria_of_improvement_only": _("Only an improvement policy has evaluation criteria; remove them."),
        "criterion_weight_negative": _("Give the criterion {criterion} a weight of 0 or more."),
        "criterion_without_scale": _("Give the criterion {criterion} a highest score above its lowest."),
        "criterion_twice": _("The criterion {criterion} stands there twice; remove one of the rows."),
        "policy_kind_differs": _("Earlier revisions with this code are of the kind {kind}; choose another code."),
        "no_change_summary": _("Say what changed against the earlier revision."),
        "approver_is_author": _("Somebody who wrote no part of this revision has to approve it."),
        "approver_not_top_management": _("{user} is not named as top management of this system and cannot approve."),
        "not_reviewed": _("Record a review of this revision before it is approved."),
        "reviewer_is_author": _("Somebody who wrote no part of this revision has to review it."),
        "reviewed_other_content": _("The content is not what was reviewed; record the review again."),
        "reviewer_missing": _("{user} is named as reviewer and has to record a review of this content first."),
        "reviewer_not_named": _("This revision names its reviewers; {user} is none of them and cannot review it."),
        "effective_before_approval": _(
            "It cannot take effect on {day}, before its approval; return it to draft and enter a day from today on."
        ),
        "not_effective_yet": _("It takes effect on {day}; put it in force on that day or later."),
        "not_in_review": _("Only a revision that is in review can be reviewed."),
        "issuer_is_author": _("Somebody who wrote no part of this revision has to issue it."),
        "seal_broken": _("The content is not what was approved; withdraw this revision and start a new one."),
        "empty_audience": _("Name an audience with at least one enabled user before the revision is issued."),
        "unknown_audience": _("There is no role, user group or user named {audience}; choose one that exists."),
        "second_in_force": _("{name} is in force already; withdraw it first or make this a revision of it."),
        "older_than_in_force": _("Revision {revision} is in force already and is later than this one."),
        "revision_in_preparation": _("{name} is a revision in preparation already; finish or withdraw it first."),
        "not_in_force": _("Only the revision in force can be used here."),
        "no_withdrawal_reason": _("Give the reason for the withdrawal first."),
        "withdrawal_not_top_management": _("{user} is not named as top management of this system and cannot withdraw."),
        "review_not_top_management": _("{user} is not named as top management of this system and cannot review it."),
        "already_ended": _("A revision that has ended stays as it is."),
    }
