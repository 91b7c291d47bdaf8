import frappe

from sms_iso20000.life.controlled_revision import ControlledRevision, text_of
from sms_iso20000.refusal import sentence
from sms_iso20000.rules.document import ACKNOWLEDGED_KINDS
from sms_iso20000.rules.revision import LIFE_FIELDS, Approvers
from sms_iso20000.rules.unmet import Unmet


class ITSMDocument(ControlledRevision):
    """A controlled document of the service management system: one record is one revision (4.3.1, 4.3.2)."""

    content_fields = (
        "title",
        "kind",
        "change_summary",
        "content",
        "file",
        "file_hash",
        "issuer",
        "edition",
        "master_location",
        "document_owner",
        "approver",
        "reviewers",
        "points_of_use",
        "is_restricted",
        "effective_on",
        "review_interval",
    )
    life_fields = (*LIFE_FIELDS, "link_key", "file_hash", "pdf", "pdf_hash", "pdf_note")
    review_interval_field = "document_review_interval"

    def approvers(self) -> Approvers:
        return Approvers(frozenset({self.approver}), "approver_not_named", "withdrawal_not_by_approver")

    def unmet_for_keeping(self, user: str) -> list[Unmet]:
        """Its owner and its approver say that it stays as it is."""
        return [] if user in (self.document_owner, self.approver) else [Unmet("keeper_not_named", {"user": user})]

    def missing_content(self) -> list[str]:
        return [] if self.file or text_of(self.content) else ["no_document_content"]

    def missing_reviewers(self) -> list[str]:
        """Those named whose review of this very content is not in the log of decisions."""
        named = [row.user for row in self.reviewers]
        done = frappe.get_all(
            "ITSM Decision",
            filters={
                "reference_doctype": self.doctype,
                "reference_name": self.name,
                "decision": "Reviewed",
                "content_hash": self.content_hash or "",
            },
            pluck="decided_by",
            order_by="sequence asc",
        )
        return [user for user in named if user not in done]

    @property
    def asks_acknowledgement(self) -> bool:
        return self.kind in ACKNOWLEDGED_KINDS

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self, step: str) -> list[str]:
        """Why the signed-in user cannot take the step to state `step` yet: the list the server refuses with."""
        self.as_stored("read")
        return [sentence(reason) for reason in self.unmet_for(step)]

    @frappe.whitelist(methods=["POST"])
    def start_new_revision(self) -> str:
        """Name of the draft that copies this revision, for the form to open."""
        return self.new_revision().name

    @frappe.whitelist(methods=["POST"])
    def review(self, remarks: str) -> None:
        self.record_review(remarks)

    @frappe.whitelist(methods=["POST"])
    def keep_unchanged(self, remarks: str) -> None:
        self.record_review_without_change(remarks)

    @frappe.whitelist(methods=["POST"])
    def give_withdrawal_reason(self, reason: str) -> None:
        self.note_withdrawal_reason(reason)


def on_doctype_update():
    frappe.db.add_unique("ITSM Document", ["system", "code", "revision"], constraint_name="itsm_document_revision")
