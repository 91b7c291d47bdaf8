"""What a pack is made of, read from one system. Rows are read by kind; what is sealed as a whole, one by one."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from sms_iso20000.evidence.decisions import chain_of
from sms_iso20000.evidence.pack.staged import sealed_documents
from sms_iso20000.evidence.snapshot import SEALED_CASES, SEALED_COUNTS, SEALED_FIELDS
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES

SNAPSHOT = "ITSM Service Level Snapshot"
RUN_FIELDS = [
    "name",
    "system",
    "edition",
    "run_on",
    "run_by",
    "catalogue_digest",
    "readiness",
    "coverage",
    "requirements",
    "met",
    "not_met",
    "stale",
    "not_evaluable",
    "no_check",
]
REQUIREMENT_FIELDS = [
    "name",
    "clause",
    "is_group",
    "parent_itsm_requirement",
    "catalogue_digest",
    "title_en",
    "title_zh",
    "requirement_en",
    "requirement_zh",
]


@dataclass(frozen=True)
class Records:
    """All that the pack shows of one system, each kind in the order in which it is shown."""

    system: Document
    run: dict
    results: list[dict]
    requirements: list[dict]
    revisions: list[Document]
    acknowledgements: dict[tuple[str, str], list[dict]]
    snapshots: list[dict]
    sealed: list[Document]
    chain: list[dict]
    people: dict[str, str]

    def person(self, user: str | None) -> str:
        """Full name and user name."""
        name = self.people.get(user or "")
        return f"{name} ({user})" if name and name != user else user or ""


def read_records(system: str, run: str) -> Records:
    """The records of `system`, with the conformity run named. Checks no permission: whoever calls this has."""
    described = frappe.db.get_value("ITSM Conformity Run", run, RUN_FIELDS, as_dict=True)
    revisions = [revision for doctype in CONTROLLED_DOCTYPES for revision in _revisions(doctype, system)]
    return Records(
        system=frappe.get_doc("ITSM System", system),
        run=described,
        results=_results(run),
        requirements=frappe.get_all(
            "ITSM Requirement",
            filters={"edition": described.edition},
            fields=REQUIREMENT_FIELDS,
            order_by="position asc",
        ),
        revisions=revisions,
        acknowledgements=_acknowledgements(revisions),
        snapshots=_snapshots(system),
        sealed=sealed_documents(system),
        chain=chain_of(system),
        people=dict(frappe.get_all("User", fields=["name", "full_name"], as_list=True, order_by="name asc")),
    )


def _revisions(doctype: str, system: str) -> list[Document]:
    """Every revision that was ever approved, by code and the newest first."""
    names = frappe.get_all(
        doctype,
        filters={"system": system, "approved_by": ["is", "set"]},
        pluck="name",
        order_by="code asc, revision desc",
    )
    return [frappe.get_doc(doctype, name) for name in names]


def _acknowledgements(revisions: list[Document]) -> dict[tuple[str, str], list[dict]]:
    """What was asked of whom, by record type and name of the revision in force, in the order of the revisions."""
    asked: dict[tuple[str, str], list[dict]] = {(row.doctype, row.name): [] for row in revisions if row.is_in_force}
    rows = frappe.get_all(
        "ITSM Acknowledgement",
        filters={
            "reference_doctype": ["in", CONTROLLED_DOCTYPES],
            "reference_name": ["in", [name for _doctype, name in asked]],
        },
        fields=[
            *("name", "reference_doctype", "reference_name"),
            *("user", "status", "asked_on", "due_on", "acknowledged_on"),
        ],
        order_by="name asc",
    )
    # PostgreSQL would take the column's name for who is connected.
    for row in sorted(rows, key=lambda row: row.user):
        asked[row.reference_doctype, row.reference_name].append(row)
    return asked


def _results(run: str) -> list[dict]:
    results = frappe.get_all(
        "ITSM Conformity Result",
        filters={"run": run},
        fields=["name", "requirement", "clause", "status", "evidence_date", "reasons"],
        order_by="position asc",
    )
    records = _rows_by_parent(
        "ITSM Conformity Result Record", "ITSM Conformity Result", results, ["reference_doctype", "reference_name"]
    )
    for result in results:
        result.records = [(row.reference_doctype, row.reference_name) for row in records.get(result.name, [])]
    return results


def _snapshots(system: str) -> list[dict]:
    """All snapshots with their rows, the newest month first; `replaced_by` names the one that counts instead."""
    snapshots = frappe.get_all(
        SNAPSHOT,
        filters={"system": system},
        fields=[
            *("name", "period_start", "period_end", "taken_on", "taken_by", "content_hash", "share_in_target"),
            *SEALED_FIELDS,
            *SEALED_COUNTS,
        ],
        order_by="period_start desc, source asc, taken_on desc, name desc",
    )
    counts = _rows_by_parent(
        "ITSM Service Level Snapshot Count",
        SNAPSHOT,
        snapshots,
        ["dimension", "value", *SEALED_COUNTS, "share_in_target"],
    )
    cases = _rows_by_parent("ITSM Service Level Snapshot Case", SNAPSHOT, snapshots, list(SEALED_CASES))
    replaced_by = {snapshot.replaces: snapshot.name for snapshot in snapshots if snapshot.replaces}
    for snapshot in snapshots:
        snapshot.update(
            counts=counts.get(snapshot.name, []),
            worst_cases=cases.get(snapshot.name, []),
            replaced_by=replaced_by.get(snapshot.name),
        )
    return snapshots


def _rows_by_parent(doctype: str, parenttype: str, parents: list[dict], fields: list[str]) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = {}
    for row in frappe.get_all(
        doctype,
        filters={"parenttype": parenttype, "parent": ["in", [parent["name"] for parent in parents]]},
        fields=["parent", *fields],
        order_by="parent asc, idx asc",
    ):
        rows.setdefault(row.parent, []).append(row)
    return rows
