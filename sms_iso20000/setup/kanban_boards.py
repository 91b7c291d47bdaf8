"""Boards of nonconformities, actions and improvements by state; the host keeps them as records of its own."""

import frappe

from sms_iso20000.rules.action import Status
from sms_iso20000.rules.improvement import State as ImprovementState
from sms_iso20000.rules.nonconformity import State

BOARD = "Kanban Board"
# Name of the board, record type, field of the column, and the columns with their colours.
BOARDS = (
    (
        "ITSM Nonconformities",
        "ITSM Nonconformity",
        "workflow_state",
        dict(zip(State, ("Orange", "Blue", "Blue", "Purple", "Purple", "Green", "Gray"), strict=True)),
    ),
    (
        "ITSM Actions",
        "ITSM Action",
        "status",
        dict(zip(Status, ("Orange", "Blue", "Purple", "Green", "Red", "Gray"), strict=True)),
    ),
    (
        "ITSM Improvements",
        "ITSM Improvement",
        "workflow_state",
        dict(zip(ImprovementState, ("Gray", "Cyan", "Blue", "Orange", "Purple", "Green", "Red"), strict=True)),
    ),
)
# What cards show beside their title.
SHOWN = {
    "ITSM Nonconformity": ["grade", "due_on"],
    "ITSM Action": ["kind", "due_on", "progress"],
    "ITSM Improvement": ["score", "effort", "benefit_size", "improvement_owner"],
}


def make_kanban_boards() -> None:
    """Add those that are missing; what somebody changed in the others stays."""
    for name, doctype, field, columns in BOARDS:
        if not frappe.db.exists(BOARD, name):
            board = {
                "doctype": BOARD,
                "kanban_board_name": name,
                "reference_doctype": doctype,
                "field_name": field,
                "private": 0,
                "show_labels": 1,
                "fields": frappe.as_json(SHOWN.get(doctype, [])),
                "columns": [
                    {"column_name": column.value, "indicator": colour, "status": "Active"}
                    for column, colour in columns.items()
                ],
            }
            frappe.get_doc(board).insert(ignore_permissions=True)


def remove_kanban_boards() -> None:
    for name, *_columns in BOARDS:
        if frappe.db.exists(BOARD, name):
            frappe.delete_doc(BOARD, name, ignore_permissions=True, force=True)
