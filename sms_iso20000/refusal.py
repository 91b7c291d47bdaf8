"""How the server says no: every reason at once, each with a stable code and one sentence in the reader's language."""

from typing import NoReturn

import frappe
from frappe import _

from sms_iso20000.rules.unmet import Unmet


class Refused(frappe.ValidationError):
    """Raised by `refuse`; `codes` names the reasons. Clients find the same codes in the answer as `refusal`."""

    codes: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.codes[0] if self.codes else ""


def refuse(*unmet: Unmet) -> NoReturn:
    """Raise `Refused` with the sentences of all reasons; the request is rolled back by the host."""
    codes = tuple(dict.fromkeys(reason.code for reason in unmet))
    sentences = list(dict.fromkeys(sentence(reason) for reason in unmet))
    frappe.local.response["refusal"] = list(codes)
    try:
        frappe.throw("<br>".join(sentences), exc=Refused, title=_("Not done"))
    except Refused as refusal:
        refusal.codes = codes
        raise


def sentence(reason: Unmet) -> str:
    """The sentence of one reason; values are escaped, since the host shows messages as HTML."""
    values = {key: frappe.utils.escape_html(str(value)) for key, value in reason.values.items()}
    return _sentences()[reason.code].format(**values)


def _sentences() -> dict[str, str]:
    return {
        # life of a revision
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
        "no_change_summary": _("Say what changed against the earlier revision."),
        "approver_is_author": _("Somebody who wrote no part of this revision has to approve it."),
        "approver_not_top_management": _("{user} is not named as top management of this system and cannot approve."),
        "not_reviewed": _("Record a review of this revision before it is approved."),
        "reviewer_is_author": _("Somebody who wrote no part of this revision has to review it."),
        "reviewed_other_content": _("The content is not what was reviewed; record the review again."),
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
        # records kept by the app
        "made_by_app_only": _("Records of this kind are written by the app alone."),
        "append_only": _("Records of this kind are never changed."),
        "never_deleted": _("Records of this kind are never deleted."),
        "never_renamed": _("Records of this kind are never renamed."),
        "not_your_acknowledgement": _("Only the person asked can acknowledge."),
        "acknowledgement_lapsed": _("This revision is no longer in force; there is nothing left to acknowledge."),
        # system
        "not_positive": _("{field} must be at least 1."),
        "threshold_out_of_range": _("{field} must be between 1 and 100 percent."),
        "person_twice": _("{user} is listed twice in {table}."),
        "person_disabled": _("{user} is disabled and cannot be listed in {table}."),
        "not_an_external_auditor": _("{user} needs the role ITSM External Auditor before access is given."),
        # evidence
        "unknown_doctype": _("There is no record type named {doctype} on this site; choose one that exists."),
        "doctype_without_records": _("{doctype} keeps no list of records; choose a record type that does."),
        "doctype_not_readable": _("You may not read {doctype}; ask for the permission or choose another record type."),
        "unknown_field": _("{doctype} has no field {field}; choose one of its fields."),
        "field_not_readable": _("You may not read the field {field} of {doctype}; choose another field."),
        "field_not_a_date": _("The field {field} of {doctype} holds no date; choose a date field."),
        "value_read_twice": _("The value {value} is given two meanings; keep one."),
        "filters_not_an_object": _("Filters must be a JSON object of field names and values."),
        "filter_value_not_plain": _("The filter on {field} must compare with one plain value."),
        "month_not_over": _("The month of {day} is not over yet; only complete months are frozen."),
        "source_disabled": _("Enable this evidence source first."),
        # conformity
        "catalogue_read_only": _("The catalogue is shipped with the app and is read-only."),
        "no_catalogue": _("There is no catalogue for the edition {edition}."),
        "verdict_unknown": _("Choose a verdict: Conforms, Does Not Conform or Observation."),
        "verdict_without_reason": _("Give the reason for the verdict."),
        "not_a_requirement": _("{name} is a clause, not a requirement; give the verdict on a requirement."),
        "not_evaluated_yet": _("This system has not been evaluated yet; make a conformity run first."),
        "pack_too_large": _(
            "The certification pack has {size} MB; ask an administrator to let this site accept such files."
        ),
        # demonstration
        "not_a_demonstration_site": _(
            "This site already holds a service management system of its own; load the demonstration on another site."
        ),
    }
