from typing import Any

import frappe
from frappe.model.document import Document

from sms_iso20000.compat import qr_code
from sms_iso20000.evidence.attachment import digest_of
from sms_iso20000.governance.distribution import tell_distribution_list
from sms_iso20000.governance.document_draft import unmet_draft, unmet_step
from sms_iso20000.governance.filed_copy import file_pdf_later, make_pdf_now
from sms_iso20000.governance.points_of_use import called
from sms_iso20000.governance.process_plans import alignment_now, confirm_alignment, unmet_alignment
from sms_iso20000.life.controlled_revision import ControlledRevision
from sms_iso20000.life.short_link import link_key_of, short_url
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.alignment import PROCESS_PLAN, REALIGNED
from sms_iso20000.rules.document import ACKNOWLEDGED_KINDS, EXTERNAL
from sms_iso20000.rules.revision import LIFE_FIELDS, Approvers, State
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
        "aligned_plan",
    )
    life_fields = (*LIFE_FIELDS, "link_key", "file_hash", "pdf", "pdf_hash", "pdf_note", *REALIGNED)
    required_content = {
        "issuer": "no_issuer",
        "edition": "no_edition",
        "master_location": "no_master_location",
    }
    review_interval_field = "document_review_interval"

    def onload(self):
        self.set_onload("asks_acknowledgement", self.asks_acknowledgement)
        self.set_onload("alignment", alignment_now(self))

    def validate(self):
        self.leave_what_belongs_to_other_kinds()
        super().validate()

    def leave_what_belongs_to_other_kinds(self):
        """The form shows these fields for external documents only, and the plan it fits for process plans only."""
        if self.workflow_state not in (None, "", State.DRAFT):
            return
        if self.kind != EXTERNAL:
            self.update(dict.fromkeys(self.required_content))
        if self.kind != PROCESS_PLAN:
            self.aligned_plan = None

    def unmet_draft(self, earlier: Document | None) -> list[Unmet]:
        return [*unmet_draft(self, earlier), *unmet_alignment(self, earlier)]

    def approvers(self) -> Approvers:
        return Approvers(frozenset({self.approver}), are_named=True)

    def unmet_for_keeping(self, user: str) -> list[Unmet]:
        """Its owner and its approver say that it stays as it is."""
        return [] if user in (self.document_owner, self.approver) else [Unmet("keeper_not_named", {"user": user})]

    def missing_content(self) -> list[str]:
        return super().missing_content() if self.kind == EXTERNAL else []

    def named_reviewers(self) -> list[str]:
        return [row.user for row in self.reviewers]

    def unmet_for(self, after: str) -> list[Unmet]:
        return super().unmet_for(after) + unmet_step(self, after)

    def sealed_content(self) -> dict[str, Any]:
        """Documents were sealed before they could name a plan; those that name none are sealed as they were."""
        content = super().sealed_content()
        return content if self.aligned_plan else {key: value for key, value in content.items() if key != "aligned_plan"}

    def seal_or_check_seal(self, step: State):
        """The seal of the content covers the digest of the file, which is taken first."""
        if step is State.IN_REVIEW:
            self.write_life(file_hash=digest_of(self.file) if self.file else "")
        elif step is State.DRAFT:
            self.write_life(file_hash="")
        super().seal_or_check_seal(step)

    def tell_audience(self) -> None:
        """What people have to act by they acknowledge; of everything else they are told (4.3.2 b)."""
        if self.asks_acknowledgement:
            super().tell_audience()
        else:
            tell_distribution_list(self)

    @property
    def asks_acknowledgement(self) -> bool:
        return self.kind in ACKNOWLEDGED_KINDS

    def start_life(self):
        super().start_life()
        self.link_key = link_key_of(self.system, self.code)

    def finish_step(self, step: State):
        super().finish_step(step)
        if step is State.IN_FORCE:
            file_pdf_later(self.name)

    def short_url(self) -> str:
        """The address to print, which leads to the revision in force."""
        return short_url(self.link_key)

    def short_url_picture(self) -> str:
        """The same address for cameras, as the address of an image."""
        return qr_code(self.short_url())

    def places_of_use(self) -> list[tuple[str, str]]:
        """Record type and what the record is called, for print formats."""
        return [(row.use_doctype, called(row.use_doctype, row.use_name)) for row in self.points_of_use]

    @frappe.whitelist(methods=["POST"])
    def realign(self, plan: str, remarks: str) -> None:
        """Its owner or approver compared the process plan in force with a newer plan revision, which it still fits."""
        self.as_stored("write")
        if not self.is_in_force:
            refuse(Unmet("not_in_force"))
        if unmet := self.unmet_for_keeping(frappe.session.user):
            refuse(*unmet)
        confirm_alignment(self, plan)
        self._decide("Realigned", remarks)

    @frappe.whitelist(methods=["POST"])
    def make_pdf(self) -> None:
        """Make the PDF now, or note why the host cannot."""
        self.as_stored("write")
        make_pdf_now(self)


def on_doctype_update():
    frappe.db.add_unique("ITSM Document", ["system", "code", "revision"], constraint_name="itsm_document_revision")
