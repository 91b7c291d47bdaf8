"""What the signed-in user may read."""

import frappe


def readable_names(doctype: str, system: str) -> set[str]:
    """Names of the records of `system` that the signed-in user may read; none without permission on their type."""
    if not frappe.has_permission(doctype, "read"):
        return set()
    belongs = {"name": system} if doctype == "ITSM System" else {"system": system}
    return set(frappe.get_list(doctype, filters=belongs, pluck="name", order_by="name asc", limit_page_length=0))
