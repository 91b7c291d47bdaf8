"""Telling people which improvements were made, and what they brought (4.5.5.2 e)."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from sms_iso20000.governance.improvement_register import results_of

PURPOSE = "Implemented Improvements"


def draft_telling(system: str, since: date | None) -> Document:
    """A draft of a communication on the improvements that were closed since a day; the signed-in user says to whom it
    goes, and sends it."""
    rows = results_of(system, since, frappe.get_list)
    title = _("Improvements since {0}").format(formatdate(since)) if since else _("Improvements made")
    return frappe.get_doc(
        {
            "doctype": "ITSM Communication",
            "system": system,
            "title": title,
            "purpose": PURPOSE,
            "content": frappe.render_template("sms_iso20000/templates/improvement_results.html", {"rows": rows}),
        }
    ).insert()


def last_told(system: str) -> date | None:
    """The day on which people were last told."""
    newest = frappe.get_all(
        "ITSM Communication",
        filters={"system": system, "purpose": PURPOSE, "status": ["!=", "Draft"]},
        pluck="sent_on",
        order_by="sent_on desc",
        limit=1,
    )
    return getdate(newest[0]) if newest else None
