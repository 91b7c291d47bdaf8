"""Importing tickets of a service desk outside: what is asked for, whether the file allows it, and the job (4.5.4.1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils.background_jobs import is_job_enqueued

from sms_iso20000.evidence.attachment import path_of
from sms_iso20000.refusal import refuse, sentence
from sms_iso20000.rules.ticket_file import Fault, Layout, Row, Unreadable, examine
from sms_iso20000.rules.ticket_layout import Guess, guess_layout
from sms_iso20000.rules.unmet import Unmet

IMPORT = "ITSM Ticket Import"
DRAFT, IMPORTING, IMPORTED, REFUSED = "Draft", "Importing", "Imported", "Refused"
# Where an import says which column of the file fills each field of a ticket.
COLUMNS = {
    "ticket_id": "id_column",
    "opened_on": "opened_column",
    "closed_on": "closed_column",
    "target_result": "target_column",
    "service": "service_column",
    "team": "team_column",
    "customer": "customer_column",
    "supplier": "supplier_column",
    "priority": "priority_column",
}
# Without these a month cannot be counted.
REQUIRED = ("ticket_id", "opened_on", "closed_on", "target_result")
ROWS_TO_SHOW = 20
# Seconds that the worker is given.
ALLOWANCE = 3600


def known_spelling(record: Document) -> str:
    """The name of the service desk as other imports of the system spell it: a capital letter makes no other tool."""
    given = (record.service_desk or "").strip()
    others = frappe.get_all(
        IMPORT,
        filters={"system": record.system, "name": ["!=", record.name or ""]},
        pluck="service_desk",
        order_by="creation asc, name asc",
    )
    return next((other for other in others if other.casefold() == given.casefold()), given)


# -- looking at the file ---------------------------------------------------------------------------------------------


def layout_of(record: Document) -> Layout:
    return Layout(
        encoding=record.encoding,
        delimiter=record.delimiter,
        date_format=record.date_format,
        columns={field: record.get(column) for field, column in COLUMNS.items() if record.get(column)},
        unknown_marker=(record.unknown_marker or "").strip(),
        is_event_log=bool(record.is_event_log),
    )


def unmet_for_reading(record: Document) -> list[Unmet]:
    """What has to be chosen before the file can be read at all."""
    return [
        Unmet("ticket_column_not_chosen", {"field": _(record.meta.get_label(COLUMNS[field]))})
        for field in REQUIRED
        if not record.get(COLUMNS[field])
    ]


def examine_file(record: Document) -> dict[str, Any]:
    """What an import of the file as it is now would find: the figures, the first rows, and the first faults."""
    with opened(record) as content:
        found = examine(content, layout_of(record), ROWS_TO_SHOW)
    return {
        "rows": found.rows,
        "tickets": len(found.last_lines),
        "refused": found.refused,
        "shown": [_shown(row) for row in found.first_rows],
        "faults": [_told(fault) for fault in found.faults[:ROWS_TO_SHOW]],
    }


def guess_of_file(record: Document) -> Guess:
    """What the file seems to be. Raises Refused where it cannot be read."""
    try:
        with opened(record) as content:
            return guess_layout(content, record.encoding)
    except Unreadable as unreadable:
        refuse(*(fault.reason for fault in unreadable.faults))


@contextmanager
def opened(record: Document) -> Iterator[BinaryIO]:
    """The content of the attached file. Raises Refused where it is gone."""
    path = path_of(record.file)
    if not path:
        refuse(Unmet("ticket_file_gone"))
    with path.open("rb") as content:
        yield content


def _shown(row: Row) -> dict[str, Any]:
    values = {field: str(getattr(row.ticket, field) or "") for field in COLUMNS}
    return {"line": row.line, **values, "faults": [sentence(fault.reason) for fault in row.faults]}


def _told(fault: Fault) -> dict[str, Any]:
    return {"line": fault.line, "column": fault.column, "value": fault.value[:140], "sentence": sentence(fault.reason)}


# -- the job ---------------------------------------------------------------------------------------------------------


def begin(ticket_import: str) -> None:
    """Have the file imported once the transaction is committed; harmless where a worker has it already."""
    frappe.enqueue(
        "sms_iso20000.governance.ticket_import_work.import_file",
        queue="long",
        timeout=ALLOWANCE,
        enqueue_after_commit=True,
        job_id=_job(ticket_import),
        deduplicate=True,
        ticket_import=ticket_import,
    )


def is_under_way(ticket_import: str) -> bool:
    """Whether a worker has the import, or will take it; a worker that was stopped leaves it as it was begun."""
    return is_job_enqueued(_job(ticket_import))


def unfinished() -> list[str]:
    """Imports that were started and neither done nor refused."""
    return frappe.get_all(IMPORT, filters={"status": IMPORTING}, pluck="name", order_by="creation asc, name asc")


def _job(ticket_import: str) -> str:
    return f"itsm_ticket_import_{ticket_import}"
