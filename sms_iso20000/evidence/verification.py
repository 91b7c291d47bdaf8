"""Recomputes every seal and chain, and names what does not hold (4.3.3)."""

from collections.abc import Iterator
from dataclasses import dataclass

import frappe

from sms_iso20000.evidence.decisions import chain_of
from sms_iso20000.evidence.snapshot import sealed_hash
from sms_iso20000.rules.chain import broken_link
from sms_iso20000.rules.decision import NEEDS_SEAL, SEALED_BY, STAGE_AFTER
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES, STATE_AFTER, State


@dataclass(frozen=True)
class Fault:
    """A record that does not hold, and the code of what is wrong with it."""

    doctype: str
    name: str
    code: str


def first_fault(system: str) -> Fault | None:
    """The first record of `system` that was changed behind the app's back; None where everything holds.

    Looks at the chain of decisions first, then at what the decisions sealed.
    """
    return next(_faults(system), None)


def _faults(system: str) -> Iterator[Fault]:
    chain = chain_of(system)
    if broken := broken_link(chain):
        decision, code = broken
        yield Fault("ITSM Decision", decision["name"], code)
    sealed_by = {
        (row["reference_doctype"], row["reference_name"], row["decision"]): row["content_hash"] for row in chain
    }
    state_after = {
        (row["reference_doctype"], row["reference_name"]): STATE_AFTER[row["decision"]]
        for row in chain
        if row["decision"] in STATE_AFTER
    }
    for doctype in CONTROLLED_DOCTYPES:
        yield from _revision_faults(system, doctype, sealed_by, state_after)
    for doctype in SEALED_BY:
        yield from _staged_faults(system, doctype, _seals(chain, doctype), _stages(chain, doctype))
    yield from _snapshot_faults(system, sealed_by)


def _revision_faults(system: str, doctype: str, sealed_by: dict, state_after: dict) -> Iterator[Fault]:
    for name in frappe.get_all(doctype, filters={"system": system}, pluck="name", order_by="creation asc, name asc"):
        revision = frappe.get_doc(doctype, name)
        if revision.content_hash and revision.computed_hash() != revision.content_hash:
            yield Fault(doctype, name, "content_changed")
        approved = sealed_by.get((doctype, name, "Approved"))
        issued = sealed_by.get((doctype, name, "Issued"))
        # A withdrawn revision need not have come that far.
        needs_approval = revision.workflow_state in (State.APPROVED, State.IN_FORCE, State.SUPERSEDED)
        needs_issue = revision.workflow_state in (State.IN_FORCE, State.SUPERSEDED)
        if (needs_approval and approved is None) or (needs_issue and issued is None):
            yield Fault(doctype, name, "decision_missing")
        if {hash_ for hash_ in (approved, issued) if hash_ is not None} - {revision.content_hash}:
            yield Fault(doctype, name, "content_differs_from_decision")
        if revision.workflow_state != state_after.get((doctype, name), State.DRAFT):
            yield Fault(doctype, name, "state_differs_from_decision")


def _seals(chain: list[dict], doctype: str) -> dict[str, str]:
    """The hash of the last decision that sealed each record of `doctype`."""
    return {
        row["reference_name"]: row["content_hash"]
        for row in chain
        if row["reference_doctype"] == doctype and row["decision"] in SEALED_BY[doctype]
    }


def _stages(chain: list[dict], doctype: str) -> dict[str, str]:
    """The stage in which the decisions left each record of `doctype`."""
    after = STAGE_AFTER.get(doctype, {})
    return {
        row["reference_name"]: after[row["decision"]]
        for row in chain
        if row["reference_doctype"] == doctype and row["decision"] in after
    }


def _staged_faults(system: str, doctype: str, seals: dict[str, str], stages: dict[str, str]) -> Iterator[Fault]:
    for name in frappe.get_all(doctype, filters={"system": system}, pluck="name", order_by="creation asc, name asc"):
        record = frappe.get_doc(doctype, name)
        stage = record.get(record.stage_field)
        if record.content_hash and record.computed_hash() != record.content_hash:
            yield Fault(doctype, name, "content_changed")
        if stage in NEEDS_SEAL[doctype]:
            if name not in seals:
                yield Fault(doctype, name, "decision_missing")
            elif seals[name] != record.content_hash:
                yield Fault(doctype, name, "content_differs_from_decision")
        if doctype in STAGE_AFTER and stage != stages.get(name, record.first_stage):
            yield Fault(doctype, name, "state_differs_from_decision")


def _snapshot_faults(system: str, sealed_by: dict) -> Iterator[Fault]:
    names = frappe.get_all(
        "ITSM Service Level Snapshot",
        filters={"system": system},
        pluck="name",
        order_by="creation asc, name asc",
    )
    for name in names:
        snapshot = frappe.get_doc("ITSM Service Level Snapshot", name)
        if sealed_hash(snapshot) != snapshot.content_hash:
            yield Fault(snapshot.doctype, name, "content_changed")
        frozen = sealed_by.get((snapshot.doctype, name, "Frozen"))
        if frozen is None:
            yield Fault(snapshot.doctype, name, "decision_missing")
        elif frozen != snapshot.content_hash:
            yield Fault(snapshot.doctype, name, "content_differs_from_decision")
