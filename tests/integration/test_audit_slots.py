"""From slots to audits, and back when those are closed (4.5.4.2)."""

import frappe
import pytest
from frappe.utils import getdate, today

from sms_iso20000.api.audit_programme import coverage, create_audit
from sms_iso20000.governance.audit_slots import settle
from tests.integration.doors import request
from tests.integration.made.audit_programmes import make_programme, slots_in
from tests.integration.made.audits import ACTIONS, take
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import AUDITOR, MANAGER, OWNER, acting_as, commit


def process_slots(programme) -> list:
    """The slots of one process, all in the same part of the cycle."""
    subject = slots_in(programme, subject_type="ITSM Process")[0].subject
    return slots_in(programme, subject=subject)


def audit_of(slots, user: str = AUDITOR):
    with acting_as(user):
        return frappe.get_doc("ITSM Audit", create_audit([slot.name for slot in slots]))


def test_an_audit_takes_its_slots(system):
    programme = make_programme(system, "Running")
    slots = process_slots(programme)
    audit = audit_of(slots)
    assert (audit.programme, audit.kind, audit.workflow_state) == (programme.name, "Internal", "Planned")
    assert [(row.subject_type, row.subject) for row in audit.subjects] == [("ITSM Process", slots[0].subject)]
    assert {row.requirement for row in audit.requirements} >= {"2011 4.1", "2011 4.5"}
    assert getdate(audit.starts_on) >= getdate(today())
    assert getdate(audit.ends_on) >= getdate(audit.starts_on)
    assert {(stored(slot)["status"], stored(slot)["audit"]) for slot in slots} == {("Assigned", audit.name)}


def test_slots_are_done_when_their_audit_is_closed(system):
    programme = make_programme(system, "Running")
    slots = process_slots(programme)
    audit = audit_of(slots)
    with acting_as(AUDITOR):
        audit.update({"lead_auditor": AUDITOR, "objectives": "Whether it works."})
        audit.save()
    for action in ACTIONS:
        take(audit, action)
    assert {stored(slot)["status"] for slot in slots} == {"Done"}
    assert not coverage(programme.name)["holes"]


def test_a_slot_is_taken_out_of_an_audit_that_has_not_begun(system):
    programme = make_programme(system, "Running")
    slot, other = process_slots(programme)[:2]
    with acting_as(MANAGER):
        assert refused(lambda: slot.release("Too early.")) == ("slot_not_assigned",)
    audit = audit_of([slot, other])
    commit(system)
    with acting_as(OWNER):
        body = {"dt": slot.doctype, "dn": slot.name, "method": "release", "args": '{"reason": "Mine"}'}
        assert request("POST", "/api/method/run_doc_method", body).status == 403
    with acting_as(MANAGER):
        assert refused(lambda: slot.release(" ")) == ("reason_missing",)
        slot.release("The team is away.")
        frappe.db.set_value(audit.doctype, audit.name, "workflow_state", "Fieldwork")
        assert refused(lambda: other.release("Too late.")) == ("slot_audited_already",)
    assert (stored(slot)["status"], stored(slot)["audit"]) == ("Planned", None)
    assert decisions_on(slot) == [("Replanned", MANAGER)]
    assert stored(other)["status"] == "Assigned"


def test_what_was_not_looked_at_is_planned_again(system):
    programme = make_programme(system, "Running")
    slots = process_slots(programme)
    audit = audit_of(slots)
    audit.checklist = [
        frappe._dict(clause="4.1.4 b", result="Conforming"),
        frappe._dict(clause="4.3.1 f", result="Not Audited"),
    ]
    settle(audit)
    open_again = [slot.clause_group for slot in slots if stored(slot)["status"] == "Planned"]
    assert open_again == ["4.3"]
    assert {stored(slot)["audit"] for slot in slots if slot.clause_group == "4.3"} == {None}


@pytest.mark.parametrize("spoil", ["draft", "assigned", "two programmes", "none"])
def test_only_planned_slots_of_one_programme_at_work(spoil, system):
    programme = make_programme(system, "Draft" if spoil == "draft" else "Running")
    slots = process_slots(programme)[:2]
    if spoil == "assigned":
        audit_of(slots[:1])
    if spoil == "two programmes":
        frappe.db.set_value(slots[0].doctype, slots[0].name, "programme", "another")
    names = [] if spoil == "none" else [slot.name for slot in slots]
    with acting_as(AUDITOR):
        assert refused(lambda: create_audit(names)) == ("slots_of_one_programme",)
        assert refused(lambda: create_audit("no list")) == ("names_not_listed",)


def test_who_may(system, as_user):
    slot = slots_in(make_programme(system, "Running"))[0]
    commit(system)
    body = {"slots": [slot.name]}
    with as_user(OWNER):
        assert request("POST", "/api/method/sms_iso20000.api.audit_programme.create_audit", body).status == 403
    assert stored(slot)["status"] == "Planned"
    with as_user(MANAGER):
        assert request("POST", "/api/method/sms_iso20000.api.audit_programme.create_audit", body) is None
    assert stored(slot)["status"] == "Assigned"
