"""The risk matrix drawn: all open risks of a system, or the places of one (4.1.1 g)."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from sms_iso20000.rules.heat_map import grid
from sms_iso20000.rules.risk import Phase
from sms_iso20000.rules.risk_matrix import Matrix


def heat_map_html(rows: Iterable[dict], matrix: Matrix, phase: Phase) -> str:
    """The matrix with the number of risks in each cell, and their titles; `rows` are those of the register."""
    return _drawn(matrix, [(*place_of(row, phase), row.title) for row in rows], counted=True)


def position_html(risk: Document, matrix: Matrix) -> str:
    """The matrix with the places of one risk before and after treatment."""
    before = (cint(risk.likelihood), cint(risk.impact), _("Before"))
    after = (cint(risk.residual_likelihood), cint(risk.residual_impact), _("After"))
    return _drawn(matrix, [before, after], counted=False)


def place_of(row: dict, phase: Phase) -> tuple[int, int]:
    """Likelihood and impact of a risk; after treatment only where that is assessed, else those before it."""
    if phase is Phase.AFTER and row.residual_score:
        return row.residual_likelihood, row.residual_impact
    return row.likelihood, row.impact


def _drawn(matrix: Matrix, places: list[tuple[int, int, str]], counted: bool) -> str:
    return frappe.render_template(
        "sms_iso20000/templates/risk_matrix.html",
        {"matrix": matrix, "grid": grid(matrix, places), "counted": counted},
    )
