import frappe
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.evidence.attachment import digest_of, unmet_for_attachment
from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.by_hand import Evidence, unmet_for_confirming, unmet_for_judging, unmet_for_recording
from sms_iso20000.rules.unmet import Unmet


class ITSMEvidence(StagedRecord):
    """Evidence kept outside this app, recorded by one person and confirmed by another, for as long as it counts."""

    life_fields = (
        "recorded_by",
        "confirmed_by",
        "confirmed_on",
        "withdrawn_on",
        "withdrawal_reason",
        "file_hash",
        "content_hash",
    )
    content_fields = (
        "requirement",
        "title",
        "finding",
        "evidence_date",
        "valid_until",
        "description",
        "file",
        "file_hash",
        "reference_doctype",
        "reference_name",
    )

    def start_life(self):
        super().start_life()
        self.recorded_by = frappe.session.user

    def unmet_content(self) -> list[Unmet]:
        unmet = []
        if self.requirement and self.evidence_date and self.valid_until:
            unmet += unmet_for_recording(self._facts(), self.requirement, getdate(today()))
        if bool(self.reference_doctype) != bool(self.reference_name):
            unmet.append(Unmet("record_type_missing"))
        if self._changed():
            if frappe.session.user != self.recorded_by:
                unmet.append(Unmet("recorder_only", {"user": self.recorded_by}))
            unmet += self._unmet_file()
        return unmet

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def confirm(self) -> None:
        """The signed-in user has seen the evidence, and it shows what is said of it."""
        self.as_stored("write")
        self.refuse_unless_in("Draft")
        if unmet := self.unmet_for_confirming():
            refuse(*unmet)
        self.file_hash = digest_of(self.file) if self.file else ""
        self.write(
            status="Confirmed",
            confirmed_by=frappe.session.user,
            confirmed_on=now_datetime(),
            content_hash=self.computed_hash(),
        )
        self.decide("Confirmed")

    @frappe.whitelist(methods=["POST"])
    def withdraw(self, reason: str) -> None:
        """It no longer counts, or never should have; a draft its recorder may take back, too."""
        self.as_stored("write")
        self.refuse_unless_in("Draft", "Confirmed")
        unmet = [] if self._is_own_draft() else unmet_for_judging(*self._who())
        if not reason.strip():
            unmet.append(Unmet("reason_missing"))
        if unmet:
            refuse(*unmet)
        self.write(status="Withdrawn", withdrawn_on=now_datetime(), withdrawal_reason=reason.strip())
        self.decide("Withdrawn", reason)

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self) -> list[str]:
        """Why the signed-in user cannot confirm a draft: the list the server refuses with."""
        self.as_stored("read")
        return [sentence(reason) for reason in self.unmet_for_confirming()] if self.status == "Draft" else []

    # -- parts ---------------------------------------------------------------------------------------------------

    def unmet_for_confirming(self) -> list[Unmet]:
        return unmet_for_confirming(*self._who(), getdate(today())) + self._unmet_file()

    def _unmet_file(self) -> list[Unmet]:
        return unmet_for_attachment(self.file, self._label("file")) if self.file else []

    def _is_own_draft(self) -> bool:
        return self.status == "Draft" and frappe.session.user == self.recorded_by

    def _changed(self) -> bool:
        before = self.get_doc_before_save()
        return before is None or before.computed_hash() != self.computed_hash()

    def _who(self) -> tuple[Evidence, str, list[str], set[str]]:
        user = frappe.session.user
        return self._facts(), user, frappe.get_roles(user), top_management(self.system)

    def _facts(self) -> Evidence:
        requirement = frappe.db.get_value("ITSM Requirement", self.requirement, ["clause", "is_group"], as_dict=True)
        return Evidence(
            clause=requirement.clause if requirement else "",
            is_group=bool(requirement and requirement.is_group),
            recorded_by=self.recorded_by or "",
            evidence_date=getdate(self.evidence_date),
            valid_until=getdate(self.valid_until),
        )
