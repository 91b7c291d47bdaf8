"""The risk matrix of a system: read from its record, and given to a system that has none (4.1.1 g)."""

import frappe
from frappe import _
from frappe.model.document import Document

from sms_iso20000.rules.risk import State
from sms_iso20000.rules.risk_matrix import (
    Band,
    Level,
    Matrix,
    unmet_bands,
    unmet_criterion,
    unmet_levels,
    whole_number,
)
from sms_iso20000.rules.unmet import Unmet

TABLES = ("likelihood_levels", "impact_levels", "risk_bands")


def matrix_of(system: str) -> Matrix:
    """The matrix of `system` as it is stored."""
    return matrix_in(frappe.get_doc("ITSM System", system))


def matrix_in(system: Document) -> Matrix:
    """The matrix as the record of a system gives it, saved or not."""
    return Matrix(
        likelihood=_levels(system.likelihood_levels),
        impact=_levels(system.impact_levels),
        bands=tuple(Band(whole_number(row.from_score), row.title, row.colour) for row in system.risk_bands),
        criterion=whole_number(system.risk_acceptance_criterion),
    )


def fill_matrix(system: Document) -> list[Document]:
    """Give each empty table of the matrix the default, in the language of who is signed in; returns the new rows."""
    defaults = zip(TABLES, (_default_likelihood(), _default_impact(), _default_bands()), strict=True)
    return [system.append(table, row) for table, rows in defaults if not system.get(table) for row in rows]


def fill_missing_matrix(system: str) -> None:
    """A system made before there was a matrix gets the default.

    The rows are written beside the record: whatever else is wrong with a system must not stop an upgrade.
    """
    if not frappe.db.exists("ITSM System Risk Level", {"parent": system, "parenttype": "ITSM System"}):
        for row in fill_matrix(frappe.get_doc("ITSM System", system)):
            row.db_insert()


def unmet_matrix(system: Document) -> list[Unmet]:
    """All reasons why the matrix cannot stand as it is in the record, saved or not."""
    matrix, label = matrix_in(system), lambda field: _(system.meta.get_label(field))
    levels = [
        *unmet_levels(matrix.likelihood, label("likelihood_levels")),
        *unmet_levels(matrix.impact, label("impact_levels")),
    ]
    # What scores there are is known once the levels are right.
    criterion = [] if levels else unmet_criterion(matrix, label("risk_acceptance_criterion"))
    bands = unmet_bands(matrix.bands, label("risk_bands"))
    return [*levels, *bands, *criterion, *_unmet_by_assessments(system, matrix)]


def _unmet_by_assessments(system: Document, matrix: Matrix) -> list[Unmet]:
    """Levels can go only where no open risk lies on them."""
    before = system.get_doc_before_save()
    sizes = {"likelihood": len(matrix.likelihood), "impact": len(matrix.impact)}
    if not before or all(size >= len(before.get(f"{axis}_levels")) for axis, size in sizes.items()):
        return []
    beyond = [[f"{prefix}{axis}", ">", size] for axis, size in sizes.items() for prefix in ("", "residual_")]
    risks = frappe.get_all(
        "ITSM Risk",
        filters={"system": system.name, "workflow_state": ["!=", State.CLOSED.value]},
        or_filters=beyond,
        pluck="name",
        order_by="name asc",
    )
    return [Unmet("levels_in_use", {"count": len(risks)})] if risks else []


def _levels(rows: list) -> tuple[Level, ...]:
    return tuple(
        sorted(
            (Level(whole_number(row.level), row.title, row.meaning or "") for row in rows),
            key=lambda level: level.level,
        )
    )


def _default_likelihood() -> list[dict]:
    return _rows(
        (_("Rare"), _("Not expected within ten years")),
        (_("Unlikely"), _("Once in three to ten years")),
        (_("Possible"), _("Once in one to three years")),
        (_("Likely"), _("Several times a year")),
        (_("Almost Certain"), _("Every month or more often")),
    )


def _default_impact() -> list[dict]:
    return _rows(
        (_("Negligible"), _("Nobody outside the team notices")),
        (_("Minor"), _("A few users are disturbed for less than a day")),
        (_("Moderate"), _("A service misses its targets for a month")),
        (_("Major"), _("A customer suffers a loss, or an agreement is broken")),
        (_("Severe"), _("Customers, the law or the existence of the provider are at stake")),
    )


def _default_bands() -> list[dict]:
    bands = ((1, _("Low"), "Green"), (5, _("Medium"), "Yellow"), (10, _("High"), "Orange"), (15, _("Very High"), "Red"))
    return [{"from_score": start, "title": title, "colour": colour} for start, title, colour in bands]


def _rows(*levels: tuple[str, str]) -> list[dict]:
    return [
        {"level": level, "title": title, "meaning": meaning} for level, (title, meaning) in enumerate(levels, start=1)
    ]
