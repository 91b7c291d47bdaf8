"""What was told to people, and how far it reached (4.1.1 c and d, 4.1.3 b)."""

import frappe

from sms_iso20000.rules.communication import DRAFT


def made_for(system: str, purposes: tuple[str, ...] = ()) -> list[dict]:
    """Communications of `system` that were sent, the newest first, in one query; of all purposes where none is named.

    `was_read` counts those who acknowledged too; `reach` is their share of the people addressed, in percent.
    """
    filters = {"system": system, "status": ["!=", DRAFT]}
    if purposes:
        filters["purpose"] = ["in", purposes]
    return frappe.get_all(
        "ITSM Communication",
        filters=filters,
        fields=[
            "name",
            "title",
            "purpose",
            "procedure",
            "status",
            "sent_by",
            "sent_on",
            "addressed",
            "told",
            "failed",
            "was_read",
            "acknowledged",
            "reach",
        ],
        order_by="sent_on desc, name desc",
    )
