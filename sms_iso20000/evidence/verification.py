"""Recomputes every seal and chain, looks at every sealed file, and names what does not hold (4.3.3)."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from sms_iso20000.evidence.attachment import digest_of
from sms_iso20000.evidence.decisions import each_decision
from sms_iso20000.evidence.snapshot import sealed_hash
from sms_iso20000.rules.chain import broken_link
from sms_iso20000.rules.competence import WITHDRAWN
from sms_iso20000.rules.decision import NEEDS_SEAL, SEALED_BY, STAGE_AFTER, Standing
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES, State


@dataclass(frozen=True)
class Fault:
    """A record that does not hold, and the code of what is wrong with it; `field` names the file where it is one."""

    doctype: str
    name: str
    code: str
    field: str = ""


def first_fault(system: str) -> Fault | None:
    """The first record of `system` that was changed behind the app's back; None where everything holds.

    Looks at the chain of decisions first, then at what the decisions sealed. Reads one record after the other.
    """
    return next(_faults(system), None)


def _faults(system: str) -> Iterator[Fault]:
    standing = Standing()
    chain = _noted(system, standing)
    if broken := broken_link(chain):
        decision, code = broken
        yield Fault("ITSM Decision", decision["name"], code)
    # A broken chain is not read to its end.
    deque(chain, maxlen=0)
    for doctype in CONTROLLED_DOCTYPES:
        for revision in _records(system, doctype):
            yield from _revision_faults(revision, standing)
            yield from _file_faults(revision, standing)
    for doctype in SEALED_BY:
        for record in _records(system, doctype):
            yield from _staged_faults(record, standing)
            yield from _file_faults(record, standing)
    for snapshot in _records(system, "ITSM Service Level Snapshot"):
        yield from _snapshot_faults(snapshot, standing)


def _noted(system: str, standing: Standing) -> Iterator[dict]:
    """The chain of `system`, each decision taken into `standing` as it passes."""
    for decision in each_decision(system):
        standing.note(decision)
        yield decision


def _records(system: str, doctype: str) -> Iterator[Document]:
    for name in frappe.get_all(doctype, filters={"system": system}, pluck="name", order_by="creation asc, name asc"):
        yield frappe.get_doc(doctype, name)


def _revision_faults(revision: Document, standing: Standing) -> Iterator[Fault]:
    subject = (revision.doctype, revision.name)
    if revision.content_hash and revision.computed_hash() != revision.content_hash:
        yield Fault(revision.doctype, revision.name, "content_changed")
    seals = standing.seals.get(subject, {})
    # A withdrawn revision need not have come that far.
    needs_approval = revision.workflow_state in (State.APPROVED, State.IN_FORCE, State.SUPERSEDED)
    needs_issue = revision.workflow_state in (State.IN_FORCE, State.SUPERSEDED)
    if (needs_approval and "Approved" not in seals) or (needs_issue and "Issued" not in seals):
        yield Fault(revision.doctype, revision.name, "decision_missing")
    if set(seals.values()) - {revision.content_hash}:
        yield Fault(revision.doctype, revision.name, "content_differs_from_decision")
    if revision.workflow_state != standing.stages.get(subject, State.DRAFT):
        yield Fault(revision.doctype, revision.name, "state_differs_from_decision")


def _staged_faults(record: Document, standing: Standing) -> Iterator[Fault]:
    subject, stage = (record.doctype, record.name), record.get(record.stage_field)
    if record.content_hash and record.computed_hash() != record.content_hash:
        yield Fault(*subject, "content_changed")
    if stage in NEEDS_SEAL[record.doctype]:
        yield from _seal_faults(record, standing)
    decided = standing.stages.get(subject, record.first_stage)
    if record.doctype in STAGE_AFTER and stage != decided and not _is_draft_taken_back(record, decided):
        yield Fault(record.doctype, record.name, "state_differs_from_decision")


def _snapshot_faults(snapshot: Document, standing: Standing) -> Iterator[Fault]:
    if sealed_hash(snapshot) != snapshot.content_hash:
        yield Fault(snapshot.doctype, snapshot.name, "content_changed")
    yield from _seal_faults(snapshot, standing)


def _is_draft_taken_back(record: Document, decided: str) -> bool:
    """Whether a record of a person never was more than a draft: taking that back is no decision, which would name whom
    it is about."""
    is_draft = decided == record.first_stage and not record.content_hash
    return record.is_personal and is_draft and record.get(record.stage_field) == WITHDRAWN


def _seal_faults(record: Document, standing: Standing) -> Iterator[Fault]:
    """What was sealed by one decision needs that decision, and on this very content."""
    seals = standing.seals.get((record.doctype, record.name), {})
    if not seals:
        yield Fault(record.doctype, record.name, "decision_missing")
    if set(seals.values()) - {record.content_hash}:
        yield Fault(record.doctype, record.name, "content_differs_from_decision")


def _file_faults(record: Document, standing: Standing) -> Iterator[Fault]:
    """Files of a record that keeps the hash of theirs: the hash of the file in `x` is in `x_hash`."""
    if (record.get("pdf_hash") or "") != standing.filed.get((record.doctype, record.name), ""):
        yield Fault(record.doctype, record.name, "content_differs_from_decision")
    for attached in record.meta.get("fields", {"fieldtype": "Attach"}):
        known, url = record.get(f"{attached.fieldname}_hash"), record.get(attached.fieldname)
        found = digest_of(url or "") if known else ""
        if known and not found:
            yield Fault(record.doctype, record.name, "file_missing", attached.fieldname)
        elif found != (known or ""):
            yield Fault(record.doctype, record.name, "file_changed", attached.fieldname)
