"""Rows that name a record of whatever type: what was named once stays, whatever became of the record."""

from typing import ClassVar

import frappe

from sms_iso20000.life.kept_row import KeptRow


class ReferringRow(KeptRow):
    """Subclasses say which fields hold the record type and the name."""

    reference: ClassVar[tuple[str, str]]

    def get_invalid_links(self, is_submittable: bool = False) -> tuple[list, list]:
        """The host would refuse to save anything beside a record that is gone, or whose app is."""
        named = tuple(self.get(field) or None for field in self.reference)
        stored = frappe.db.get_value(self.doctype, self.name, list(self.reference)) if self.name else None
        if stored and tuple(value or None for value in stored) == named:
            return [], []
        return super().get_invalid_links(is_submittable)
