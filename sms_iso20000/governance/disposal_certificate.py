"""The certificate of a disposal: every record, its hash and what became of it, sealed in the chain (4.3.3)."""

import csv
import hashlib
import io

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from sms_iso20000.governance.disposal import items_of
from sms_iso20000.rules.disposal import Stage

COLUMNS = ("record_type", "record", "outcome", "record_hash", "done_on", "reason")


def certify(disposal: Document) -> None:
    """Close a disposal with nothing pending: file the list of its records, seal what became of them, and decide."""
    content = _table(disposal)
    file = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{disposal.name}.csv",
            "attached_to_doctype": disposal.doctype,
            "attached_to_name": disposal.name,
            "attached_to_field": "certificate",
            "is_private": 1,
            "content": content,
        }
    ).insert(ignore_permissions=True)
    disposal.update(
        {
            "status": Stage.DISPOSED.value,
            "finished_on": now_datetime(),
            "certificate": file.file_url,
            "certificate_hash": hashlib.sha256(content).hexdigest(),
        }
    )
    disposal.write(content_hash=disposal.computed_hash())
    disposal.decide("Disposed")


def _table(disposal: Document) -> bytes:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for item in items_of(disposal.name):
        table.writerow(
            (
                disposal.document_type,
                item.reference_name,
                item.outcome,
                item.record_hash,
                item.done_on,
                item.reason,
            )
        )
    return text.getvalue().encode()
