"""The sentences behind the reason codes of checks, in the reader's language."""

import json
from collections.abc import Iterable

from frappe import _
from frappe.utils import formatdate

from sms_iso20000.rules.verdict import Reason

DATES = ("last", "due")


def sentences_of(reasons: str | None) -> str:
    """The reasons of a stored result as one text; `reasons` is the JSON that the engine wrote."""
    return " ".join(sentence(Reason(row["code"], row["values"])) for row in json.loads(reasons or "[]"))


def as_json(reasons: Iterable[Reason]) -> str:
    """Reasons as the engine stores them."""
    return json.dumps(
        [{"code": reason.code, "values": reason.values} for reason in reasons],
        ensure_ascii=False,
        sort_keys=True,
    )


def sentence(reason: Reason) -> str:
    """The sentence of one reason; a code this release does not know is shown with its values rather than hidden."""
    template = _sentences().get(reason.code)
    if template is None:
        return f"{reason.code} {reason.values}"
    values = {key: formatdate(value) if key in DATES else value for key, value in reason.values.items()}
    return template.format(**values)


def _sentences() -> dict[str, str]:
    return {
        "no_check": _("No check yet: this release does not look at this requirement."),
        "check_failed": _("The check could not be carried out; the error log says why."),
        # 4.1.2
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
        # 4.3.2
        "nothing_in_force": _("Nothing is in force yet, so there is nothing to look at."),
        "issued_without_approval": _(
            "{count} of {total} documents in force lack an earlier approval of this content by somebody else."
        ),
        "approved_before_issue": _(
            "Documents in force: {total}; each was approved by somebody else before it was issued."
        ),
        "two_revisions_in_force": _("Revisions in force that share a code with another: {count}."),
        "change_not_described": _("Revisions in force that do not say what changed: {count}."),
        "revision_status_identified": _(
            "Documents in force: {total}; each shows its revision, and what changed where there was an earlier one."
        ),
        # 4.5.4.1
        "no_evidence_source": _("No evidence source is enabled; map the records that are your service desk tickets."),
        "source_without_snapshot": _("{count} of {total} evidence sources have no frozen month; freeze one."),
        "no_snapshot": _("No month of service desk results has been frozen."),
        "snapshot_stale": _("The newest frozen month ended on {last}, more than {days} days ago."),
        "nothing_measured": _("Newest snapshots without a ticket that was in target or missed: {count}."),
        "service_levels_measured": _("Service levels are on record up to {last} (evidence sources: {total})."),
        "no_service_measured": _("The snapshots name no service; map the service field of the evidence source."),
        "service_without_recent_results": _("No recent results for {services}; the oldest are of {last}."),
        "results_recorded": _("Recent results are on record for every service ({total})."),
        "audits_and_reviews_unchecked": _("Internal audits and management reviews are not looked at yet."),
    }
