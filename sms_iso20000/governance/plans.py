"""The service management plan of a system: which revision is in force, and what it is (4.5.2)."""

import frappe

from sms_iso20000.governance.documents import PLAN
from sms_iso20000.rules.revision import State


def plan_in_force(system: str) -> str:
    """Name of the plan revision in force; empty where there is none. The rules let there be one."""
    return frappe.db.get_value(PLAN, {"system": system, "workflow_state": State.IN_FORCE.value}, "name") or ""
