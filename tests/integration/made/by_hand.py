"""Evidence recorded by hand that tests start from: recorded by the process owner, confirmed by the manager."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, OWNER, acting_as


def evidence_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Evidence",
        "system": system.name,
        "requirement": "2011 4.1.4 a",
        "title": "Minutes of the service requirements meeting",
        "finding": "Shows Conformity",
        "evidence_date": today(),
        "valid_until": add_days(today(), 365),
        "description": "The customer and we went through all requirements; the minutes are in the quality folder.",
        **values,
    }


@made_once
def make_evidence(system, stage: str = "Draft", **values) -> Document:
    """Evidence in `stage`: Draft, Confirmed or Withdrawn."""
    with acting_as(OWNER):
        evidence = frappe.get_doc(evidence_values(system, **values)).insert()
    if stage in ("Confirmed", "Withdrawn"):
        with acting_as(MANAGER):
            evidence.confirm()
    if stage == "Withdrawn":
        with acting_as(MANAGER):
            evidence.withdraw("Superseded by the audit.")
    return evidence


def make_file(user: str, content: bytes = b"Minutes \xff\x00", is_private: int = 1) -> str:
    """The address of a file that `user` has uploaded."""
    name = f"{frappe.generate_hash(length=8)}.bin"
    with acting_as(user):
        file = frappe.get_doc(
            {"doctype": "File", "file_name": name, "is_private": is_private, "content": content}
        ).insert(ignore_permissions=True)
    return file.file_url
