import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, now_datetime

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.independence import conflicts_in, stakes_in_records
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.audit import OWN_KINDS, SEALED_IN
from sms_iso20000.rules.audit_waiver import (
    MANAGER_ROLE,
    Actor,
    Chain,
    Stage,
    unmet_confirmer,
    unmet_conflicts,
    unmet_granter,
)
from sms_iso20000.rules.independence import Conflict, uncovered, unmet_independence
from sms_iso20000.rules.unmet import Unmet


class ITSMAuditWaiver(StagedRecord):
    """Leave for one auditor to work on one audit in spite of a stake (4.5.4.2).

    Top management grants it from outside, a second person confirms it, and it holds for the stakes that were known.
    """

    content_fields = ("audit", "auditor", "reason", "conflicts")
    life_fields = (
        *("granted_by", "granted_on", "confirmed_by", "confirmed_on"),
        *("voided_on", "void_reason", "content_hash"),
    )

    def before_insert(self):
        """The audit says which system this belongs to, and only who may read the one may ask for the other."""
        if self.audit:
            self.audit_doc().check_permission("read")
            self.system = self.audit_doc().system

    def validate(self):
        if not self.flags.by_own_function and self.status in (None, "", Stage.DRAFT) and self.audit and self.auditor:
            self.fill()
        super().validate()

    def onload(self):
        self.set_onload("stakes", [sentence(reason) for reason in unmet_independence(self.known())])
        self.set_onload("may_grant", not self.unmet_grant() if self.status == Stage.DRAFT else False)
        self.set_onload("may_confirm", not self.unmet_confirmation() if self.status == Stage.GRANTED else False)

    # -- content -------------------------------------------------------------------------------------------------

    def fill(self):
        """The stakes are those that the records show now, whatever a request says."""
        self.title = _("{0}: {1}").format(self.audit, get_fullname(self.auditor))[:140]
        self.set_conflicts(conflicts_in(self.audit_doc(), {self.auditor}))

    def set_conflicts(self, conflicts: list[Conflict]) -> None:
        rows = [{"code": c.code, "record_type": c.doctype, "record": c.name, "through": c.through} for c in conflicts]
        self.set("conflicts", rows)

    def unmet_content(self) -> list[Unmet]:
        if self.status != Stage.DRAFT or not self.audit:
            return []
        return [*self.unmet_audit(), *unmet_conflicts(self.conflicts), *self.unmet_people()]

    def unmet_audit(self) -> list[Unmet]:
        """Only an audit of our own that is still going on needs independent people."""
        audit = self.audit_doc()
        is_open = audit.kind in OWN_KINDS and audit.workflow_state not in SEALED_IN
        return [] if is_open else [Unmet("audit_needs_no_waiver", {"name": audit.name})]

    def people_named(self) -> set[str]:
        return {self.auditor} - {None, ""}

    def known(self) -> list[Conflict]:
        return [
            Conflict(self.auditor, row.code, row.record_type, row.record, row.through or "") for row in self.conflicts
        ]

    # -- acts ----------------------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def grant(self) -> None:
        """Top management outside the chain lets the auditor work; it holds once a second person has confirmed it."""
        self.as_stored("read")
        self.refuse_unless_in(Stage.DRAFT.value)
        if unmet := self.unmet_grant():
            refuse(*unmet)
        self.fill()
        self.write(
            status=Stage.GRANTED.value,
            granted_by=frappe.session.user,
            granted_on=now_datetime(),
            content_hash=self.computed_hash(),
        )
        self.decide("Waiver Granted", self.reason)

    @frappe.whitelist(methods=["POST"])
    def confirm(self) -> None:
        """The second person, outside as well, agrees: from now on the waiver holds."""
        self.as_stored("read")
        self.refuse_unless_in(Stage.GRANTED.value)
        if unmet := self.unmet_confirmation():
            refuse(*unmet)
        self.write(status=Stage.CONFIRMED.value, confirmed_by=frappe.session.user, confirmed_on=now_datetime())
        self.decide("Waiver Confirmed", self.reason)

    @frappe.whitelist(methods=["POST"])
    def make_void(self, reason: str) -> None:
        """Top management or an ITSM Manager takes the waiver back."""
        self.as_stored("read")
        self.refuse_unless_in(Stage.GRANTED.value, Stage.CONFIRMED.value)
        actor = self._actor()
        unmet = [] if actor.is_top_management or actor.is_manager else [Unmet("waiver_confirmed_by_others")]
        if not reason.strip():
            unmet.append(Unmet("reason_missing"))
        if unmet:
            refuse(*unmet)
        self.end(reason.strip())

    def end(self, reason: str) -> None:
        """It holds no more; for functions of the app that have asked."""
        self.write(status=Stage.VOID.value, voided_on=now_datetime(), void_reason=reason)
        self.decide("Waiver Void", reason)

    # -- parts ---------------------------------------------------------------------------------------------------

    def unmet_grant(self) -> list[Unmet]:
        stakes, lines = stakes_in_records(self.system, frappe.session.user, {c.record for c in self.known()})
        return [*self.unmet_audit(), *unmet_granter(self._actor(), self.chain(), stakes, lines)]

    def unmet_confirmation(self) -> list[Unmet]:
        stakes, lines = stakes_in_records(self.system, frappe.session.user, {c.record for c in self.known()})
        unmet = unmet_confirmer(self._actor(), self.granted_by, self.chain(), stakes, lines)
        came_later = uncovered(conflicts_in(self.audit_doc(), {self.auditor}), self.known())
        return [*self.unmet_audit(), *unmet, *([Unmet("waiver_outdated")] if came_later else [])]

    def chain(self) -> Chain:
        return Chain(self.auditor, frozenset(row.through for row in self.conflicts if row.through))

    def audit_doc(self) -> Document:
        return frappe.get_doc("ITSM Audit", self.audit)

    def _actor(self) -> Actor:
        user = frappe.session.user
        return Actor(user, user in top_management(self.system), MANAGER_ROLE in frappe.get_roles(user))
