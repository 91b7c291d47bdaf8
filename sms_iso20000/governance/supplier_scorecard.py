"""What ERPNext's Supplier Scorecard asks about a supplier: each function is one of its variables (4.2 c, d).

ERPNext gives the period it evaluates, a document with `supplier`, `start_date` and `end_date`, and takes a number.
Whoever may evaluate a supplier learns these figures, in whatever system its arrangements are; nothing else of them.
"""

import frappe
from frappe.model.document import Document
from frappe.utils import flt, getdate

from sms_iso20000.evidence.measured import MeasuredShare, measured_series, share_over
from sms_iso20000.governance.scorecard import scorecard_of
from sms_iso20000.rules.arrangement import AT_WORK
from sms_iso20000.rules.scorecard import Card

VERDICTS = {"Satisfactory": 100, "Improvement Needed": 50, "Not Acceptable": 0}
IN_USE = [state.value for state in AT_WORK]
REVIEW = "ITSM Arrangement Review"


def supplier_score(period: Document) -> float:
    """Weighted score of its measures in the months of the period, in percent; 0 where none has a value."""
    return flt(_card(period).score)


def supplier_measures_scored(period: Document) -> int:
    """How many of its measures have a value in the months of the period."""
    return sum(line.score is not None for card in _card(period).parts for line in card.parts)


def supplier_share_in_target(period: Document) -> float:
    """Percent in target of its tickets in the months that end in the period; 0 where none was measured."""
    return flt(share_over(_months(period)))


def supplier_tickets_measured(period: Document) -> int:
    """Its tickets in target or missed in the months that end in the period."""
    return sum(month.in_target + month.missed for month in _months(period))


def supplier_review_verdict(period: Document) -> float:
    """Mean verdict of its reviews of the period, from 0 to 100; 0 where there is none."""
    verdicts = [VERDICTS[review.verdict] for review in _reviews(period)]
    return sum(verdicts) / len(verdicts) if verdicts else 0.0


def supplier_reviews_approved(period: Document) -> int:
    """How many of its reviews are of the period: approved, of a time that ends in it."""
    return len(_reviews(period))


def supplier_overdue_reviews(period: Document) -> int:
    """How many of its arrangements were due for review by the end of the period and have not been reviewed since."""
    filters = {"workflow_state": ["in", IN_USE], "next_review_on": ["<=", getdate(period.end_date)]}
    return len(_arrangements(period, **filters))


def supplier_open_improvements(period: Document) -> int:
    """How many improvements were decided with it up to the end of the period and not done by then."""
    reviews = [review.name for review in _reviews(period, since_start=False)]
    rows = frappe.get_all(
        "ITSM Arrangement Improvement",
        filters={"parent": ["in", reviews], "parenttype": REVIEW},
        fields=["done_on"],
        order_by="parent asc, idx asc",
    )
    end = getdate(period.end_date)
    return sum(not row.done_on or getdate(row.done_on) > end for row in rows)


def _card(period: Document) -> Card:
    names = _arrangements(period, workflow_state=["in", IN_USE])
    cards = scorecard_of(names, getdate(period.start_date), getdate(period.end_date))
    return Card(tuple(cards[name] for name in names))


def _months(period: Document) -> list[MeasuredShare]:
    """Months frozen with its tickets, each in the one period in which it ends, however long periods are."""
    sources = frappe.get_all("ITSM Evidence Source", pluck="name", order_by="name asc")
    series = measured_series([(source, "Supplier", period.supplier) for source in sources])
    first, last = getdate(period.start_date), getdate(period.end_date)
    return [month for months in series.values() for month in months if first <= month.period_end <= last]


def _reviews(period: Document, since_start: bool = True) -> list:
    first, last = getdate(period.start_date), getdate(period.end_date)
    return frappe.get_all(
        REVIEW,
        filters={
            "arrangement": ["in", _arrangements(period)],
            "status": "Approved",
            "period_end": ["between", [first, last]] if since_start else ["<=", last],
        },
        fields=["name", "verdict"],
        order_by="period_end asc, name asc",
    )


def _arrangements(period: Document, **filters) -> list[str]:
    return frappe.get_all(
        "ITSM Arrangement",
        filters={"party_type": "Supplier", "party": period.supplier, **filters},
        pluck="name",
        order_by="name asc",
    )
