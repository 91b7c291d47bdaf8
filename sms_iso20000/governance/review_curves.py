"""Curves of what came and of what was there, month by month (4.5.4.3)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sms_iso20000.governance.review_facts import curve_months, month_codes
from sms_iso20000.rules.review_input import Curve
from sms_iso20000.rules.schedule import month_of


def per_month(code: str, days: Iterable[date], until: date) -> Curve:
    """How many of `days` lie in each month."""
    counted = Counter(day.replace(day=1) for day in days if day <= until)
    months = curve_months(until)
    return Curve(code, month_codes(months), [counted[month] for month in months])


def standing_per_month(code: str, spans: Iterable[tuple[date, date | None]], until: date) -> Curve:
    """How many things were there at the end of each month; a span is the day on which one came, and that on which it
    went, None where it is still there."""
    spans, months = list(spans), curve_months(until)
    ends = [min(month_of(month)[1], until) for month in months]
    values = [sum(came <= end and (went is None or went > end) for came, went in spans) for end in ends]
    return Curve(code, month_codes(months), values)
