"""What customers say in tickets: ratings and complaints, as an evidence source maps them (4.5.4.3 a).

Counted by the database in one pass each. Reads as the source says, whoever is signed in: what may be read was settled
when the source was saved.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count, Extract, Sum
from frappe.utils import cint, getdate
from pypika.queries import QueryBuilder
from pypika.terms import Case, Criterion, Term

from sms_iso20000.compat import exact_text, read_exact
from sms_iso20000.evidence.source import values_of
from sms_iso20000.evidence.tickets import tickets_of, until, within
from sms_iso20000.rules.rating import LOW, STARS, Ratings
from sms_iso20000.rules.schedule import month_name


@dataclass(frozen=True)
class Complaints:
    """Tickets that complain: how many were received in a period, and how many of all are not settled at its end."""

    received: int
    unsettled: int


class RatedTickets:
    """The ratings of tickets of a source that were closed from `first` to `last`, both days included.

    Nought is what the host keeps where nobody has rated. A rating above the highest is none.
    """

    def __init__(self, source: Document, first: date, last: date):
        self.source, self.first, self.last = source, first, last
        self.table = frappe.qb.DocType(source.source_doctype)
        self.rating = self.table[source.rating_field]
        kind = frappe.get_meta(source.source_doctype).get_field(source.rating_field)
        # The host keeps a rating of its own as a share of one.
        self.highest = 1 if kind and kind.fieldtype == "Rating" else cint(source.highest_rating)

    def total(self) -> tuple[int, Ratings, int]:
        """How many tickets were closed, their ratings, and how many are rated above the highest."""
        closed, beyond, *counted = (
            self._closed().select(Count("*"), _number(self.rating > self.highest), *self._counted()).run()[0]
        )
        return cint(closed), _ratings(*counted), cint(beyond)

    def by_month(self) -> dict[str, Ratings]:
        """The ratings of each month ("2026-10") that has any."""
        closed = self.table[self.source.closed_field]
        year, month = Extract("year", closed), Extract("month", closed)
        rows = self._closed().where(self._is_rating()).select(year, month, *self._counted()).groupby(year, month).run()
        return {month_name(year, month): _ratings(*figures) for year, month, *figures in rows}

    def worst(self, number: int) -> list[tuple]:
        """Name, stars, day of closing and customer of the lowest ratings that are low, the newest first of equals."""
        closed = self.table[self.source.closed_field]
        customer = self.table[self.source.customer_field or "name"]
        rows = (
            self._closed()
            .select(self.table.name, self.rating, closed, customer)
            .where(self._is_rating() & (self.rating <= self._low()))
            .orderby(self.rating)
            .orderby(closed, order=frappe.qb.desc)
            .orderby(self.table.name)
            .limit(number)
            .run()
        )
        return [
            (str(name), round(float(rating) * STARS / self.highest, 2), getdate(closed), _customer(self.source, who))
            for name, rating, closed, who in rows
        ]

    def _closed(self) -> QueryBuilder:
        return tickets_of(self.source).where(within(self.table[self.source.closed_field], self.first, self.last))

    def _is_rating(self) -> Criterion:
        return (self.rating > 0) & (self.rating <= self.highest)

    def _low(self) -> float:
        return LOW * self.highest / STARS

    def _counted(self) -> tuple[Term, Term, Term]:
        stars = Sum(Case().when(self._is_rating(), self.rating * (STARS / self.highest)).else_(0))
        is_low = self._is_rating() & (self.rating <= self._low())
        return _number(self._is_rating()), stars, _number(is_low)


class ComplainingTickets:
    """The tickets of a source that complain, opened until the end of day `last`."""

    def __init__(self, source: Document, first: date, last: date):
        self.source, self.first, self.last = source, first, last
        self.table = frappe.qb.DocType(source.source_doctype)
        self.opened, self.closed = self.table[source.opened_field], self.table[source.closed_field]
        self.kind = exact_text(self.table[source.complaint_field])

    def count(self) -> Complaints:
        """Those received from `first` to `last`, and those of any time not settled by then."""
        return Complaints(
            sum(cint(received) for _value, received, _unsettled in self._alike),
            sum(cint(unsettled) for _value, _received, unsettled in self._alike),
        )

    def newest(self, number: int) -> list[tuple]:
        """Name, days of opening and closing (None before it is settled) and customer of those received last."""
        if not self._alike:
            return []
        customer = self.table[self.source.customer_field or "name"]
        rows = (
            self._opened()
            .select(self.table.name, self.opened, self.closed, customer)
            .where(self.kind.isin([value for value, *_numbers in self._alike]))
            .where(self.opened >= self.first.isoformat())
            .orderby(self.opened, order=frappe.qb.desc)
            .orderby(self.table.name)
            .limit(number)
            .run()
        )
        return [
            (str(name), getdate(opened), self._settled(closed), _customer(self.source, who))
            for name, opened, closed, who in rows
        ]

    @cached_property
    def _alike(self) -> list[tuple]:
        """The values that mean a complaint and are there, each with how many were received and are not settled."""
        is_unsettled = self.closed.isnull() | until(self.closed, self.last).negate()
        rows = (
            self._opened()
            .select(self.kind, _number(self.opened >= self.first.isoformat()), _number(is_unsettled))
            .groupby(self.kind)
            .run()
        )
        wanted = values_of(self.source, "complaint_values")
        read = [(read_exact(value), *numbers) for value, *numbers in rows]
        return [row for row in read if row[0].strip().casefold() in wanted]

    def _opened(self) -> QueryBuilder:
        return tickets_of(self.source).where(until(self.opened, self.last))

    def _settled(self, closed: date | None) -> date | None:
        return getdate(closed) if closed and getdate(closed) <= self.last else None


def _number(criterion: Criterion) -> Term:
    return Sum(Case().when(criterion, 1).else_(0))


def _ratings(number, stars, low) -> Ratings:
    return Ratings(cint(number), float(stars or 0), cint(low))


def _customer(source: Document, value: object) -> str:
    return str(value or "") if source.customer_field else ""
