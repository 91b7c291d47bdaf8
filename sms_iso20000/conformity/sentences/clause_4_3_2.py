"""Why a requirement stands as it does: 4.3.2."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
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
    }
