"""What lists show of the service management plan beside the stored fields."""

import frappe

from sms_iso20000.governance.documents import PLAN
from sms_iso20000.rules.revision import State


@frappe.whitelist(methods=["GET", "POST"])
def in_force() -> dict[str, str]:
    """Name of the plan revision in force by system, for the plans that the signed-in user may read."""
    rows = frappe.get_list(
        PLAN,
        filters={"workflow_state": State.IN_FORCE.value},
        fields=["system", "name"],
        order_by="name asc",
        limit_page_length=0,
    )
    return {row.system: row.name for row in rows}
