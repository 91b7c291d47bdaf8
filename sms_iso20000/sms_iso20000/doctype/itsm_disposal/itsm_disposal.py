from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, today

from sms_iso20000.governance.disposal import (
    as_rule,
    begin,
    candidates,
    items_of,
    list_candidates,
)
from sms_iso20000.governance.retention import RULE, deciders
from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.life.staged_record import StagedRecord
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.disposal import OPEN, Stage, unmet_by_rule, unmet_for_approving, unmet_for_cancelling
from sms_iso20000.rules.unmet import Unmet

# What the seal covers beside the request: from the approval on, and once all is done.
OF_REQUEST = ("document_type", "disposal_method", "candidates", "requested_by", "requested_on")
OF_CERTIFICATE = ("approved_by", "approved_on", "finished_on", "disposed", "kept", "certificate_hash")


class ITSMDisposal(StagedRecord):
    """Records whose retention is over, disposed of with the approval of a second person (4.3.3)."""

    first_stage = Stage.REQUESTED.value
    life_fields = (
        "document_type",
        "disposal_method",
        "candidates",
        "pending",
        "disposed",
        "kept",
        "requested_by",
        "requested_on",
        "approved_by",
        "approved_on",
        "finished_on",
        "cancelled_on",
        "cancel_reason",
        "certificate",
        "certificate_hash",
        "content_hash",
    )
    content_fields = ("rule", "as_of", "request_reason")

    def validate(self):
        super().validate()
        if self.is_asked_for():
            self.take_up_request()

    def after_insert(self):
        list_candidates(self, self.flags.names)

    def onload(self):
        if self.status == Stage.APPROVED:
            self.set_onload("stopped", [sentence(reason) for reason in unmet_by_rule(as_rule(self._rule()))])

    def is_asked_for(self) -> bool:
        """A new request that says enough; where it does not, the host asks for what is mandatory."""
        return bool(self.is_new() and self.system and self.rule and self.as_of)

    def unmet_content(self) -> list[Unmet]:
        """What was requested stands; only a new request can be wrong."""
        if not self.is_asked_for():
            return []
        rule = self._rule()
        unmet = self.unmet_links("rule") + unmet_by_rule(as_rule(rule))
        if getdate(self.as_of) > getdate(today()):
            unmet.append(Unmet("date_in_future", {"field": self._label("as_of")}))
        if not frappe.has_permission(rule.document_type, "read"):
            unmet.append(Unmet("disposal_type_not_readable", {"doctype": _(rule.document_type)}))
        return unmet

    def sealed_content(self) -> dict[str, Any]:
        """The records as approved; once all is done, what became of each."""
        done = self.status == Stage.DISPOSED
        fields = (*OF_REQUEST, *(OF_CERTIFICATE if done else ()))
        columns = ("reference_name", "outcome", "record_hash", "reason") if done else ("reference_name",)
        return {
            **super().sealed_content(),
            **{field: as_kept(self, field) for field in fields},
            "records": [[item[column] or "" for column in columns] for item in items_of(self.name)],
        }

    # -- acts ----------------------------------------------------------------------------------------------------

    def take_up_request(self):
        """Note who asked for which records; with none due there is nothing to ask for."""
        rule = self._rule()
        self.flags.names = candidates(rule, self.as_of)
        if not self.flags.names:
            refuse(Unmet("disposal_nothing_due"))
        self.update(
            {
                "document_type": rule.document_type,
                "disposal_method": rule.disposal_method,
                "candidates": len(self.flags.names),
                "pending": len(self.flags.names),
                "requested_by": frappe.session.user,
                "requested_on": now_datetime(),
            }
        )

    @frappe.whitelist(methods=["POST"])
    def approve(self) -> None:
        """A second person approves; the records are then disposed of in the background."""
        self.as_stored("write")
        self.refuse_unless_in(Stage.REQUESTED.value)
        if unmet := self.unmet_for_next_step():
            refuse(*unmet)
        self.update(
            {
                "status": Stage.APPROVED.value,
                "approved_by": frappe.session.user,
                "approved_on": now_datetime(),
            }
        )
        self.write(content_hash=self.computed_hash())
        self.decide("Approved")
        begin(self)

    @frappe.whitelist(methods=["POST"])
    def cancel_disposal(self, reason: str) -> None:
        """Give the disposal up, while no record has been disposed of."""
        self.as_stored("write")
        self.refuse_unless_in(*(stage.value for stage in OPEN))
        # The worker holds the row during a batch; a locking read sees what it has done.
        pending = frappe.db.get_value(self.doctype, self.name, "pending", for_update=True)
        if unmet := unmet_for_cancelling(self.candidates, pending, reason):
            refuse(*unmet)
        self.write(status=Stage.CANCELLED.value, cancelled_on=now_datetime(), cancel_reason=reason.strip())
        self.decide("Cancelled", reason)

    @frappe.whitelist(methods=["POST"])
    def resume(self) -> None:
        """Go on with what a stopped worker or a legal hold left."""
        self.as_stored("write")
        self.refuse_unless_in(Stage.APPROVED.value)
        if unmet := unmet_by_rule(as_rule(self._rule())):
            refuse(*unmet)
        begin(self)

    @frappe.whitelist(methods=["POST"])
    def what_is_missing(self) -> list[str]:
        """Why the signed-in user cannot take the next step: the list the server refuses with."""
        self.as_stored("read")
        return [sentence(reason) for reason in self.unmet_for_next_step()]

    # -- parts ---------------------------------------------------------------------------------------------------

    def unmet_for_next_step(self) -> list[Unmet]:
        if self.status != Stage.REQUESTED:
            return []
        return unmet_for_approving(as_rule(self._rule()), self.requested_by, deciders(self.system))

    def _rule(self):
        return frappe.get_doc(RULE, self.rule)
