"""Input a: what customers said, by ratings of their tickets, by complaints and by forms of feedback (4.5.4.3 a)."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days

from sms_iso20000.evidence.feedback import ComplainingTickets, Complaints, RatedTickets
from sms_iso20000.evidence.source import unmet_mapping
from sms_iso20000.governance.improvements import IMPROVEMENT
from sms_iso20000.governance.review_facts import (
    SHOWN,
    curve_months,
    iso,
    month_codes,
    period,
    record,
    share,
    together,
)
from sms_iso20000.integrations.feedback import feedback_by_month, feedback_given, keeps_feedback, lowest_feedback
from sms_iso20000.rules.rating import Ratings
from sms_iso20000.rules.review_input import Curve, Figure, Section, Table
from sms_iso20000.rules.verdict import Reason

FROM_CUSTOMERS = ("Customer", "Ticket")


def compile_input(system: str, since: date, until: date) -> Section:
    """Tickets as the enabled evidence sources map them, a few queries for each; ERPNext's Quality Feedback; proposals.

    A rating counts on the day its ticket was closed, a complaint on the day it was received.
    """
    sources, gaps = _readable_sources(system)
    return together(
        "customer_feedback",
        (
            Section("", gaps=gaps),
            _ratings(sources, since, until),
            _complaints(sources, since, until),
            _forms(since, until),
            Section("", _proposals(system, since, until)),
        ),
    )


def words() -> dict[str, str]:
    return {**_figure_words(), **_table_words(), **_gap_words()}


def _readable_sources(system: str) -> tuple[list[Document], list[Reason]]:
    """The enabled sources that map what is there."""
    names = frappe.get_all(
        "ITSM Evidence Source",
        filters={"system": system, "is_enabled": 1},
        pluck="name",
        order_by="title asc, name asc",
    )
    sources = [frappe.get_doc("ITSM Evidence Source", name) for name in names]
    # What a person may read was settled when they saved the source; what is gone is gone for everybody.
    broken = [source for source in sources if unmet_mapping(source, "Administrator")]
    gaps = [Reason("feedback_source_broken", {"source": source.title}) for source in broken]
    if not sources:
        gaps.append(Reason("feedback_no_source"))
    return [source for source in sources if source not in broken], gaps


# -- ratings ---------------------------------------------------------------------------------------------------------


def _ratings(sources: Sequence[Document], since: date, until: date) -> Section:
    rated = [source for source in sources if source.rating_field]
    if not rated:
        return Section("", gaps=[Reason("feedback_no_rating_field")] if sources else [])
    closed, ratings, rows, gaps = 0, Ratings(), [], []
    for source in rated:
        of_source, found, beyond = RatedTickets(source, since, until).total()
        closed, ratings = closed + of_source, ratings + found
        rows.append((record(source.doctype, source.name, source.title), of_source, found.number, found.average))
        if beyond:
            gaps.append(Reason("feedback_beyond_scale", {"source": source.title, "number": beyond}))
    if not closed:
        gaps.append(Reason("feedback_none_closed", period(since, until)))
    elif not ratings.number:
        gaps.append(Reason("feedback_none_rated", {"number": closed, **period(since, until)}))
    curves = [curve for source in rated for curve in _curve(source, until)]
    if not ratings.number:
        return Section("", curves=curves, gaps=gaps)
    figures = [
        Figure("feedback_rated", ratings.number),
        Figure("feedback_response", share(ratings.number, closed), "percent", higher_is_better=True),
        Figure("feedback_average", ratings.average, "stars", higher_is_better=True),
        Figure("feedback_low", ratings.share_low, "percent", higher_is_better=False),
    ]
    columns = (
        ("feedback_source", "record"),
        ("feedback_closed", "number"),
        ("feedback_rated_tickets", "number"),
        ("feedback_stars", "number"),
    )
    tables = [Table("feedback_sources", columns, rows, len(rows)), *_worst(rated, since, until, ratings.low)]
    return Section("", figures, tables, curves, gaps=gaps)


def _curve(source: Document, until: date) -> list[Curve]:
    months = curve_months(until)
    found = RatedTickets(source, months[0], until).by_month()
    return _drawn("feedback_average_by_month", months, found, source.title)


def _drawn(code: str, months: Sequence[date], found: dict[str, Ratings], name: str = "") -> list[Curve]:
    names = month_codes(months)
    values = [found[month].average if month in found else None for month in names]
    return [Curve(code, names, values, "stars", name)] if found else []


def _worst(sources: Sequence[Document], since: date, until: date, number: int) -> list[Table]:
    rows = [
        (record(source.source_doctype, name), stars, iso(closed_on), customer)
        for source in sources
        for name, stars, closed_on, customer in RatedTickets(source, since, until).worst(SHOWN)
    ]
    columns = (
        ("feedback_ticket", "record"),
        ("feedback_stars", "number"),
        ("feedback_closed_on", "date"),
        ("feedback_customer", "text"),
    )
    rows = sorted(sorted(rows, key=lambda row: row[2], reverse=True), key=lambda row: row[1])[:SHOWN]
    return [Table("feedback_lowest", columns, rows, number)] if rows else []


# -- complaints ------------------------------------------------------------------------------------------------------


def _complaints(sources: Sequence[Document], since: date, until: date) -> Section:
    asked = [source for source in sources if source.complaint_field]
    if not asked:
        return Section("", gaps=[Reason("feedback_no_complaint_field")] if sources else [])
    tickets = [ComplainingTickets(source, since, until) for source in asked]
    counts: list[Complaints] = [found.count() for found in tickets]
    received = sum(count.received for count in counts)
    figures = [
        Figure("feedback_complaints", received, higher_is_better=False),
        Figure("feedback_unsettled", sum(count.unsettled for count in counts), higher_is_better=False),
    ]
    rows = [
        (record(found.source.source_doctype, name), iso(opened_on), iso(closed_on), customer)
        for found in tickets
        for name, opened_on, closed_on, customer in found.newest(SHOWN)
    ]
    columns = (
        ("feedback_ticket", "record"),
        ("feedback_received_on", "date"),
        ("feedback_closed_on", "date"),
        ("feedback_customer", "text"),
    )
    rows = sorted(rows, key=lambda row: row[1], reverse=True)[:SHOWN]
    return Section("", figures, [Table("feedback_complaining", columns, rows, received)] if rows else [])


# -- forms and proposals ---------------------------------------------------------------------------------------------


def _forms(since: date, until: date) -> Section:
    """ERPNext's Quality Feedback, where it is kept; it belongs to no system, but to the whole site."""
    if not keeps_feedback():
        return Section("")
    months = curve_months(until)
    curves = _drawn("feedback_forms_by_month", months, feedback_by_month(months[0], until))
    ratings = sum(feedback_by_month(since, until).values(), Ratings())
    if not ratings.number:
        return Section("", curves=curves, gaps=[Reason("feedback_no_form", period(since, until))])
    figures = [
        Figure("feedback_forms", feedback_given(since, until)),
        Figure("feedback_forms_average", ratings.average, "stars", higher_is_better=True),
        Figure("feedback_forms_low", ratings.share_low, "percent", higher_is_better=False),
    ]
    rows = [
        (record(form.doctype, form.name), form.stars, iso(form.given_on), form.given_by)
        for form in lowest_feedback(since, until, SHOWN)
    ]
    columns = (
        ("feedback_form", "record"),
        ("feedback_stars", "number"),
        ("feedback_given_on", "date"),
        ("feedback_given_by", "text"),
    )
    tables = [Table("feedback_forms_lowest", columns, rows, len(rows))] if rows else []
    return Section("", figures, tables, curves)


def _proposals(system: str, since: date, until: date) -> list[Figure]:
    """Improvements that go back to what a customer said; that there are none tells nothing of what they think."""
    number = frappe.db.count(
        IMPROVEMENT,
        [
            ["system", "=", system],
            ["source_kind", "in", FROM_CUSTOMERS],
            ["proposed_on", ">=", since],
            ["proposed_on", "<", add_days(until, 1)],
        ],
    )
    return [Figure("feedback_proposals", number)] if number else []


# -- words -----------------------------------------------------------------------------------------------------------


def _figure_words() -> dict[str, str]:
    return {
        "feedback_rated": _("Tickets that were rated"),
        "feedback_response": _("Closed tickets that were rated"),
        "feedback_average": _("Average rating"),
        "feedback_low": _("Low ratings, of two stars at most"),
        "feedback_average_by_month": _("Average rating by month"),
        "feedback_complaints": _("Complaints received"),
        "feedback_unsettled": _("Complaints without a date of closing"),
        "feedback_forms": _("Forms of Quality Feedback, of the whole site"),
        "feedback_forms_average": _("Average rating in Quality Feedback"),
        "feedback_forms_low": _("Low ratings in Quality Feedback, of two stars at most"),
        "feedback_forms_by_month": _("Average rating in Quality Feedback by month"),
        "feedback_proposals": _("Improvements proposed by customers or in tickets"),
    }


def _table_words() -> dict[str, str]:
    return {
        "feedback_lowest": _("Lowest ratings"),
        "feedback_complaining": _("Newest complaints"),
        "feedback_forms_lowest": _("Lowest Quality Feedback"),
        "feedback_sources": _("Where the ratings are from"),
        "feedback_source": _("Evidence Source"),
        "feedback_closed": _("Closed"),
        "feedback_rated_tickets": _("Rated"),
        "feedback_ticket": _("Ticket"),
        "feedback_form": _("Feedback"),
        "feedback_stars": _("Stars"),
        "feedback_received_on": _("Received On"),
        "feedback_closed_on": _("Closed On"),
        "feedback_given_on": _("Given On"),
        "feedback_given_by": _("Given By"),
        "feedback_customer": _("Customer"),
    }


def _gap_words() -> dict[str, str]:
    return {
        "feedback_no_source": _("No ratings and no complaints, because no evidence source is enabled."),
        "feedback_source_broken": _("{source} is left out, because it maps what is no longer there."),
        "feedback_no_rating_field": _("No ratings, because no evidence source maps a field of satisfaction."),
        "feedback_none_closed": _("No ratings, because no ticket was closed from {since} to {until}."),
        "feedback_none_rated": _(
            "No ratings, because none of the {number} tickets closed from {since} to {until} was rated."
        ),
        "feedback_beyond_scale": _("{source}: {number} ratings are left out, because they exceed the highest rating."),
        "feedback_no_complaint_field": _("No complaints, because no evidence source tells which tickets complain."),
        "feedback_no_form": _("No Quality Feedback, because none was given from {since} to {until}."),
    }
