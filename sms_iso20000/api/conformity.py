"""Conformity on demand."""

import frappe

from sms_iso20000.conformity.engine import run_conformity


@frappe.whitelist(methods=["POST"])
def run_now(system: str) -> str:
    """Name of a new run over `system`, for those who may see conformity runs and this system."""
    frappe.has_permission("ITSM Conformity Run", "read", throw=True)
    frappe.get_doc("ITSM System", system).check_permission("read")
    return run_conformity(system).name
