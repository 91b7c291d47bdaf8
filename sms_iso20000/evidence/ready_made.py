"""Evidence sources that need no mapping by hand, offered where the app that keeps the tickets is installed."""

import frappe

from sms_iso20000.integrations import ready_made_mappings


def add_ready_made_sources(system: str) -> list[str]:
    """Add the ready-made sources that `system` lacks, switched off until somebody wants them; returns the names."""
    present = set(
        frappe.get_all("ITSM Evidence Source", filters={"system": system}, pluck="source_doctype", order_by="name asc")
    )
    added = []
    for mapping in ready_made_mappings():
        # Whoever may not read the tickets may not map them either; the next migrate adds what is left out here.
        if mapping["source_doctype"] not in present and frappe.has_permission(mapping["source_doctype"], "read"):
            source = frappe.get_doc({"doctype": "ITSM Evidence Source", "system": system, "is_enabled": 0, **mapping})
            added.append(source.insert(ignore_permissions=True).name)
    return added
