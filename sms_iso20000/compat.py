"""The only place that knows how the host works inside, where that matters and may differ between its versions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from frappe.model.document import Document
from frappe.utils import data


def clean_texts(doc: Document) -> None:
    """Clean all texts of an unsaved document as the host will when it saves, so that a seal is of what is stored."""
    for part in (doc, *doc.get_all_children()):
        part._sanitize_content()


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
