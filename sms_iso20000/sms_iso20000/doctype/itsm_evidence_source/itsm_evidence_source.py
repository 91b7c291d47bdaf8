import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.evidence.source import unmet_mapping
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet


class ITSMEvidenceSource(Document):
    """Which records of this site are service desk tickets, and how to read them (4.5.4.1)."""

    def validate(self):
        if unmet := unmet_mapping(self, frappe.session.user):
            refuse(*unmet)

    @frappe.whitelist(methods=["POST"])
    def freeze(self, day: str) -> str:
        """Name of the snapshot of the month of `day` (a date); raises Refused where the month is not over."""
        # Called from a form, this runs on the form's values; only the stored ones count.
        self.reload()
        self.check_permission("write")
        if not self.is_enabled:
            refuse(Unmet("source_disabled"))
        if unmet := unmet_mapping(self, frappe.session.user):
            refuse(*unmet)
        return freeze_month(self, getdate(day)).name
