"""Rows of records that stay: written with their record, never one by one past its rules."""

from frappe.model.document import Document

from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet


class KeptRow(Document):
    """A row of a child table. The host runs these events only where a row is saved or deleted alone."""

    def validate(self):
        refuse(Unmet("row_alone"))

    def on_trash(self):
        refuse(Unmet("row_alone"))
