"""Policy: process owners see the audits of what they answer for; who works on audits and top management see all."""

import frappe

from sms_iso20000.permissions.criterion import OneOf
from sms_iso20000.permissions.readers import SEES_WHOLE_LIFE
from sms_iso20000.rules.independence import OWNER_FIELDS

SEES_ALL = SEES_WHOLE_LIFE - {"ITSM Process Owner"}


def own_audits_for_owners(user: str, field: str = "name") -> OneOf | None:
    """The condition on audits, by their name in `field`, for `user`; None where they may see everybody's."""
    if SEES_ALL.intersection(frappe.get_roles(user)):
        return None
    owned = [
        name
        for doctype, owner in OWNER_FIELDS.items()
        for name in frappe.get_all(doctype, filters={owner: user}, pluck="name", order_by="name asc")
    ]
    audits = frappe.get_all(
        "ITSM Audit Subject",
        filters={"parenttype": "ITSM Audit", "subject": ["in", owned]},
        pluck="parent",
        distinct=True,
        order_by="parent asc",
    )
    return OneOf(field, audits)
