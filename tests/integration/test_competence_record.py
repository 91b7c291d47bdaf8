"""Records of what a person is able to do: recorded, verified by another, withdrawn (4.4.2 e)."""

import frappe
import pytest
from frappe.utils import getdate, today

from sms_iso20000.evidence.pack.records import sealed_documents
from sms_iso20000.evidence.pack.staged import staged_files
from sms_iso20000.evidence.verification import first_fault
from tests.integration import stage
from tests.integration.doors import DOORS, save_form
from tests.integration.made.by_hand import make_file
from tests.integration.made.competence import (
    make_competence,
    make_record,
    make_training,
    make_workforce,
    record_values,
)
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import AUDITOR, MANAGER, OWNER, STAFF, STAFF_TWO, acting_as


@pytest.fixture
def competence(system):
    return make_competence(system)


@pytest.fixture
def record(system, competence):
    return make_record(system, competence, "Draft")


def written(system, competence, by: str = STAFF, **values):
    with acting_as(by):
        return frappe.get_doc(record_values(system, competence, **values)).insert()


def test_written_by_one_and_verified_by_another(system, record):
    assert (record.status, record.recorded_by, record.kind, record.title) == (
        "Draft",
        STAFF,
        "Skill",
        "Change planning, level 3",
    )
    with acting_as(MANAGER):
        assert record.what_is_missing() == []
        record.verify("Seen it.")
    record.reload()
    assert (record.status, record.verified_by, record.verification_remarks) == ("Verified", MANAGER, "Seen it.")
    assert record.content_hash == record.computed_hash()
    assert decisions_on(record) == [("Verified", MANAGER)]
    assert first_fault(system.name) is None


def test_who_owns_the_process_verifies(system, record):
    with acting_as(OWNER), pytest.raises(frappe.PermissionError):
        record.verify()
    make_workforce(system, STAFF)
    with acting_as(OWNER):
        record.verify()
    assert decisions_on(record) == [("Verified", OWNER)]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"level": 0}, "level_out_of_range"),
        ({"level": -2}, "level_out_of_range"),
        ({"level": 6}, "level_out_of_range"),
        ({"expires_on": "2001-01-01"}, "expiry_before_obtained"),
        ({"obtained_on": "2900-01-01"}, "obtained_in_future"),
        # What is of nobody, or of another, one may not even look at.
        ({"user": ""}, "PermissionError"),
        ({"user": STAFF_TWO}, "PermissionError"),
        ({"evidence_file": "/private/files/nowhere.pdf"}, "file_not_on_site"),
        ({"status": "Verified"}, "changed_by_hand"),
        ({"verified_by": MANAGER}, "changed_by_hand"),
        ({"kind": "Education"}, "changed_by_hand"),
    ],
)
def test_what_is_refused(values, code, record):
    before = stored(record)
    for door in DOORS[:2]:
        with acting_as(STAFF):
            refusal = door(record, **values)
        assert refusal and code in refusal.codes, door
    assert stored(record) == before


def test_every_door_asks(record):
    for door in DOORS:
        with acting_as(STAFF):
            assert door(record, expires_on="2001-01-01").codes == ("expiry_before_obtained",)
        assert frappe.db.get_value(record.doctype, record.name, "expires_on") is None


def test_for_whom_one_may_write(system, competence):
    assert refused(lambda: written(system, competence, user="")) == ("record_without_person",)
    assert refused(lambda: written(system, competence, user=STAFF_TWO)) == ("person_not_yours",)
    with pytest.raises(frappe.LinkValidationError):
        written(system, competence, MANAGER, user="nobody@sms.example.com")
    assert written(system, competence, MANAGER, user=STAFF_TWO).recorded_by == MANAGER


def test_a_record_names_a_competence(system, competence):
    values = {**record_values(system, competence), "competence": None}
    with acting_as(STAFF), pytest.raises(frappe.MandatoryError):
        frappe.get_doc(values).insert()


def test_it_runs_out_as_the_competence_says(system):
    """Where nobody says when; else a competence that holds for a year would hold for good."""
    yearly = make_competence(system, title="First aid", validity_months=12)
    assert getdate(written(system, yearly, obtained_on="2026-02-28").expires_on) == getdate("2027-02-28")
    assert getdate(written(system, yearly, expires_on="2900-01-01").expires_on) == getdate("2900-01-01")
    assert written(system, make_competence(system, title="Writing")).expires_on is None


def test_a_draft_of_another_is_not_made_ones_own(record):
    """The host asks for the permission to write of what the request says, not of what is stored."""
    for door in DOORS[1:]:
        with acting_as(STAFF_TWO):
            assert door(record, user=STAFF_TWO).codes == ("record_recorder_only",)
        assert frappe.db.get_value(record.doctype, record.name, "user") == STAFF


def test_a_disabled_person(system, competence):
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    assert refused(lambda: written(system, competence, MANAGER, user=STAFF_TWO)) == ("person_not_enabled",)


def test_competence_and_training_of_another_system(system, competence):
    other = stage.make_system()
    theirs = make_competence(other)
    assert refused(lambda: written(system, theirs)) == ("other_system",)


def test_no_record_is_made_of_a_training_that_was_not_found_effective(system, competence, record):
    """A training counts by its evaluation alone: naming one by hand would let it count before."""
    training = make_training(system, competence)
    assert refused(lambda: written(system, competence, training=training.name)) == ("new_not_in_first_stage",)
    for door in DOORS:
        with acting_as(STAFF):
            assert door(record, training=training.name).codes == ("changed_by_hand",)
        assert frappe.db.get_value(record.doctype, record.name, "training") is None


def test_nobody_verifies_their_own(system, competence, record):
    with acting_as(STAFF):
        assert refused(record.verify) == ("self_verified", "verified_by_recorder", "verifier_not_entitled")
    own = written(system, competence, MANAGER, user=MANAGER)
    with acting_as(MANAGER):
        assert refused(own.verify) == ("self_verified", "verified_by_recorder")
        assert "Nobody verifies their own competence; ask somebody else." in own.what_is_missing()
    of_another = written(system, competence, MANAGER)
    with acting_as(MANAGER):
        assert refused(of_another.verify) == ("verified_by_recorder",)
    assert {frappe.db.get_value(doc.doctype, doc.name, "status") for doc in (record, own, of_another)} == {"Draft"}


def test_nothing_is_verified_without_evidence(system, competence):
    bare = written(system, competence, evidence="")
    with acting_as(MANAGER):
        assert refused(bare.verify) == ("record_without_evidence",)
    with acting_as(STAFF):
        bare.reload()
        bare.evidence_file = make_file(STAFF)
        bare.save()


def test_only_who_wrote_a_draft_changes_it(record):
    with acting_as(MANAGER):
        assert save_form(record, level=5).codes == ("record_recorder_only",)


def test_what_is_verified_is_sealed(system, competence):
    record = make_record(system, competence)
    before = stored(record)
    values = {"user": STAFF_TWO, "level": 5, "expires_on": today(), "evidence": "Another.", "competence": "x"}
    for field, value in values.items():
        for door in DOORS[:2]:
            with acting_as(MANAGER):
                assert door(record, **{field: value}).code in ("sealed", "LinkValidationError"), field
    assert refused(lambda: record.db_set("level", 5)) == ("changed_by_hand",)
    assert refused(record.delete) == ("never_deleted",)
    assert stored(record) == before


def test_the_seal_is_looked_at(system, competence):
    record = make_record(system, competence)
    frappe.db.set_value(record.doctype, record.name, "level", 5)
    assert (first_fault(system.name).name, first_fault(system.name).code) == (record.name, "content_changed")


def test_withdrawing(system, competence, record):
    with acting_as(STAFF):
        assert refused(lambda: record.withdraw(" ")) == ("reason_missing",)
        record.withdraw("A mistake.")
    # Who takes back their own draft is whom it is about, and auditors read the log.
    assert decisions_on(record) == []
    verified = make_record(system, competence)
    with acting_as(STAFF):
        assert refused(lambda: verified.withdraw("I forgot it all.")) == ("withdrawer_not_entitled",)
    with acting_as(MANAGER):
        verified.withdraw("Left the team.")
        assert refused(lambda: verified.withdraw("Again.")) == ("not_in_stage",)
    assert decisions_on(verified) == [("Verified", MANAGER), ("Withdrawn", MANAGER)]
    # What was said of a person goes with the person, as nothing in the log could.
    assert set(frappe.get_all("ITSM Decision", {"reference_name": verified.name}, pluck="reason")) == {""}
    assert first_fault(system.name) is None


def test_the_file_is_not_held_a_second_time(system, competence):
    """It must be able to go, with the person."""
    url = make_file(STAFF)
    record = make_record(system, competence, evidence_file=url)
    assert record.status == "Verified"
    assert not frappe.db.exists("File", {"file_url": url, "attached_to_doctype": "ITSM Decision"})


def test_no_version_keeps_what_was_said(system, competence):
    """The host lets system managers read every version."""
    record = make_record(system, competence)
    with acting_as(MANAGER):
        record.withdraw("Left.")
    assert not frappe.db.exists("Version", {"docname": record.name})


def test_the_pack_tells_no_name(system, competence):
    record = make_record(system, competence)
    documents = sealed_documents(system.name)
    assert record.name in [document.name for document in documents]
    files = staged_files(system, documents, lambda user: user)
    told = b" ".join(files.values()).decode()
    assert record.name in told
    for said in (STAFF, "Certificate 4711", "Seen the certificate", "Staff"):
        assert said not in told


def test_kinds_of_date_are_kept(record):
    assert getdate(record.obtained_on) < getdate(today())
    with acting_as(AUDITOR):
        assert not record.has_permission("read")
