import frappe
from frappe.utils import now_datetime, strip_html

from sms_iso20000.compat import clean_texts
from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.management_review_outcome import tell_addendum
from sms_iso20000.governance.management_reviews import REVIEW
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.management_review import State, unmet_addendum
from sms_iso20000.rules.unmet import Unmet


class ITSMManagementReviewAddendum(StagedRecord):
    """A correction of a signed management review, which itself stays as it was signed (4.5.4.3, 4.3.3)."""

    content_fields = ("review", "reason", "correction")
    life_fields = ("signed_by", "signed_on", "communication", "content_hash")

    def validate(self):
        if not self.flags.by_own_function and self.review:
            self.system = frappe.db.get_value(REVIEW, self.review, "system")
        super().validate()

    def onload(self):
        """What stands between the signed-in user and signing."""
        unmet = self.unmet_signature() if self.status == self.first_stage else []
        self.set_onload("before_next_step", [sentence(reason) for reason in unmet])

    def unmet_content(self) -> list[Unmet]:
        state = frappe.db.get_value(REVIEW, self.review, "workflow_state")
        return [] if state == State.SIGNED else [Unmet("addendum_before_signature")]

    def unmet_signature(self) -> list[Unmet]:
        written = bool(strip_html(self.correction or "").strip())
        return unmet_addendum(frappe.session.user, top_management(self.system), written)

    @frappe.whitelist(methods=["POST"])
    def sign(self) -> None:
        """Top management signs the correction, and those are told who were told of the review."""
        self.as_stored("read")
        self.refuse_unless_in(self.first_stage)
        if unmet := self.unmet_signature():
            refuse(*unmet)
        clean_texts(self)
        stamps = {"signed_by": frappe.session.user, "signed_on": now_datetime()}
        self.write(status="Signed", content_hash=self.computed_hash(), **stamps)
        self.decide("Signed")
        self.write(communication=tell_addendum(self))
