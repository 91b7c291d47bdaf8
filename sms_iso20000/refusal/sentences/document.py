"""Why something is refused: documents."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "no_document_content": _("Write the content or attach the file of the document first."),
        "approver_not_named": _("{user} is not the approver named in this revision and cannot approve it."),
        "withdrawal_not_by_approver": _("{user} is not the approver named in this revision and cannot withdraw it."),
        "keeper_not_named": _("{user} is neither owner nor approver of this document and cannot record its review."),
    }
