"""Actions that tests start from: set by the manager, done by staff, checked by the process owner."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, OWNER, STAFF, acting_as

STEPS = ("Open", "In Progress", "Done", "Verified")


def action_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Action",
        "system": system.name,
        "title": "Order the second line",
        "kind": "Other",
        "responsible": STAFF,
        "starts_on": today(),
        "due_on": add_days(today(), 30),
        **values,
    }


@made_once
def make_action(system, status: str = "Open", **values) -> Document:
    """An action brought to `status` by the right people."""
    with acting_as(MANAGER):
        action = frappe.get_doc(action_values(system, **values)).insert()
    if status == "Cancelled":
        with acting_as(MANAGER):
            action.cancel_action("Not needed any more.")
        return action
    steps = STEPS.index("Done" if status == "Ineffective" else status)
    with acting_as(action.responsible):
        if steps > 0:
            action.start()
        if steps > 1:
            action.complete("The line is up.")
    with acting_as(OWNER):
        if status in ("Verified", "Ineffective"):
            action.check(int(status == "Verified"), "Measured for a week.")
    return action
