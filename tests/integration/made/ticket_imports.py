"""Files of tickets that tests import, attached by the manager."""

import csv
import io

import frappe
from frappe.model.document import Document

from sms_iso20000.governance.ticket_import_work import take_in
from tests.integration.stage import MANAGER, acting_as

HEADINGS = ("number", "opened_at", "closed_at", "made_sla", "category", "assignment_group", "priority")
COLUMNS = {
    "id_column": "number",
    "opened_column": "opened_at",
    "closed_column": "closed_at",
    "target_column": "made_sla",
    "service_column": "category",
    "team_column": "assignment_group",
    "priority_column": "priority",
}


def rows_of(rows_wanted: int, /, first: int = 1, **changes: str) -> list[list[str]]:
    """So many good rows; `changes` are other values of the first of them by heading."""
    rows = [
        {
            "number": f"INC{index:06}",
            "opened_at": "2026-10-01 08:00",
            "closed_at": "2026-10-02 09:30",
            "made_sla": "FALSE" if index % 3 == 0 else "TRUE",
            "category": "Network",
            "assignment_group": "Service Desk",
            "priority": "3 - Moderate",
        }
        for index in range(first, first + rows_wanted)
    ]
    if rows:
        rows[0].update(changes)
    return [list(row.values()) for row in rows]


def as_csv(rows: list[list[str]], delimiter: str = ",", headings: tuple[str, ...] = HEADINGS) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    return text.getvalue().encode()


def upload(content: bytes, user: str = MANAGER, is_private: int = 1, suffix: str = "csv") -> str:
    """The address of a file that `user` has uploaded."""
    name = f"{frappe.generate_hash(length=8)}.{suffix}"
    with acting_as(user):
        file = frappe.get_doc({"doctype": "File", "file_name": name, "is_private": is_private, "content": content})
        return file.insert(ignore_permissions=True).file_url


def import_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Ticket Import",
        "system": system.name,
        "service_desk": "Remedy",
        "encoding": "UTF-8",
        "delimiter": "Comma",
        "date_format": "2026-12-31 23:59",
        **COLUMNS,
        **values,
    }


def draft_import(system, content: bytes, **values) -> Document:
    with acting_as(MANAGER):
        return frappe.get_doc(import_values(system, file=upload(content), **values)).insert()


def start(ticket_import) -> Document:
    """Started by the manager, and worked off by nobody yet."""
    with acting_as(MANAGER):
        ticket_import.start_import()
    return ticket_import


def make_import(system, content: bytes | None = None, **values) -> Document:
    """Imported, or refused where the file is not good."""
    record = start(draft_import(system, as_csv(rows_of(3)) if content is None else content, **values))
    take_in(record.name)
    record.reload()
    return record


def tickets(system, *fields: str) -> list[tuple]:
    """The imported tickets by id: the values of `fields`, or the ids."""
    rows = frappe.get_all(
        "ITSM Imported Ticket",
        filters={"system": system.name},
        fields=list(fields or ["ticket_id"]),
        order_by="ticket_id asc",
        as_list=True,
    )
    # One database answers with lists, another with tuples.
    return [tuple(row) for row in rows]
