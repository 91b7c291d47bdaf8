"""Whether we still govern what others operate: the proofs of every arrangement of a system as of today (4.2)."""

from collections.abc import Sequence

import frappe
from frappe.utils import add_months, cint, getdate, today

from sms_iso20000.governance.arrangements import FACT_FIELDS, definitions_in_force, facts_of_stored
from sms_iso20000.governance.documents import is_overdue
from sms_iso20000.governance.processes import title_of
from sms_iso20000.governance.reading import readable_names
from sms_iso20000.rules.arrangement import State, unmet_for_management
from sms_iso20000.rules.arrangement_proofs import (
    BY_OTHERS,
    Evidence,
    Flag,
    flags_of,
    lights_of,
    lights_without_arrangement,
    nothing_in_house,
)

FIELDS = (
    *FACT_FIELDS,
    "title",
    "related_process",
    "part",
    "party_name",
    "review_interval",
    "last_reviewed_on",
    "next_review_on",
)


def register_of(system: str) -> list[frappe._dict]:
    """The arrangements of `system` that have not ended, by clause of the process and title.

    Beside `FIELDS` each row has `process`, `process_title`, `clause` and `operated_by` of its process; `lights`, by
    letter of the proof; `flags`; and `unmet_management`, what the way in which the party is managed lacks. An active
    process that others operate and nothing is arranged for has a row without name. The same number of queries however
    many rows there are, and one for each record type of party and agreement.
    """
    processes, rows = _processes(system), _arrangements(system)
    facts, evidence = facts_of_stored(rows), _evidence_of(system, rows)
    for row in rows:
        row.update(_as_fields(processes[row.related_process]))
        row.lights = lights_of(facts[row.name], evidence[row.name])
        row.flags = flags_of(facts[row.name], evidence[row.name], row.operated_by)
        row.unmet_management = unmet_for_management(facts[row.name])
    arranged = {row.related_process for row in rows}
    rows += [
        _without_arrangement(process)
        for name, process in processes.items()
        if name not in arranged and process.is_active and process.operated_by in BY_OTHERS
    ]
    if nothing_in_house([process.operated_by for process in processes.values() if process.is_active]):
        for row in rows:
            row.flags.append(Flag.NOTHING_IN_HOUSE)
    return sorted(rows, key=lambda row: (row.clause, row.process, row.title, row.name))


def readable_register_of(system: str) -> list[frappe._dict]:
    """The rows of `register_of` whose arrangement, or process where there is none, the signed-in user may read."""
    arrangements, processes = readable_names("ITSM Arrangement", system), readable_names("ITSM Process", system)
    return [row for row in register_of(system) if (row.name in arrangements if row.name else row.process in processes)]


def _arrangements(system: str) -> list[frappe._dict]:
    return frappe.get_all(
        "ITSM Arrangement",
        filters={"system": system, "workflow_state": ["!=", State.ENDED.value]},
        fields=list(FIELDS),
        order_by="name asc",
    )


def _processes(system: str) -> dict[str, frappe._dict]:
    rows = frappe.get_all(
        "ITSM Process",
        filters={"system": system},
        fields=["name", "clause", "title", "title_zh", "operated_by", "is_active"],
        order_by="clause asc, name asc",
    )
    return {row.name: row for row in rows}


def _as_fields(process: frappe._dict) -> dict:
    return {
        "process": process.name,
        "process_title": title_of(process),
        "clause": process.clause or "",
        "operated_by": process.operated_by or "",
    }


def _without_arrangement(process: frappe._dict) -> frappe._dict:
    row = frappe._dict(dict.fromkeys(FIELDS), name="", title="", **_as_fields(process))
    row.update(lights=lights_without_arrangement(), flags=[Flag.NO_AGREEMENT])
    return row


# -- evidence --------------------------------------------------------------------------------------------------------


def _evidence_of(system: str, rows: Sequence[frappe._dict]) -> dict[str, Evidence]:
    """What is on record beside the terms of each arrangement."""
    day = getdate(today())
    interval = cint(frappe.db.get_value("ITSM System", system, "arrangement_review_interval"))
    reviews = _approved_reviews([row.name for row in rows])
    definitions = definitions_in_force({row.definition_document for row in rows if row.definition_document})
    overdue = {name for name, revision in definitions.items() if is_overdue(revision, day)}
    evidence = {}
    for row in rows:
        of_row = reviews.get(row.name, [])
        since = getdate(add_months(day, -(cint(row.review_interval) or interval)))
        evidence[row.name] = Evidence(
            last_reviewed_on=row.last_reviewed_on,
            is_review_overdue=bool(row.next_review_on) and getdate(row.next_review_on) < day,
            is_measured=bool(of_row) and bool(of_row[-1].is_scored),
            is_definition_review_overdue=row.definition_document in overdue,
            decides_improvement=any(review.decides and getdate(review.approved_on) >= since for review in of_row),
        )
    return evidence


def _approved_reviews(arrangements: list[str]) -> dict[str, list[frappe._dict]]:
    """The approved reviews of each arrangement by period; `decides` where one orders improvements or waives them."""
    rows = frappe.get_all(
        "ITSM Arrangement Review",
        filters={"arrangement": ["in", arrangements], "status": "Approved"},
        fields=["name", "arrangement", "approved_on", "is_scored", "no_improvement_reason"],
        order_by="period_end asc, name asc",
    )
    ordered = set(
        frappe.get_all(
            "ITSM Arrangement Improvement",
            filters={"parent": ["in", [row.name for row in rows]], "parenttype": "ITSM Arrangement Review"},
            pluck="parent",
            order_by="parent asc",
        )
    )
    reviews: dict[str, list[frappe._dict]] = {}
    for row in rows:
        row.decides = row.name in ordered or bool((row.no_improvement_reason or "").strip())
        reviews.setdefault(row.arrangement, []).append(row)
    return reviews
