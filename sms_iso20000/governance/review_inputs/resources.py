"""Input c: people, technology, information and money, now and as forecast (4.5.4.3 c)."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, flt

from sms_iso20000.governance.resources import PLAN, levels_now_and_forecast
from sms_iso20000.governance.review_facts import iso, record, share
from sms_iso20000.rules.resource_plan import Stage
from sms_iso20000.rules.review_input import Figure, Section, Table
from sms_iso20000.rules.verdict import Reason

# More lines than a person takes in; the plan has the rest.
LINES_SHOWN = 12


def compile_input(system: str, since: date, until: date) -> Section:
    """Levels of the resource plan that counted on `until`, those with a gap first; a fixed number of queries."""
    levels = levels_now_and_forecast(system, until)
    notes = _waiting(system, until)
    if not levels:
        return Section("resources", notes=notes, gaps=[Reason("resources_no_plan", {"until": iso(until)})])
    short = [row for row in levels if flt(row["gap"]) > 0]
    later = [row for row in levels if flt(_tightest(row).get("gap")) > 0]
    figures = [
        Figure("resources_lines", len(levels)),
        Figure("resources_enough", share(len(levels) - len(short), len(levels)), "percent", higher_is_better=True),
        Figure("resources_short", len(short), higher_is_better=False),
        Figure("resources_short_later", len(later), higher_is_better=False),
    ]
    forecast = any(row["forecast"] for row in levels)
    gaps = [] if forecast else [Reason("resources_no_forecast")]
    return Section("resources", figures, [_levels(levels)], notes=notes, gaps=gaps)


def words() -> dict[str, str]:
    return {
        "resources_lines": _("Resources planned"),
        "resources_enough": _("Resources of which as much is there as needed"),
        "resources_short": _("Resources of which something is missing now"),
        "resources_short_later": _("Resources forecast to be short"),
        "resources_levels": _("Levels, what is missing first"),
        "resources_kind": _("Kind"),
        "resources_resource": _("Resource"),
        "resources_unit": _("Unit"),
        "resources_now": _("Now"),
        "resources_needed": _("Needed"),
        "resources_missing": _("Missing"),
        "resources_available_later": _("Available Later"),
        "resources_needed_later": _("Needed Later"),
        "resources_decision": _("Decision"),
        "resources_plan": _("Resource Plan"),
        "resources_waiting": _("{number} resource plans wait for a decision of top management."),
        "resources_no_plan": _("No levels, because no resource plan was decided that is about {until}."),
        "resources_no_forecast": _("No forecast, because the resource plan has none."),
    }


def _levels(levels: list[dict]) -> Table:
    columns = (
        ("resources_kind", "choice"),
        ("resources_resource", "text"),
        ("resources_unit", "text"),
        ("resources_now", "number"),
        ("resources_needed", "number"),
        ("resources_missing", "number"),
        ("resources_available_later", "number"),
        ("resources_needed_later", "number"),
        ("resources_decision", "choice"),
        ("resources_plan", "record"),
    )
    ordered = sorted(levels, key=lambda row: flt(row["gap"]) <= 0)[:LINES_SHOWN]
    return Table("resources_levels", columns, [_cells(row) for row in ordered], len(levels))


def _cells(row: dict) -> tuple:
    later = _tightest(row)
    return (
        row["kind"],
        row["resource"],
        row["unit"] or "",
        flt(row["current"]),
        flt(row["needed"]),
        max(0.0, flt(row["gap"])),
        later.get("available"),
        later.get("needed"),
        row["decision"] or "",
        record(*row["record"]),
    )


def _tightest(row: dict) -> dict:
    """The forecast by which most is missing; empty without a forecast."""
    return max(row["forecast"], key=lambda forecast: flt(forecast.gap), default={})


def _waiting(system: str, until: date) -> list[Reason]:
    number = frappe.db.count(
        PLAN, {"system": system, "status": Stage.SUBMITTED.value, "submitted_on": ["<", add_days(until, 1)]}
    )
    return [Reason("resources_waiting", {"number": number})] if number else []
