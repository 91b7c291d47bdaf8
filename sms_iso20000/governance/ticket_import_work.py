"""The background job that imports a file of tickets, as a whole or not at all (4.5.4.1)."""

from collections import Counter
from html import unescape

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from sms_iso20000.evidence.attachment import digest_of
from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.evidence.kept_files import keep
from sms_iso20000.evidence.pack.archive import as_table
from sms_iso20000.evidence.pack.verify import cell
from sms_iso20000.governance.holding import hold
from sms_iso20000.governance.imported_tickets import save_tickets
from sms_iso20000.governance.language import language_of
from sms_iso20000.governance.signed_in import signed_in
from sms_iso20000.governance.ticket_import import IMPORT, IMPORTED, IMPORTING, REFUSED, layout_of, opened
from sms_iso20000.refusal import sentence
from sms_iso20000.rules.ticket_file import Examination, Fault, examine, read_tickets
from sms_iso20000.rules.unmet import Unmet

PROGRESS = "itsm_ticket_import_progress"
BEFORE_WRITING = "itsm_ticket_import"
FIRST_ERRORS = 10


def import_file(ticket_import: str) -> None:
    """Import a file that somebody started to; safe to repeat, and to stop at any moment: it is one transaction.

    Holds before it looks, so that it sees what others committed before. Of two workers for one service desk the
    second waits, since both would add the same tickets.
    """
    first = _first_of_service_desk(ticket_import)
    frappe.db.commit()
    while not hold(IMPORT, first, ticket_import):
        frappe.db.rollback()
    take_in(ticket_import)
    frappe.db.commit()


def take_in(ticket_import: str) -> None:
    """Import or refuse in the name of who started it; the commit is left to the caller. Nothing where it is done."""
    record = frappe.get_doc(IMPORT, ticket_import)
    if record.status != IMPORTING:
        return
    with signed_in(record.imported_by), language_of(record.imported_by):
        if is_changed(record):
            _refuse(record, _of_another_file())
        else:
            _import_or_refuse(record)


def is_changed(record: Document) -> bool:
    """Whether the file is another than the one the import was started with, or gone."""
    return digest_of(record.file) != record.file_hash


def _first_of_service_desk(ticket_import: str) -> str:
    desk = frappe.db.get_value(IMPORT, ticket_import, ["system", "service_desk"], as_dict=True)
    return frappe.get_all(IMPORT, filters=desk, pluck="name", order_by="creation asc, name asc", limit=1)[0]


def _import_or_refuse(record: Document) -> None:
    layout = layout_of(record)
    with opened(record) as content:
        found = examine(content, layout)
        if found.refused:
            _refuse(record, found)
            return
        content.seek(0)
        frappe.db.savepoint(BEFORE_WRITING)
        written: Counter = Counter()
        for some in save_tickets(record, read_tickets(content, layout, found.last_lines)):
            written.update(some)
            _tell_progress(record, written.total(), len(found.last_lines))
    if is_changed(record):
        frappe.db.rollback(save_point=BEFORE_WRITING)
        _refuse(record, _of_another_file())
    else:
        _note_import(record, found, written)


def _note_import(record: Document, found: Examination, written: Counter) -> None:
    record.write(
        status=IMPORTED,
        rows_read=found.rows,
        tickets_added=written["added"],
        tickets_changed=written["changed"],
        tickets_unchanged=written["unchanged"],
        imported_on=now_datetime(),
    )
    keep(record.file, record_decision(record.system, record, "Imported", content_hash=record.file_hash))


def _refuse(record: Document, found: Examination) -> None:
    """Say everything that is wrong in a file of its own; no ticket was written."""
    report = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{record.name}-{frappe.generate_hash(length=6)}.csv",
            "attached_to_doctype": record.doctype,
            "attached_to_name": record.name,
            "attached_to_field": "error_report",
            "is_private": 1,
            "content": _error_report(found),
        }
    ).insert(ignore_permissions=True)
    record.write(
        status=REFUSED,
        rows_read=found.rows,
        rows_refused=found.refused,
        error_report=report.file_url,
        first_errors="\n".join(_line_about(fault) for fault in found.faults[:FIRST_ERRORS]),
    )


def _error_report(found: Examination) -> bytes:
    rows = [(fault.line, fault.column, fault.value[:140], unescape(sentence(fault.reason))) for fault in found.faults]
    headings = (_("Line"), _("Column"), _("Value"), _("What Is Wrong"))
    return as_table([cell(value) for value in row] for row in (headings, *rows))


def _line_about(fault: Fault) -> str:
    return _("Line {0}: {1}").format(fault.line, sentence(fault.reason))


def _of_another_file() -> Examination:
    found = Examination()
    found.refuse(Fault(1, Unmet("ticket_file_changed")))
    return found


def _tell_progress(record: Document, done: int, tickets: int) -> None:
    figures = {"name": record.name, "done": done, "tickets": tickets}
    frappe.publish_realtime(PROGRESS, figures, doctype=IMPORT, docname=record.name)
