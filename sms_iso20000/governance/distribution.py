"""Telling those on the distribution list of a document what is in force (4.3.2 b)."""

from collections.abc import Iterable
from html import unescape

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, formatdate, getdate, strip_html

from sms_iso20000.governance.delivery import tell
from sms_iso20000.governance.document_telling import telling_of
from sms_iso20000.life.audience import audience_rows
from sms_iso20000.refusal import Refused
from sms_iso20000.rules.document import ACKNOWLEDGED_KINDS, shortened
from sms_iso20000.rules.revision import State

PURPOSE = "New or Changed Document"
TITLE_LENGTH = 140


def tell_distribution_list(document: Document) -> None:
    """Tell everybody on the list of a document that has just come into force.

    A document is in force whether or not people could be told: what fails is written to the host's log of errors and
    beside the document, and the nightly job tells those whom nobody told.
    """
    frappe.db.savepoint("sms_iso20000_distribution")
    try:
        _tell(document, audience_rows(document))
    except Exception as fault:
        frappe.db.rollback(save_point="sms_iso20000_distribution")
        _note_failure(document, fault)


def tell_newcomers(name: str) -> int:
    """Tell those who have to know the document `name` and were never told; safe to repeat. Returns how many."""
    document = frappe.get_doc("ITSM Document", name)
    missed = sorted(telling_of(document.system, [document])[document.doctype, name].missed)
    if missed:
        _tell(document, [{"audience_type": "User", "audience": user} for user in missed])
    return len(missed)


def with_newcomers(systems: Iterable[str]) -> list[str]:
    """Documents in force that tell and do not ask, with people on their list whom nobody told."""
    return [name for system in systems for name in _with_newcomers(system)]


def _with_newcomers(system: str) -> list[str]:
    told = frappe.get_all(
        "ITSM Document",
        filters={
            "system": system,
            "workflow_state": State.IN_FORCE.value,
            "kind": ["not in", sorted(ACKNOWLEDGED_KINDS)],
        },
        fields=["name"],
        order_by="name asc",
    )
    for row in told:
        row.doctype = "ITSM Document"
    return [name for (_doctype, name), telling in telling_of(system, told).items() if telling.missed]


def _tell(document: Document, people: list[dict]) -> None:
    tell(document.system, _title(document), _message(document), people, PURPOSE, document)


def _title(document: Document) -> str:
    sentence = _("{0}, revision {1}, is in force")
    # Cut markup would be completed by the host, and be too long again.
    title = strip_html(document.title)
    room = TITLE_LENGTH - len(sentence.format("", document.revision))
    return sentence.format(shortened(title, room), document.revision)


def _message(document: Document) -> str:
    day = getdate(document.effective_on or document.issued_on)
    link = f'<a href="{document.short_url()}">{_shown(document.title)}</a>'
    lines = [
        _("{0} ({1}), revision {2}, applies from {3}.").format(
            link, _shown(document.code), document.revision, formatdate(day)
        )
    ]
    if document.change_summary:
        lines.append(_("What changed: {0}").format(_shown(document.change_summary)))
    return "".join(f"<p>{line}</p>" for line in lines)


def _shown(text: str) -> str:
    """`text` as the host keeps it, cleaned and with its signs escaped, to be shown as it was written."""
    return escape_html(unescape(strip_html(text)))


def _note_failure(document: Document, fault: Exception) -> None:
    if isinstance(fault, Refused):
        # The step itself was not refused.
        frappe.clear_last_message()
        frappe.local.response.pop("refusal", None)
    frappe.log_error(title=f"Distribution list of {document.name} was not told")
    sentence = _("Its distribution list could not be told; this is tried again each night.")
    document.add_comment("Comment", sentence)
    frappe.msgprint(sentence, indicator="orange", alert=True)
