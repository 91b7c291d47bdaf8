"""Inputs of a management review as HTML, in the language of the reader; what comes from a record is escaped here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html, flt, format_datetime, formatdate, get_url_to_form

from sms_iso20000.governance.report_facts.conformity import reason_of
from sms_iso20000.governance.review_words import all_words
from sms_iso20000.rules import curve_picture
from sms_iso20000.rules.review_input import Change, Curve, Figure, Section, Table
from sms_iso20000.rules.verdict import Reason

A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DECIMALS = 2
NOT_KNOWN = "–"


def section_html(section: Section, words: dict[str, str] | None = None, is_linked: bool = True) -> str:
    """One input as a person reads it: figures with their trend, tables, curves, sources, and what is not known.

    Whoever shows several hands over the `words`, which are many. Records are `is_linked` where the site is at hand.
    """
    words = words or all_words()
    shown = [figure for figure in section.figures if not _is_still_none(figure)]
    return frappe.render_template(
        "sms_iso20000/templates/review_section.html",
        {
            "figures": [_figure(figure, words) for figure in shown],
            "compared": any(figure.before is not None for figure in shown),
            "absent": "; ".join(_label(figure, words) for figure in section.figures if _is_still_none(figure)),
            "tables": [_table(table, words, is_linked) for table in section.tables],
            "curves": [_curve(curve, words) for curve in section.curves],
            "picture": curve_picture,
            "notes": [_sentence(reason, words) for reason in section.notes],
            "gaps": [_sentence(reason, words) for reason in section.gaps],
            "has_data": section.has_data,
        },
    )


def changes_html(since: str, changes: Sequence[Change], words: dict[str, str] | None = None) -> str:
    """What compiling anew changed since the compilation at `since`."""
    words, moment = words or all_words(), format_datetime(since)
    if not changes:
        return f"<p>{escape_html(_('Nothing has changed since {0}.').format(moment))}</p>"
    items = "".join(f"<li>{escape_html(_change(change, words))}</li>" for change in changes)
    return f"<p>{escape_html(_('Changed since {0}:').format(moment))}</p><ul>{items}</ul>"


# -- figures ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Trend:
    """A difference in words; `look` is a class of the host, which never stands alone."""

    text: str
    look: str = "text-muted"


def _is_still_none(figure: Figure) -> bool:
    """Whether a count says that there is nothing, as it did before; one line has room for all of these."""
    return not (figure.value or figure.before or figure.unit)


def _figure(figure: Figure, words: dict[str, str]) -> dict[str, Any]:
    return {
        "label": _label(figure, words),
        "value": _value(figure.value, figure.unit, words),
        "trend": _trend(figure, words),
    }


def _trend(figure: Figure, words: dict[str, str]) -> _Trend:
    if figure.before is None:
        return _Trend(_("not told then"))
    difference = flt(figure.value - figure.before, DECIMALS)
    if not difference:
        return _Trend(_("unchanged"))
    text = f"{'▲' if difference > 0 else '▼'} {difference:+,g}"
    if figure.higher_is_better is None:
        return _Trend(text)
    if (difference > 0) == figure.higher_is_better:
        return _Trend(_("{0}, better").format(text), "text-success")
    return _Trend(_("{0}, worse").format(text), "text-danger")


def _change(change: Change, words: dict[str, str]) -> str:
    before, after = (
        NOT_KNOWN if value is None else _value(value, change.unit, words) for value in (change.before, change.after)
    )
    return _("{0}: {1} → {2}").format(_label(change, words), before, after)


def _label(named: Figure | Curve | Change, words: dict[str, str]) -> str:
    label = words.get(named.code, named.code)
    return _("{0}: {1}").format(label, named.name) if named.name else label


def _value(value: float, unit: str, words: dict[str, str]) -> str:
    """A value with its unit; a unit that is no code is one that people wrote."""
    if not unit:
        return _number(value)
    return words[unit].format(value=_number(value)) if unit in words else f"{_number(value)} {unit}"


def _number(value: float) -> str:
    """Two decimals at most, without zeros that say nothing."""
    text = f"{flt(value):,.{DECIMALS}f}"
    return text.rstrip("0").rstrip(".")


# -- tables ----------------------------------------------------------------------------------------------------------


def _table(table: Table, words: dict[str, str], is_linked: bool) -> dict[str, Any]:
    more = table.total - len(table.rows)
    return {
        "title": words.get(table.code, table.code),
        "headings": [words.get(code, code) for code, _shape in table.columns],
        "rows": [
            [_cell(shape, cell, is_linked) for (_code, shape), cell in zip(table.columns, row, strict=True)]
            for row in table.rows
        ],
        "more": _("and {0} more").format(more) if more > 0 else "",
    }


def _cell(shape: str, cell: Any, is_linked: bool) -> str:
    """A cell as HTML."""
    if cell is None or cell == "":
        return ""
    if shape == "record":
        return _link(*cell) if is_linked else escape_html(cell[-1] or cell[1])
    shown = {
        "choice": _,
        "date": formatdate,
        "number": _number,
        "percent": lambda value: _("{value} %").format(value=_number(value)),
        "reasons": reason_of,
    }
    return escape_html(str(shown.get(shape, str)(cell)))


def _link(doctype: str, name: str, title: str = "") -> str:
    # The record may be gone by now, or its whole type; where it was is still told.
    address = escape_html(get_url_to_form(doctype, name))
    return f'<a href="{address}">{escape_html(title or name)}</a>'


# -- curves and sentences --------------------------------------------------------------------------------------------


def _curve(curve: Curve, words: dict[str, str]) -> dict[str, Any]:
    """From the first month that was measured on."""
    first = next((index for index, value in enumerate(curve.values) if value is not None), 0)
    months, found = curve.months[first:], curve_picture.points(curve.values[first:])
    return {
        "title": _label(curve, words),
        "months": months,
        "lines": [" ".join(f"{point.x},{point.y}" for point in piece) for piece in curve_picture.lines(found)],
        "points": [
            {
                "x": point.x,
                "y": point.y,
                "value": _number(point.value),
                "told": f"{months[point.index]}: {_value(point.value, curve.unit, words)}",
            }
            for point in found
        ],
    }


def _sentence(reason: Reason, words: dict[str, str]) -> str:
    """A code that this release does not know is shown rather than hidden."""
    text = words.get(reason.code)
    if not text:
        return reason.code
    return text.format(**{key: _spoken(value) for key, value in reason.values.items()})


def _spoken(value: Any) -> Any:
    return formatdate(value) if isinstance(value, str) and A_DAY.fullmatch(value) else value
