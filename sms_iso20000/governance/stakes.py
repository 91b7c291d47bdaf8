"""What people have to do with the records that an audit covers: what they own, did and still have to do (4.5.4.2).

Every function asks for all people and all records at once, and answers with what is within the look-back.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

import frappe
from frappe.query_builder import Criterion
from frappe.utils import get_datetime, getdate, today

from sms_iso20000.evidence.tickets import ClosedTickets
from sms_iso20000.governance.audit_ground import Ground, Records
from sms_iso20000.rules.action import LIVE
from sms_iso20000.rules.independence import (
    APPROVED,
    FORMER_OWNER,
    HAS_ACTION,
    HOLDS_ROLE,
    OWNER_FIELDS,
    OWNS,
    RESOLVED,
    ROLE_TABLES,
    WROTE,
    Stake,
)

# Who reviewed, approved and issued revisions is named in them, and so is who wrote them.
REVISION_PEOPLE = {
    "reviewed_by": ("reviewed_on", APPROVED),
    "approved_by": ("approved_on", APPROVED),
    "issued_by": ("issued_on", APPROVED),
    "author": ("creation", WROTE),
}
CONTRIBUTORS = "ITSM Revision Contributor"


@dataclass(frozen=True)
class Question:
    """Whose stakes are asked for, in what, and since when."""

    people: Collection[str]
    ground: Ground
    since: date

    @property
    def moment(self) -> datetime:
        return get_datetime(self.since)


def stakes_of(people: Collection[str], ground: Ground, since: date) -> set[Stake]:
    """All stakes of `people` in `ground`; the number of queries grows with the record types alone."""
    if not people:
        return set()
    question = Question(sorted(people), ground, since)
    ways = (
        _owners,
        _role_holders,
        _appointed,
        _former,
        _makers,
        _changers,
        _revisions,
        _contributors,
        _deciders,
        _actions,
        _solvers,
    )
    return {stake for way in ways for stake in way(question)}


def _owners(question: Question) -> Iterable[Stake]:
    for doctype, names in question.ground.subjects.items():
        owner = OWNER_FIELDS[doctype]
        for row in _rows(doctype, names, [owner], {owner: ["in", question.people]}):
            yield Stake(row[owner], OWNS, doctype, row.name)


def _role_holders(question: Question) -> Iterable[Stake]:
    for doctype in ROLE_TABLES:
        rows = frappe.get_all(
            "ITSM Process Role",
            filters={
                "parenttype": doctype,
                "parent": ["in", sorted(question.ground.subjects.get(doctype, ()))],
                "user": ["in", question.people],
            },
            fields=["parent", "user"],
            order_by="parent asc, idx asc",
        )
        for row in rows:
            yield Stake(row.user, HOLDS_ROLE, doctype, row.parent)


def _appointed(question: Question) -> Iterable[Stake]:
    """Who is appointed to a role in an audited process, or was within the look-back."""
    rows = frappe.get_all(
        "ITSM Appointment",
        filters={
            "related_process": ["in", sorted(question.ground.subjects.get("ITSM Process", ()))],
            "appointee": ["in", question.people],
            "status": ["in", ("Appointed", "Accepted", "Ended")],
        },
        fields=["related_process", "appointee", "ended_on"],
        order_by="name asc",
    )
    for row in rows:
        if not row.ended_on or getdate(row.ended_on) >= question.since:
            yield Stake(row.appointee, HOLDS_ROLE, "ITSM Process", row.related_process)


def _former(question: Question) -> Iterable[Stake]:
    """Who owned a subject or had a role in it until some day within the look-back, as the host's versions tell."""
    subjects = question.ground.subjects
    if not subjects:
        return
    version = frappe.qb.DocType("Version")
    rows = (
        frappe.qb.from_(version)
        .select(version.ref_doctype, version.docname, version.data)
        .where(_among(version.ref_doctype, version.docname, subjects) & (version.creation >= question.moment))
        .orderby(version.creation)
    ).run(as_dict=True)
    for row in rows:
        for user, code in _gone(row.ref_doctype, frappe.parse_json(row.data or "{}")):
            if user in question.people:
                yield Stake(user, code, row.ref_doctype, row.docname)


def _gone(doctype: str, data: dict) -> Iterable[tuple[str, str]]:
    """People whom a version says to have been replaced."""
    for fieldname, before, _after in data.get("changed") or ():
        if fieldname == OWNER_FIELDS[doctype]:
            yield before, FORMER_OWNER
    table = ROLE_TABLES.get(doctype)
    for fieldname, _index, _row, changes in data.get("row_changed") or ():
        for column, before, _after in changes:
            if (fieldname, column) == (table, "user"):
                yield before, HOLDS_ROLE
    for fieldname, row in data.get("removed") or ():
        if fieldname == table:
            yield row.get("user"), HOLDS_ROLE


def _makers(question: Question) -> Iterable[Stake]:
    for doctype, names in question.ground.work.items():
        filters = {"owner": ["in", question.people], "creation": [">=", question.moment]}
        for row in _rows(doctype, names, ["owner"], filters):
            yield Stake(row.owner, WROTE, doctype, row.name)


def _changers(question: Question) -> Iterable[Stake]:
    """Who saved one of the records, by the host's versions, which are found by record and not by person."""
    return _noted(question, "Version", ("ref_doctype", "docname", "owner", "creation"), WROTE)


def _revisions(question: Question) -> Iterable[Stake]:
    for doctype, names in question.ground.work.items():
        columns = frappe.get_meta(doctype).get_valid_columns()
        if "contributors" not in {field.fieldname for field in frappe.get_meta(doctype).get_table_fields()}:
            continue
        people = [field for field in REVISION_PEOPLE if field in columns]
        days = [REVISION_PEOPLE[field][0] for field in people]
        for row in _rows(doctype, names, [*people, *days], {}):
            for field in people:
                day, code = REVISION_PEOPLE[field]
                if row[field] in question.people and row[day] and getdate(row[day]) >= question.since:
                    yield Stake(row[field], code, doctype, row.name)


def _contributors(question: Question) -> Iterable[Stake]:
    return _noted(question, CONTRIBUTORS, ("parenttype", "parent", "user", "contributed_on"), WROTE)


def _deciders(question: Question) -> Iterable[Stake]:
    columns = ("reference_doctype", "reference_name", "decided_by", "decided_on")
    return _noted(question, "ITSM Decision", columns, APPROVED)


def _noted(question: Question, table: str, columns: tuple[str, str, str, str], code: str) -> Iterable[Stake]:
    """Stakes by what a table notes about records: `columns` hold record type, name, person and moment."""
    work = question.ground.work
    if not work:
        return []
    noted = frappe.qb.DocType(table)
    doctype, name, person, moment = (noted[column] for column in columns)
    rows = (
        frappe.qb.from_(noted)
        .select(doctype, name, person)
        .distinct()
        .where(_among(doctype, name, work) & person.isin(question.people) & (moment >= question.moment))
    ).run()
    return [Stake(user, code, record_type, record) for record_type, record, user in rows]


def _actions(question: Question) -> Iterable[Stake]:
    records = question.ground.records
    if not records:
        return
    action = frappe.qb.DocType("ITSM Action")
    rows = (
        frappe.qb.from_(action)
        .select(action.responsible, action.name)
        .where(_among(action.reference_doctype, action.reference_name, records))
        .where(action.responsible.isin(question.people) & action.status.isin([status.value for status in LIVE]))
    ).run()
    for user, name in rows:
        yield Stake(user, HAS_ACTION, "ITSM Action", name)


def _solvers(question: Question) -> Iterable[Stake]:
    """Who solved tickets of the teams and services that are audited; each with the newest of them."""
    ground = question.ground
    if not (ground.teams or ground.services):
        return
    sources = frappe.get_all(
        "ITSM Evidence Source",
        filters={"system": ground.system, "is_enabled": 1, "fault": ["is", "not set"]},
        pluck="name",
        order_by="name asc",
    )
    for name in sources:
        source = frappe.get_doc("ITSM Evidence Source", name)
        tickets = ClosedTickets(source, question.since, getdate(today()))
        solved = tickets.assigned_to(question.people, team=ground.teams, service=ground.services)
        for user, ticket in solved.items():
            yield Stake(user, RESOLVED, source.source_doctype, ticket)


def _rows(doctype: str, names: Collection[str], fields: list[str], filters: dict) -> list[dict]:
    if not frappe.db.exists("DocType", doctype):
        return []
    return frappe.get_all(
        doctype, filters={"name": ["in", sorted(names)], **filters}, fields=["name", *fields], order_by="name asc"
    )


def _among(doctype_column, name_column, records: Records) -> Criterion:
    """That a row is about one of the records; written by record type, as the indexes of these tables are."""
    return reduce(
        or_,
        ((doctype_column == doctype) & name_column.isin(sorted(names)) for doctype, names in records.items() if names),
    )
