import frappe
from frappe import _

from sms_iso20000.governance.heat_map import heat_map_html, place_of
from sms_iso20000.governance.risk_matrix import matrix_of
from sms_iso20000.governance.risks import readable_register_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.risk import Phase


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """The open risks on the matrix of their system, and below it as a list, the highest score first (4.1.1 g).

    Filters: `system` (needed), `phase` (After Treatment, the default, or Before Treatment). After treatment, a risk
    not assessed so lies where it was before.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Risk", filters.system)
    phase = Phase.BEFORE if filters.phase == Phase.BEFORE else Phase.AFTER
    matrix = matrix_of(filters.system)
    risks = readable_register_of(filters.system)
    rows = [_row(risk, matrix, phase) for risk in risks]
    rows.sort(key=lambda row: -row["score"])
    return columns(), rows, heat_map_html(risks, matrix, phase), None, _summary(risks, rows)


def columns() -> list[dict]:
    text = {"fieldtype": "Data"}
    return [
        {"fieldname": "name", "label": _("Risk"), "fieldtype": "Link", "options": "ITSM Risk", "width": 150},
        {"fieldname": "title", "label": _("Title"), "width": 280, **text},
        {"fieldname": "score", "label": _("Score"), "fieldtype": "Int", "width": 80},
        {"fieldname": "band", "label": _("Band"), "width": 120, **text},
        {"fieldname": "likelihood", "label": _("Likelihood"), "width": 160, **text},
        {"fieldname": "impact", "label": _("Impact"), "width": 160, **text},
        {"fieldname": "state", "label": _("Status"), "width": 120, **text},
        {"fieldname": "owner", "label": _("Risk Owner"), "fieldtype": "Link", "options": "User", "width": 200},
    ]


def _row(risk: dict, matrix, phase: Phase) -> dict:
    likelihood, impact = place_of(risk, phase)
    band = matrix.band_of(likelihood * impact)
    return {
        "name": risk.name,
        "title": risk.title,
        "score": likelihood * impact,
        "band": band.title if band else "",
        "colour": band.colour if band else "",
        "likelihood": _named(matrix.likelihood, likelihood),
        "impact": _named(matrix.impact, impact),
        "state": risk.state,
        "owner": risk.owner,
    }


def _named(levels: tuple, level: int) -> str:
    return next((f"{level} {known.title}" for known in levels if known.level == level), "")


def _summary(risks: list, rows: list[dict]) -> list[dict]:
    unassessed = sum(not row["score"] for row in rows)
    above = sum(risk.above_criterion for risk in risks)
    return [
        {"label": _("Open Risks"), "value": len(rows), "datatype": "Int", "indicator": "Blue"},
        {
            "label": _("Above Criterion"),
            "value": above,
            "datatype": "Int",
            "indicator": "Red" if above else "Green",
        },
        {
            "label": _("Not Assessed"),
            "value": unassessed,
            "datatype": "Int",
            "indicator": "Orange" if unassessed else "Green",
        },
    ]
