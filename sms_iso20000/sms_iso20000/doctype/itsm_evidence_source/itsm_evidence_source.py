import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from sms_iso20000.evidence.preview import preview_of
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.evidence.source import MAPPING, unmet_mapping
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.unmet import Unmet


class ITSMEvidenceSource(Document):
    """Which records of this site are service desk tickets, and how to read them (4.5.4.1)."""

    def onload(self):
        self.set_onload("broken", [sentence(reason) for reason in unmet_mapping(self, "Administrator")])

    def validate(self):
        if self.is_enabled or self.mapping_changed():
            self.require_mapping()
        self.forget_fault()

    def get_invalid_links(self, *args, **kwargs):
        """What is wrong with the record type is said by `require_mapping`; where it is gone, the host would refuse
        even to switch the source off, and would forget its name."""
        named = self.source_doctype
        invalid, cancelled = super().get_invalid_links(*args, **kwargs)
        self.source_doctype = self.source_doctype or named
        return [link for link in invalid if link[0] != "source_doctype"], cancelled

    def mapping_changed(self) -> bool:
        return self.is_new() or any(self.has_value_changed(field) for field in MAPPING)

    def require_mapping(self):
        if unmet := unmet_mapping(self, frappe.session.user):
            refuse(*unmet)

    def forget_fault(self):
        """Nobody writes a fault by hand; and one that is switched off, or was just found to work, has none."""
        self.update({"fault": None, "fault_found_on": None})

    def note_fault(self, fault: str, found_on: str):
        """Keep a fault, or that there is none; saved as a whole, so that notifications see it."""
        self.update({"fault": fault or None, "fault_found_on": found_on if fault else None})
        self.flags.ignore_validate = True
        self.save(ignore_permissions=True)

    @frappe.whitelist(methods=["POST"])
    def show_preview(self) -> list[dict]:
        """The newest twenty closed tickets under the mapping as it stands in the form, as `preview_of` answers them;
        raises Refused where the mapping cannot work, or maps what the person may not read."""
        self.check_permission("create" if self.is_new() else "write")
        self.require_mapping()
        return preview_of(self)

    @frappe.whitelist(methods=["POST"])
    def freeze(self, day: str) -> str:
        """Name of the snapshot of the month of `day` (a date), counted now; the current one where nothing changed.

        Raises Refused where the month is not over, or the mapping does not work for this person.
        """
        # Called from a form, this runs on the form's values; only the stored ones count.
        self.reload()
        self.check_permission("write")
        if not self.is_enabled:
            refuse(Unmet("source_disabled"))
        return freeze_month(self, getdate(day)).name
