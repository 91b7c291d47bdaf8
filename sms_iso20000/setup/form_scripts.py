"""Our button on the ticket page of Helpdesk, where it is installed."""

from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.utils import get_url_to_form

from sms_iso20000.integrations.helpdesk.form_script import FORM_SCRIPT, SCRIPT


def make_form_scripts() -> None:
    """Add the script where it is missing and keep its text current; whoever does not want it switches it off."""
    doctype, name = FORM_SCRIPT["doctype"], FORM_SCRIPT["name"]
    if not frappe.db.exists("DocType", doctype):
        return
    script = SCRIPT.format(label=frappe.as_json(_("Report Nonconformity")), path=_path_of_new())
    if not frappe.db.exists(doctype, name):
        # Named by hand, which the host reads from the field that it prompts for.
        made = frappe.get_doc({**FORM_SCRIPT, "__newname": name, "enabled": 1, "script": script})
        made.insert(ignore_permissions=True)
    elif frappe.db.get_value(doctype, name, "script") != script:
        present = frappe.get_doc(doctype, name)
        present.script = script
        present.save(ignore_permissions=True)


def remove_form_scripts() -> None:
    doctype, name = FORM_SCRIPT["doctype"], FORM_SCRIPT["name"]
    if frappe.db.exists("DocType", doctype) and frappe.db.exists(doctype, name):
        frappe.delete_doc(doctype, name, ignore_permissions=True, force=True)


def _path_of_new() -> str:
    """The address, without the site, at which the Desk makes a new nonconformity; it differs between releases."""
    return urlsplit(get_url_to_form("ITSM Nonconformity", "new")).path
