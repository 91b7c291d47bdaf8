"""The documents of a system as facts: its revisions, and which of those that 4.3.1 asks for are there."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date

import frappe
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, getdate, today

from sms_iso20000.evidence.attachment import files_there
from sms_iso20000.life.controlled_revision import text_of
from sms_iso20000.rules.completeness import PROCESS, Completeness, Paper, Place, Record, completeness
from sms_iso20000.rules.document import EXTERNAL
from sms_iso20000.rules.policy import Kind as PolicyKind
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES, State

POLICY, DOCUMENT, PLAN = CONTROLLED_DOCTYPES
# Where a person finds what the revision says.
TEXT_OF = {POLICY: "content", DOCUMENT: "content", PLAN: "scope_statement"}
OF_EVERY_REVISION = (
    "name",
    "code",
    "title",
    "revision",
    "workflow_state",
    "author",
    "change_summary",
    "content_hash",
    "approved_by",
    "approved_on",
    "issued_on",
    "previous_revision",
    "last_reviewed_on",
    "next_review_on",
)
OF_A_POLICY = ("kind",)
OF_A_PLAN = ("plan_owner",)
OF_A_DOCUMENT = ("kind", "document_owner", "approver", "issuer", "edition", "master_location", "file", "effective_on")


def revisions_of(
    system: str, read: Callable[..., list] = frappe.get_all, types: Iterable[str] = CONTROLLED_DOCTYPES
) -> list[frappe._dict]:
    """Every revision of every controlled document of `system`, by type, code and revision; one query for each type.

    Each row has its `doctype` and what documents have; a policy is of the kind Policy, and is its author's, a plan is
    of the kind Plan, and is its owner's. With `frappe.get_list` for `read` it is what the signed-in user may read.
    """
    return [_described(doctype, row) for doctype in types for row in _rows(doctype, system, read)]


def record_of(revision: dict) -> Record:
    """DocType and name."""
    return revision.doctype, revision.name


def is_overdue(revision: dict, day: date) -> bool:
    """Whether the review of a revision in force was due before `day`."""
    due = revision.next_review_on
    return revision.workflow_state == State.IN_FORCE and bool(due) and getdate(due) < day


def shares_of(system: str) -> dict[Record, tuple[int, int]]:
    """How many of the people asked have acknowledged each revision, by its record; people who left do not count."""
    asked = frappe.qb.DocType("ITSM Acknowledgement")
    rows = (
        frappe.qb.from_(asked)
        .select(asked.reference_doctype, asked.reference_name, asked.status, Count(asked.name))
        .where(asked.system == system)
        .where(asked.reference_doctype.isin(CONTROLLED_DOCTYPES))
        .where(asked.status.isin(["Open", "Acknowledged"]))
        .groupby(asked.reference_doctype, asked.reference_name, asked.status)
    ).run()
    return _shares(
        (doctype, name, number if status == "Acknowledged" else 0, number) for doctype, name, status, number in rows
    )


def shares_told(system: str) -> dict[Record, tuple[int, int]]:
    """How many of the people addressed were told of each revision, by its record."""
    told = frappe.qb.DocType("ITSM Communication")
    rows = (
        frappe.qb.from_(told)
        .select(told.reference_doctype, told.reference_name, Sum(told.told), Sum(told.addressed))
        .where(told.system == system)
        .where(told.purpose == "New or Changed Document")
        .where(told.reference_doctype.isin(CONTROLLED_DOCTYPES))
        .groupby(told.reference_doctype, told.reference_name)
    ).run()
    return _shares(rows)


def uses_of(system: str) -> dict[str, list[Record]]:
    """The points of use of each document, by its name; an empty name stands for every record of the type."""
    names = frappe.get_all(DOCUMENT, filters={"system": system}, pluck="name", order_by="name asc")
    uses: dict[str, list[Record]] = defaultdict(list)
    for row in frappe.get_all(
        "ITSM Document Use",
        filters={"parenttype": DOCUMENT, "parent": ["in", names]},
        fields=["parent", "use_doctype", "use_name"],
        order_by="parent asc, idx asc",
    ):
        uses[row.parent].append((row.use_doctype, row.use_name or ""))
    return uses


def completeness_of(system: str) -> dict[str, Completeness]:
    """What each letter of 4.3.1 asks for and what of it is there today; the checks and the report both answer this."""
    uses = uses_of(system)
    papers = [_as_paper(row, uses) for row in revisions_of(system)]
    return completeness([*papers, *_objectives(system)], _processes(system), getdate(today()), ("ITSM System", system))


def unreadable(revisions: Collection[dict]) -> list[dict]:
    """Those of `revisions` that lack what tells a document from others, or have nothing that can be read."""
    empty = _without_text(revisions)
    there = files_there({row.file for row in revisions if row.file})
    return [row for row in revisions if not _is_named(row) or not _opens(row, empty, there)]


def _rows(doctype: str, system: str, read: Callable[..., list]) -> list[frappe._dict]:
    fields = OF_EVERY_REVISION + {POLICY: OF_A_POLICY, DOCUMENT: OF_A_DOCUMENT, PLAN: OF_A_PLAN}[doctype]
    return read(
        doctype,
        filters={"system": system},
        fields=list(fields),
        order_by="code asc, revision asc",
        limit_page_length=0,
    )


def _described(doctype: str, row: frappe._dict) -> frappe._dict:
    row.doctype = doctype
    if doctype == POLICY:
        is_of_improvement = row.kind == PolicyKind.IMPROVEMENT
        row.update(kind="Improvement Policy" if is_of_improvement else "Policy")
        row.update(document_owner=row.author, approver=row.approved_by)
    elif doctype == PLAN:
        row.update(kind="Plan", document_owner=row.plan_owner, approver=row.approved_by)
    return row


def _shares(rows) -> dict[Record, tuple[int, int]]:
    shares: dict[Record, tuple[int, int]] = {}
    for doctype, name, done, asked in rows:
        earlier = shares.get((doctype, name), (0, 0))
        shares[doctype, name] = (earlier[0] + cint(done), earlier[1] + cint(asked))
    return shares


def _as_paper(row: frappe._dict, uses: dict[str, list[Record]]) -> Paper:
    return Paper(
        record_of(row),
        row.kind,
        row.workflow_state == State.IN_FORCE,
        getdate(row.next_review_on) if row.next_review_on else None,
        frozenset(uses.get(row.name, ())),
        row.kind != EXTERNAL or is_identified(row),
    )


def is_identified(external: dict) -> bool:
    """Whether issuer, edition and master of a document from outside are on record."""
    return all((external.get(field) or "").strip() for field in ("issuer", "edition", "master_location"))


def _objectives(system: str) -> list[Paper]:
    """Objectives that are being worked towards: they are current together, until the last of them is due."""
    rows = frappe.get_all(
        "ITSM Objective",
        filters={"system": system, "status": ["in", ["Draft", "Approved"]]},
        fields=["name", "status", "due_on"],
        order_by="due_on asc, name asc",
    )
    last = max((getdate(row.due_on) for row in rows if row.status == "Approved"), default=None)
    return [Paper(("ITSM Objective", row.name), "Objective Set", row.status == "Approved", last) for row in rows]


def _processes(system: str) -> list[Place]:
    rows = frappe.get_all(
        PROCESS,
        filters={"system": system, "is_active": 1},
        fields=["name", "clause", "title"],
        order_by="clause asc, name asc",
    )
    return [Place((PROCESS, row.name), f"{row.clause} {row.title}", row.clause) for row in rows]


def _is_named(row: dict) -> bool:
    return all((row.code, row.revision, row.title, row.document_owner))


def _opens(row: dict, empty: set[Record], there: set[str]) -> bool:
    """The master of a document from outside is elsewhere; every other one is written or attached here."""
    if row.file:
        return row.file in there
    return row.kind == EXTERNAL or record_of(row) not in empty


def _without_text(revisions: Collection[dict]) -> set[Record]:
    return {
        (doctype, row.name)
        for doctype in CONTROLLED_DOCTYPES
        for row in frappe.get_all(
            doctype,
            filters={"name": ["in", [row.name for row in revisions if row.doctype == doctype]]},
            fields=["name", TEXT_OF[doctype]],
            order_by="name asc",
        )
        if not text_of(row[TEXT_OF[doctype]])
    }
