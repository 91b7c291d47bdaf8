import frappe
from frappe.utils import getdate, today

from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.governance.obligation_content import (
    SOURCE,
    is_source_known,
    next_review_of,
    unmet_content,
    unmet_record_type,
)
from sms_iso20000.governance.obligations import standings_of_obligation
from sms_iso20000.life.kept_record import KeptRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.obligation import unmet_review
from sms_iso20000.rules.unmet import Unmet

REVIEW = ("last_reviewed_on", "reviewed_by", "next_review_on")


class ITSMObligation(KeptRecord):
    """A law, standard or contract that binds the service provider, and how it is complied with (4.5.2 d)."""

    def onload(self):
        self.set_onload("reasons", standings_of_obligation(self) if self.is_active else [])

    def validate(self):
        if self.flags.by_own_function:
            return
        if unmet := [*self.unmet_by_hand(), *unmet_content(self)]:
            refuse(*unmet)
        self.next_review_on = next_review_of(self)

    def get_invalid_links(self, is_submittable: bool = False) -> tuple[list, list]:
        """The host takes every record type for one that is there, and would save nothing beside a source that is
        gone."""
        if unmet := unmet_record_type(self):
            refuse(*unmet)
        if not is_source_known(self):
            return super().get_invalid_links(is_submittable)
        source = {field: self.get(field) for field in SOURCE}
        self.update(dict.fromkeys(SOURCE))
        try:
            return super().get_invalid_links(is_submittable)
        finally:
            self.update(source)

    @property
    def is_binding(self) -> bool:
        """Whether somebody has to look after it today; asked by the notifications."""
        return not self.unmet_review()

    def unmet_review(self) -> list[Unmet]:
        ends_on = getdate(self.ends_on) if self.ends_on else None
        return unmet_review(bool(self.is_active), ends_on, getdate(today()))

    @frappe.whitelist(methods=["POST"])
    def review(self, remarks: str) -> None:
        """The signed-in user looked today whether the obligation still holds and is complied with."""
        self.as_stored("write")
        unmet = self.unmet_review()
        if not remarks.strip():
            unmet.append(Unmet("review_without_remarks"))
        if unmet:
            refuse(*unmet)
        self.last_reviewed_on = getdate(today())
        self.write(reviewed_by=frappe.session.user, next_review_on=next_review_of(self))
        record_decision(self.system, self, "Reviewed", remarks)

    def guarded_fields(self) -> set[str]:
        return set(REVIEW)

    def people_named(self) -> set[str]:
        return {self.obligation_owner} if self.obligation_owner else set()
