from datetime import date

import frappe
from frappe.utils import getdate

from sms_iso20000.life.audience import audience_rows, unknown_audience
from sms_iso20000.life.kept_record import KeptRecord
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.communication import next_due
from sms_iso20000.rules.unmet import Unmet

WRITTEN_BY_APP = ("last_made_on", "next_due_on")


class ITSMCommunicationProcedure(KeptRecord):
    """Who tells whom what, when and how (4.1.3 b). The first communication is due one interval after the start."""

    def validate(self):
        self.refuse_what_is_wrong()
        self.set_next_due()

    def refuse_what_is_wrong(self):
        if self.flags.by_own_function:
            return
        before = self.get_doc_before_save()
        unmet = self.unmet_by_hand()
        unmet += [Unmet("unknown_audience", {"audience": name}) for name in unknown_audience(self.audience)]
        is_new_teller = self.teller and (not before or before.teller != self.teller)
        if is_new_teller and not frappe.db.get_value("User", self.teller, "enabled"):
            unmet.append(Unmet("teller_disabled", {"user": self.teller}))
        if unmet:
            refuse(*unmet)

    def set_next_due(self):
        last = getdate(self.last_made_on) if self.last_made_on else None
        self.next_due_on = next_due(self.frequency, getdate(self.starts_on), last)

    @frappe.whitelist(methods=["POST"])
    def start_communication(self) -> str:
        """Name of a draft as this procedure says, for the form to open."""
        self.as_stored("read")
        if not self.is_active:
            refuse(Unmet("procedure_not_active"))
        prefilled = ("system", "title", "purpose", "by_mail", "asks_acknowledgement")
        draft = frappe.get_doc(
            {
                "doctype": "ITSM Communication",
                "procedure": self.name,
                "audience": audience_rows(self),
                **{field: self.get(field) for field in prefilled},
            }
        )
        return draft.insert().name

    def note_made(self, day: date) -> None:
        """A communication of this procedure was sent on `day`; moves the next due date."""
        self.write(last_made_on=getdate(day))

    def guarded_fields(self) -> set[str]:
        return set(WRITTEN_BY_APP)
