"""Nonconformities: reported, known to the rules, and found again where the same cause comes back (4.5.4.2, 4.5.5.1)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, add_months, cint, getdate, today

from sms_iso20000.governance.actions import actions_of, hands_of
from sms_iso20000.rules.nonconformity import (
    DUE_IN,
    OF_A_CASE,
    SETTLED,
    Case,
    Cause,
    Grade,
    Measure,
    State,
    is_same,
    unmet_measure,
)
from sms_iso20000.rules.unmet import Unmet

NONCONFORMITY = "ITSM Nonconformity"
REQUIREMENT_ROW = "ITSM Nonconformity Requirement"


def report_nonconformity(
    system: str,
    title: str,
    statement: str,
    objective_evidence: str,
    grade: str,
    source_kind: str,
    reference: tuple[str, str] | None = None,
    requirements: Sequence[str] = (),
    **more: Any,
) -> Document:
    """A new nonconformity, reported by the signed-in user; raises Refused where the finding or its evidence is missing.

    `reference` is record type and name of what it was found on, `requirements` are names of ITSM Requirement, and
    `more` are further fields.
    """
    doctype, name = reference or (None, None)
    return frappe.get_doc(
        {
            "doctype": NONCONFORMITY,
            "system": system,
            "title": title[:140],
            "statement": statement,
            "objective_evidence": objective_evidence,
            "grade": grade,
            "source_kind": source_kind,
            "reference_doctype": doctype,
            "reference_name": name,
            "requirements": [{"requirement": requirement} for requirement in requirements],
            **more,
        }
    ).insert()


def is_open_to(nonconformity: Document, user: str) -> bool:
    """Whether `user` may read it as it stands, saved or not."""
    return bool(frappe.has_permission(NONCONFORMITY, "read", doc=nonconformity, user=user))


def case_of(nonconformity: Document) -> Case:
    """What the gates need to know of `nonconformity` as it stands, saved or not."""
    return Case(
        reporter=nonconformity.reported_by or "",
        area_manager=nonconformity.area_manager or "",
        grade=nonconformity.grade,
        against=nonconformity.against or "",
        has_priority=bool(nonconformity.priority),
        has_requirements=bool(nonconformity.requirements),
        has_root_cause=bool((nonconformity.root_cause or "").strip()),
        has_category=bool(nonconformity.cause_category),
        whys=sum(bool((row.answer or "").strip()) for row in nonconformity.whys),
        has_correction=bool((nonconformity.correction or "").strip() and nonconformity.corrected_on),
        took_part=frozenset((nonconformity.took_part or "").split()),
        measures=measures_of(nonconformity),
        wait=cint(frappe.db.get_value("ITSM System", nonconformity.system, "verification_wait")),
    )


def measures_of(nonconformity: Document) -> tuple[Measure, ...]:
    """The actions of a case as the rules take them."""
    began = nonconformity.round_started_on
    rows = actions_of(NONCONFORMITY, nonconformity.name)
    hands = hands_of([row.name for row in rows])
    measures = []
    for row in rows:
        measure = Measure(
            kind=row.kind,
            status=row.status,
            responsible=row.responsible or "",
            hands=frozenset(hands[row.name]),
            planned_by=row.owner,
            completed_on=getdate(row.completed_on) if row.completed_on else None,
            is_of_this_round=_is_since(row.creation, began) or _is_since(row.completed_on, began),
        )
        measures.append(measure)
    return tuple(measures)


def due_date(system: str, grade: str) -> date:
    """The day by which a nonconformity of `grade` that is reported today is to be put right."""
    return getdate(add_days(today(), days_for(system, grade)))


def days_for(system: str, grade: str) -> int:
    """How many days `system` gives to put a nonconformity of `grade` right."""
    return cint(frappe.db.get_value("ITSM System", system, DUE_IN[Grade(grade)]))


def earlier_case(nonconformity: Document) -> str | None:
    """The newest case before this one with the same cause, open or ended within the look-back; rejected ones not."""
    cause = Cause(
        frozenset(row.requirement for row in nonconformity.requirements),
        nonconformity.related_process or "",
        nonconformity.cause_category or "",
    )
    months = cint(frappe.db.get_value("ITSM System", nonconformity.system, "recurrence_lookback"))
    since = getdate(add_months(today(), -months))
    rows = frappe.get_all(
        NONCONFORMITY,
        filters={
            "system": nonconformity.system,
            "name": ["!=", nonconformity.name],
            "creation": ["<=", nonconformity.creation],
            "cause_category": cause.category,
            "workflow_state": ["!=", State.REJECTED.value],
        },
        fields=["name", "related_process", "cause_category", "closed_on"],
        order_by="creation desc, name desc",
    )
    requirements = requirements_of([row.name for row in rows])
    for row in rows:
        is_recent = not row.closed_on or getdate(row.closed_on) >= since
        other = Cause(frozenset(requirements.get(row.name, ())), row.related_process or "", row.cause_category)
        if is_recent and is_same(cause, other):
            return row.name
    return None


def requirements_of(names: Sequence[str]) -> dict[str, list[str]]:
    """The requirements missed, by nonconformity."""
    found: dict[str, list[str]] = {}
    for row in frappe.get_all(
        REQUIREMENT_ROW,
        filters={"parenttype": NONCONFORMITY, "parent": ["in", list(names)]},
        fields=["parent", "requirement"],
        order_by="parent asc, idx asc",
    ):
        found.setdefault(row.parent, []).append(row.requirement)
    return found


def reopen_earlier(nonconformity: Document) -> None:
    """Where the cause of an ended case came back with this one, that case was not solved: it is reopened."""
    earlier = nonconformity.recurrence_of and frappe.get_doc(NONCONFORMITY, nonconformity.recurrence_of)
    if earlier and earlier.workflow_state == State.CLOSED:
        earlier.reopen_because_of(nonconformity.name)


def unmet_for_action(action: Document) -> list[Unmet]:
    """Why `action` cannot be one of the case that it names: that is settled, or its cause is not recorded yet."""
    if action.reference_doctype != NONCONFORMITY or not action.reference_name:
        return []
    state = frappe.db.get_value(NONCONFORMITY, action.reference_name, "workflow_state")
    return unmet_measure(state, action.kind, action.reference_name)


def unmet_family(action: Document) -> list[Unmet]:
    """Why `action` cannot be of its kind, or leave the case that it belongs to."""
    before = action.get_doc_before_save()
    unmet = []
    if action.kind in OF_A_CASE and action.reference_doctype != NONCONFORMITY:
        unmet.append(Unmet("correction_without_nonconformity"))
    is_moved = action.is_set_anew("reference_name") or action.is_set_anew("reference_doctype")
    if before and before.reference_doctype == NONCONFORMITY and is_moved:
        unmet.append(Unmet("action_stays_with_nonconformity", {"name": before.reference_name}))
    if is_moved or action.is_set_anew("kind"):
        unmet += unmet_for_action(action)
    return unmet


def open_cases(filters: dict) -> list[str]:
    """Names of cases that are neither closed nor rejected."""
    settled = [state.value for state in SETTLED]
    return frappe.get_all(
        NONCONFORMITY,
        filters={**filters, "workflow_state": ["not in", settled]},
        pluck="name",
        order_by="creation asc, name asc",
    )


def _is_since(moment: Any, began: Any) -> bool:
    if not moment:
        return False
    return not began or frappe.utils.get_datetime(moment) >= frappe.utils.get_datetime(began)
