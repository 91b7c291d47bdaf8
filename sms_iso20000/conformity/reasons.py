"""The sentences behind the reason codes of checks, in the reader's language."""

import json
from collections.abc import Iterable
from typing import Any

from frappe import _
from frappe.utils import formatdate

from sms_iso20000.rules.verdict import Reason

DATES = ("last", "due")
# Of so many documents a sentence names the kind and where each is needed.
DOCUMENTS_NAMED = 5


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
    return template.format(**{key: _shown(key, value) for key, value in reason.values.items()})


def _shown(key: str, value: Any) -> Any:
    if key in DATES:
        return formatdate(value)
    if key == "documents":
        more = ["…"] if len(value) > DOCUMENTS_NAMED else []
        return "; ".join([*(_document(*row) for row in value[:DOCUMENTS_NAMED]), *more])
    return value


def _document(kind: str, place: str) -> str:
    return f"{_(kind)} ({place})" if place else _(kind)


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
        # 4.2
        "operation_never_said": _("No process says who operates it; set Operated By on each process."),
        "operation_not_said": _("{count} of {total} processes do not say who operates them; set Operated By."),
        "operated_without_arrangement": _(
            "Processes that others operate without an arrangement: {count}; register who does what on which terms."
        ),
        "arranged_though_in_house": _(
            "Arrangements on processes that say we operate them ourselves: {count}; correct one or the other."
        ),
        "party_in_tickets_unknown": _("Suppliers at work in the tickets without an arrangement: {parties}."),
        "nobody_else_operates": _("Every process is operated by ourselves; each was confirmed since {last}."),
        "others_identified": _("Arrangements with other parties: {total}; each process was confirmed since {last}."),
        "proof_missing": _(
            "{count} of {total} arrangements lack a part of proof {proof}: {parties}. The form says which."
        ),
        "arrangement_not_agreed": _("{count} of {total} arrangements are not agreed yet: {parties}."),
        "adherence_not_looked_at": _(
            "Overdue for review since {due}: {count} ({parties}); nobody has looked whether they are kept to."
        ),
        "accountability_shown": _(
            "Arrangements: {total}; each has an owner, an agreement and the authority to insist."
        ),
        "definition_review_overdue": _(
            "{count} of {total} arrangements rest on a process description that is overdue for review: {parties}."
        ),
        "definition_controlled": _("Arrangements: {total}; each process is defined by us, and so are its interfaces."),
        "arrangement_not_active": _("{count} of {total} arrangements are not active: {parties}."),
        "arrangement_never_reviewed": _("Arrangements whose first review is overdue: {count} ({parties})."),
        "arrangement_review_overdue": _(
            "Arrangements whose review is overdue: {count} ({parties}); last reviewed up to {last}."
        ),
        "first_review_to_come": _(
            "Arrangements not reviewed yet: {count} ({parties}); the first review is due on {due}."
        ),
        "review_measured_nothing": _(
            "The last review of {count} of {total} arrangements found no value at all: {parties}."
        ),
        "performance_determined": _("Arrangements: {total}; each is measured, and was reviewed up to {last} or later."),
        "improvement_not_decided": _(
            "Arrangements without a decision on improvements within the interval: {count} ({parties})."
        ),
        "improvement_decided": _(
            "Arrangements: {total}; what is improved first was decided in each review since {last}."
        ),
        "party_not_managed": _(
            "{count} of {total} parties lack what they are managed by: {parties}. The form says what."
        ),
        "parties_managed": _("Parties managed as their kind asks: {total}; each was reviewed up to {last} or later."),
        "kind_of_party_unknown": _(
            "Processes that others operate without an arrangement: {count}; nobody knows what kind of party it is."
        ),
        "nobody_of_that_kind": _("No party of that kind operates a process; each process was confirmed since {last}."),
        # 4.3.1
        "no_process_needs_policy_or_plan": _("No process that is operated needs a policy or plan of its own."),
        "no_document_of_kind": _(
            "Nothing is on record, in whatever state: {documents}. Write it and let it be approved."
        ),
        "documents_lacking": _("{count} of {total} that are needed are not in force: {documents}."),
        "external_not_identified": _("{count} of {total} documents from outside lack issuer, edition or master."),
        "documents_overdue": _("In force with an overdue review: {count}; the oldest was due on {due}."),
        "documents_complete": _("Everything that is needed is in force ({total}) and reviewed in time."),
        # 4.3.2
        "no_procedure_for_clause": _(
            "No procedure names requirement {clause} as a point of use; write one, or add the point of use to it."
        ),
        "procedure_for_clause_not_in_force": _(
            "The procedure for {clause} is not in force; let it be approved and issued."
        ),
        "procedure_for_clause_without_owner": _(
            "{person} owns the procedure and cannot sign in any more; issue a revision with another owner."
        ),
        "procedure_for_clause_in_force": _("The procedure for {clause} is in force: {title}."),
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
        "nobody_told": _("{count} of {total} documents in force were told to nobody of those who have to know them."),
        "telling_failed": _("People who could not be told of documents that are for them: {count}; tell them again."),
        "newcomers_not_told": _("People not told of documents that are for them within {days} days: {count}."),
        "people_told": _("Documents in force: {total}; everybody who has to know them was told."),
        "documents_without_owner": _("{count} of {total} documents in force have no owner who can sign in."),
        "reviews_long_overdue": _("Documents whose review is more than {days} days overdue: {count}."),
        "documents_reviewed": _("Documents in force: {total}; each was reviewed in time, since {last}."),
        "no_document_in_force": _("No document is in force beside the policy, so there is nothing to look at."),
        "documents_used_nowhere": _(
            "{count} of {total} documents in force have no point of use that is still there; say where they are used."
        ),
        "documents_at_points_of_use": _("Documents in force: {total}; each is found where it is used."),
        "documents_not_readable": _(
            "{count} of {total} documents in force lack code, title or owner, or have no content that can be opened."
        ),
        "documents_readable": _("Documents in force: {total}; each can be identified and read."),
        "no_external_document_in_force": _("No document from outside is in force, so there is nothing to look at."),
        "external_not_controlled": _(
            "{count} of {total} documents from outside lack issuer, edition, master or people they go to."
        ),
        "external_controlled": _("Documents from outside: {total}; each is identified, and its distribution settled."),
        "ended_within_reach": _(
            "Ended revisions that can still be taken for valid: {count}; "
            "end their shares, open acknowledgements and public files."
        ),
        "successor_waits": _(
            "Approved revisions not yet issued: {count}; people still use what they replace. Put them in force."
        ),
        "nothing_ended": _("No revision has ended yet, so there is nothing to keep out of use."),
        "ended_out_of_reach": _("Revisions that have ended: {total}; none can be taken for valid."),
        # 4.3.3
        "no_decision_recorded": _("No decision is on record yet."),
        "decisions_broken": _("The log of decisions was changed or cut here; compare it with a backup."),
        "no_recent_decision": _("The last decision on record is of {last}, more than {months} months ago."),
        "records_kept": _("Decisions on record: {total}, unbroken, the last of {last}."),
        "no_retention_rule": _("No retention rule is on record; say how long each kind of record is kept."),
        "no_retention_rule_in_force": _("No retention rule is in force; let one be approved."),
        "evidence_without_retention_rule": _("Used as evidence without a retention rule in force: {types}."),
        "retention_rule_without_owner": _("{count} of {total} retention rules in force have no owner who can sign in."),
        "host_clears_too_early": _("The host clears records earlier than a retention rule keeps them: see {settings}."),
        "retention_rules_in_force": _("Retention rules in force: {total}; they cover what is used as evidence."),
        "never_verified": _("The records of this system were never verified; the nightly job does it."),
        "verification_found_fault": _("The verification of {last} found a fault; the system says which."),
        "verified_too_long_ago": _("The records were last verified on {last}, more than {days} days ago."),
        "records_verified": _("The records were verified on {last}, and each is as it was sealed."),
        # 4.5.4.1
        "no_evidence_source": _("No evidence source is enabled; map the records that are your service desk tickets."),
        "source_broken": _("{count} of {total} evidence sources map what is not there any more; mend them first."),
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
