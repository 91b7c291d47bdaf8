"""The only place that knows how the host works inside, where that matters and may differ between its versions."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe.model.document import Document
from frappe.utils import data, now


def clean_texts(doc: Document) -> None:
    """Clean all texts of an unsaved document as the host will when it saves, so that a seal is of what is stored."""
    for part in (doc, *doc.get_all_children()):
        part._sanitize_content()


def bulk_insert(doctype: str, rows: Iterable[dict]) -> None:
    """Write many records of equal fields in one statement, stamped as now and by the signed-in user unless they say
    otherwise; who names none gets a name by chance. No event of the host runs."""
    moment, user = now(), frappe.session.user
    stamps = {"creation": moment, "modified": moment, "owner": user, "modified_by": user, "docstatus": 0, "idx": 0}
    whole = [{"name": frappe.generate_hash(length=16), **stamps, **row} for row in rows]
    if whole:
        fields = list(whole[0])
        frappe.db.bulk_insert(doctype, fields, [tuple(row[field] for field in fields) for row in whole])


def shifted_conversion(earlier: timedelta) -> tuple[str, Callable]:
    """Name of what in `frappe.utils.data` converts the computer's time to that of the site, and what answers `earlier`.

    Version 16 goes through `ZoneInfo`, version 15 through a function of its own.
    """
    if hasattr(data, "ZoneInfo"):

        class EarlierZone(ZoneInfo):
            def fromutc(self, moment: datetime) -> datetime:
                return super().fromutc(moment) + earlier

        return "ZoneInfo", EarlierZone
    convert = data.convert_utc_to_system_timezone
    return "convert_utc_to_system_timezone", lambda timestamp: convert(timestamp) + earlier
