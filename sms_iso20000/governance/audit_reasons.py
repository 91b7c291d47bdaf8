"""What speaks for auditing something more often: importance, status, earlier results, changes and trend (4.5.4.2).

Each function reads one kind of record of a system in a fixed number of queries, and answers reasons by cell.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import frappe
from frappe.query_builder.functions import Count, Max
from frappe.utils import add_months, flt, getdate, today

from sms_iso20000.evidence.measured import measured_series
from sms_iso20000.governance.audit_subjects import Subject
from sms_iso20000.governance.documents import PLAN
from sms_iso20000.governance.plan_drift import drift_of
from sms_iso20000.governance.plans import plan_in_force
from sms_iso20000.rules.audit import NOT_AUDITED, OWN_KINDS, REPORTED
from sms_iso20000.rules.audit_planning import MANY_CHANGES, SYSTEM_GROUPS, YEAR, Cell, Kind, Why, group_of, is_falling
from sms_iso20000.rules.indicators import FROM_SNAPSHOT

Key = tuple[str, str]
Found = Iterator[tuple[Cell, Why]]
# Each kind of subject that keeps measures, with their table.
MEASURES = {Kind.PROCESS: "ITSM Process Indicator", Kind.ARRANGEMENT: "ITSM Arrangement Measure"}


def reasons_of(system: str, subjects: Iterable[Subject], services: Iterable[dict]) -> dict[Cell, list[Why]]:
    """The reasons for each cell, in the order of the standard's words: importance, status, earlier results, changes."""
    subjects = {subject.key: subject for subject in subjects}
    found: dict[Cell, list[Why]] = defaultdict(list)
    for part in (
        _serving(subjects, services),
        _at_risk(system, subjects),
        _missing_objectives(system, subjects),
        _not_conforming(system, subjects),
        _nonconforming(system, subjects),
        _changing(subjects),
        _drifting(system, subjects),
        _falling(subjects),
    ):
        for cell, why in part:
            found[cell].append(why)
    return found


def _serving(subjects: dict[Key, Subject], services: Iterable[dict]) -> Found:
    """Live services that rest on a process or an arrangement, or are delivered from a site."""
    counts: Counter[Key] = Counter()
    for service in services:
        resting = {(row.foundation_type, row.foundation) for row in service.foundations}
        sites = {(row.site or "").strip().casefold() for row in service.sites}
        counts.update(resting | {key for key in subjects if key[0] == Kind.SITE and key[1].casefold() in sites})
    for key, subject in subjects.items():
        if counts[key]:
            yield subject.cell(subject.main), Why("serves_live_services", {"count": counts[key]})


def _at_risk(system: str, subjects: dict[Key, Subject]) -> Found:
    criterion = frappe.db.get_value("ITSM System", system, "risk_acceptance_criterion")
    rows = frappe.get_all(
        "ITSM Risk",
        filters={"system": system, "workflow_state": ["!=", "Closed"], "related_process": ["is", "set"]},
        fields=["related_process", "score", "residual_score"],
        order_by="name asc",
    )
    above = Counter(row.related_process for row in rows if (row.residual_score or row.score or 0) > criterion)
    yield from _counted(subjects, above, "risks_above_criterion")


def _missing_objectives(system: str, subjects: dict[Key, Subject]) -> Found:
    rows = frappe.get_all(
        "ITSM Objective",
        filters={"system": system, "status": "Approved", "progress": "Missed", "related_process": ["is", "set"]},
        pluck="related_process",
        order_by="name asc",
    )
    yield from _counted(subjects, Counter(rows), "objectives_missed")


def _counted(subjects: dict[Key, Subject], counts: Counter[str], code: str) -> Found:
    for name, count in counts.items():
        if subject := subjects.get((Kind.PROCESS.value, name)):
            yield subject.cell(subject.main), Why(code, {"count": count})


def _not_conforming(system: str, subjects: dict[Key, Subject]) -> Found:
    """What the latest run found of the requirements of each group, and of the records that they name."""
    runs = frappe.get_all(
        "ITSM Conformity Run", filters={"system": system}, pluck="name", order_by="run_on desc, name desc", limit=1
    )
    if not runs:
        return
    results = frappe.get_all(
        "ITSM Conformity Result",
        filters={"run": runs[0], "status": ["in", ["Not met", "Stale"]]},
        fields=["name", "clause", "status"],
        order_by="position asc",
    )
    named = defaultdict(set)
    for row in frappe.get_all(
        "ITSM Conformity Result Record",
        filters={
            "parenttype": "ITSM Conformity Result",
            "parent": ["in", [row.name for row in results]],
            "reference_doctype": ["in", [Kind.PROCESS.value, Kind.ARRANGEMENT.value]],
        },
        fields=["parent", "reference_doctype", "reference_name"],
        order_by="parent asc, idx asc",
    ):
        named[row.parent].add((row.reference_doctype, row.reference_name))
    found: dict[tuple[Cell, str], list[str]] = defaultdict(list)
    for row in results:
        group = group_of(row.clause)
        for key in [*sorted(named[row.name]), (Kind.CLAUSE.value, group)]:
            if subject := subjects.get(key):
                found[subject.cell(group), row.status].append(row.clause)
    codes = {"Not met": "requirements_not_met", "Stale": "requirements_stale"}
    for (cell, status), clauses in found.items():
        yield cell, Why(codes[status], {"count": len(clauses), "clauses": clauses})


def _nonconforming(system: str, subjects: dict[Key, Subject]) -> Found:
    """Nonconformities of the last year, but those rejected: where they were found, and against which requirements."""
    rows = frappe.get_all(
        "ITSM Nonconformity",
        filters={
            "system": system,
            "workflow_state": ["!=", "Rejected"],
            "reported_on": [">=", add_months(today(), -YEAR)],
        },
        fields=["name", "grade", "related_process", "arrangement"],
        order_by="name asc",
    )
    groups = _groups_of([row.name for row in rows])
    counts: Counter[tuple[Cell, str]] = Counter()
    for row in rows:
        found_at = [(Kind.PROCESS.value, row.related_process), (Kind.ARRANGEMENT.value, row.arrangement)]
        places = [subjects[key] for key in found_at if key in subjects]
        cells = {place.cell(group) for place in places for group in groups[row.name] or {place.main}}
        cells |= {
            subjects[key].cell(key[1]) for group in groups[row.name] if (key := (Kind.CLAUSE.value, group)) in subjects
        }
        counts.update((cell, row.grade) for cell in cells)
    for cell in {cell for cell, _grade in counts}:
        if major := counts[cell, "Major"]:
            yield cell, Why("major_nonconformities", {"count": major})
        if others := counts[cell, "Minor"] + counts[cell, "Concern"]:
            yield cell, Why("nonconformities", {"count": others})


def _groups_of(nonconformities: list[str]) -> dict[str, set[str]]:
    """The clause groups of the requirements that each nonconformity names."""
    rows, requirements = frappe.qb.DocType("ITSM Nonconformity Requirement"), frappe.qb.DocType("ITSM Requirement")
    found = (
        frappe.qb.from_(rows)
        .join(requirements)
        .on(requirements.name == rows.requirement)
        .select(rows.parent, requirements.clause)
        .where(rows.parenttype == "ITSM Nonconformity")
        .where(rows.parent.isin(nonconformities or [""]))
        .orderby(rows.parent)
        .run()
    )
    groups: dict[str, set[str]] = defaultdict(set)
    for name, clause in found:
        groups[name].add(group_of(clause))
    return groups


def _changing(subjects: dict[Key, Subject]) -> Found:
    """Records of the host's own versions in the last year."""
    versions = frappe.qb.DocType("Version")
    for kind in (Kind.PROCESS, Kind.ARRANGEMENT):
        names = [name for doctype, name in subjects if doctype == kind]
        rows = (
            frappe.qb.from_(versions)
            .select(versions.docname, Count("*"))
            .where(versions.ref_doctype == kind.value)
            .where(versions.docname.isin(names or [""]))
            .where(versions.creation >= add_months(today(), -YEAR))
            .groupby(versions.docname)
            .orderby(versions.docname)
            .run()
        )
        for name, count in rows:
            if count >= MANY_CHANGES:
                subject = subjects[kind.value, name]
                yield subject.cell(subject.main), Why("changed_often", {"count": count})


def _drifting(system: str, subjects: dict[Key, Subject]) -> Found:
    """What came, went and changed since the plan in force was last looked at."""
    plan = plan_in_force(system)
    if plan and (rows := drift_of(frappe.get_doc(PLAN, plan))):
        subject = subjects[Kind.CLAUSE.value, SYSTEM_GROUPS[-1]]
        yield subject.cell(subject.main), Why("plan_has_drifted", {"count": len(rows)})


def _falling(subjects: dict[Key, Subject]) -> Found:
    """Measures from service level snapshots whose share in target falls."""
    series = defaultdict(set)
    for kind, table in MEASURES.items():
        rows = frappe.get_all(
            table,
            filters={
                "parenttype": kind.value,
                "parent": ["in", [name for doctype, name in subjects if doctype == kind]],
                "source": FROM_SNAPSHOT,
                "evidence_source": ["is", "set"],
            },
            fields=["parent", "evidence_source", "dimension", "dimension_value"],
            order_by="parent asc, idx asc",
        )
        for row in rows:
            value = (row.dimension_value or "") if row.dimension else ""
            series[kind.value, row.parent].add((row.evidence_source, row.dimension or "", value))
    shares = measured_series({one for several in series.values() for one in several})
    for key, several in series.items():
        lines = [[month.share for month in shares[one]] for one in sorted(several)]
        if falling := [line for line in lines if is_falling(line)]:
            subject = subjects[key]
            worst = min(line[-1] for line in falling)
            yield subject.cell(subject.main), Why("share_is_falling", {"share": flt(worst, 1)})


def last_audits(system: str, subjects: Iterable[Subject], before: date) -> dict[Cell, date]:
    """When each cell was last audited before a day: by the slots that were done, and by audits that were reported
    without any programme. Six queries."""
    found = _last_by_slots(system, before)
    for cell, day in _audited(system, {subject.key: subject for subject in subjects}, before):
        found[cell] = max(day, found.get(cell, day))
    return found


def _audited(system: str, subjects: dict[Key, Subject], before: date) -> Iterator[tuple[Cell, date]]:
    """What audits by our own people, reported, looked at: their subjects under the clause groups of the items that
    were answered, and each clause group that they were to look at as a whole."""
    audits = {
        row.name: getdate(row.ends_on or row.starts_on)
        for row in frappe.get_all(
            "ITSM Audit",
            filters={"system": system, "kind": ["in", OWN_KINDS], "workflow_state": ["in", REPORTED]},
            fields=["name", "starts_on", "ends_on"],
            order_by="name asc",
        )
        if row.starts_on and getdate(row.ends_on or row.starts_on) < before
    }
    groups: dict[str, set[str]] = defaultdict(set)
    for row in _rows_of("ITSM Audit Item", audits, ["clause"], {"result": ["not in", ["", NOT_AUDITED]]}):
        groups[row.parent].add(group_of(row.clause or ""))
    for row in _rows_of("ITSM Audit Subject", audits, ["subject_type", "subject", "site"]):
        name = row.site if row.subject_type == Kind.SITE else row.subject
        if groups[row.parent] and (subject := subjects.get((row.subject_type, name))):
            for cell in {subject.cell(subject.main), *(subject.cell(group) for group in groups[row.parent])}:
                yield cell, audits[row.parent]
    named = {row.name: row.clause for row in _clauses_of(SYSTEM_GROUPS)}
    for row in _rows_of("ITSM Audit Requirement", audits, ["requirement"], {"requirement": ["in", list(named)]}):
        clause = named[row.requirement]
        if clause in groups[row.parent]:
            yield Cell(Kind.CLAUSE.value, clause, clause), audits[row.parent]


def _rows_of(table: str, audits: Iterable[str], fields: list[str], filters: dict | None = None) -> list[dict]:
    return frappe.get_all(
        table,
        filters={"parenttype": "ITSM Audit", "parent": ["in", list(audits)], **(filters or {})},
        fields=["parent", *fields],
        order_by="parent asc, idx asc",
    )


def _clauses_of(groups: Iterable[str]) -> list[dict]:
    return frappe.get_all(
        "ITSM Requirement", {"clause": ["in", list(groups)]}, ["name", "clause"], order_by="position asc"
    )


def _last_by_slots(system: str, before: date) -> dict[Cell, date]:
    slots, audits = frappe.qb.DocType("ITSM Audit Slot"), frappe.qb.DocType("ITSM Audit")
    rows = (
        frappe.qb.from_(slots)
        .join(audits)
        .on(audits.name == slots.audit)
        .select(slots.subject_type, slots.subject, slots.site, slots.clause_group, Max(audits.ends_on))
        .where(slots.system == system)
        .where(slots.status == "Done")
        .where(audits.ends_on < before)
        .groupby(slots.subject_type, slots.subject, slots.site, slots.clause_group)
        .orderby(slots.clause_group)
        .run()
    )
    return {cell_of(kind, subject, site, group): getdate(last) for kind, subject, site, group, last in rows}


def cell_of(kind: str, subject: str | None, site: str | None, group: str) -> Cell:
    """The cell of a slot, as its record gives it."""
    return Cell(kind, {Kind.CLAUSE.value: group, Kind.SITE.value: site or ""}.get(kind, subject or ""), group)
