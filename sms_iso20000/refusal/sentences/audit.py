"""Why something is refused: audits, independence of auditors, waivers."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_plan_sentences(), **_answer_sentences(), **_stake_sentences(), **_waiver_sentences()}


def _plan_sentences() -> dict[str, str]:
    return {
        "audit_objectives_missing": _("Write the objectives: what the audit is meant to find out."),
        "audit_criteria_missing": _("Write the criteria that the audit is held against."),
        "audit_scope_missing": _("Write the scope: what the audit covers."),
        "lead_auditor_missing": _("Name a lead auditor."),
        "audit_without_subject": _("Name what is audited: subjects, requirements or both."),
        "certification_body_missing": _("Name the certification body."),
        "audit_without_day": _("Say on which day the fieldwork begins."),
        "audit_ends_before_start": _("The last day of the audit must not be before its first."),
        "subject_missing": _("Row {row} of the subjects names nothing; choose a record, or write the site."),
        "checklist_missing": _("Generate the checklist before the fieldwork begins."),
        "lead_auditor_stays": _("The lead auditor stays the same from the beginning of the fieldwork on."),
        "kind_stays": _("The kind of the audit stays the same from the beginning of the fieldwork on."),
        "auditor_twice": _("{user} is named twice in the team; name each person once."),
        "auditor_without_role": _("{user} has no role ITSM Auditor; give it to them, or name somebody else."),
        "auditor_not_competent_private": _(
            "{user} does not hold all that auditors need; ask them or a manager of the system, or name somebody else."
        ),
        "auditor_not_competent": _(
            "{user} does not hold what auditors need ({competences}); record it as verified, or name somebody else."
        ),
        "certificate_ends_before_issue": _("The certificate must not end before the day on which it was issued."),
        "answered_in_future": _("The day of the answer lies in the future; enter the day on which it was sent."),
        "call_off_for_manager": _("Only an ITSM Manager calls an audit off; tell one why it cannot be held."),
        "audit_with_ledger": _(
            "An audit with a certificate or an answer to the body is not called off; empty these fields first, or close"
            " the audit."
        ),
        "step_for_auditors_only": _("Only the lead auditor or another auditor of the team can do this."),
    }


def _answer_sentences() -> dict[str, str]:
    return {
        "answer_in_fieldwork_only": _(
            "Results are written in fieldwork and reporting only; start the fieldwork first."
        ),
        "answer_for_team_only": _("Only the lead auditor and the team write what was found."),
        "item_stays": _(
            "Items stay in the checklist once the fieldwork has begun ({clauses}); answer Not Audited, with a note."
        ),
        "finding_is_reported": _(
            "A nonconformity was reported for this finding ({names}); have it rejected before you change the result."
        ),
        "no_such_item": _("The checklist has no such item any more; load the audit again."),
        "sample_of_other_audit": _("Sample {name} belongs to another audit; choose one of this audit."),
        "items_unanswered": _("Answer every item ({count} are open): {clauses}."),
        "not_audited_without_note": _("Say in a note why these items were not audited: {clauses}."),
        "finding_without_note": _("Say in a note what was found: {clauses}."),
        "finding_without_evidence": _("Give the evidence of these major and minor findings: {clauses}."),
        "finding_without_nonconformity": _("Report a nonconformity for each major and minor finding: {clauses}."),
        "conclusion_missing": _("Write the conclusion of the audit."),
        "nobody_to_tell": _("Name the interested parties who are told of the report."),
        "nonconformities_unfinished": _("Nonconformities of this audit are not finished: {names}."),
    }


def _stake_sentences() -> dict[str, str]:
    return {
        "stake_owns": _("{user} answers for {records}, which is audited; name somebody else."),
        "stake_owned": _("{user} answered for {records} within the look-back; name somebody else."),
        "stake_holds_role": _("{user} has or had a role in {records}, which is audited; name somebody else."),
        "stake_wrote": _("{user} wrote or changed {records} (records: {count}); name somebody else."),
        "stake_decided": _("{user} reviewed, approved or decided {records} (records: {count}); name somebody else."),
        "stake_open_action": _("{user} has open actions in what is audited: {records}; name somebody else."),
        "stake_resolved_tickets": _("{user} solved tickets of what is audited, such as {records}; name somebody else."),
        "stake_reports_to": _(
            "{user} reports to {through}, who has a stake in what is audited ({records}); name somebody else."
        ),
        "stake_manages": _(
            "{user} is line manager of {through}, who has a stake in what is audited ({records}); name somebody else."
        ),
    }


def _waiver_sentences() -> dict[str, str]:
    return {
        "nothing_to_waive": _("This person has no stake in what is audited; no waiver is needed."),
        "audit_needs_no_waiver": _(
            "Audit {name} is reported or called off, or not of our own people; it takes no waiver."
        ),
        "waiver_by_top_management_only": _("Only top management of this system grants a waiver."),
        "waiver_confirmed_by_others": _("Only top management or an ITSM Manager can do this."),
        "waiver_needs_second_person": _("Somebody other than who granted the waiver has to confirm it."),
        "waiver_for_oneself": _("Nobody grants or confirms a waiver for themselves."),
        "waiver_in_line_of_auditor": _(
            "You are line manager or report of the auditor, or of somebody whose stake it is; "
            "somebody outside has to decide on the waiver."
        ),
        "waiver_by_stakeholder": _(
            "You have a stake in {records} yourself; somebody outside has to decide on the waiver."
        ),
        "waiver_outdated": _("The auditor gained a stake since the waiver was granted; make a new waiver."),
    }
