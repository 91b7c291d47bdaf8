"""Verification of sealed files, and what every night's verification leaves on the system and tells its managers."""

import hashlib
from pathlib import Path

import frappe
import pytest
from frappe.utils import now_datetime

from sms_iso20000 import tasks
from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.evidence.faults import fault_sentence
from sms_iso20000.evidence.verification import Fault, first_fault
from sms_iso20000.rules.decision import PDF_FILED
from tests.integration import stage
from tests.integration.doors import DOORS, save_form
from tests.integration.made.by_hand import make_evidence, make_file
from tests.integration.made.disposals import make_disposal
from tests.integration.made.documents import make_document
from tests.integration.stage import ADMIN, MANAGER, OWNER, STAFF

VERIFIED = ("verified_on", "verification_fault")


def make_printed(system):
    """A document in force of which there is a PDF."""
    content = frappe.generate_hash(length=40).encode()
    document = make_document(system)
    digest = hashlib.sha256(content).hexdigest()
    document.write_life(pdf=make_file(MANAGER, content), pdf_hash=digest)
    record_decision(system.name, document, PDF_FILED, content_hash=digest)
    return document


# How to make a record with a sealed file, and the field of the file.
WITH_FILES = {
    "document": (
        lambda system: make_document(system, file=make_file(MANAGER, frappe.generate_hash(length=40).encode())),
        "file",
    ),
    "printed document": (make_printed, "pdf"),
    "evidence": (
        lambda system: make_evidence(
            system, "Confirmed", file=make_file(OWNER, frappe.generate_hash(length=40).encode())
        ),
        "file",
    ),
    "disposal": (lambda system: make_disposal(system, "Disposed"), "certificate"),
}


@pytest.fixture(params=WITH_FILES)
def with_file(request, system):
    make, field = WITH_FILES[request.param]
    record = make(system)
    record.reload()
    return record, field


def path_of(record, field: str) -> Path:
    return Path(frappe.get_doc("File", {"file_url": record.get(field)}).get_full_path())


# -- sealed files ----------------------------------------------------------------------------------------------------


def test_file_left_alone_holds(with_file, system):
    record, field = with_file
    assert record.get(f"{field}_hash") == hashlib.sha256(path_of(record, field).read_bytes()).hexdigest()
    assert first_fault(system.name) is None


def test_file_deleted_on_the_disk_is_named(with_file, system):
    record, field = with_file
    path_of(record, field).unlink()
    fault = first_fault(system.name)
    assert fault == Fault(record.doctype, record.name, "file_missing", field)
    label = record.meta.get_label(field)
    assert fault_sentence(fault) == f"A file of {record.doctype} {record.name} is gone: {label}."


def test_file_changed_on_the_disk_is_named(with_file, system):
    record, field = with_file
    path_of(record, field).write_bytes(b"Forged.")
    fault = first_fault(system.name)
    assert fault == Fault(record.doctype, record.name, "file_changed", field)
    assert "is not the one that was sealed" in fault_sentence(fault)


def test_file_records_deleted_in_the_database_are_named(with_file, system):
    record, field = with_file
    frappe.db.delete("File", {"file_url": record.get(field)})
    assert first_fault(system.name) == Fault(record.doctype, record.name, "file_missing", field)


def test_other_file_put_in_its_place_is_named(with_file, system):
    record, field = with_file
    other = make_file(MANAGER, b"Another one.")
    frappe.db.set_value(record.doctype, record.name, field, other)
    fault = first_fault(system.name)
    # The address lies under the seal of the content where it was chosen by people.
    assert (fault.name, fault.code) in {(record.name, "content_changed"), (record.name, "file_changed")}


@pytest.mark.parametrize("forged", ["", "0" * 64])
def test_forged_digest_of_the_pdf_differs_from_the_decision(forged, system):
    document = make_printed(system)
    frappe.db.set_value("ITSM Document", document.name, "pdf_hash", forged)
    assert first_fault(system.name) == Fault("ITSM Document", document.name, "content_differs_from_decision")


def test_draft_changes_its_file_freely(system):
    with stage.acting_as(MANAGER):
        draft = make_document(system, "Draft", file=make_file(MANAGER, b"First try."))
        draft.file = make_file(MANAGER, b"Second try.")
        draft.save()
    assert first_fault(system.name) is None


def test_long_chain_is_read_in_parts(in_force, system, monkeypatch):
    """Parts neither overlap nor leave anything out."""
    from sms_iso20000.evidence import decisions

    whole = decisions.chain_of(system.name)
    monkeypatch.setattr(decisions, "READ_AT_ONCE", 2)
    assert decisions.chain_of(system.name) == whole
    assert first_fault(system.name) is None
    frappe.db.delete("ITSM Decision", {"name": whole[2]["name"]})
    assert first_fault(system.name) == Fault("ITSM Decision", whole[3]["name"], "decision_missing_before")


# -- every night -----------------------------------------------------------------------------------------------------


def noted(system) -> dict:
    return frappe.db.get_value("ITSM System", system.name, [*VERIFIED, "modified", "modified_by"], as_dict=True)


def told(system) -> list[dict]:
    return frappe.get_all(
        "Notification Log",
        filters={"document_type": "ITSM System", "document_name": system.name},
        fields=["for_user", "subject"],
        order_by="creation asc, for_user asc",
    )


def test_night_in_order(in_force, system):
    before, began = noted(system), now_datetime()
    tasks.verify_records()
    after = noted(system)
    assert began <= after.verified_on <= now_datetime()
    assert after.verification_fault == ""
    assert (after.modified, after.modified_by) == (before.modified, before.modified_by)
    assert told(system) == []


def test_night_that_finds_a_fault_tells_the_managers(in_force, system):
    frappe.db.set_value("ITSM Policy", in_force.name, "content", "<p>Forged.</p>")
    before = noted(system)
    tasks.verify_records()
    after = noted(system)
    sentence = f"The content of ITSM Policy {in_force.name} was changed after it was sealed."
    assert after.verification_fault == sentence
    assert after.verified_on is not None
    assert (after.modified, after.modified_by) == (before.modified, before.modified_by)
    rung = told(system)
    assert MANAGER in [row.for_user for row in rung] and STAFF not in [row.for_user for row in rung]
    assert all(sentence in row.subject and system.name in row.subject for row in rung)


def test_following_nights_tell_nothing_new(in_force, system):
    frappe.db.set_value("ITSM Policy", in_force.name, "content", "<p>Forged.</p>")
    tasks.verify_records()
    first, rung = noted(system), told(system)
    tasks.verify_records()
    assert noted(system).verified_on > first.verified_on
    assert noted(system).verification_fault == first.verification_fault
    assert told(system) == rung


def test_night_after_it_was_mended(in_force, system):
    text = in_force.content
    frappe.db.set_value("ITSM Policy", in_force.name, "content", "<p>Forged.</p>")
    tasks.verify_records()
    rung = told(system)
    frappe.db.set_value("ITSM Policy", in_force.name, "content", text)
    tasks.verify_records()
    assert noted(system).verification_fault == ""
    assert told(system) == rung
    # What comes back is told again.
    frappe.db.set_value("ITSM Policy", in_force.name, "content", "<p>Forged.</p>")
    tasks.verify_records()
    assert len(told(system)) == 2 * len(rung)


def test_system_at_rest_is_left_alone(in_force, system):
    frappe.db.set_value("ITSM System", system.name, "is_active", 0)
    tasks.verify_records()
    assert noted(system).verified_on is None


def test_managers_read_it_in_their_language(in_force, system):
    frappe.db.set_value("ITSM Policy", in_force.name, "content", "<p>Forged.</p>")
    frappe.db.set_value("User", MANAGER, "language", "zh")
    frappe.clear_cache(user=MANAGER)
    try:
        tasks.verify_records()
    finally:
        frappe.db.set_value("User", MANAGER, "language", "en")
        frappe.clear_cache(user=MANAGER)
    (subject,) = [row.subject for row in told(system) if row.for_user == MANAGER]
    assert "的内容在封存之后被更改" in subject
    assert noted(system).verification_fault.startswith("The content of ITSM Policy")
    assert frappe.local.lang == "en"


# -- written by the app alone ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", [MANAGER, ADMIN])
@pytest.mark.parametrize("change", [{"verified_on": "2030-01-01 00:00:00"}, {"verification_fault": ""}])
def test_nobody_writes_it_by_hand(door, user, change, in_force, system, as_user):
    frappe.db.set_value("ITSM Policy", in_force.name, "content", "<p>Forged.</p>")
    tasks.verify_records()
    system.reload()
    before = noted(system)
    with as_user(user):
        refusal = door(system, **change)
    assert refusal.codes == ("changed_by_hand",)
    assert noted(system) == before


@pytest.mark.parametrize("field", VERIFIED)
def test_nothing_sent_leaves_it_as_it_is(field, in_force, system, as_user):
    frappe.db.set_value("ITSM Policy", in_force.name, "content", "<p>Forged.</p>")
    tasks.verify_records()
    system.reload()
    with as_user(MANAGER):
        save_form(system, **{field: None})
    assert noted(system)[field]


def test_form_opened_before_the_night_can_be_saved(in_force, system, as_user):
    """The form leaves out what a verification found, which may have changed since it was opened."""
    system.reload()
    tasks.verify_records()
    found = noted(system)
    with as_user(MANAGER):
        assert save_form(system, purpose="Serve the port.", **dict.fromkeys(VERIFIED)) is None
    assert frappe.db.get_value("ITSM System", system.name, "purpose") == "Serve the port."
    assert [noted(system)[field] for field in VERIFIED] == [found[field] for field in VERIFIED]


def test_new_system_claims_nothing():
    from sms_iso20000.refusal import Refused

    with pytest.raises(Refused):
        stage.make_system(verified_on=now_datetime())
