"""Evidence sources that need no mapping by hand, offered where the app that keeps the tickets is installed."""

import frappe

from sms_iso20000.evidence.source import unmet_mapping
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


def complete_sources(doctype: str, fields: list[str]) -> None:
    """Have the sources of `doctype` count by `fields`, which it has from now on, where they count by nothing else."""
    ready_made = next((mapping for mapping in ready_made_mappings() if mapping["source_doctype"] == doctype), {})
    gained = {key: field for key, field in ready_made.items() if field in fields}
    for name in frappe.get_all(
        "ITSM Evidence Source", filters={"source_doctype": doctype}, pluck="name", order_by="name asc"
    ):
        source = frappe.get_doc("ITSM Evidence Source", name)
        lacking = {key: field for key, field in gained.items() if not source.get(key)}
        if lacking:
            source.update(lacking)
            # One that is broken elsewhere is reported as such; it must not stop the host from migrating.
            if not unmet_mapping(source, frappe.session.user):
                source.save(ignore_permissions=True)
