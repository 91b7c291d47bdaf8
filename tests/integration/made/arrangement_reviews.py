"""Reviews of arrangements, filled in and approved by the right people."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.rules.schedule import month_of
from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, OWNER, acting_as

FINDINGS = {
    "verdict": "Improvement Needed",
    "conclusion": "The nights are held, the weekends are not.",
}


def quarter_before(months: int = 0) -> dict[str, str]:
    """First and last day of the three months that ended `months` before this one began."""
    first, _last = month_of(getdate(today()))
    start = add_months(first, -3 - months)
    return {"period_start": start.isoformat(), "period_end": add_days(add_months(start, 3), -1).isoformat()}


def review_values(arrangement, **values) -> dict:
    return {
        "doctype": "ITSM Arrangement Review",
        "arrangement": arrangement.name,
        **quarter_before(),
        "attendees": "Ours: the process owner. Theirs: the head of the night desk.",
        **values,
    }


@made_once
def make_review(arrangement, status: str = "Approved", **values) -> Document:
    """A review by the manager with every gap filled, approved by the accountable owner unless a Draft is asked for."""
    with acting_as(MANAGER):
        review = frappe.get_doc(review_values(arrangement, **values)).insert()
        complete(review, **values)
        review.save()
    if status == "Approved":
        with acting_as(arrangement.accountable_owner):
            review.approve()
    return review


def complete(review, **values) -> None:
    """Fill in what approval needs and `values` do not say."""
    for row in review.results:
        if row.source == "By Hand":
            row.update({"has_value": 1, "value": 90})
        elif not row.has_value:
            row.remarks = "Nothing was measured in these months."
    for row in review.answers:
        row.update({"answer": "Partly", "evidence": "Ten tickets of the period, two without a record."})
    review.update({**FINDINGS, "improvements": [improvement()], **values})


def improvement(rank: int = 1, **values) -> dict:
    return {
        "doctype": "ITSM Arrangement Improvement",
        "priority_rank": rank,
        "improvement": "Record before the call back",
        "responsible": OWNER,
        "due_on": add_days(today(), 30),
        **values,
    }
