"""Processes of a system and what they are measured by."""

import frappe
from frappe.model.document import Document

from tests.integration.stage import MANAGER, OWNER, acting_as


def process_of(system, clause: str) -> Document:
    """One of the processes that the system was made with."""
    return frappe.get_doc("ITSM Process", {"system": system.name, "clause": clause})


def role(user: str = OWNER, **values) -> dict:
    return {
        "doctype": "ITSM Process Role",
        "role_title": "Process Manager",
        "user": user,
        "involvement": "Responsible",
        "responsibility": "Runs the process from day to day.",
        "authority": "May stop a change.",
        **values,
    }


def interface(other, subject: str = "Known errors", direction: str = "Gives To") -> dict:
    return {
        "doctype": "ITSM Process Interface",
        "direction": direction,
        "other_process": other.name,
        "subject": subject,
    }


def indicator(**values) -> dict:
    return {
        "doctype": "ITSM Process Indicator",
        "indicator": "Changes that failed",
        "unit": "%",
        "operator": "At Most",
        "target": 5,
        "source": "By Hand",
        **values,
    }


def listed(process) -> list[tuple[str, str, str]]:
    """What the database holds of the interfaces of a process."""
    rows = frappe.get_all(
        "ITSM Process Interface",
        filters={"parent": process.name},
        fields=["direction", "other_process", "subject"],
        order_by="idx asc",
    )
    return [(row.direction, row.other_process, row.subject) for row in rows]


def owned(system, clause: str = "9.2", owner: str = OWNER, **values) -> Document:
    """A process with an owner and one complete role, fit to be confirmed."""
    process = process_of(system, clause)
    with acting_as(MANAGER):
        process.update({"process_owner": owner, "roles": [role()], **values})
        process.save()
    return process


def insert_raw(doctype: str, **values) -> str:
    """A row as the database may hold it, past the rules of its own family."""
    doc = frappe.new_doc(doctype)
    doc.update(values)
    doc.set_user_and_timestamp()
    doc.set_new_name()
    doc.db_insert()
    for row in doc.get_all_children():
        row.parent, row.parenttype = doc.name, doctype
        row.set_user_and_timestamp()
        row.set_new_name()
        row.db_insert()
    return doc.name
