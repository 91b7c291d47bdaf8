"""An audit that is not held: called off with a reason, and nothing found is lost (4.5.4.2)."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.api.audit_programme import create_audit
from sms_iso20000.conformity.engine import evaluate
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.evidence.verification import first_fault
from tests.integration.doors import DOORS
from tests.integration.made.audit_programmes import make_programme, slots_in
from tests.integration.made.audits import answer_all, make_audit
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import AUDITOR, MANAGER, TOP, acting_as

REASON = "The auditor has left."
BEFORE_REPORT = ("Planned", "Preparing", "Fieldwork", "Reporting")


def give(audit, reason: str = REASON) -> None:
    audit.reload()
    audit.give_reason("Called Off", reason)
    audit.reload()


def call_off(audit) -> None:
    with acting_as(MANAGER):
        give(audit)
        audit.workflow_state = "Called Off"
        audit.save()
    audit.reload()


@pytest.mark.parametrize("state", BEFORE_REPORT)
def test_it_is_called_off_until_its_report(state, system):
    audit = make_audit(system, state)
    call_off(audit)
    assert (audit.workflow_state, audit.called_off_by, audit.step_reason) == ("Called Off", MANAGER, REASON)
    assert audit.called_off_on and not audit.reported_on and not audit.communication
    assert decisions_on(audit)[-1] == ("Called Off", MANAGER)
    assert first_fault(system.name) is None


@pytest.mark.parametrize("state", ["Follow-up", "Closed"])
def test_what_is_reported_is_not_called_off(state, system):
    audit = make_audit(system, state)
    with acting_as(MANAGER):
        assert refused(lambda: give(audit)) == ("illegal_step",)


@pytest.mark.parametrize("door", DOORS)
def test_only_a_manager_does_so_and_says_why(door, system):
    audit = make_audit(system, "Fieldwork")
    with acting_as(AUDITOR):
        assert refused(lambda: give(audit)) == ("call_off_for_manager",)
        # The host knows the roles of each step, and is the first to say so.
        assert door(audit, workflow_state="Called Off")
    with acting_as(MANAGER):
        assert refused(lambda: give(audit, " ")) == ("reason_missing",)
        assert door(audit, workflow_state="Called Off").codes == ("reason_missing",)
        give(audit)
        assert door(audit, workflow_state="Called Off", conclusion="All is well.").codes == ("sealed",)
        assert door(audit, workflow_state="Called Off") is None
        audit.reload()
        for changes in ({"title": "Another"}, {"certificate": "17"}, {"workflow_state": "Planned"}):
            assert door(audit, **changes)
        assert door(audit, called_off_by=AUDITOR).codes == ("changed_by_hand",)
    with acting_as(TOP):
        assert door(audit, workflow_state="Planned")
    assert stored(audit)["workflow_state"] == "Called Off"


def test_whoever_is_named_may_be_gone(system):
    audit = make_audit(system, "Fieldwork")
    frappe.db.set_value("User", AUDITOR, "enabled", 0)
    frappe.clear_document_cache("User", AUDITOR)
    call_off(audit)
    assert audit.lead_auditor == AUDITOR


def test_proven_findings_become_nonconformities(system):
    audit = make_audit(system, "Fieldwork")
    with acting_as(AUDITOR):
        answer_all(audit)
        audit.checklist[0].update({"result": "Major", "note": "No proof yet.", "evidence_note": ""})
        audit.save()
    call_off(audit)
    unproven, proven = audit.checklist[:2]
    assert not unproven.nonconformity
    assert stored(frappe.get_doc("ITSM Nonconformity", proven.nonconformity))["reference_name"] == audit.name


def test_an_audit_with_a_certificate_stays(system):
    values = {"kind": "Surveillance", "certification_body": "A body", "lead_auditor": None}
    audit = make_audit(system, **values, response_due_on="2030-01-01")
    with acting_as(MANAGER):
        assert refused(lambda: give(audit)) == ("audit_with_ledger",)
        audit.update({"response_due_on": None})
        audit.save()
    call_off(audit)
    assert audit.workflow_state == "Called Off"


def test_its_slots_are_planned_again(system):
    programme = make_programme(system, "Running")
    slots = slots_in(programme, subject=slots_in(programme, subject_type="ITSM Process")[0].subject)
    with acting_as(AUDITOR):
        audit = frappe.get_doc("ITSM Audit", create_audit([slot.name for slot in slots]))
    call_off(audit)
    assert {(stored(slot)["status"], stored(slot)["audit"]) for slot in slots} == {("Planned", None)}


def test_nothing_more_is_added(system):
    audit = make_audit(system, "Fieldwork")
    call_off(audit)
    with acting_as(AUDITOR):
        assert refused(audit.raise_nonconformities)
        assert refused(audit.generate_checklist)
        assert refused(lambda: audit.answer(audit.checklist[0].name, {"result": "Conforming"}))
    with acting_as(MANAGER):
        waiver = {"doctype": "ITSM Audit Waiver", "audit": audit.name, "auditor": AUDITOR, "reason": "Nobody else."}
        assert refused(frappe.get_doc(waiver).insert)


def test_who_leads_and_top_management_are_told(system):
    audit = make_audit(system, "Preparing")
    call_off(audit)
    told = frappe.get_all(
        "Notification Log",
        filters={"document_type": audit.doctype, "document_name": audit.name, "subject": ["like", "%called off%"]},
        fields=["for_user", "email_content"],
    )
    assert {AUDITOR, TOP} <= {row.for_user for row in told}
    assert all(REASON in row.email_content for row in told)


def test_the_checks_count_it_neither_as_held_nor_as_late(system):
    make_programme(system, "Running")
    late = make_audit(system, starts_on=add_days(today(), -1), ends_on=None)
    assert codes_of(system, "4.5.4.2 .1") == ["audits_late"]
    call_off(late)
    assert codes_of(system, "4.5.4.2 .1") == ["first_audit_to_come"]
    begun = make_audit(system, "Reporting")
    frappe.db.set_value(
        begun.doctype, begun.name, {"starts_on": add_days(today(), -45), "ends_on": add_days(today(), -40)}
    )
    assert "audits_not_reported" in codes_of(system, "4.5.4.1 .5")
    call_off(begun)
    assert "audits_not_reported" not in codes_of(system, "4.5.4.1 .5")


def codes_of(system, clause: str) -> list[str]:
    return [reason.code for reason in evaluate(clause, Scope(system.name)).reasons]
