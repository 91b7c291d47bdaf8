"""Counting closed tickets in the host's database, as an evidence source maps them.

Reads as the source says, whoever is signed in: what may be read was settled when the source was saved.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cached_property

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Count, CustomFunction, Max
from frappe.utils import get_datetime
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term

from sms_iso20000.compat import elapsed, exact_text, read_exact
from sms_iso20000.evidence.source import VALUE_FIELDS, dimensions_of, filters_of, values_of
from sms_iso20000.rules.service_level import (
    MISSED,
    VALUE_LENGTH,
    WHOLE,
    WORST_CASES,
    Cell,
    Summary,
    fold,
    hours_open,
    plain,
    read_result,
)

# Beginnings of names of fields with who asked, not who answered.
CAME_FROM = ("raised", "reported", "requested", "opened", "created", "contact")
Greatest = CustomFunction("GREATEST", ["one", "other"])


class ClosedTickets:
    """The tickets of a source that were closed from `first` to `last`, both days included."""

    def __init__(self, source: Document, first: date, last: date):
        self.source, self.first, self.last = source, first, last
        self.dimensions = dimensions_of(source)
        self.values = [values_of(source, field) for field in VALUE_FIELDS]
        self.table = frappe.qb.DocType(source.source_doctype)

    def summary(self) -> Summary:
        """How many there are, and how many of each value of each dimension."""
        numbers: dict[tuple, int] = defaultdict(int)
        for raw, *values, number in self._alike:
            numbers[(*WHOLE, raw)] += number
            for dimension, value in zip(self.dimensions, values, strict=True):
                numbers[dimension, value, raw] += number
        # There are few of these, so each is read once only.
        return fold(
            Cell(dimension, read_exact(value), self._results[raw], number)
            for (dimension, value, raw), number in numbers.items()
        )

    def worst(self) -> list[dict]:
        """Those that missed their target and were open longest: at most ten, the slowest first, as rows of a snapshot.

        Closed before it was opened is an error of the ticket, and no time at all.
        """
        missed = sorted(read_exact(raw) for raw, result in self._results.items() if result == MISSED)
        if not missed:
            return []
        opened, closed = self.table[self.source.opened_field], self.table[self.source.closed_field]
        rows = (
            self._among_them(exact_text(self.table[self.source.target_field]).isin(missed))
            .select(self.table.name, opened, closed, *(self.table[field] for field in self.dimensions.values()))
            .orderby(Greatest(Coalesce(elapsed(opened, closed), 0), 0), order=frappe.qb.desc)
            .orderby(self.table.name)
            .limit(WORST_CASES)
            .run()
        )
        return [self._case(*row) for row in rows]

    def assigned_to(self, people: Collection[str], team: Collection[str], service: Collection[str]) -> dict[str, str]:
        """Those of `people` who had such a ticket of one of these teams or services to solve, each with one ticket.

        The host keeps who that was in its to-dos; some record types have a field for it beside.
        """
        values = {"Team": team, "Service": service}
        named = [
            self.table[field].isin(sorted(values[key])) for key, field in self.dimensions.items() if values.get(key)
        ]
        if not (named and people):
            return {}
        todo = frappe.qb.DocType("ToDo")
        queries = [
            self._among_them()
            .join(todo)
            .on(todo.reference_name == self._name_as_text)
            .where((todo.reference_type == self.source.source_doctype) & (todo.status != "Cancelled"))
            .where(todo.allocated_to.isin(sorted(people)))
            .select(todo.allocated_to, Max(self.table.name))
            .groupby(todo.allocated_to)
        ]
        queries += [
            self._among_them()
            .where(self.table[field].isin(sorted(people)))
            .select(self.table[field], Max(self.table.name))
            .groupby(self.table[field])
            for field in _solver_fields(self.source.source_doctype)
        ]
        whose = Criterion.any(named)
        return {user: str(ticket) for query in queries for user, ticket in query.where(whose).run()}

    @property
    def _name_as_text(self) -> Term:
        """The name of a ticket as to-dos have it; some record types are numbered."""
        is_numbered = frappe.get_meta(self.source.source_doctype).autoname == "autoincrement"
        return exact_text(self.table.name) if is_numbered else self.table.name

    @cached_property
    def _alike(self) -> list[tuple]:
        """Raw result, value in each dimension (as exact text) and number of the tickets that are alike in all of them.

        Counted by the database in one pass; what comes here grows with how tickets differ, not with how many there are.
        """
        columns = [exact_text(self.table[field]) for field in (self.source.target_field, *self.dimensions.values())]
        return self._among_them().select(*columns, Count("*")).groupby(*columns).run()

    @cached_property
    def _results(self) -> dict[bytes | str | None, str]:
        """How each raw result counts; there are few of them, and many tickets."""
        return {raw: read_result(read_exact(raw), *self.values) for raw in {raw for raw, *_values in self._alike}}

    def _among_them(self, *first: Criterion) -> QueryBuilder:
        """A query of them; what leaves few is asked `first`, since a database asks in the order that is written."""
        query = tickets_of(self.source, *first)
        return query.where(within(self.table[self.source.closed_field], self.first, self.last))

    def _case(self, name: str | int, opened: date | None, closed: date, *values: object) -> dict:
        opened_on, closed_on = _moment(opened), _moment(closed)
        texts = [plain(value)[:VALUE_LENGTH] for value in values]
        return {
            "reference_doctype": self.source.source_doctype,
            "reference_name": str(name),
            "opened_on": opened_on,
            "closed_on": closed_on,
            "hours_open": hours_open(opened_on, closed_on),
            **{dimension.lower(): text for dimension, text in zip(self.dimensions, texts, strict=True)},
        }


def tickets_of(source: Document, *first: Criterion) -> QueryBuilder:
    """A query of all tickets of a source that meet what is asked `first`, for whoever asks something of them."""
    table = frappe.qb.DocType(source.source_doctype)
    query = frappe.qb.from_(table).where(Criterion.all(first))
    for field, value in filters_of(source).items():
        query = query.where(_fits(table[field], value))
    return query


def within(column: Term, first: date, last: date) -> Criterion:
    """Whether a column of dates or moments lies from `first` to `last`, both days included."""
    return (column >= first.isoformat()) & until(column, last)


def until(column: Term, last: date) -> Criterion:
    """Whether a column of dates or moments lies before the end of day `last`."""
    return column < (last + timedelta(days=1)).isoformat()


def _fits(column: Term, value: str | int | float | bool) -> Criterion:
    # As text, which each database compares with a column of any kind.
    text = str(int(value)) if isinstance(value, bool) else str(value)
    return (column == text) if text else (column.isnull() | (column == ""))


def _solver_fields(doctype: str) -> list[str]:
    """Fields that name who solves a ticket: those that link a user, but for who it came from."""
    links = frappe.get_meta(doctype).get("fields", {"fieldtype": "Link", "options": "User"})
    return [field.fieldname for field in links if not field.fieldname.startswith(CAME_FROM) and not field.is_virtual]


def _moment(value: date | None) -> datetime | None:
    return get_datetime(value) if value else None
