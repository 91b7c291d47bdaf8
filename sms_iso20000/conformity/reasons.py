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
        # 4.1: evidence by hand
        "nothing_by_hand": _(
            "Nothing in this app can show it yet; record evidence by hand and let somebody else confirm it."
        ),
        "by_hand_not_confirmed": _("Evidence recorded by hand that nobody has confirmed: {count}."),
        "by_hand_gap": _("The evidence {title}, confirmed by {person}, shows a gap."),
        "by_hand_expired": _("The evidence {title} was valid until {due}; record new evidence."),
        "shown_by_hand": _("By hand, not computed: {title}, confirmed by {person}, valid until {due}."),
        # 4.1.1
        "no_objective_approved": _("Top management has approved no objective; set one and let it be approved."),
        "objectives_all_past": _("Objectives: {count}; the last of them was due on {last}. Set new ones."),
        "objectives_set": _("Approved objectives: {count}; the newest was approved on {last}."),
        "nothing_told": _("Nothing is on record that was told to people about this; send a communication."),
        "told_by_others_only": _("Only {person} told people about this, who is not top management."),
        "told_too_long_ago": _("Top management last told people on {last}, more than {months} months ago."),
        "told_just_now": _("{title} was sent a few days ago; {share} % have read it so far, {threshold} % are needed."),
        "told_but_not_read": _("{title} was read by {share} % of the people addressed; {threshold} % are needed."),
        "told_and_read": _("{title}, sent by {person}, was read by {share} % of the people addressed."),
        "no_service_risk": _("No risk to services is on record; put the first into the register."),
        "risks_not_assessed": _("{count} of {total} risks are not assessed yet."),
        "risks_not_handled": _(
            "Risks above the acceptance criterion that are neither accepted nor under timely treatment: {count}."
        ),
        "risk_review_overdue": _("Risks whose review is overdue: {count}; the oldest was due on {due}."),
        "risks_handled": _("Risks on record: {total}; each is assessed, and treated or accepted where it has to be."),
        "no_decision_on_risks": _("No decision on a risk is on record."),
        "risks_all_delegated": _("Only {people} decided on risks, nobody of top management."),
        "risks_looked_at_too_long_ago": _("Top management last dealt with risks on {last}, over {months} months ago."),
        "risks_looked_at": _("{person} of top management dealt with risks on {last}."),
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
        # 4.1.3
        "no_process": _("No process is active; activate the processes that you operate."),
        "process_without_owner": _("{count} of {total} processes have no owner who can sign in."),
        "process_roles_incomplete": _(
            "{count} of {total} processes lack roles, or a role lacks its person, responsibility or authority."
        ),
        "process_never_confirmed": _("Nobody has confirmed yet that {count} of {total} processes are as described."),
        "process_confirmed_too_long_ago": _(
            "Processes not confirmed for longer than the interval: {count}; the oldest was confirmed on {last}."
        ),
        "responsibilities_current": _("Processes with owner and complete roles: {total}; confirmed since {last}."),
        "records_orphaned": _("Responsibilities whose person is missing, disabled or has left: {count}."),
        "nothing_orphaned": _("Whoever is named as responsible can sign in."),
        "no_communication_procedure": _("No communication procedure is on record; write who tells whom what and when."),
        "procedure_never_followed": _("{count} of {total} communication procedures are due and were never followed."),
        "procedure_overdue": _("Communication procedures overdue: {count}; the oldest was due on {due}."),
        "procedures_not_used_yet": _("Communication procedures: {total}; none has been used yet."),
        "procedures_used": _("Communication procedures: {total}; the last was followed on {last}."),
        # 4.1.4
        "nobody_can_appoint": _("The system names no top management, so nobody can appoint a representative."),
        "no_representative": _("No management representative is appointed."),
        "representative_not_accepted": _("The management representative has not accepted the appointment yet."),
        "representative_gone": _("{person} is the management representative and cannot sign in any more."),
        "representative_office_ended": _("The office of {person} as management representative ended on {last}."),
        "representative_in_office": _("{person} is the management representative since {last}."),
        "process_owner_not_appointed": _("{count} of {total} processes have no owner who was appointed and accepted."),
        "process_owner_office_ended": _("{count} of {total} processes have an owner whose appointment has ended."),
        "process_owners_appointed": _("Processes with an appointed owner in office: {total}."),
        "process_isolated": _("{count} of {total} processes lack inputs, outputs or an interface to another process."),
        "processes_integrated": _("Processes with inputs, outputs and interfaces: {total}; confirmed since {last}."),
        "no_asset": _("No asset or licence is on record."),
        "assets_not_lawful": _("{count} of {total} assets and licences have expired, are over-used or lack a basis."),
        "assets_not_checked": _("Assets and licences not checked for more than {months} months: {count}."),
        "assets_lawful": _("Assets and licences in order: {total}."),
        "no_report": _("No report to top management is on record."),
        "no_report_signed": _("Reports to top management that nobody has signed yet: {count}; sign one."),
        "report_overdue": _("The last signed report ends on {last}; one is due every {months} months."),
        "report_signed": _("{person} signed the report to top management for the time up to {last}."),
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
