"""Checks of 4.5.4.2 on the audit programme, each in its answers."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.conformity.engine import evaluate
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Status
from tests.integration.made.audit_programmes import make_programme, slots_in
from tests.integration.made.audits import audit_values
from tests.integration.made.risk import make_risk
from tests.integration.made.verdicts import answer, expect, put
from tests.integration.stage import MANAGER, acting_as

WEIGHED, DOCUMENTED = "4.5.4.2 .3", "4.5.4.2 .4"


def weigh(system) -> str:
    """A grave risk to the first process, whose name is answered."""
    process = frappe.db.get_value("ITSM Process", {"system": system.name}, order_by="clause asc")
    frappe.db.set_value("ITSM Risk", make_risk(system, "Assessed").name, {"related_process": process, "score": 20})
    return process


@pytest.mark.parametrize(
    ("clause", "status", "code"),
    [
        (WEIGHED, Status.NOT_MET, "no_audit_programme"),
        (DOCUMENTED, Status.NOT_EVALUABLE, "no_audit_is_planned"),
    ],
)
def test_without_any_programme(clause, status, code, system):
    expect(system, clause, status, code)


@pytest.mark.parametrize("clause", [WEIGHED, DOCUMENTED])
def test_a_draft_is_no_programme(clause, system):
    make_programme(system)
    expect(system, clause, Status.NOT_MET, "audit_programme_not_approved")


@pytest.mark.parametrize("clause", [WEIGHED, DOCUMENTED])
def test_a_cycle_that_is_over(clause, system):
    programme = make_programme(system, "Running")
    values = {"cycle_start": add_days(today(), -60), "cycle_end": add_days(today(), -1)}
    frappe.db.set_value(programme.doctype, programme.name, values)
    expect(system, clause, Status.STALE, "audit_programme_over")


def test_nothing_to_weigh_by(system):
    make_programme(system, "Approved")
    expect(system, WEIGHED, Status.NOT_EVALUABLE, "nothing_to_weigh_audits_by")


def test_what_weighs_more_is_audited_more_often(system):
    process = weigh(system)
    programme = make_programme(system, "Running", months=24)
    expect(system, WEIGHED, Status.MET, "audits_driven_by_weight")
    records = answer(system, WEIGHED)[2]
    weighty = slots_in(programme, subject=process, clause_group="5")
    assert [("ITSM Audit Slot", slot.name) for slot in weighty] == list(records[1:])
    with acting_as(MANAGER):
        weighty[0].drop("Nobody has time.")
    expect(system, WEIGHED, Status.NOT_MET, "weighty_audited_too_rarely")


def test_what_weighs_more_since(system):
    programme = make_programme(system, "Running", months=24)
    weigh(system)
    expect(system, WEIGHED, Status.STALE, "audit_weights_have_changed")
    with acting_as(MANAGER):
        programme.generate_slots()
    expect(system, WEIGHED, Status.MET, "audits_driven_by_weight")


def test_what_audits_document(system):
    programme = make_programme(system, "Running")
    expect(system, DOCUMENTED, Status.MET, "audits_documented")
    with acting_as(MANAGER):
        audit = frappe.get_doc(audit_values(system, programme=programme.name)).insert()
    put(audit, workflow_state="Fieldwork", criteria="")
    expect(system, DOCUMENTED, Status.NOT_MET, "audits_without_criteria")


@pytest.mark.parametrize("clause", [WEIGHED, DOCUMENTED])
def test_queries_do_not_grow(clause, system, query_count):
    weigh(system)
    programme = make_programme(system, "Running")
    few = query_count(lambda: evaluate(clause, Scope(system.name)))
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 1)
    with acting_as(MANAGER):
        programme.generate_slots()
    assert query_count(lambda: evaluate(clause, Scope(system.name))) == few
