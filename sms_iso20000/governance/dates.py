"""Days of records: as dates, and those that belong in one order."""

from datetime import date
from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from sms_iso20000.rules.unmet import Unmet


def as_date(value: Any) -> date | None:
    """A day as the host gives it as a date; None where there is none."""
    return getdate(value) if value else None


def unmet_order(record: Document, earlier: str, later: str) -> list[Unmet]:
    """Why the days in the fields `earlier` and `later` cannot stand so; nothing where one of them is empty."""
    first, last = record.get(earlier), record.get(later)
    if not (first and last) or getdate(first) <= getdate(last):
        return []
    labels = {"later": _(record.meta.get_label(later)), "earlier": _(record.meta.get_label(earlier))}
    return [Unmet("dates_out_of_order", labels)]
