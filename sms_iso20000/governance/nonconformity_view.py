"""What the form and the print of a nonconformity show beside its fields (4.5.4.2, 4.5.5.1)."""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.governance.nonconformities import case_of
from sms_iso20000.rules.fishbone import fishbone
from sms_iso20000.rules.nonconformity import AT_WORK, State, days_of_delay, is_overdue


def fishbone_html(nonconformity: Document) -> str:
    """The causes as a picture; empty while none is known."""
    causes = [(row.category, row.cause) for row in nonconformity.causes if row.cause]
    root = (nonconformity.cause_category or "", nonconformity.root_cause or "")
    if not causes and not all(root):
        return ""
    drawn = fishbone(nonconformity.statement or nonconformity.title, causes, root)
    return frappe.render_template("sms_iso20000/templates/fishbone.html", {"bones": drawn})


def standing_of(nonconformity: Document) -> dict[str, Any]:
    """Where it stands: its clock, and from when it can be verified."""
    state, due_on = nonconformity.workflow_state, nonconformity.due_on and getdate(nonconformity.due_on)
    day, verifiable = getdate(today()), case_of(nonconformity).verifiable_from
    return {
        "is_at_work": state in AT_WORK,
        "is_overdue": is_overdue(state, due_on, day),
        "days_late": days_of_delay(due_on, day) if due_on else 0,
        "days_left": (due_on - day).days if due_on else None,
        "verifiable_from": verifiable if state == State.VERIFICATION else None,
        "is_verifiable": bool(verifiable and verifiable <= day),
    }
