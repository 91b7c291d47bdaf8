"""Nonconformities of a system with what is computed of them, as far as the reader may see them (4.5.4.2)."""

from dataclasses import dataclass

import frappe
from frappe.utils import getdate

from sms_iso20000.governance.nonconformities import NONCONFORMITY, requirements_of
from sms_iso20000.rules.nonconformity_figures import Found

FIELDS = (
    *("name", "title", "workflow_state", "grade", "source_kind", "related_process", "area_manager"),
    *("cause_category", "reported_on", "due_on", "closed_on", "recurrence_of"),
)


@dataclass(frozen=True)
class Register:
    """Rows as the reader may see them, and for the rules; clauses and titles of processes by name."""

    rows: list[frappe._dict]
    found: list[Found]
    clauses: dict[str, list[str]]
    processes: dict[str, str]


def register_of(system: str) -> Register:
    """The nonconformities of `system` that the signed-in user may read, the newest first; a fixed number of queries."""
    rows = frappe.get_list(
        NONCONFORMITY,
        filters={"system": system},
        fields=list(FIELDS),
        order_by="reported_on desc, name desc",
        limit_page_length=0,
    )
    rounds = _rounds([row.name for row in rows])
    found = [
        Found(
            name=row.name,
            state=row.workflow_state,
            grade=row.grade,
            reported_on=getdate(row.reported_on),
            due_on=row.due_on,
            closed_on=row.closed_on,
            rounds=tuple(rounds.get(row.name, ())),
        )
        for row in rows
    ]
    processes = {row.related_process for row in rows if row.related_process}
    titles = frappe.get_all(
        "ITSM Process", filters={"name": ["in", sorted(processes)]}, fields=["name", "title"], order_by="name asc"
    )
    return Register(rows, found, _clauses([row.name for row in rows]), {row.name: row.title for row in titles})


def _clauses(names: list[str]) -> dict[str, list[str]]:
    requirements = requirements_of(names)
    wanted = sorted({requirement for missed in requirements.values() for requirement in missed})
    rows = frappe.get_all(
        "ITSM Requirement", filters={"name": ["in", wanted]}, fields=["name", "clause"], order_by="name asc"
    )
    clause = {row.name: row.clause for row in rows}
    return {name: [clause[requirement] for requirement in missed] for name, missed in requirements.items()}


def _rounds(names: list[str]) -> dict[str, list[bool]]:
    """Whether each round that was verified was effective, by nonconformity; a case that was reopened ends one that
    nobody looked at."""
    rounds: dict[str, list[bool]] = {}
    for row in frappe.get_all(
        "ITSM Nonconformity Round",
        filters={"parenttype": NONCONFORMITY, "parent": ["in", names], "verified_by": ["is", "set"]},
        fields=["parent", "effective"],
        order_by="parent asc, idx asc",
    ):
        rounds.setdefault(row.parent, []).append(bool(row.effective))
    return rounds
