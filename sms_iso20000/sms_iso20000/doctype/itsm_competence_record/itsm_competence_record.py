import frappe
from frappe import _
from frappe.utils import add_months, getdate, now_datetime, today

from sms_iso20000.evidence.attachment import unmet_for_attachment
from sms_iso20000.governance.people import is_manager, manages, may_see
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.competence import (
    DRAFT,
    VERIFIED,
    WITHDRAWN,
    unmet_dates,
    unmet_for_judging,
    unmet_for_recording,
    unmet_for_withdrawing,
    unmet_level,
)
from sms_iso20000.rules.unmet import Unmet

# The host shows what is linked with a record to everybody, and reads a word of this name.
exclude_from_linked_with = True


class ITSMCompetenceRecord(StagedRecord):
    """What one person is able to do, and what shows it; verified by another (4.4.2 e).

    The seal covers what names nobody, so that it holds when the person is taken out of the record at its disposal.
    """

    is_personal = True
    life_fields = (
        "kind",
        "title",
        "recorded_by",
        "verified_by",
        "verified_on",
        "verification_remarks",
        "withdrawn_on",
        "withdrawal_reason",
        "training",
        "content_hash",
    )
    content_fields = (
        "user",
        "competence",
        "level",
        "obtained_on",
        "expires_on",
        "evidence",
        "evidence_file",
    )
    sealed_fields = ("competence", "kind", "level", "obtained_on", "expires_on", "training")

    def start_life(self):
        super().start_life()
        self.recorded_by = frappe.session.user

    def validate(self):
        super().validate()
        if self.status == DRAFT:
            self.take_from_competence()

    def unmet_content(self) -> list[Unmet]:
        if not self._changed():
            return []
        unmet = [*self.unmet_people(), *unmet_level(self.level), *self.unmet_links("competence")]
        dates = (getdate(self.obtained_on) if self.obtained_on else None, self._expires_on(), getdate(today()))
        unmet += [*unmet_dates(*dates), *self._unmet_file()]
        if not self.user:
            return [*unmet, Unmet("record_without_person")]
        if self.recorded_by != frappe.session.user:
            unmet.append(Unmet("record_recorder_only"))
        is_seen = may_see(frappe.session.user, self.user, self.system)
        return unmet + unmet_for_recording(frappe.session.user, self.user, is_seen)

    def people_named(self) -> set[str]:
        return {self.user} - {None, ""}

    def take_from_competence(self):
        """What the record says of its competence, which names nobody; and until when it holds, where nobody says."""
        if not self.competence:
            return
        fields = ["title", "kind", "validity_months"]
        competence = frappe.db.get_value("ITSM Competence", self.competence, fields, as_dict=True)
        self.kind = competence.kind
        self.title = _("{0}, level {1}").format(competence.title, self.level)
        if competence.validity_months and self.obtained_on and not self.expires_on:
            self.expires_on = add_months(self.obtained_on, competence.validity_months)

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def verify(self, remarks: str = "") -> None:
        """The signed-in user has seen what shows it, and the person is able to do it at this level."""
        self.as_stored("write")
        self.refuse_unless_in(DRAFT)
        if unmet := self.unmet_for_verifying():
            refuse(*unmet)
        self.stand_verified(frappe.session.user, remarks)

    def stand_verified(self, verified_by: str, remarks: str = "") -> None:
        """Seal the record and let it count; whoever calls this has asked the rules."""
        self.take_from_competence()
        self.write(
            status=VERIFIED,
            verified_by=verified_by,
            verified_on=now_datetime(),
            verification_remarks=remarks.strip(),
            content_hash=self.computed_hash(),
        )
        # What was remarked goes with the person, as the log never could.
        self.decide("Verified")

    @frappe.whitelist(methods=["POST"])
    def withdraw(self, reason: str) -> None:
        """It no longer counts, or never should have; a draft its recorder may take back, too."""
        self.as_stored("write")
        self.refuse_unless_in(DRAFT, VERIFIED)
        unmet = [] if self._is_own_draft() else unmet_for_withdrawing(*self._who())
        if not reason.strip():
            unmet.append(Unmet("reason_missing"))
        if unmet:
            refuse(*unmet)
        was_verified = self.status == VERIFIED
        self.write(status=WITHDRAWN, withdrawn_on=now_datetime(), withdrawal_reason=reason.strip())
        # What was never verified proved nothing, and who takes back their own draft is whom it is about: the log, which
        # auditors read and nobody can empty, would name them.
        if was_verified:
            self.decide("Withdrawn")

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self) -> list[str]:
        """Why the signed-in user cannot verify a draft: the list the server refuses with."""
        self.as_stored("read")
        return [sentence(reason) for reason in self.unmet_for_verifying()] if self.status == DRAFT else []

    # -- parts ---------------------------------------------------------------------------------------------------

    def unmet_for_verifying(self) -> list[Unmet]:
        actor, person, manager, managing = self._who()
        unmet = unmet_for_judging(actor, person, self.recorded_by, manager, managing) + self._unmet_file()
        return unmet if self._has_evidence() else [*unmet, Unmet("record_without_evidence")]

    def _who(self) -> tuple[str, str, bool, bool]:
        actor = frappe.session.user
        return actor, self.user or "", is_manager(actor), manages(actor, self.user or "", self.system)

    def _has_evidence(self) -> bool:
        return bool((self.evidence or "").strip() or self.evidence_file)

    def _unmet_file(self) -> list[Unmet]:
        return unmet_for_attachment(self.evidence_file, self._label("evidence_file")) if self.evidence_file else []

    def _expires_on(self):
        return getdate(self.expires_on) if self.expires_on else None

    def _is_own_draft(self) -> bool:
        return self.status == DRAFT and frappe.session.user == self.recorded_by

    def _changed(self) -> bool:
        before = self.get_doc_before_save()
        fields = self.content_fields
        return before is None or any(as_kept(before, field) != as_kept(self, field) for field in fields)
