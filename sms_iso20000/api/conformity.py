"""Conformity on demand, and its one figure."""

import frappe

from sms_iso20000.conformity.engine import latest_run, run_conformity
from sms_iso20000.permissions.access import require_read


@frappe.whitelist(methods=["POST"])
def run_now(system: str) -> str:
    """Name of a new run over `system`, for those who may see conformity runs and this system."""
    require_read("ITSM Conformity Run", system)
    return run_conformity(system).name


@frappe.whitelist(methods=["GET", "POST"])
def readiness_card(filters: str | None = None) -> dict:
    """Number card: Met requirements as percent of all, over the newest runs of the active systems the user may see.

    `filters` is what the host passes to every card; this one has none.
    """
    require_read("ITSM Conformity Run")
    systems = frappe.get_list("ITSM System", filters={"is_active": 1}, pluck="name", order_by="name asc")
    runs = frappe.get_list(
        "ITSM Conformity Run",
        filters={"name": ["in", [name for system in systems if (name := latest_run(system))]]},
        fields=["met", "requirements"],
        order_by="name asc",
    )
    total = sum(run.requirements for run in runs)
    value = round(100 * sum(run.met for run in runs) / total, 1) if total else 0
    return {"value": value, "fieldtype": "Percent", "route": ["query-report", "ITSM Readiness"]}
