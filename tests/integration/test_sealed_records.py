"""What a decision sealed stays as it was decided on: verification and certification pack name what was changed."""

import json

import frappe
import pytest

from sms_iso20000.evidence.pack.staged import PAGE, sealed_documents, staged_files
from sms_iso20000.evidence.verification import Fault, first_fault
from sms_iso20000.rules.decision import NEEDS_SEAL, SEALED_BY, STAGE_AFTER
from tests.integration.made.actions import make_action
from tests.integration.made.appointments import make_appointment
from tests.integration.made.arrangement_reviews import make_review
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.audit_programmes import make_programme
from tests.integration.made.audits import make_audit, make_waiver
from tests.integration.made.by_hand import make_evidence
from tests.integration.made.communications import make_communication
from tests.integration.made.competence import make_competence, make_record, make_training
from tests.integration.made.disposals import make_disposal
from tests.integration.made.improvements import make_improvement, make_improvement_policy
from tests.integration.made.management_reviews import make_addendum, make_management_review
from tests.integration.made.nonconformities import make_nonconformity
from tests.integration.made.objectives import make_objective
from tests.integration.made.reports import make_report
from tests.integration.made.resources import make_resource_plan
from tests.integration.made.retention import make_rule
from tests.integration.made.risk import make_risk
from tests.integration.made.samples import make_sample
from tests.integration.stage import TOP, acting_as


def granted_waiver(system):
    waiver = make_waiver(system, make_audit(system))
    with acting_as(TOP):
        waiver.grant()
    return waiver


def approved_improvement(system):
    make_improvement_policy(system)
    return make_improvement(system, "Approved")


# How to make one of each kind, what somebody with access to the database would change, and the stage they would forge:
# one in which the seal covers no more and no less, so that nothing but the stage gives them away.
KINDS = {
    "ITSM Objective": (lambda system: make_objective(system, "Approved"), {"target": 1}, "Closed"),
    "ITSM Appointment": (lambda system: make_appointment(system, "Accepted"), {"authority": "All."}, "Ended"),
    "ITSM Management Report": (lambda system: make_report(system, "Signed"), {"summary": "All is well."}, "Answered"),
    "ITSM Communication": (lambda system: make_communication(system, "Sending"), {"content": "Other."}, None),
    "ITSM Evidence": (lambda system: make_evidence(system, "Confirmed"), {"description": "Other."}, "Withdrawn"),
    "ITSM Retention Rule": (lambda system: make_rule(system), {"basis": "None."}, "Withdrawn"),
    "ITSM Disposal": (lambda system: make_disposal(system, "Approved"), {"request_reason": "Other."}, "Cancelled"),
    "ITSM Arrangement": (lambda system: make_arrangement(system), {"authority_clause": "None."}, "Ended"),
    "ITSM Arrangement Review": (
        lambda system: make_review(make_arrangement(system)),
        {"conclusion": "All is well."},
        "Draft",
    ),
    "ITSM Audit Programme": (lambda system: make_programme(system, "Running"), {"methods": "None."}, "Closed"),
    "ITSM Sample": (lambda system: make_sample(system, drawn=True), {"seed": "0"}, "Draft"),
    "ITSM Risk": (lambda system: make_risk(system, "Accepted"), {"accepted_score": 1}, "Closed"),
    "ITSM Action": (lambda system: make_action(system, "Verified"), {"completion_evidence": "Other."}, "Done"),
    "ITSM Resource Plan": (lambda system: make_resource_plan(system, "Decided"), {"title": "Other"}, "Submitted"),
    "ITSM Competence Record": (lambda system: make_record(system, make_competence(system)), {"level": 4}, "Withdrawn"),
    "ITSM Training": (
        lambda system: make_training(system, make_competence(system), "Held"),
        {"level": 1},
        "Evaluated",
    ),
    "ITSM Improvement": (approved_improvement, {"title": "Other"}, "Evaluated"),
    "ITSM Audit": (lambda system: make_audit(system, "Follow-up"), {"conclusion": "All is well."}, "Closed"),
    "ITSM Audit Waiver": (granted_waiver, {"reason": "None."}, "Void"),
    "ITSM Management Review": (
        lambda system: make_management_review(system, "Signed"),
        {"conclusion": "All is well."},
        "Held",
    ),
    "ITSM Management Review Addendum": (
        lambda system: make_addendum(make_management_review(system, "Signed")),
        {"reason": "None."},
        "Draft",
    ),
    "ITSM Nonconformity": (
        lambda system: make_nonconformity(system, "Action Plan"),
        {"statement": "Other."},
        "Verification",
    ),
}


@pytest.fixture(params=KINDS)
def sealed(request, system):
    make, change, stage = KINDS[request.param]
    record = make(system)
    record.reload()
    return record, change, stage


def test_every_kind_is_tried():
    assert KINDS.keys() == SEALED_BY.keys() == NEEDS_SEAL.keys()
    assert STAGE_AFTER.keys() <= SEALED_BY.keys()


def test_what_was_left_alone_holds(sealed, system):
    assert first_fault(system.name) is None


def test_changed_content_is_named(sealed, system):
    record, change, _stage = sealed
    frappe.db.set_value(record.doctype, record.name, change)
    assert first_fault(system.name) == Fault(record.doctype, record.name, "content_changed")


def test_content_sealed_anew_is_named(sealed, system):
    record, change, _stage = sealed
    frappe.db.set_value(record.doctype, record.name, change)
    forged = frappe.get_doc(record.doctype, record.name).computed_hash()
    frappe.db.set_value(record.doctype, record.name, "content_hash", forged)
    assert first_fault(system.name) == Fault(record.doctype, record.name, "content_differs_from_decision")


def test_forged_stage_is_named(sealed, system):
    record, _change, stage = sealed
    # The stages of a communication after sending follow the delivery, which is no decision.
    forged = stage or "Sent"
    expected = Fault(record.doctype, record.name, "state_differs_from_decision") if stage else None
    frappe.db.set_value(record.doctype, record.name, record.stage_field, forged)
    assert first_fault(system.name) == expected


def test_missing_decision_is_named(sealed, system):
    """Somebody cuts the chain off before what was decided on the record, and on those that followed from it."""
    record, _change, _stage = sealed
    first = frappe.get_all(
        "ITSM Decision", {"reference_name": record.name}, pluck="sequence", order_by="sequence asc", limit=1
    )[0]
    since = {"system": system.name, "sequence": [">=", first]}
    bereft = frappe.get_all("ITSM Decision", since, pluck="reference_name")
    frappe.db.delete("ITSM Decision", since)
    fault = first_fault(system.name)
    assert fault.name in bereft
    assert fault.code in {"decision_missing", "state_differs_from_decision"}


def test_pack_holds_it(sealed, system):
    record, _change, _stage = sealed
    documents = sealed_documents(system.name)
    assert record.name in [document.name for document in documents]
    files = staged_files(system, documents, lambda user: user or "")
    content = json.loads(files[f"records/{record.name}.json"])
    assert content["record"] == {"doctype": record.doctype, "name": record.name}
    assert content["content_hash"] == record.content_hash
    assert content["life"]["stage"] == record.get(record.stage_field)
    assert f'id="{record.name}"' in files[PAGE].decode()


def test_what_was_taken_back_is_no_part_of_the_pack(system):
    objective = make_objective(system, "Approved")
    with acting_as(TOP):
        objective.reopen("The measure was wrong.")
    assert objective.name not in [document.name for document in sealed_documents(system.name)]
    assert first_fault(system.name) is None


def test_outcome_of_a_disposal_is_under_its_seal(system):
    disposal = make_disposal(system, "Disposed")
    item = frappe.db.get_value("ITSM Disposal Item", {"disposal": disposal.name})
    frappe.db.set_value("ITSM Disposal Item", item, "outcome", "Kept")
    assert first_fault(system.name) == Fault("ITSM Disposal", disposal.name, "content_changed")
