"""What an audit covers, found in live records: subjects, records in scope, and the teams whose tickets show their work
(4.5.4.2)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import frappe
from frappe.model.document import Document

from sms_iso20000.rules.audit import CLAUSES_OF_SUBJECTS
from sms_iso20000.rules.independence import NO_WORK, OWNER_FIELDS

# What audits themselves leave belongs to nobody's work in the area that was audited.
OF_AUDITS = frozenset({"ITSM Audit", "ITSM Audit Waiver", "ITSM Audit Programme", "ITSM Audit Slot", "ITSM Sample"})
# The table in which each kind of subject keeps what it is measured by.
MEASURED_BY = {"ITSM Process": "ITSM Process Indicator", "ITSM Arrangement": "ITSM Arrangement Measure"}
Records = dict[str, set[str]]


@dataclass(frozen=True)
class Ground:
    """What is audited in one audit. `records` holds the subjects and all records in scope, by record type."""

    system: str
    subjects: Records
    records: Records
    teams: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)

    @property
    def work(self) -> Records:
        """The records that are somebody's work."""
        return {doctype: names for doctype, names in self.records.items() if doctype not in NO_WORK and names}


def ground_of(audit: Document) -> Ground:
    """What `audit` covers, saved or not; the same number of queries however many records there are."""
    subjects = _subjects(audit)
    records: Records = {doctype: set(names) for doctype, names in subjects.items()}
    _add(records, _linking(subjects))
    _add(records, _used_at(subjects))
    arrangements = _arrangements(records.get("ITSM Arrangement", set()))
    _add(records, _named_by(arrangements))
    _add(records, _cited(audit.system, requirements_of(audit)))
    records.get(audit.doctype, set()).discard(audit.name)
    return Ground(
        audit.system,
        subjects,
        records,
        {name for row in arrangements for name in (row.party, row.party_name) if name} | _teams_measured(subjects),
        _names_of_services(subjects.get("ITSM Service", set())),
    )


def requirements_of(audit: Document) -> list[str]:
    """Names of the requirements that an audit holds its subjects against, in the order of the catalogue.

    A clause stands for all below it. Where the audit names none, its subjects say which ask about them.
    """
    named = [row.requirement for row in audit.requirements if row.requirement]
    if named:
        groups = frappe.get_all(
            "ITSM Requirement", {"name": ["in", named]}, ["lft", "rgt", "edition"], order_by="lft asc"
        )
    else:
        clauses = {clause for row in audit.subjects for clause in CLAUSES_OF_SUBJECTS.get(row.subject_type, ())}
        edition = edition_of(audit.system)
        asked = {"edition": edition, "clause": ["in", sorted(clauses)]}
        groups = frappe.get_all("ITSM Requirement", asked, ["lft", "rgt", "edition"], order_by="lft asc")
    editions = sorted({row.edition for row in groups})
    every = frappe.get_all(
        "ITSM Requirement",
        filters={"edition": ["in", editions], "is_group": 0},
        fields=["name", "lft", "rgt"],
        order_by="position asc",
    )
    return [row.name for row in every if any(group.lft <= row.lft and row.rgt <= group.rgt for group in groups)]


def edition_of(system: str) -> str:
    """The edition of the newest conformity run, which is the one that is looked at."""
    return frappe.db.get_value("ITSM Conformity Run", {"system": system}, "edition", order_by="run_on desc") or "2011"


def newest_run(system: str) -> str | None:
    return frappe.db.get_value("ITSM Conformity Run", {"system": system}, "name", order_by="run_on desc, name desc")


def _subjects(audit: Document) -> Records:
    subjects: Records = {}
    for row in audit.subjects:
        if row.subject_type in OWNER_FIELDS and row.subject:
            subjects.setdefault(row.subject_type, set()).add(row.subject)
    return subjects


def _linking(subjects: Records) -> Iterable[tuple[str, str]]:
    """Records of ours that say which process, arrangement or service they are about."""
    if not subjects:
        return
    links = frappe.get_all(
        "DocField",
        filters={"fieldtype": "Link", "options": ["in", sorted(subjects)], "parent": ["like", "ITSM %"]},
        fields=["parent", "fieldname", "options"],
        order_by="parent asc, idx asc",
    )
    for link in links:
        meta = frappe.get_meta(link.parent)
        if meta.istable or link.parent in OF_AUDITS:
            continue
        about = {link.fieldname: ["in", sorted(subjects[link.options])]}
        for name in frappe.get_all(link.parent, filters=about, pluck="name", order_by="name asc"):
            yield link.parent, name


def _used_at(subjects: Records) -> Iterable[tuple[str, str]]:
    """Documents that are to be at hand where a subject is worked on."""
    names = sorted(name for found in subjects.values() for name in found)
    rows = frappe.get_all(
        "ITSM Document Use",
        filters={"use_doctype": ["in", sorted(subjects)], "use_name": ["in", names], "parenttype": "ITSM Document"},
        pluck="parent",
        order_by="parent asc",
    )
    return [("ITSM Document", name) for name in rows]


def _arrangements(names: Collection[str]) -> list[dict]:
    return frappe.get_all(
        "ITSM Arrangement",
        filters={"name": ["in", sorted(names)]},
        fields=["name", "party", "party_name", "agreement_type", "agreement", "definition_document"],
        order_by="name asc",
    )


def _named_by(arrangements: list[dict]) -> Iterable[tuple[str, str]]:
    for row in arrangements:
        if row.agreement_type and row.agreement and frappe.db.exists("DocType", row.agreement_type):
            yield row.agreement_type, row.agreement
        if row.definition_document:
            yield "ITSM Document", row.definition_document


def _cited(system: str, requirements: list[str]) -> list[tuple[str, str]]:
    """Records by which the newest conformity run says how the requirements stand."""
    run = newest_run(system)
    if not (run and requirements):
        return []
    results = frappe.get_all(
        "ITSM Conformity Result",
        filters={"run": run, "requirement": ["in", requirements]},
        pluck="name",
        order_by="name asc",
    )
    rows = frappe.get_all(
        "ITSM Conformity Result Record",
        filters={"parenttype": "ITSM Conformity Result", "parent": ["in", results]},
        fields=["reference_doctype", "reference_name"],
        distinct=True,
        order_by="reference_doctype asc, reference_name asc",
    )
    return [(row.reference_doctype, row.reference_name) for row in rows]


def _teams_measured(subjects: Records) -> set[str]:
    """The teams by whose tickets the subjects are measured: what these teams solve is the work that is audited."""
    return {
        name
        for doctype, table in MEASURED_BY.items()
        for name in frappe.get_all(
            table,
            filters={
                "parenttype": doctype,
                "parent": ["in", sorted(subjects.get(doctype, ()))],
                "dimension": "Team",
                "dimension_value": ["is", "set"],
            },
            pluck="dimension_value",
            order_by="parent asc, idx asc",
        )
    }


def _names_of_services(services: Collection[str]) -> set[str]:
    """What tickets call the services."""
    rows = frappe.get_all(
        "ITSM Service",
        filters={"name": ["in", sorted(services)]},
        fields=["title", "names_in_tickets"],
        order_by="name asc",
    )
    lines = [line.strip() for row in rows for line in (row.title, *(row.names_in_tickets or "").splitlines())]
    return {line for line in lines if line}


def _add(records: Records, found: Iterable[tuple[str, str]]) -> None:
    for doctype, name in found:
        records.setdefault(doctype, set()).add(name)
