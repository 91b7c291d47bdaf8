"""The inputs of a management review as tests look at them."""

from datetime import date

from frappe.utils import add_days, getdate, today

from sms_iso20000.governance.review_inputs import module_of
from sms_iso20000.governance.review_page import section_html
from sms_iso20000.rules.review_input import Section, as_text, from_text


def compiled(topic: str, system, since: date | str | None = None, until: date | str | None = None) -> Section:
    """A section as a review keeps it; of the last year up to today unless the test says otherwise."""
    until = getdate(until or today())
    since = getdate(since or add_days(until, -364))
    return from_text(as_text(module_of(topic).compile_input(system.name, since, until)))


def figures(section: Section) -> dict:
    """Values by code, and by name where several have the code."""
    return {(f"{row.code} {row.name}" if row.name else row.code): row.value for row in section.figures}


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def rows_of(section: Section, code: str) -> list[list]:
    """Rows of one table, records by their title alone; empty where there is no such table."""
    found = next((table for table in section.tables if table.code == code), None)
    if not found:
        return []
    shapes = [shape for _code, shape in found.columns]
    return [
        [cell[2] if shape == "record" else cell for shape, cell in zip(shapes, row, strict=True)] for row in found.rows
    ]


def curve_of(section: Section, code: str) -> dict[str, float]:
    """What was measured by month."""
    found = next((curve for curve in section.curves if curve.code == code), None)
    return (
        {month: value for month, value in zip(found.months, found.values, strict=True) if value is not None}
        if found
        else {}
    )


def shown(topic: str, system, **days) -> str:
    """A section as HTML, in the language at hand."""
    return section_html(compiled(topic, system, **days))
