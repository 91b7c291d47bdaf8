import frappe
from frappe.utils import now_datetime

from sms_iso20000.governance.retention import deciders
from sms_iso20000.governance.retention_guard import remember
from sms_iso20000.governance.retention_mapping import unmet_mapping
from sms_iso20000.governance.retention_overview import standing_of
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.retention import (
    DRAFT,
    IN_FORCE,
    WITHDRAWN,
    unmet_for_deciding,
    unmet_for_hold,
    unmet_for_release,
    unmet_for_withdrawing,
)
from sms_iso20000.rules.unmet import Unmet


class ITSMRetentionRule(StagedRecord):
    """How long records of a type are kept, on what basis, and what becomes of them (4.3.3)."""

    life_fields = (
        "legal_hold",
        "hold_reason",
        "held_by",
        "held_on",
        "author",
        "approved_by",
        "approved_on",
        "withdrawn_on",
        "withdrawal_reason",
        "content_hash",
    )
    content_fields = (
        "title",
        "document_type",
        "filters",
        "rule_owner",
        "start_field",
        "retention_months",
        "basis",
        "storage",
        "protection",
        "disposal_method",
        "anonymise_fields",
    )

    def start_life(self):
        super().start_life()
        self.author = frappe.session.user

    def unmet_content(self) -> list[Unmet]:
        unmet = self.unmet_people()
        if self._changed():
            if frappe.session.user != self.author:
                unmet.append(Unmet("rule_author_only", {"user": self.author}))
            unmet += unmet_mapping(self, frappe.session.user)
        return unmet

    def people_named(self) -> set[str]:
        return {self.rule_owner} - {None, ""}

    def on_update(self):
        if self.status == IN_FORCE:
            remember(self.document_type)

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def approve(self) -> None:
        """A second person puts the rule in force: from now on nothing it keeps can be deleted."""
        self.as_stored("write")
        self.refuse_unless_in(DRAFT)
        if unmet := self.unmet_for_approving():
            refuse(*unmet)
        self.write(
            status=IN_FORCE,
            approved_by=frappe.session.user,
            approved_on=now_datetime(),
            content_hash=self.computed_hash(),
        )
        self.decide("Approved")

    @frappe.whitelist(methods=["POST"])
    def withdraw(self, reason: str) -> None:
        """The rule keeps nothing any longer; what is under a legal hold stays kept."""
        self.as_stored("write")
        self.refuse_unless_in(DRAFT, IN_FORCE)
        unmet = unmet_for_withdrawing(self.status, self.author, bool(self.legal_hold), deciders(self.system))
        self._refuse(unmet, reason)
        self.write(status=WITHDRAWN, withdrawn_on=now_datetime(), withdrawal_reason=reason.strip())
        self.decide("Withdrawn", reason)

    @frappe.whitelist(methods=["POST"])
    def place_hold(self, reason: str) -> None:
        """From now on nothing under the rule is deleted or disposed of, however old."""
        self.as_stored("write")
        self.refuse_unless_in(IN_FORCE)
        unmet = unmet_for_hold(deciders(self.system))
        if self.legal_hold:
            unmet.append(Unmet("hold_placed_already"))
        self._refuse(unmet, reason)
        self.write(legal_hold=1, hold_reason=reason.strip(), held_by=frappe.session.user, held_on=now_datetime())
        self.decide("Hold Placed", reason)

    @frappe.whitelist(methods=["POST"])
    def release_hold(self, reason: str) -> None:
        """The periods of the rule count again; who held it and why stays in the decisions."""
        self.as_stored("write")
        self.refuse_unless_in(IN_FORCE)
        unmet = unmet_for_release(deciders(self.system))
        if not self.legal_hold:
            unmet.append(Unmet("no_hold_to_release"))
        self._refuse(unmet, reason)
        self.write(legal_hold=0, hold_reason="", held_by=None, held_on=None)
        self.decide("Hold Released", reason)

    # -- for the form --------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self) -> list[str]:
        """Why the signed-in user cannot approve a draft: the list the server refuses with."""
        self.as_stored("read")
        return [sentence(reason) for reason in self.unmet_for_approving()] if self.status == DRAFT else []

    @frappe.whitelist(methods=["POST"])
    def show_standing(self) -> dict:
        """How many records the rule keeps now, how many are due, and which settings of the host clear them earlier."""
        self.as_stored("read")
        return standing_of(self)

    # -- parts ---------------------------------------------------------------------------------------------------

    def unmet_for_approving(self) -> list[Unmet]:
        """The record type may have changed since; what the author may read is what counts."""
        return unmet_for_deciding(self.author, deciders(self.system)) + unmet_mapping(self, self.author)

    def _refuse(self, unmet: list[Unmet], reason: str) -> None:
        if not reason.strip():
            unmet.append(Unmet("reason_missing"))
        if unmet:
            refuse(*unmet)

    def _changed(self) -> bool:
        before = self.get_doc_before_save()
        return before is None or before.computed_hash() != self.computed_hash()
