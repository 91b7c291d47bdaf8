"""What the matrix of competences shows beside its cells."""

from collections import Counter

from frappe import _

from sms_iso20000.governance.competence import Board
from sms_iso20000.governance.processes import title_of
from sms_iso20000.rules.competence import GAPS, Cell, Standing


def standing_labels() -> dict[Standing, str]:
    """Each standing in the language of the reader."""
    return {
        Standing.LACKING: _("Lacking"),
        Standing.EXPIRED: _("Expired"),
        Standing.PLANNED: _("Training Planned"),
        Standing.EXPIRES_SOON: _("Expires Soon"),
        Standing.HELD: _("Fulfilled"),
    }


def chart_of(people: set[str], competences: list[dict], board: Board) -> dict | None:
    """The gaps by competence, one colour for each kind."""
    counted = {
        row.name: Counter(board.gaps[user, row.name].standing for user in people if (user, row.name) in board.gaps)
        for row in competences
    }
    named = [row for row in competences if counted[row.name]]
    if not named:
        return None
    return {
        "data": {
            "labels": [title_of(row) for row in named],
            "datasets": [
                {"name": standing_labels()[standing], "values": [counted[row.name][standing] for row in named]}
                for standing in GAPS
            ],
        },
        "type": "bar",
        "barOptions": {"stacked": 1},
        "colors": ["#e24c4c", "#cb8a14", "#318ad8"],
    }


def figures_of(rows: list[dict], cells: list[Cell | None]) -> list[dict]:
    """How many people there are, and how many gaps of each kind; for the head of the report."""
    standing = Counter(cell.standing for cell in cells if cell)
    gaps = standing[Standing.LACKING] + standing[Standing.EXPIRED]
    return [
        {"label": _("People"), "value": len(rows), "datatype": "Int", "indicator": "Blue"},
        {
            "label": _("Gaps Without a Training"),
            "value": gaps,
            "datatype": "Int",
            "indicator": "Red" if gaps else "Green",
        },
        {
            "label": _("Gaps With a Training"),
            "value": standing[Standing.PLANNED],
            "datatype": "Int",
            "indicator": "Blue",
        },
        {
            "label": _("Soon Expiring"),
            "value": standing[Standing.EXPIRES_SOON],
            "datatype": "Int",
            "indicator": "Orange" if standing[Standing.EXPIRES_SOON] else "Green",
        },
    ]
