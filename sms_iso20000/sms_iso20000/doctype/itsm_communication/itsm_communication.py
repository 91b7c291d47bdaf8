import frappe

from sms_iso20000.governance import delivery
from sms_iso20000.governance.reach import is_unread_by, mail_figures, note_read
from sms_iso20000.life.audience import audience_users, unknown_audience
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.rules.communication import DRAFT
from sms_iso20000.rules.unmet import Unmet


class ITSMCommunication(StagedRecord):
    """One thing told to people, and whom it reached (4.1.1 c and d, 4.1.3 b)."""

    life_fields = (
        "sent_by",
        "sent_on",
        "addressed",
        "told",
        "failed",
        "was_read",
        "acknowledged",
        "reach",
        "content_hash",
    )
    content_fields = (
        "procedure",
        "title",
        "purpose",
        "content",
        "audience",
        "by_mail",
        "asks_acknowledgement",
        "reference_doctype",
        "reference_name",
    )

    def onload(self):
        if self.is_in_force:
            self.set_onload("mail", mail_figures(self.name))
            self.set_onload("unread", is_unread_by(self.name, frappe.session.user))

    def unmet_content(self) -> list[Unmet]:
        """A draft names an audience that exists, and records of its own system."""
        if self.is_in_force:
            return []
        unmet = [Unmet("unknown_audience", {"audience": name}) for name in unknown_audience(self.audience)]
        named = (("ITSM Communication Procedure", self.procedure), (self.reference_doctype, self.reference_name))
        return unmet + [reason for doctype, name in named if name for reason in self.unmet_reference(doctype, name)]

    @property
    def is_in_force(self) -> bool:
        """What was sent stands; people are asked to acknowledge it."""
        return self.status != DRAFT

    @frappe.whitelist(methods=["POST"])
    def reach_preview(self) -> int:
        """How many people the audience means today."""
        self.as_stored("write")
        return len(audience_users(self.system, self.audience))

    @frappe.whitelist(methods=["POST"])
    def send(self) -> None:
        """The signed-in user tells this to the audience."""
        self.as_stored("write")
        delivery.send(self)

    @frappe.whitelist(methods=["POST"])
    def try_again(self) -> None:
        """Tell those whom it did not reach."""
        self.as_stored("write")
        delivery.try_again(self)

    @frappe.whitelist(methods=["POST"])
    def note_read(self) -> None:
        """The signed-in user has opened this; nothing happens where they were not addressed."""
        self.as_stored("read")
        note_read(self.name, frappe.session.user)
