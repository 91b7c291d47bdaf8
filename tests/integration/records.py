"""What tests ask of records of any kind."""

import frappe
import pytest
from frappe.model.document import Document

from sms_iso20000.refusal import Refused


def stored(record: Document) -> dict:
    """Everything of a record in the database but its time stamps."""
    values = frappe.get_doc(record.doctype, record.name).as_dict()
    return {key: value for key, value in values.items() if key not in ("modified", "modified_by")}


def decisions_on(record: Document) -> list[tuple[str, str]]:
    """Each decision on a record with who took it, in the order of the log."""
    rows = frappe.get_all(
        "ITSM Decision",
        filters={"reference_name": record.name},
        fields=["decision", "decided_by"],
        order_by="sequence asc",
    )
    return [(row.decision, row.decided_by) for row in rows]


def todos(record: Document) -> dict[str, str]:
    """Status of the to-do of each person about a record."""
    rows = frappe.get_all(
        "ToDo",
        filters={"reference_type": record.doctype, "reference_name": record.name},
        fields=["allocated_to", "status"],
        order_by="creation asc",
    )
    return {row.allocated_to: row.status for row in rows}


def refused(work) -> tuple[str, ...]:
    """The codes with which the app refuses `work`."""
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value.codes
