"""The scorecard of one arrangement as it stands on its form: a chart and a table (4.2 c)."""

import frappe
from frappe.utils import formatdate, getdate, today

from sms_iso20000.governance.objectives import aimed_at, figure
from sms_iso20000.governance.scorecard import complete_months, scorecard_of, standing_words
from sms_iso20000.rules.scorecard import RELIABLE_FROM, WATCH_FROM, months_between, standing


def scorecard_html(arrangement: str) -> str:
    """The last twelve complete months; a month without a value has no bar and an empty cell."""
    first, last = complete_months(getdate(today()))
    return frappe.render_template(
        "sms_iso20000/templates/scorecard.html",
        {
            "card": scorecard_of([arrangement], first, last)[arrangement],
            "months": [formatdate(month, "MMM yy") for month in months_between(first, last)],
            "standing": standing,
            "words": standing_words(),
            "aimed_at": aimed_at,
            "figure": figure,
            "thresholds": (RELIABLE_FROM, WATCH_FROM),
        },
    )
