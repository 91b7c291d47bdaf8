import frappe
from frappe import _
from frappe.utils import now_datetime

from sms_iso20000.evidence.guarded import GuardedRecord
from sms_iso20000.governance.reach import note_acknowledged
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet


class ITSMAcknowledgement(GuardedRecord):
    """One person asked to acknowledge one revision (4.1.2 e) or communication (4.1.3 b)."""

    @property
    def asked_about(self) -> str:
        """What is to be acknowledged, as notifications name it; a communication has no revisions."""
        if not self.revision:
            return self.title
        return _("{0}, revision {1}").format(self.title, self.revision)

    @frappe.whitelist(methods=["POST"])
    def acknowledge(self) -> None:
        """The person asked has read and understood; a second click changes nothing."""
        # Called from a form, this runs on the form's values; only the stored ones count.
        self.reload()
        self.check_permission("read")
        if frappe.session.user != self.user:
            refuse(Unmet("not_your_acknowledgement"))
        if self.status == "Lapsed":
            refuse(Unmet("acknowledgement_lapsed"))
        if self.status == "Open":
            self.write(status="Acknowledged", acknowledged_on=now_datetime())
            note_acknowledged(self)


def on_doctype_update():
    frappe.db.add_unique(
        "ITSM Acknowledgement",
        # "user" is a word of PostgreSQL's own.
        ["reference_doctype", "reference_name", "`user`"],
        constraint_name="itsm_acknowledgement_person",
    )
