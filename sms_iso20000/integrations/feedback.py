"""What customers said in ERPNext's Quality Feedback; the host does not tell service management systems apart."""

from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.query_builder.functions import Count, Extract, Min
from frappe.utils import cint, getdate
from pypika.queries import QueryBuilder, Table

from sms_iso20000.integrations.erpnext.quality_feedback import QUALITY_FEEDBACK
from sms_iso20000.rules.rating import LOW, STARS, Ratings
from sms_iso20000.rules.schedule import month_name

ALL_STARS = tuple(str(stars) for stars in range(1, STARS + 1))


@dataclass(frozen=True)
class LowFeedback:
    """A form of feedback with its lowest rating in stars."""

    doctype: str
    name: str
    stars: float
    given_on: date
    given_by: str


def keeps_feedback() -> bool:
    """Whether the host keeps feedback in the way this app reads."""
    doctype, table = QUALITY_FEEDBACK["doctype"], QUALITY_FEEDBACK["table"]
    if not (frappe.db.exists("DocType", doctype) and frappe.db.exists("DocType", table)):
        return False
    rating = frappe.get_meta(table).get_field(QUALITY_FEEDBACK["rating_field"])
    return bool(rating) and rating.fieldtype == QUALITY_FEEDBACK["rating_type"]


def feedback_given(first: date, last: date) -> int:
    """How many forms were filled in from `first` to `last`, both days included."""
    form, _row, query = _forms(first, last)
    return cint(query.select(Count(form.name).distinct()).run()[0][0])


def feedback_by_month(first: date, last: date) -> dict[str, Ratings]:
    """The ratings in the forms of each month ("2026-10") that has any."""
    form, row, query = _forms(first, last)
    day, rating = form[QUALITY_FEEDBACK["day_field"]], row[QUALITY_FEEDBACK["rating_field"]]
    columns = (Extract("year", day), Extract("month", day), rating)
    found: dict[str, Ratings] = {}
    for year, month, stars, number in query.select(*columns, Count("*")).groupby(*columns).run():
        name = month_name(year, month)
        found[name] = found.get(name, Ratings()) + Ratings(number, number * int(stars), number * (int(stars) <= LOW))
    return found


def lowest_feedback(first: date, last: date, number: int) -> list[LowFeedback]:
    """The forms with a low rating, the lowest and then the newest first."""
    form, row, query = _forms(first, last)
    day, given_by = form[QUALITY_FEEDBACK["day_field"]], form[QUALITY_FEEDBACK["given_by_field"]]
    rating = row[QUALITY_FEEDBACK["rating_field"]]
    rows = (
        query.select(form.name, Min(rating), day, given_by)
        .where(rating.isin(ALL_STARS[:LOW]))
        .groupby(form.name, day, given_by)
        .orderby(Min(rating))
        .orderby(day, order=frappe.qb.desc)
        .orderby(form.name)
        .limit(number)
        .run()
    )
    return [
        LowFeedback(QUALITY_FEEDBACK["doctype"], name, float(stars), getdate(given_on), given_by or "")
        for name, stars, given_on, given_by in rows
    ]


def _forms(first: date, last: date) -> tuple[Table, Table, QueryBuilder]:
    """The forms, their rows, and a query of the rows with a rating."""
    form, row = frappe.qb.DocType(QUALITY_FEEDBACK["doctype"]), frappe.qb.DocType(QUALITY_FEEDBACK["table"])
    day = form[QUALITY_FEEDBACK["day_field"]]
    query = (
        frappe.qb.from_(form)
        .join(row)
        .on((row.parent == form.name) & (row.parenttype == QUALITY_FEEDBACK["doctype"]))
        .where(row[QUALITY_FEEDBACK["rating_field"]].isin(ALL_STARS))
        .where((day >= first.isoformat()) & (day < (last + timedelta(days=1)).isoformat()))
    )
    return form, row, query
