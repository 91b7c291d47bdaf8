"""What a chain of decisions leaves its records with."""

import pytest

from sms_iso20000.rules.decision import (
    FILES_NOT_HELD,
    NEEDS_SEAL,
    PDF_FILED,
    REVISION_STATE_AFTER,
    SEALED_BY,
    STAGE_AFTER,
    Standing,
    seals_files,
)
from sms_iso20000.rules.retention import PERSONAL

POLICY, DOCUMENT = ("ITSM Policy", "ITSM-POL-00001"), ("ITSM Document", "ITSM-DOC-00001")
OBJECTIVE, SNAPSHOT = ("ITSM Objective", "ITSM-OBJ-00001"), ("ITSM Service Level Snapshot", "ITSM-SLS-000001")


def after(*decisions: tuple[tuple[str, str], str, str]) -> Standing:
    standing = Standing()
    for (doctype, name), decision, content_hash in decisions:
        row = {"reference_doctype": doctype, "reference_name": name}
        standing.note({**row, "decision": decision, "content_hash": content_hash})
    return standing


@pytest.mark.parametrize("revision", [POLICY, DOCUMENT])
def test_revision_is_held_to_approval_and_issue(revision):
    standing = after((revision, "Approved", "a"), (revision, "Issued", "b"), (revision, "Superseded", "b"))
    assert standing.seals == {revision: {"Approved": "a", "Issued": "b"}}
    assert standing.stages == {revision: "Superseded"}


def test_staged_record_is_held_to_the_last_decision_that_seals():
    standing = after((OBJECTIVE, "Approved", "a"), (OBJECTIVE, "Returned to Draft", "a"), (OBJECTIVE, "Approved", "b"))
    assert standing.seals == {OBJECTIVE: {"Approved": "b"}}
    assert standing.stages == {OBJECTIVE: "Approved"}


def test_what_was_taken_back_is_sealed_no_more():
    standing = after((OBJECTIVE, "Approved", "a"), (OBJECTIVE, "Returned to Draft", "a"))
    assert standing.seals == {}
    assert standing.stages == {OBJECTIVE: "Draft"}


def test_snapshot_has_a_seal_and_no_stage():
    standing = after((SNAPSHOT, "Frozen", "a"))
    assert (standing.seals, standing.stages) == ({SNAPSHOT: {"Frozen": "a"}}, {})


def test_filed_pdf_seals_no_content():
    standing = after((DOCUMENT, "Issued", "a"), (DOCUMENT, PDF_FILED, "p"))
    assert standing.seals == {DOCUMENT: {"Issued": "a"}}
    assert standing.filed == {DOCUMENT: "p"}
    assert standing.stages == {DOCUMENT: "In Force"}


@pytest.mark.parametrize("decision", ["Reviewed", "Verdict", "Reviewed Without Change"])
def test_other_decisions_leave_everything_as_it_is(decision):
    assert after((POLICY, decision, "a")) == Standing()


def test_rules_speak_of_the_same_records():
    assert SEALED_BY.keys() == NEEDS_SEAL.keys()
    assert STAGE_AFTER.keys() <= SEALED_BY.keys()
    assert set(REVISION_STATE_AFTER.values()) == {
        *("Draft", "In Review", "Approved", "In Force", "Superseded", "Withdrawn")
    }


def test_files_of_records_of_persons_are_held_by_no_decision():
    """They must be able to go with whom they are about."""
    assert set(PERSONAL) >= FILES_NOT_HELD
    assert not any(seals_files(doctype, decision) for doctype in FILES_NOT_HELD for decision in SEALED_BY[doctype])
    assert seals_files("ITSM Evidence", "Confirmed")
