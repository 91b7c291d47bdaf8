"""What the inputs of a management review are made of, whatever their topic (4.5.4.3)."""

from collections.abc import Collection, Iterable
from datetime import date

from frappe.utils import getdate, today

from sms_iso20000.governance.objectives import figure
from sms_iso20000.rules.review_input import Section
from sms_iso20000.rules.schedule import last_months, month_name, month_of
from sms_iso20000.rules.verdict import Reason

# Rows of a table that a meeting looks at; the records lead to the rest.
SHOWN = 5
MONTHS_IN_CURVE = 12


def together(topic: str, parts: Iterable[Section]) -> Section:
    """One section of what several parts found, in their order."""
    parts = list(parts)
    return Section(
        topic,
        [row for part in parts for row in part.figures],
        [table for part in parts for table in part.tables],
        [curve for part in parts for curve in part.curves],
        [note for part in parts for note in part.notes],
        [gap for part in parts for gap in part.gaps],
    )


def record(doctype: str, name: str, title: str = "") -> tuple[str, str, str]:
    """A cell that leads to a record."""
    return doctype, str(name), title or str(name)


def iso(day: date | str | None) -> str:
    """A day as it is kept; empty where there is none."""
    return getdate(day).isoformat() if day else ""


def share(part: float, whole: float) -> float:
    """Percent, two decimals; `whole` is not nought."""
    return round(100 * part / whole, 2)


def curve_months(until: date) -> list[date]:
    """The first days of the months that a curve shows."""
    return last_months(until, MONTHS_IN_CURVE)


def months_ending(since: date, until: date) -> list[date]:
    """The first days of the months that end from `since` to `until`, so that each is told in one review alone."""
    number = (until.year - since.year) * 12 + until.month - since.month + 1
    return [first for first in last_months(until, number) if since <= month_of(first)[1] <= until]


def month_codes(months: Collection[date]) -> list[str]:
    return [month_name(month.year, month.month) for month in months]


def period(since: date, until: date) -> dict[str, str]:
    """The days that a reason is about."""
    return {"since": iso(since), "until": iso(until)}


def stands_as_today(until: date) -> list[Reason]:
    """Of what keeps no history it is said that it is read as it stands on the day of compiling."""
    day = getdate(today())
    return [Reason("stands_as_today", {"day": iso(day)})] if until < day else []


# -- objectives ------------------------------------------------------------------------------------------------------

OBJECTIVE_COLUMNS = (
    ("objective", "record"),
    ("objective_progress", "choice"),
    ("objective_latest", "text"),
    ("objective_operator", "choice"),
    ("objective_target", "text"),
    ("objective_due_on", "date"),
)


def objective_cells(row: dict) -> tuple:
    """A row under `OBJECTIVE_COLUMNS` of one of `objectives.followed_as_of`."""
    return (
        record("ITSM Objective", row.name, row.title),
        row.progress,
        figure(row.latest_value, row.unit) if row.latest_on else "",
        row.operator,
        figure(row.target, row.unit),
        iso(row.due_on),
    )
