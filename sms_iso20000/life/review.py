"""Bringing reviews that are long overdue before top management (4.1.2 f, 4.2, 4.3.2 c)."""

from collections.abc import Collection

import frappe
from frappe.utils import getdate, today

from sms_iso20000.rules.revision import State
from sms_iso20000.rules.schedule import escalation_is_due


def overdue_reviews(
    doctype: str, systems: Collection[str], states: Collection[str] = (State.IN_FORCE.value,)
) -> list[str]:
    """Records in one of `states` whose review is to be escalated today: so many days overdue as their system says, and
    not escalated for this due date yet."""
    day = getdate(today())
    days = dict(
        frappe.get_all(
            "ITSM System",
            filters={"name": ["in", sorted(systems)]},
            fields=["name", "review_escalation"],
            as_list=True,
            order_by="name asc",
        )
    )
    rows = frappe.get_all(
        doctype,
        filters={
            "workflow_state": ["in", sorted(states)],
            "system": ["in", sorted(systems)],
            "next_review_on": ["<=", day],
        },
        fields=["name", "system", "next_review_on", "review_escalated_on"],
        order_by="name asc",
    )
    return [
        row.name
        for row in rows
        if escalation_is_due(day, row.next_review_on, row.review_escalated_on, days[row.system])
    ]


def escalate_review(doctype: str, name: str) -> None:
    """Note that the review was escalated today; the host's Notifications "ITSM Policy Review Escalated", "ITSM Document
    Review Escalated" and "ITSM Plan Review Escalated" listen to that."""
    frappe.get_doc(doctype, name).write_life(review_escalated_on=getdate(today()))
