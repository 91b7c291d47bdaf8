"""Parts of sections that several topics have in common: cells of tables, and values by month."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from sms_iso20000.governance.standing_at import months_up_to
from sms_iso20000.rules.review_input import Curve
from sms_iso20000.rules.schedule import month_of

# Rows that a table shows of many.
SHOWN = 7


def record(doctype: str, row: frappe._dict) -> list[str]:
    """The cell of a record."""
    return [doctype, row.name, row.title]


def day(value: Any) -> str:
    """The cell of a date."""
    return getdate(value).isoformat() if value else ""


def per_month(code: str, days: Iterable[date], until: date) -> Curve:
    """How many of `days` lie in each of the last months."""
    counted = Counter(f"{on:%Y-%m}" for on in days if on <= until)
    months = [f"{month:%Y-%m}" for month in months_up_to(until)]
    return Curve(code, months, [counted[month] for month in months])


def standing_per_month(code: str, spans: Iterable[tuple[date, date | None]], until: date) -> Curve:
    """How many things were there at the end of each of the last months; a span is the day on which one came, and that
    on which it went, None where it is still there."""
    spans, months = list(spans), months_up_to(until)
    ends = [min(month_of(month)[1], until) for month in months]
    values = [sum(came <= end and (went is None or went > end) for came, went in spans) for end in ends]
    return Curve(code, [f"{month:%Y-%m}" for month in months], values)
