"""Input a of the management review: ratings, complaints and feedback of customers, counted in the database."""

from collections.abc import Iterator

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from tests.integration import stage
from tests.integration.made.feedback import feedback_apps, make_desk_ticket, make_quality_feedback
from tests.integration.made.improvements import make_improvement
from tests.integration.made.review_inputs import codes, compiled, curve_of, figures, rows_of, shown

TOPIC = "customer_feedback"


@pytest.fixture(scope="module", autouse=True)
def apps(site) -> Iterator[None]:
    with feedback_apps():
        yield


def source_with(system, **values):
    mapped = {"rating_field": "stars", "complaint_field": "kind", "complaint_values": "Complaint\nBeschwerde"}
    return stage.make_source(system, customer_field="customer", **{**mapped, **values})


@pytest.fixture
def source(system):
    return source_with(system)


def rate(system, day, *shares: float, **values) -> None:
    for share in shares:
        stage.make_tickets(system, getdate(day), {"yes": 1}, stars=share, **values)


# -- ratings ---------------------------------------------------------------------------------------------------------


def test_ratings_are_stars_of_five(system, source):
    rate(system, add_days(today(), -10), 1, 0.8, 0.4, 0.2, 0)
    found = figures(compiled(TOPIC, system))
    assert (found["feedback_rated"], found["feedback_average"]) == (4, 3.0)
    assert (found["feedback_low"], found["feedback_response"]) == (50.0, 80.0)


def test_ratings_by_month(system, source):
    first, last = stage.last_month()
    rate(system, last, 1, 0.6)
    rate(system, add_months(first, -2), 0.2)
    rate(system, add_months(first, -20), 0.2)
    section = compiled(TOPIC, system)
    assert curve_of(section, "feedback_average_by_month") == {
        f"{getdate(add_months(first, -2)):%Y-%m}": 1.0,
        f"{first:%Y-%m}": 4.0,
    }
    assert len(section.curves[0].months) == 12


def test_the_lowest_ratings_lead_to_their_tickets(system, source):
    for days, share in enumerate((0.2, 0.4, 0.2, 0.6, 0.4, 0.4, 0.2)):
        rate(system, add_days(today(), -days), share, customer=f"Customer {days}")
    section = compiled(TOPIC, system)
    (table,) = [table for table in section.tables if table.code == "feedback_lowest"]
    assert [(row[1], row[3]) for row in table.rows] == [
        (1.0, "Customer 0"),
        (1.0, "Customer 2"),
        (1.0, "Customer 6"),
        (2.0, "Customer 1"),
        (2.0, "Customer 4"),
    ]
    assert table.total == 6
    doctype, name, _title = table.rows[0][0]
    assert frappe.db.get_value(doctype, name, "customer") == "Customer 0"


def test_a_rating_as_a_number_is_out_of_its_highest(system):
    source_with(system, rating_field="number", highest_rating=10)
    for number in (10, 5, 4, 12):
        stage.make_tickets(system, getdate(), {"yes": 1}, number=number)
    section = compiled(TOPIC, system)
    found = figures(section)
    assert (found["feedback_rated"], found["feedback_average"], found["feedback_low"]) == (3, 3.17, 33.33)
    assert [gap.values["number"] for gap in section.gaps if gap.code == "feedback_beyond_scale"] == [1]


def test_sources_are_taken_together_and_drawn_apart(system, source):
    source_with(system, title="Second desk", filters=frappe.as_json({"subject": "Second"}))
    rate(system, today(), 1, 0.8)
    rate(system, today(), 0.2, subject="Second")
    section = compiled(TOPIC, system)
    assert (figures(section)["feedback_rated"], figures(section)["feedback_average"]) == (3, 3.33)
    assert rows_of(section, "feedback_sources") == [["Second desk", 1, 1, 1.0], ["Tickets", 2, 2, 4.5]]
    assert {curve.name: curve.values[-1] for curve in section.curves} == {"Second desk": 1.0, "Tickets": 4.5}


def test_the_period_and_the_cut_off_day_are_kept_to(system, source):
    until = add_days(today(), -30)
    for day, share in ((until, 0.8), (add_days(until, 1), 0.2), (add_days(until, -9), 0.4), (add_days(until, -10), 1)):
        rate(system, day, share)
    section = compiled(TOPIC, system, since=add_days(until, -9), until=until)
    assert figures(section)["feedback_rated"] == 2
    assert figures(section)["feedback_average"] == 3.0


# -- complaints ------------------------------------------------------------------------------------------------------


def complain(system, opened, closed=None, kind: str = "complaint", **values):
    return frappe.get_doc(
        {
            "doctype": stage.TICKET,
            "subject": system.name,
            "opened": f"{opened} 23:30:00",
            "closed": closed and f"{closed} 08:00:00",
            "kind": kind,
            **values,
        }
    ).insert()


def test_complaints_count_when_they_are_received(system, source):
    until, since = add_days(today(), -5), add_days(today(), -35)
    complain(system, until)
    complain(system, since, closed=until, kind="BESCHWERDE")
    complain(system, add_days(until, -3), closed=add_days(until, 1))
    complain(system, add_days(since, -1))
    complain(system, add_days(until, 1))
    complain(system, until, kind="Question")
    section = compiled(TOPIC, system, since=since, until=until)
    assert (figures(section)["feedback_complaints"], figures(section)["feedback_unsettled"]) == (3, 3)
    rows = rows_of(section, "feedback_complaining")
    assert [(row[1], row[2]) for row in rows] == [
        (until, ""),
        (add_days(until, -3), ""),
        (since, until),
    ]


def test_no_complaint_is_a_zero(system, source):
    assert figures(compiled(TOPIC, system))["feedback_complaints"] == 0


# -- gaps ------------------------------------------------------------------------------------------------------------


def test_without_a_source(system):
    section = compiled(TOPIC, system)
    assert (section.has_data, codes(section.gaps)) == (False, ["feedback_no_source", "feedback_no_form"])


def test_a_source_that_is_switched_off_tells_nothing(system):
    source_with(system, is_enabled=0)
    rate(system, today(), 1)
    assert "feedback_no_source" in codes(compiled(TOPIC, system).gaps)


def test_a_source_without_these_fields(system):
    stage.make_source(system)
    section = compiled(TOPIC, system)
    assert not section.has_data
    assert {"feedback_no_rating_field", "feedback_no_complaint_field"} < set(codes(section.gaps))


def test_nothing_closed_and_nothing_rated(system, source):
    assert "feedback_none_closed" in codes(compiled(TOPIC, system).gaps)
    rate(system, today(), 0, 0)
    (gap,) = [gap for gap in compiled(TOPIC, system).gaps if gap.code == "feedback_none_rated"]
    assert gap.values == {"number": 2, "since": add_days(today(), -364), "until": today()}


def test_a_source_that_maps_what_is_gone_is_left_out(system, source):
    rate(system, today(), 1)
    frappe.db.set_value(source.doctype, source.name, "rating_field", "gone")
    section = compiled(TOPIC, system)
    assert "feedback_source_broken" in codes(section.gaps)
    assert "feedback_rated" not in figures(section)


# -- Helpdesk and ERPNext --------------------------------------------------------------------------------------------


def test_the_ready_made_source_of_helpdesk_has_ratings_and_complaints():
    """A system that is made where Helpdesk is gets it by itself."""
    system = stage.make_system()
    source = frappe.get_doc("ITSM Evidence Source", {"system": system.name, "source_doctype": "HD Ticket"})
    assert (source.rating_field, source.complaint_field) == ("feedback_rating", "ticket_type")
    assert source.complaint_values == "Complaint"
    source.update({"is_enabled": 1, "filters": frappe.as_json({"subject": system.name})})
    source.save()
    make_desk_ticket(system, today(), 0.9)
    make_desk_ticket(system, today(), 0.3, ticket_type="Complaint")
    make_desk_ticket(system, today())
    section = compiled(TOPIC, system)
    found = figures(section)
    assert (found["feedback_rated"], found["feedback_average"], found["feedback_complaints"]) == (2, 3.0, 1)
    assert [row[1] for row in rows_of(section, "feedback_lowest")] == [1.5]


def test_quality_feedback(system):
    until = add_days(today(), -40)
    make_quality_feedback(until, 5, 4, 1)
    make_quality_feedback(add_days(until, -1), 2, 2, by="Airport")
    make_quality_feedback(add_days(until, 1), 1)
    section = compiled(TOPIC, system, since=add_days(until, -30), until=until)
    found = figures(section)
    assert (found["feedback_forms"], found["feedback_forms_average"], found["feedback_forms_low"]) == (2, 2.8, 60.0)
    assert [(row[1], row[2], row[3]) for row in rows_of(section, "feedback_forms_lowest")] == [
        (1.0, until, "Harbour"),
        (2.0, add_days(until, -1), "Airport"),
    ]
    assert curve_of(section, "feedback_forms_by_month")
    assert "feedback_no_form" not in codes(section.gaps)


def test_what_customers_proposed(system):
    assert "feedback_proposals" not in figures(compiled(TOPIC, system))
    make_improvement(system, source_kind="Customer")
    make_improvement(system, source_kind="Employee")
    assert figures(compiled(TOPIC, system))["feedback_proposals"] == 1
    assert "feedback_proposals" not in figures(compiled(TOPIC, system, until=add_days(today(), -1)))


# -- shown -----------------------------------------------------------------------------------------------------------


def test_what_comes_from_records_is_escaped(system):
    source_with(system, title="<b>Desk</b>")
    rate(system, today(), 0.2)
    # The host cleans what is saved, but not what other apps write past it.
    frappe.db.set_value(stage.TICKET, {"subject": system.name}, "customer", "<script>alert(1)</script>")
    html = shown(TOPIC, system)
    assert "&lt;script&gt;" in html and "<script>" not in html
    assert "&lt;b&gt;Desk&lt;/b&gt;" in html and "<b>Desk" not in html


def test_gaps_are_told_in_the_language_of_the_reader(system):
    frappe.local.lang = "zh"
    html = shown(TOPIC, system)
    assert "无数据" in html and "没有启用任何证据来源" in html


def test_the_cost_does_not_grow_with_tickets(system, source, query_count):
    def compile_it():
        compiled(TOPIC, system)

    rate(system, today(), 0.2)
    complain(system, today())
    compile_it()
    few = query_count(compile_it)
    stage.bulk_tickets(system.name, getdate(add_days(today(), -3)), 1000)
    for days in range(40):
        rate(system, add_days(today(), -days), 0.2)
        complain(system, add_days(today(), -days))
    compile_it()
    assert query_count(compile_it) == few
