"""Actions where people look for them: on the record they serve, and among the host's assignments and to-dos (4.5.3)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from sms_iso20000.compat import close_assignments, unassign
from sms_iso20000.governance.assignments import keep_assigned
from sms_iso20000.rules.action import LIVE, WORKED, is_settled

ACTION = "ITSM Action"


def actions_of(doctype: str, name: str | None) -> list[frappe._dict]:
    """The actions that serve a record, the oldest first; none before it has a name."""
    if not name:
        return []
    return frappe.get_all(
        ACTION,
        filters={"reference_doctype": doctype, "reference_name": name},
        fields=[
            *("name", "title", "kind", "status", "responsible", "due_on", "completed_by", "completed_on"),
            *("checked_by", "owner", "creation"),
        ],
        order_by="creation asc, name asc",
    )


def hands_of(names: Sequence[str]) -> dict[str, set[str]]:
    """Who ever began or completed each action, also before it was reopened or handed on; one query."""
    hands: dict[str, set[str]] = defaultdict(set)
    for row in frappe.get_all(
        "ITSM Decision",
        filters={"reference_doctype": ACTION, "reference_name": ["in", list(names)], "decision": ["in", WORKED]},
        fields=["reference_name", "decided_by"],
        order_by="sequence asc, name asc",
    ):
        hands[row.reference_name].add(row.decided_by)
    return hands


def actions_shown(record: Document) -> list[dict[str, Any]]:
    """The actions that serve `record` as far as the reader may see them, each with whether anything is left to do."""
    seen = set(
        frappe.get_list(
            ACTION,
            filters={"reference_doctype": record.doctype, "reference_name": record.name},
            pluck="name",
            order_by="name asc",
            limit_page_length=0,
        )
    )
    fields = ("name", "title", "kind", "status", "responsible", "due_on", "checked_by")
    return [
        {**{field: row[field] for field in fields}, "is_open": not is_settled(row.kind, row.status)}
        for row in actions_of(record.doctype, record.name)
        if row.name in seen
    ]


def assign_as_it_stands(action: Document) -> None:
    """Who is responsible has the action among their to-dos for as long as something is to be done, due on its day.

    Whom a person assigned beside them keeps it until the action is done.
    """
    before = action.get_doc_before_save()
    if action.status not in LIVE:
        if before and before.status in LIVE:
            close_assignments(action.doctype, action.name)
        return
    if before and before.responsible != action.responsible:
        unassign(action.doctype, action.name, before.responsible)
    keep_assigned(action, action.responsible, action.due_on)
