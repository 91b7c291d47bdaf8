"""What forms and the workspace show of arrangements beside the stored fields."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from sms_iso20000.governance.party_scorecard import parties_of
from sms_iso20000.governance.scorecard import complete_months
from sms_iso20000.governance.scorecard_view import scorecard_html
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.scorecard import weighted_score


@frappe.whitelist(methods=["GET", "POST"])
def scorecard(arrangement: str) -> str:
    """Chart and table of the last twelve complete months, as HTML, for who may read the arrangement."""
    frappe.get_doc("ITSM Arrangement", arrangement).check_permission("read")
    return scorecard_html(arrangement)


@frappe.whitelist(methods=["GET", "POST"])
def score_card(filters: str | None = None) -> dict | str:
    """Number card: mean score of the parties in the active systems that the user may see, over twelve months.

    A text where nothing was measured: that is no zero. `filters` is what the host passes to every card; this one has
    none.
    """
    require_read("ITSM Arrangement")
    period = complete_months(getdate(today()))
    systems = frappe.get_list(
        "ITSM System", filters={"is_active": 1}, pluck="name", order_by="name asc", limit_page_length=0
    )
    score = weighted_score((party.card.score, 1) for system in systems for party in parties_of(system, *period))
    if score is None:
        return _("No Data")
    return {"value": score, "fieldtype": "Percent", "route": ["query-report", "ITSM Party Scorecard"]}
