"""Why something is refused: documents."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "no_document_content": _("Write the content or attach the file of the document first."),
        "no_issuer": _("Say who publishes the external document."),
        "no_edition": _("Say which edition of the external document applies."),
        "no_master_location": _("Say where the master of the external document is found."),
        "approver_wrote_it": _("{user} wrote a part of this revision; name somebody else as its approver."),
        "named_reviewer_wrote_it": _("{user} wrote a part of this revision; name somebody else as its reviewer."),
        "reviewer_named_twice": _("{user} is named as reviewer more than once; keep one row."),
        "writes_no_documents": _(
            "{user} may not work on documents of this system; name somebody who is ITSM Manager, ITSM Process Owner"
            " or ITSM Top Management for it."
        ),
        "reads_no_documents": _("{user} may not read documents of this system; name somebody who may."),
        "effective_day_passed": _(
            "{day} has passed; enter a day from today on, or none for the day on which it is put in force."
        ),
        "use_named_twice": _("{doctype} {name} is named as a point of use more than once; keep one row."),
        "file_not_as_reviewed": _(
            "The file is not what was submitted for review; return the revision to draft, or start a new one."
        ),
        "pdf_filed_already": _("The PDF of this revision is filed already and stays as it is."),
        "approver_not_named": _("{user} is not the approver named in this revision and cannot approve it."),
        "withdrawal_not_by_approver": _("{user} is not the approver named in this revision and cannot withdraw it."),
        "keeper_not_named": _("{user} is neither owner nor approver of this document and cannot record its review."),
    }
