"""Audits: prepared, carried out by the team alone, reported, told, and closed once nothing is left (4.5.4.1, 4.5.4.2)."""

import frappe
import pytest

from sms_iso20000.evidence.verification import first_fault
from tests.integration.doors import DOORS
from tests.integration.made.audits import (
    REQUIREMENTS,
    answer_all,
    audit_values,
    finding,
    make_audit,
    settle_nonconformities,
    take,
)
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import AUDITOR, AUDITOR_TWO, MANAGER, STAFF, TOP, acting_as, step


def as_(user: str, work):
    with acting_as(user):
        return refused(work)


def rows(audit, changes: dict[int, dict]) -> list[dict]:
    """The checklist as a client sends it, with `changes` by position."""
    audit.reload()
    sent = [row.as_dict(no_default_fields=False) for row in audit.checklist]
    for position, values in changes.items():
        sent[position].update(values)
    return frappe.parse_json(frappe.as_json(sent))


# -- life ------------------------------------------------------------------------------------------------------------


def test_whole_life_is_in_the_log_and_verifies(system):
    audit = make_audit(system, "Closed")
    assert decisions_on(audit) == [
        ("Preparation Started", AUDITOR),
        ("Fieldwork Started", AUDITOR),
        ("Fieldwork Finished", AUDITOR),
        ("Report Issued", AUDITOR),
        ("Closed", AUDITOR),
    ]
    assert first_fault(system.name) is None
    frappe.db.set_value(audit.doctype, audit.name, "conclusion", "All is well.")
    assert first_fault(system.name).code == "content_changed"


@pytest.mark.parametrize("door", DOORS)
def test_preparation_needs_a_plan(door, system):
    audit = make_audit(
        system, objectives="", criteria="", scope_text="", lead_auditor=None, subjects=[], requirements=[]
    )
    was = stored(audit)
    with acting_as(MANAGER):
        codes = door(audit, workflow_state="Preparing").codes
    assert set(codes) == {
        "audit_objectives_missing",
        "audit_criteria_missing",
        "audit_scope_missing",
        "lead_auditor_missing",
        "audit_without_subject",
    }
    assert stored(audit) == was
