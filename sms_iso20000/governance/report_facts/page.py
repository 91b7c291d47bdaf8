"""Facts as HTML that a person reads; everything that comes from a record is escaped here."""

from collections.abc import Iterable, Sequence

from frappe.utils import escape_html, flt


def no_data(reason: str) -> tuple[bool, str]:
    """A subject without data, and why."""
    return False, paragraph(reason)


def paragraph(text: str) -> str:
    return f"<p>{escape_html(text)}</p>"


def items(texts: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape_html(text)}</li>" for text in texts) + "</ul>"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with borders; empty cells stand for what is not known."""
    head = "".join(f"<th>{escape_html(heading)}</th>" for heading in headings)
    body = "".join("<tr>" + "".join(f"<td>{escape_html(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="table table-bordered"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def percent(share: float | None) -> str:
    """Percent with two decimals at most; a dash where nothing was measured."""
    return "–" if share is None else f"{flt(share, 2):g} %"


def points(now: float, before: float) -> str:
    """The change between two shares, in percentage points with its sign."""
    return f"{flt(now - before, 2):+g}"
