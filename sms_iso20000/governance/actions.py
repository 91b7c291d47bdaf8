"""Actions where people look for them: on the record they serve, and among the host's assignments and to-dos (4.5.3)."""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, getdate

from sms_iso20000.compat import assign, close_assignments, unassign
from sms_iso20000.rules.action import LIVE, is_settled

ACTION = "ITSM Action"
TODO = "ToDo"


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
    for_responsible = {
        "reference_type": action.doctype,
        "reference_name": action.name,
        "allocated_to": action.responsible,
        "status": "Open",
    }
    todos = frappe.get_all(TODO, filters=for_responsible, fields=["name", "date"], order_by="creation asc")
    if not todos:
        # The host shows it as HTML.
        what = f"{action.name}: {escape_html(action.title)}"
        assign(action.doctype, action.name, action.responsible, what, action.due_on)
    elif getdate(todos[0].date) != getdate(action.due_on):
        frappe.get_doc(TODO, todos[0].name).update({"date": action.due_on}).save(ignore_permissions=True)
