"""What a new review of an arrangement starts from."""

import frappe

from sms_iso20000.governance.arrangement_reviews import next_period


@frappe.whitelist(methods=["GET", "POST"])
def proposed_period(arrangement: str) -> dict[str, str]:
    """First and last day of what is to be reviewed next, for whoever may read the arrangement."""
    document = frappe.get_doc("ITSM Arrangement", arrangement)
    document.check_permission("read")
    period = next_period(document)
    return {"period_start": period.start.isoformat(), "period_end": period.end.isoformat()}
