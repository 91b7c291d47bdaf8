"""Documents, made through the app's own functions."""

import frappe
from frappe.model.document import Document

from tests.integration import stage
from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, OWNER, TOP, acting_as


def document_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Document",
        "system": system.name,
        "title": "Control of Documents",
        "kind": "Procedure",
        "code": "PRO-01",
        "content": "<p>Whoever writes a document does not approve it.</p>",
        "document_owner": OWNER,
        "approver": TOP,
        "audience": [{"audience_type": "User", "audience": user} for user in stage.AUDIENCE],
        **values,
    }


@made_once
def make_document(system, state: str = "In Force", **values) -> Document:
    """A document brought to `state`: written by the manager, reviewed by the process owner, approved and issued by
    its approver."""
    steps = {"Draft": 0, "In Review": 1, "Approved": 2, "In Force": 3}[state]
    with acting_as(MANAGER):
        document = frappe.get_doc(document_values(system, **values)).insert()
    stage.take_steps(document, steps)
    return document
