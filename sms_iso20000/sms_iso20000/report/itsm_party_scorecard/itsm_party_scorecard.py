from collections.abc import Iterator
from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, today

from sms_iso20000.governance.objectives import aimed_at, figure
from sms_iso20000.governance.party_scorecard import Party, parties_of
from sms_iso20000.governance.scorecard import complete_months, standing_words
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.schedule import months_later
from sms_iso20000.rules.scorecard import Card, Line, Standing, months_between, standing

MONTHS_AT_MOST = 36
PARTIES_IN_CHART = 20
COLOURS = {
    Standing.RELIABLE: "green",
    Standing.WATCH: "orange",
    Standing.FAILING: "red",
    Standing.NO_DATA: "gray",
}


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """What was measured of each party, arrangement and measure, month by month (4.2 c).

    Every figure is percent of the target; what was not measured is empty, never 0. Filters: `system` (needed),
    `from_date` and `to_date` (the last twelve complete months where not given), `kind` of the party.
    """
    filters = frappe._dict(filters or {})
    first, last = _period(filters)
    months = months_between(first, last)
    if not filters.system:
        return columns(months), [], _("Choose a system first.")
    require_read("ITSM Arrangement", filters.system)
    parties = parties_of(filters.system, first, last, filters.kind or "")
    rows = [row for number, party in enumerate(parties) for row in _rows_of(party, f"{number}", months)]
    return columns(months), rows, _legend() if rows else None, _chart(parties), _summary(parties)


def columns(months: list[date]) -> list[dict]:
    text = {"fieldtype": "Data", "align": "left"}
    points = {"fieldtype": "Float", "precision": 2, "width": 130}
    percent = {"fieldtype": "Percent", "width": 90}
    return [
        {"fieldname": "title", "label": _("Party, Arrangement, Measure"), "width": 320, **text},
        {"fieldname": "kind", "label": _("Kind of Party"), "width": 120, **text},
        {"fieldname": "score", "label": _("Score"), **percent},
        {"fieldname": "standing", "label": _("Standing"), "width": 100, **text},
        {"fieldname": "change", "label": _("Change (Points)"), **points},
        {"fieldname": "target", "label": _("Target"), "width": 130, **text},
        {"fieldname": "value", "label": _("Value"), "width": 110, **text},
        {"fieldname": "weight", "label": _("Weight"), "fieldtype": "Int", "width": 80},
        *({"fieldname": _column(month), "label": formatdate(month, "MMM yyyy"), **percent} for month in months),
    ]


def _period(filters: dict) -> tuple[date, date]:
    """First and last day, of complete months only; no longer than the columns can be read."""
    first, last = complete_months(getdate(today()))
    if filters.to_date:
        last = min(last, getdate(filters.to_date))
    if filters.from_date:
        first = getdate(filters.from_date)
    return max(first, months_later(last, 1 - MONTHS_AT_MOST)), last


def _rows_of(party: Party, key: str, months: list[date]) -> Iterator[dict]:
    yield {
        **_figures(party.card, months),
        "key": key,
        "parent": "",
        "indent": 0,
        "title": party.name,
        "kind": _(party.kind),
    }
    for arrangement, card in party.arrangements:
        own = {"key": arrangement.name, "parent": key, "indent": 1, "title": arrangement.title}
        yield {**_figures(card, months), **own, "arrangement": arrangement.name}
        for number, line in enumerate(card.parts):
            measure = {"key": f"{arrangement.name} {number}", "parent": arrangement.name, "indent": 2}
            yield {**_figures(line, months), **measure, **_terms(line)}


def _figures(part: Card | Line, months: list[date]) -> dict:
    word = standing(part.score)
    return {
        "score": part.score,
        "standing": standing_words()[word],
        "colour": COLOURS[word],
        "change": part.change,
        **{_column(month): attained for month, attained in zip(months, part.attained, strict=False)},
    }


def _terms(line: Line) -> dict:
    value = None if line.value is None else figure(line.value, line.unit)
    return {"title": line.measure, "target": aimed_at(line), "value": value, "weight": line.weight}


def _column(month: date) -> str:
    return f"month_{month:%Y_%m}"


def _legend() -> str:
    return _(
        "Every figure is percent of the target: 100 is in target, and an empty cell was not measured. Reliable from 95,"
        " Watch from 80, Failing below. A quarterly or yearly measure shows in the month in which its quarter or year"
        " ends, a value entered by hand in that in which the reviewed period ends. Change is in points, from the last"
        " but one value of each measure to the last. The arrangements of a party weigh alike."
    )


def _chart(parties: list[Party]) -> dict | None:
    """The parties that have a score, the lowest first."""
    scored = [(party.name, party.card.score) for party in parties if party.card.score is not None][:PARTIES_IN_CHART]
    if not scored:
        return None
    names, scores = zip(*scored, strict=True)
    return {
        "data": {"labels": list(names), "datasets": [{"name": _("Score"), "values": list(scores)}]},
        "type": "bar",
        "colors": ["#2490ef"],
    }


def _summary(parties: list[Party]) -> list[dict]:
    standings, words = [party.card.standing for party in parties], standing_words()
    return [
        {"label": _("Parties"), "value": len(parties), "datatype": "Int", "indicator": "Blue"},
        *(
            {
                "label": words[word],
                "value": standings.count(word),
                "datatype": "Int",
                "indicator": COLOURS[word].title() if word in standings else "Green",
            }
            for word in words
        ),
    ]
