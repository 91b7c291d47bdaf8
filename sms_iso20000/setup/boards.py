"""The board of improvements: made where it is missing, never changed where an admin has arranged it (4.5.5.2)."""

import frappe

from sms_iso20000.rules.improvement import State

DOCTYPE, NAME = "Kanban Board", "ITSM Improvements"
COLOURS = {
    State.PROPOSED: "Gray",
    State.EVALUATED: "Cyan",
    State.APPROVED: "Blue",
    State.IN_PROGRESS: "Orange",
    State.MEASURED: "Purple",
    State.CLOSED: "Green",
    State.REJECTED: "Red",
}
SHOWN = ("score", "improvement_owner", "effort", "benefit_size")


def make_boards() -> None:
    """One column for each state, each card with its score."""
    if frappe.db.exists(DOCTYPE, NAME):
        return
    frappe.get_doc(
        {
            "doctype": DOCTYPE,
            "kanban_board_name": NAME,
            "reference_doctype": "ITSM Improvement",
            "field_name": "workflow_state",
            "show_labels": 1,
            "fields": frappe.as_json(list(SHOWN)),
            "columns": [
                {"column_name": state.value, "status": "Active", "indicator": colour}
                for state, colour in COLOURS.items()
            ],
        }
    ).insert(ignore_permissions=True)


def remove_boards() -> None:
    """Boards over our records would show nothing."""
    for name in frappe.get_all(
        DOCTYPE, filters={"reference_doctype": ["like", "ITSM %"]}, pluck="name", order_by="name asc"
    ):
        frappe.delete_doc(DOCTYPE, name, ignore_permissions=True, force=True)
