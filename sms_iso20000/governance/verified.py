"""What a verification found, kept with the system and told to its managers (4.3.3)."""

import frappe
from frappe import _
from frappe.utils import escape_html, now_datetime

from sms_iso20000.evidence.faults import fault_sentence
from sms_iso20000.evidence.verification import Fault
from sms_iso20000.governance.language import language_of, language_of_site
from sms_iso20000.life.audience import audience_users

SYSTEM = "ITSM System"


def note_verification(system: str, fault: Fault | None) -> None:
    """Keep with `system` that all of it was verified now, and the first fault found, in the language of the site.

    Its managers hear of a fault by the bell, once for as long as it stays the same.
    """
    known = frappe.db.get_value(SYSTEM, system, "verification_fault") or ""
    with language_of_site():
        found = fault_sentence(fault) if fault else ""
    # Past the record's own guard, and no change that a person who has the form open would have to know of.
    noted = {"verified_on": now_datetime(), "verification_fault": found}
    frappe.db.set_value(SYSTEM, system, noted, update_modified=False)
    if fault and found != known:
        _tell_managers(system, fault)


def _tell_managers(system: str, fault: Fault) -> None:
    for manager in sorted(audience_users(system, [frappe._dict(audience_type="Role", audience="ITSM Manager")])):
        with language_of(manager):
            # The host shows subjects as HTML.
            sentence = escape_html(fault_sentence(fault))
            subject = _("Verification of {0} found a fault. {1}").format(escape_html(system), sentence)
        frappe.get_doc(
            {
                "doctype": "Notification Log",
                "type": "Alert",
                "for_user": manager,
                "from_user": frappe.session.user,
                "subject": subject,
                "document_type": SYSTEM,
                "document_name": system,
            }
        ).insert(ignore_permissions=True)
