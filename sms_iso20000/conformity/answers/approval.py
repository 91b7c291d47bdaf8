"""Whether top management stands behind a revision in force, as it is."""

from enum import Enum

from frappe.model.document import Document

from sms_iso20000.conformity.scope import Scope


class Flaw(Enum):
    """What is wrong with the approval of a revision."""

    NOT_RECORDED = "not recorded"
    CHANGED_SINCE = "changed since"
    NOT_BY_TOP_MANAGEMENT = "not by top management"


def approval_of(scope: Scope, revision: Document) -> tuple[dict | None, Flaw | None]:
    """The decision that approved `revision`, and what is wrong with it, if anything is."""
    decisions = scope.documentation.approvals.get((revision.doctype, revision.name), [])
    approval = next((row for row in decisions if row.decision == "Approved"), None)
    if not approval:
        return None, Flaw.NOT_RECORDED
    if approval.content_hash != revision.computed_hash():
        return approval, Flaw.CHANGED_SINCE
    return approval, None if approval.decided_by in scope.top_management else Flaw.NOT_BY_TOP_MANAGEMENT
