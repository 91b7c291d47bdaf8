"""The PDF of a document as it came into force: made in the background, filed with its digest (4.3.2 d, 4.3.3)."""

import hashlib
import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.translate import print_language
from frappe.utils import strip_html

from sms_iso20000.compat import INTERRUPTIONS, can_make_pdf, pdf_of, print_of
from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.decision import PDF_FILED
from sms_iso20000.rules.revision import State
from sms_iso20000.rules.unmet import Unmet

SHEET = "ITSM Document Sheet"
DOCUMENT = "ITSM Document"
# Characters of what the host says went wrong.
FAULT_LENGTH = 300


def file_pdf_later(name: str) -> None:
    """Have a worker make the PDF, once what led to it is committed."""
    frappe.enqueue(
        "sms_iso20000.governance.filed_copy.file_pdf",
        queue="long",
        enqueue_after_commit=True,
        name=name,
    )


def lacking_pdf(systems: list[str]) -> list[str]:
    """Documents in force in `systems` of which there is no PDF."""
    return frappe.get_all(
        DOCUMENT,
        filters={"workflow_state": State.IN_FORCE.value, "pdf_hash": ["is", "not set"], "system": ["in", systems]},
        pluck="name",
        order_by="name asc",
    )


def unmet_for_pdf(document: Document) -> list[Unmet]:
    """Why there is no PDF to be made of `document` now."""
    if not document.is_in_force:
        return [Unmet("not_in_force")]
    return [Unmet("pdf_filed_already")] if document.pdf else []


def make_pdf_now(document: Document) -> None:
    """Make and file the PDF; raises Refused where there is none to be made."""
    if unmet := unmet_for_pdf(document):
        refuse(*unmet)
    file_pdf(document.name)


def file_pdf(name: str) -> bool:
    """Make the PDF of the document in force and file it, or note on the document why the host cannot; safe to repeat.

    Returns whether it was filed now. A PDF that is filed stays as it is, whatever becomes of the document.
    """
    document = frappe.get_doc(DOCUMENT, name)
    if unmet_for_pdf(document):
        return False
    content, fault = _printed(document)
    # Printing may commit, so the lock comes after it; of two workers the second finds the PDF filed.
    frappe.db.get_value(DOCUMENT, name, "name", for_update=True)
    document.reload()
    if unmet_for_pdf(document):
        return False
    if fault:
        if document.pdf_note != fault:
            document.write_life(pdf_note=fault)
        return False
    _file(document, content)
    return True


def _file(document: Document, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    attachment = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{re.sub(r'[^A-Za-z0-9-]+', '-', document.code)}-{document.revision}.pdf",
            "attached_to_doctype": document.doctype,
            "attached_to_name": document.name,
            "attached_to_field": "pdf",
            "is_private": 1,
            "content": content,
        }
    ).insert(ignore_permissions=True)
    document.write_life(pdf=attachment.file_url, pdf_hash=digest, pdf_note="")
    record_decision(document.system, document, PDF_FILED, content_hash=digest)


def _printed(document: Document) -> tuple[bytes, str]:
    """The PDF in the language of the site, or why there is none."""
    if not can_make_pdf():
        return b"", _(
            "The server cannot make PDF files, since wkhtmltopdf is not installed. Have an administrator install it; "
            "the next night makes the PDF, or choose Make PDF."
        )
    with print_language(frappe.get_system_settings("language") or "en"):
        try:
            sheet = print_of(document, SHEET)
            # The host prints a page about what went wrong instead of raising it.
            if document.content_hash not in sheet:
                return b"", _fault(strip_html(sheet))
            return pdf_of(sheet), ""
        except INTERRUPTIONS:
            raise
        except Exception as fault:
            return b"", _fault(str(fault) or type(fault).__name__)


def _fault(said: str) -> str:
    said = " ".join(said.split())[:FAULT_LENGTH]
    return _(
        "The server could not make the PDF: {0}. Have an administrator put that right; the next night tries again, or "
        "choose Make PDF."
    ).format(said)
