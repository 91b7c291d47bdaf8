"""Evidence sources whose fields or record type are gone, as when an app or a custom field was removed (4.5.4.1)."""

from html import unescape

import frappe
from frappe.utils import today

from sms_iso20000.evidence.source import unmet_mapping
from sms_iso20000.governance.language import language_of_site
from sms_iso20000.refusal import sentence


def note_fault(name: str) -> None:
    """Note on the evidence source `name` why its tickets cannot be counted any more, or that they can be again.

    The day is that on which a fault was found first. The host's Notification "ITSM Evidence Source Broken" tells the
    managers of a new one.
    """
    source = frappe.get_doc("ITSM Evidence Source", name)
    with language_of_site():
        found = "\n".join(unescape(sentence(reason)) for reason in unmet_mapping(source, "Administrator"))
    if found != (source.fault or ""):
        source.note_fault(found, source.fault_found_on or today())
