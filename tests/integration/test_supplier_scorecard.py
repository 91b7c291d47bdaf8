"""What ERPNext's Supplier Scorecard asks about a supplier; ERPNext itself asks in test_erpnext.py (4.2 c, d)."""

from datetime import date

import frappe
import pytest
from frappe.utils import add_days, getdate

import sms_iso20000
from sms_iso20000.integrations.erpnext.supplier_scorecard import VARIABLES
from tests.integration import stage
from tests.integration.made.arrangement_reviews import improvement, make_review, quarter_before
from tests.integration.made.arrangements import make_arrangement, measure
from tests.integration.made.erpnext import make_supplier
from tests.integration.stage import make_source

SUPPLIER = "Carrier Ltd"


@pytest.fixture(autouse=True)
def supplier(site):
    """ERPNext's own record where it is installed; elsewhere the name alone will do."""
    if frappe.db.exists("DocType", "Supplier"):
        make_supplier(supplier_name=SUPPLIER)


def period(first: date | None = None, last: date | None = None, supplier: str = SUPPLIER) -> frappe._dict:
    """As ERPNext gives it; last month unless the test says otherwise."""
    start, end = stage.last_month()
    return frappe._dict(supplier=supplier, start_date=str(first or start), end_date=str(last or end))


def answers(evaluated=None) -> dict[str, float]:
    """What each variable answers, asked as ERPNext asks: by attribute from the root package."""
    evaluated = evaluated or period()
    return {
        variable["param_name"]: getattr(sms_iso20000, variable["path"].partition(".")[2])(evaluated)
        for variable in VARIABLES
    }


def supplied(system, stored: dict | None = None, **values):
    """An arrangement with the supplier, whose record type is another app's, and with what a test says is `stored`."""
    stored = stored or {}
    arrangement = make_arrangement(system, party_kind="Supplier", **values)
    frappe.db.set_value("ITSM Arrangement", arrangement.name, {"party_type": "Supplier", "party": SUPPLIER, **stored})
    arrangement.reload()
    return arrangement


NOTHING = {variable["param_name"]: 0 for variable in VARIABLES}


def test_of_whom_nothing_is_known(system):
    assert answers() == NOTHING
    supplied(system)
    assert answers() == NOTHING


def test_tickets_count_in_the_period_in_which_their_month_ends(system):
    first, last = stage.last_month()
    source = make_source(system, service_field="", supplier_field="service", priority_field="")
    stage.make_tickets(system, last, {"yes": 3, "no": 1, "paused": 2}, service=SUPPLIER)
    stage.make_tickets(system, last, {"no": 5}, service="Somebody Else")
    source.freeze(str(last))
    stage.make_tickets(system, last, {"yes": 4}, service=SUPPLIER)
    # The second snapshot replaces the first.
    source.freeze(str(last))
    supplied(
        system,
        measures=[
            measure(
                measure="Tickets in time",
                target=100,
                source="Service Level Snapshot",
                evidence_source=source.name,
                dimension="Supplier",
                dimension_value=SUPPLIER,
            ),
            measure(),
        ],
    )
    assert {key: value for key, value in answers().items() if value} == {
        "itsm_score": 87.5,
        "itsm_measures_scored": 1,
        "itsm_share_in_target": 87.5,
        "itsm_tickets_measured": 8,
    }
    week = answers(period(last.replace(day=last.day - 6), last))
    assert (week["itsm_share_in_target"], week["itsm_tickets_measured"]) == (87.5, 8)
    assert answers(period(first, last.replace(day=last.day - 1)))["itsm_tickets_measured"] == 0
    assert answers(period(supplier="Nobody")) == NOTHING


@pytest.mark.parametrize(("days", "overdue"), [(0, 1), (1, 0)])
def test_reviews_that_were_due(days, overdue, system):
    supplied(system, {"next_review_on": add_days(stage.last_month()[1], days)})
    assert answers()["itsm_overdue_reviews"] == overdue


def test_an_ended_arrangement_is_not_due(system):
    supplied(system, {"next_review_on": stage.last_month()[0]}, state="Ended")
    assert answers()["itsm_overdue_reviews"] == 0


def test_what_reviews_decided(system):
    first = supplied(system)
    make_review(first, improvements=[improvement(1), improvement(2)])
    start, end = (getdate(day) for day in quarter_before().values())
    found = answers(period(start, end))
    assert (found["itsm_review_verdict"], found["itsm_reviews_approved"]) == (50, 1)
    assert found["itsm_open_improvements"] == 2
    # The value that the review entered by hand is 90 of 95.
    assert (found["itsm_score"], found["itsm_measures_scored"]) == (94.74, 1)
    second = supplied(system, part="At the weekend")
    make_review(second, verdict="Satisfactory")
    make_review(supplied(system, part="On holidays"), status="Draft", verdict="Not Acceptable")
    assert answers(period(start, end))["itsm_review_verdict"] == 75
    later = answers(period(add_days(end, 1), add_days(end, 30)))
    assert (later["itsm_reviews_approved"], later["itsm_review_verdict"], later["itsm_open_improvements"]) == (0, 0, 3)
    assert answers(period(add_days(start, -30), add_days(end, -1)))["itsm_open_improvements"] == 0


def test_an_improvement_is_open_until_it_is_done(system):
    review = make_review(supplied(system))
    end = getdate(review.period_end)
    frappe.db.set_value("ITSM Arrangement Improvement", review.improvements[0].name, "done_on", add_days(end, 10))
    assert answers(period(end, add_days(end, 9)))["itsm_open_improvements"] == 1
    assert answers(period(end, add_days(end, 10)))["itsm_open_improvements"] == 0


def test_the_cost_does_not_grow(system, query_count):
    make_review(supplied(system))
    answers()
    few = query_count(answers)
    for part in ("Nights", "Weekends", "Holidays"):
        make_review(supplied(system, part=part))
    assert query_count(answers) == few
