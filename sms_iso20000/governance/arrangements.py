"""What the rules need to know of arrangements, read from their records and those they name (4.2)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from frappe.utils import add_months, cint, getdate, today

from sms_iso20000.integrations import leavers_among
from sms_iso20000.life.kept_record import is_written
from sms_iso20000.rules.arrangement import OWNER_ROLES, Arrangement
from sms_iso20000.rules.decision import REVISION_SEALED_BY
from sms_iso20000.rules.revision import State
from sms_iso20000.rules.standing import END_DATES, LOOKED_AT, Standing, standing_of, standing_of_revision

Reference = tuple[str, str]
DOCUMENT = "ITSM Document"
# The tables of an arrangement and the fact that each counts towards.
TABLES = {
    "ITSM Arrangement Interface": "interfaces",
    "ITSM Arrangement Measure": "measures",
    "ITSM Arrangement Question": "questions",
}
# The fields of an arrangement that `facts_of_stored` reads.
FACT_FIELDS = (
    "name",
    "workflow_state",
    "party_kind",
    "party_type",
    "party",
    "agreement_type",
    "agreement",
    "accountable_owner",
    "authority_clause",
    "definition_document",
    "definition_control",
    "improvement_planning",
    "contact_person",
    "escalation_path",
    "activities",
    "ends_on",
)


def facts_of(arrangement: Document) -> Arrangement:
    """The arrangement as its record gives it, saved or not."""
    sizes = {
        "interfaces": len(arrangement.interfaces),
        "measures": len(arrangement.measures),
        "questions": len(arrangement.compliance_questions),
    }
    row = {field: arrangement.get(field) for field in FACT_FIELDS}
    return _facts([row], [sizes])[0]


def facts_of_stored(rows: Sequence[Mapping[str, Any]]) -> dict[str, Arrangement]:
    """Facts by the name of the arrangement; each row has the `FACT_FIELDS`.

    Costs the same number of queries however many rows there are, and one for each record type that they name.
    """
    sizes = _table_sizes([row["name"] for row in rows])
    return dict(zip((row["name"] for row in rows), _facts(rows, [sizes[row["name"]] for row in rows]), strict=True))


def standings_of(references: Iterable[Reference]) -> dict[Reference, Standing]:
    """How each of these records, by record type and name, stands today; one query for each record type."""
    names = defaultdict(set)
    for doctype, name in references:
        names[doctype].add(name)
    found = dict.fromkeys(((doctype, name) for doctype in names for name in names[doctype]), Standing.GONE)
    for doctype in names:
        for row in _looked_at(doctype, {"name": ["in", sorted(names[doctype])]}):
            found[doctype, row.name] = _standing(doctype, row)
    return found


def standings_in(system: str, doctype: str) -> dict[str, Standing]:
    """How each record of one of our record types in `system` stands today, by name; in one query."""
    belongs = {"name": system} if doctype == "ITSM System" else {"system": system}
    return {row.name: _standing(doctype, row) for row in _looked_at(doctype, belongs)}


def definitions_in_force(documents: Collection[str]) -> dict[str, frappe._dict]:
    """What is in force of each of `documents`, be it a later revision: its state and when its review is due. Those of
    which nothing is in force are left out."""
    named = frappe.get_all(
        DOCUMENT, filters={"name": ["in", sorted(documents)]}, fields=["name", "system", "code"], order_by="name asc"
    )
    in_force = frappe.get_all(
        DOCUMENT,
        filters={
            "workflow_state": State.IN_FORCE.value,
            "code": ["in", sorted({row.code for row in named})],
            "system": ["in", sorted({row.system for row in named})],
        },
        fields=["system", "code", "workflow_state", "next_review_on"],
        order_by="name asc",
    )
    revisions = {(row.system, row.code): row for row in in_force}
    return {row.name: revisions[row.system, row.code] for row in named if (row.system, row.code) in revisions}


def owners_in_place(users: Collection[str]) -> set[str]:
    """Those of `users` who can answer for an arrangement: enabled, of the house, with one of our roles, not gone."""
    enabled = frappe.get_all(
        "User",
        filters={"name": ["in", sorted(users)], "enabled": 1, "user_type": "System User"},
        pluck="name",
        order_by="name asc",
    )
    with_role = frappe.get_all(
        "Has Role",
        filters={"parenttype": "User", "parent": ["in", enabled], "role": ["in", sorted(OWNER_ROLES)]},
        pluck="parent",
        order_by="parent asc",
    )
    return set(with_role) - leavers_among(with_role)


def review_interval_of(arrangement: Document) -> int:
    """Months between two reviews: those of the arrangement, else of its system."""
    return cint(arrangement.review_interval) or cint(
        frappe.db.get_value("ITSM System", arrangement.system, "arrangement_review_interval")
    )


def next_review_after(arrangement: Document, day: date | str) -> date:
    """When the arrangement is due for a review that was last looked at on `day`."""
    return getdate(add_months(day, review_interval_of(arrangement)))


def _facts(rows: Sequence[Mapping[str, Any]], sizes: Sequence[Mapping[str, int]]) -> list[Arrangement]:
    standings = standings_of(
        reference for row in rows for reference in (_party(row), _agreement(row)) if all(reference)
    )
    in_force = definitions_in_force({row["definition_document"] for row in rows if row["definition_document"]})
    in_place = owners_in_place({row["accountable_owner"] for row in rows if row["accountable_owner"]})
    return [
        Arrangement(
            state=row["workflow_state"] or "",
            party_kind=row["party_kind"] or "",
            # A party that is named by hand has no record that could tell.
            party=standings[_party(row)] if all(_party(row)) else Standing.STANDS,
            agreement=standings[_agreement(row)] if all(_agreement(row)) else Standing.NONE,
            is_over=bool(row["ends_on"]) and getdate(row["ends_on"]) < getdate(today()),
            has_owner=bool(row["accountable_owner"]),
            is_owner_in_place=row["accountable_owner"] in in_place,
            has_authority_clause=is_written(row["authority_clause"]),
            definition=_definition(row["definition_document"], in_force),
            has_definition_control=is_written(row["definition_control"]),
            has_improvement_planning=is_written(row["improvement_planning"]),
            has_contact=is_written(row["contact_person"]),
            has_escalation_path=is_written(row["escalation_path"]),
            has_activities=is_written(row["activities"]),
            **size,
        )
        for row, size in zip(rows, sizes, strict=True)
    ]


def _table_sizes(names: list[str]) -> dict[str, dict[str, int]]:
    sizes = {name: dict.fromkeys(TABLES.values(), 0) for name in names}
    for doctype, fact in TABLES.items() if names else ():
        table = frappe.qb.DocType(doctype)
        counted = (
            frappe.qb.from_(table)
            .select(table.parent, Count("*"))
            .where((table.parenttype == "ITSM Arrangement") & table.parent.isin(names))
            .groupby(table.parent)
        ).run()
        for name, count in counted:
            sizes[name][fact] = count
    return sizes


def _standing(doctype: str, row: Mapping[str, Any]) -> Standing:
    if doctype in REVISION_SEALED_BY:
        return standing_of_revision(row["workflow_state"])
    return standing_of(_as_days(row), getdate(today()))


def _looked_at(doctype: str, filters: Mapping[str, Any]) -> list[frappe._dict]:
    if not frappe.db.exists("DocType", doctype):
        return []
    meta = frappe.get_meta(doctype)
    fields = [field for field in LOOKED_AT if field in meta.get_valid_columns() and field != "docstatus"]
    if meta.is_submittable:
        fields.append("docstatus")
    return frappe.get_all(doctype, filters=dict(filters), fields=["name", *fields], order_by="name asc")


def _as_days(row: Mapping[str, Any]) -> dict[str, Any]:
    return {field: getdate(value) if field in END_DATES and value else value for field, value in row.items()}


def _definition(document: str | None, in_force: Collection[str]) -> Standing:
    if not document:
        return Standing.NONE
    return Standing.STANDS if document in in_force else Standing.NOT_YET


def _party(row: Mapping[str, Any]) -> Reference:
    return row["party_type"], row["party"]


def _agreement(row: Mapping[str, Any]) -> Reference:
    return row["agreement_type"], row["agreement"]
