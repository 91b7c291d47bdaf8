"""How suppliers, internal groups and customers do what was agreed with them (2018, 9.3 i)."""

from collections import Counter
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import add_days

from sms_iso20000.governance.arrangement_reviews import ARRANGEMENT, REVIEW
from sms_iso20000.governance.party_scorecard import Party, parties_of
from sms_iso20000.governance.review_facts import (
    SHOWN,
    curve_months,
    iso,
    month_codes,
    period,
    record,
    stands_as_today,
    together,
)
from sms_iso20000.governance.scorecard import complete_months
from sms_iso20000.rules.arrangement import AT_WORK
from sms_iso20000.rules.arrangement_review import Stage
from sms_iso20000.rules.review_input import Curve, Figure, Section, Table
from sms_iso20000.rules.scorecard import Card, Standing
from sms_iso20000.rules.verdict import Reason

PARTIES_SHOWN = 10
VERDICTS = ("Satisfactory", "Improvement Needed", "Not Acceptable")


def compile_input(system: str, since: date, until: date) -> Section:
    """Scores over the twelve months that were complete on `until`, and reviews approved in the period.

    A fixed number of queries.
    """
    first, last = complete_months(add_days(until, 1))
    parties = parties_of(system, first, last, as_reader=False)
    if not parties:
        return Section("other_parties", gaps=[Reason("parties_none")])
    return together(
        "other_parties",
        (
            _scores(parties, last),
            _reviews(system, since, until),
            _due(system, until),
            Section("", notes=stands_as_today(until)),
        ),
    )


def words() -> dict[str, str]:
    return {**_figure_words(), **_table_words(), **_reason_words()}


def _scores(parties: list[Party], last: date) -> Section:
    standings = Counter(party.card.standing for party in parties)
    figures = [
        Figure("parties_number", len(parties)),
        Figure("parties_reliable", standings[Standing.RELIABLE], higher_is_better=True),
        Figure("parties_watch", standings[Standing.WATCH], higher_is_better=False),
        Figure("parties_failing", standings[Standing.FAILING], higher_is_better=False),
        Figure("parties_unmeasured", standings[Standing.NO_DATA], higher_is_better=False),
    ]
    whole = Card(tuple(party.card for party in parties))
    if whole.score is None:
        return Section("", figures, gaps=[Reason("parties_nothing_measured")])
    figures.insert(1, Figure("parties_score", whole.score, "percent", higher_is_better=True))
    curve = Curve("parties_by_month", month_codes(curve_months(last)), whole.attained, "percent")
    columns = (
        ("parties_party", "text"),
        ("parties_kind", "choice"),
        ("parties_arrangement", "record"),
        ("parties_points", "percent"),
        ("parties_standing", "choice"),
    )
    cells = [
        (
            party.name,
            party.kind,
            record(ARRANGEMENT, party.arrangements[0][0].name, party.arrangements[0][0].title),
            party.card.score,
            party.card.standing.value,
        )
        for party in parties[:PARTIES_SHOWN]
    ]
    return Section("", figures, [Table("parties_list", columns, cells, len(parties))], [curve])


def _reviews(system: str, since: date, until: date) -> Section:
    rows = frappe.get_all(
        REVIEW,
        filters=[
            ["system", "=", system],
            ["status", "=", Stage.APPROVED.value],
            ["approved_on", ">=", since],
            ["approved_on", "<", add_days(until, 1)],
        ],
        fields=["name", "title", "party_name", "verdict", "approved_on"],
        order_by="approved_on desc, name desc",
    )
    if not rows:
        return Section("", gaps=[Reason("parties_not_reviewed", period(since, until))])
    verdicts = Counter(row.verdict for row in rows)
    good, middling, bad = (verdicts[verdict] for verdict in VERDICTS)
    figures = [
        Figure("parties_reviews", len(rows)),
        Figure("parties_satisfactory", good, higher_is_better=True),
        Figure("parties_to_improve", middling, higher_is_better=False),
        Figure("parties_not_acceptable", bad, higher_is_better=False),
    ]
    wanting = [row for row in rows if row.verdict != VERDICTS[0]]
    wanting.sort(key=lambda row: row.verdict != VERDICTS[-1])
    columns = (
        ("parties_review", "record"),
        ("parties_party", "text"),
        ("parties_verdict", "choice"),
        ("parties_approved_on", "date"),
    )
    cells = [
        (record(REVIEW, row.name, row.title), row.party_name or "", row.verdict, iso(row.approved_on))
        for row in wanting[:SHOWN]
    ]
    return Section("", figures, [Table("parties_wanting", columns, cells, len(wanting))] if wanting else [])


def _due(system: str, until: date) -> Section:
    overdue = frappe.db.count(
        ARRANGEMENT,
        {
            "system": system,
            "workflow_state": ["in", [state.value for state in AT_WORK]],
            "next_review_on": ["<", until],
        },
    )
    figures = [
        Figure("parties_overdue", overdue, higher_is_better=False),
        Figure("parties_improvements", _open_improvements(system, until), higher_is_better=False),
    ]
    return Section("", figures)


def _open_improvements(system: str, until: date) -> int:
    """How many improvements approved reviews decided by then and nobody had done by then."""
    reviews, improvements = frappe.qb.DocType(REVIEW), frappe.qb.DocType("ITSM Arrangement Improvement")
    day_after = add_days(until, 1)
    return (
        frappe.qb.from_(improvements)
        .join(reviews)
        .on((improvements.parent == reviews.name) & (improvements.parenttype == REVIEW))
        .select(Count("*"))
        .where((reviews.system == system) & (reviews.status == Stage.APPROVED.value))
        .where(reviews.approved_on < day_after)
        .where(improvements.done_on.isnull() | (improvements.done_on >= day_after))
        .run()[0][0]
    )


def _figure_words() -> dict[str, str]:
    return {
        "parties_number": _("Other parties"),
        "parties_score": _("Score of all over twelve months"),
        "parties_by_month": _("Score of all by month"),
        "parties_reliable": _("Reliable, from 95 %"),
        "parties_watch": _("To be watched, from 80 %"),
        "parties_failing": _("Failing, below 80 %"),
        "parties_unmeasured": _("Not measured"),
        "parties_reviews": _("Reviews of arrangements approved"),
        "parties_satisfactory": _("Of these satisfactory"),
        "parties_to_improve": _("Of these with improvement needed"),
        "parties_not_acceptable": _("Of these not acceptable"),
        "parties_overdue": _("Arrangements overdue for review"),
        "parties_improvements": _("Improvements agreed in reviews and not done"),
    }


def _table_words() -> dict[str, str]:
    return {
        "parties_list": _("Parties, the lowest score first"),
        "parties_wanting": _("Reviews that were not satisfactory"),
        "parties_party": _("Party"),
        "parties_kind": _("Kind"),
        "parties_arrangement": _("Arrangement"),
        "parties_points": _("Score"),
        "parties_standing": _("Standing"),
        "parties_review": _("Review"),
        "parties_verdict": _("Verdict"),
        "parties_approved_on": _("Approved On"),
    }


def _reason_words() -> dict[str, str]:
    return {
        "parties_none": _("No other parties, because no arrangement with any is on record."),
        "parties_nothing_measured": _("No scores, because no measure of an arrangement has a value in twelve months."),
        "parties_not_reviewed": _("No arrangement was reviewed from {since} to {until}."),
    }
