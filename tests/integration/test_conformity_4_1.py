"""Checks of 4.1.1, 4.1.3 and 4.1.4: Met, Not met, Stale and Not evaluable, with the records that decide."""

import frappe
import pytest
from frappe.utils import add_days, add_months, today

from sms_iso20000.conformity.engine import evaluate
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.made.communications import make_communication, make_procedure
from tests.integration.made.management_reviews import make_management_review
from tests.integration.made.objectives import make_objective
from tests.integration.made.plans import make_plan
from tests.integration.made.processes import interface, process_of, role
from tests.integration.made.risk import HIGH, make_risk
from tests.integration.made.verdicts import answer, expect, put
from tests.integration.stage import AUDIENCE, MANAGER, OWNER, TOP, TOP_TWO, acting_as

MET, NOT_MET, STALE, NOT_EVALUABLE = Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE

DUTIES = ("duty_requirements", "duty_authorities", "duty_integration", "duty_assets", "duty_reporting")


def long_ago() -> str:
    """Longer than any interval that a system begins with."""
    return add_months(today(), -13)


def appoint(system, appointee: str, kind: str, accepted: bool = True, **values):
    duties = {} if kind == "Process Owner" else dict.fromkeys(DUTIES, 1)
    with acting_as(MANAGER):
        appointment = frappe.get_doc(
            {
                "doctype": "ITSM Appointment",
                "system": system.name,
                "kind": kind,
                "appointee": appointee,
                "authority": "May stop a change.",
                **duties,
                **values,
            }
        ).insert()
    with acting_as(TOP):
        appointment.appoint()
    if accepted:
        with acting_as(appointee):
            appointment.accept("")
    return appointment


def read_by(communication, *users: str) -> None:
    for user in users:
        with acting_as(user):
            frappe.get_doc("ITSM Communication", communication.name).note_read()


# -- 4.1.1 -----------------------------------------------------------------------------------------------------------


def test_scope_policy_and_objectives(system):
    expect(system, "4.1.1 a", NOT_MET, "no_policy_in_force", system)
    stage.make_policy(system, "In Force")
    expect(system, "4.1.1 a", NOT_MET, "no_objective_approved", system)
    objective = make_objective(system, "Approved")
    expect(system, "4.1.1 a", NOT_EVALUABLE, "no_plan")
    assert "nothing_told" in answer(system, "4.1.1 a")[1]
    make_plan(system)
    told = make_communication(system, "Sending", sender=TOP, purpose="Scope, Policy and Objectives")
    read_by(told, *AUDIENCE)
    expect(system, "4.1.1 a", MET, "objectives_set")
    put(objective, due_on=add_days(today(), -1))
    expect(system, "4.1.1 a", STALE, "objectives_all_past", objective)


def test_objectives_in_preparation_do_not_count(system):
    stage.make_policy(system, "In Force")
    make_objective(system)
    expect(system, "4.1.1 a", NOT_MET, "no_objective_approved", system)


@pytest.mark.parametrize(
    ("clause", "purpose"),
    [("4.1.1 c", "Service Requirements"), ("4.1.1 d", "Legal, Regulatory and Contractual Duties")],
)
def test_told_by_top_management(clause, purpose, system):
    expect(system, clause, NOT_EVALUABLE, "nothing_told", system)
    delegated = make_communication(system, "Sending", sender=MANAGER, purpose=purpose)
    expect(system, clause, NOT_MET, "told_by_others_only", delegated)
    told = make_communication(system, "Sending", sender=TOP, purpose=purpose)
    expect(system, clause, NOT_EVALUABLE, "told_just_now", told)
    put(told, sent_on=add_days(today(), -30))
    expect(system, clause, NOT_MET, "told_but_not_read", told)
    read_by(told, AUDIENCE[0])
    expect(system, clause, NOT_MET, "told_but_not_read", told)
    read_by(told, AUDIENCE[1])
    expect(system, clause, MET, "told_and_read", told)
    put(told, sent_on=long_ago())
    expect(system, clause, STALE, "told_too_long_ago", told)


def test_a_message_of_another_purpose_or_in_draft_is_none(system):
    make_communication(system, "Sending", sender=TOP, purpose="Other")
    make_communication(system, "Draft", sender=TOP, purpose="Service Requirements")
    expect(system, "4.1.1 c", NOT_EVALUABLE, "nothing_told", system)


def test_risks(system):
    expect(system, "4.1.1 g", NOT_EVALUABLE, "no_service_risk")
    make_risk(system, kind="Service Management System")
    expect(system, "4.1.1 g", NOT_EVALUABLE, "no_service_risk")
    frappe.db.delete("ITSM Risk", {"system": system.name})
    risk = make_risk(system)
    expect(system, "4.1.1 g", NOT_MET, "risks_not_assessed", risk)
    frappe.db.delete("ITSM Risk", {"name": risk.name})
    high = make_risk(system, "Assessed", levels=HIGH)
    expect(system, "4.1.1 g", NOT_MET, "risks_not_handled")
    frappe.db.delete("ITSM Risk", {"name": high.name})
    accepted = make_risk(system, "Accepted")
    expect(system, "4.1.1 g", MET, "risks_handled")
    put(accepted, review_on=add_days(today(), -1))
    expect(system, "4.1.1 g", STALE, "risk_review_overdue", accepted)


def test_risk_above_the_criterion_under_timely_treatment(system):
    risk = make_risk(system, "Assessed", levels=HIGH)
    with acting_as(MANAGER):
        risk.update({"treatment": "Reduce", "treatment_plan": "A second line."})
        values = {"action": "Order it", "responsible": OWNER, "due_on": add_days(today(), 5)}
        risk.append("actions", values)
        risk.save()
    assert "risks_handled" not in answer(system, "4.1.1 g")[1]
    expect(system, "4.1.1 g", NOT_MET, "risks_all_delegated", risk)
    with acting_as(TOP):
        risk.assess("Before Treatment", *HIGH, "Looked at by the board.")
    expect(system, "4.1.1 g", MET, "risks_looked_at")
    frappe.db.set_value("ITSM Risk Action", {"parent": risk.name}, "due_on", add_days(today(), -1))
    expect(system, "4.1.1 g", NOT_MET, "risks_not_handled", risk)


def test_top_management_looked_at_risks_too_long_ago(system):
    risk = make_risk(system, "Accepted")
    frappe.db.set_value(
        "ITSM Decision", {"reference_name": risk.name, "decision": "Risk Accepted"}, "decided_on", long_ago()
    )
    expect(system, "4.1.1 g", STALE, "risks_looked_at_too_long_ago", risk)


# -- 4.1.3 -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_processes(system):
    """Two processes that are as they should be; the others are not operated."""
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 0)
    change, release = process_of(system, "9.2"), process_of(system, "9.3")
    with acting_as(MANAGER):
        for process in (change, release):
            process.update(
                {"is_active": 1, "process_owner": OWNER, "roles": [role()], "inputs": "Requests", "outputs": "Changes"}
            )
        change.save()
        release.append("interfaces", interface(change))
        release.save()
    for process in (change, release):
        process.reload()
        with acting_as(OWNER):
            process.confirm_responsibilities("As we work.")
    frappe.db.delete("ITSM Orphan", {"system": system.name})
    return change, release


def in_office(system) -> None:
    appoint(system, MANAGER, "Management Representative")


def test_responsibilities_met_and_stale(system, two_processes):
    in_office(system)
    expect(system, "4.1.3 a", MET, "responsibilities_current")
    put(two_processes[0], confirmed_on=long_ago())
    expect(system, "4.1.3 a", STALE, "process_confirmed_too_long_ago", two_processes[0])


def test_responsibilities_not_evaluable(system, two_processes):
    in_office(system)
    put(two_processes[1], confirmed_on=None)
    expect(system, "4.1.3 a", NOT_EVALUABLE, "process_never_confirmed", two_processes[1])
    for process in two_processes:
        put(process, is_active=0)
    expect(system, "4.1.3 a", NOT_EVALUABLE, "no_process", system)


@pytest.mark.parametrize("field", ["user", "responsibility", "authority"])
def test_incomplete_roles_are_not_met(field, system, two_processes):
    in_office(system)
    frappe.db.set_value("ITSM Process Role", {"parent": two_processes[0].name}, field, "")
    expect(system, "4.1.3 a", NOT_MET, "process_roles_incomplete")


def test_process_without_owner_is_not_met(system, two_processes):
    in_office(system)
    put(two_processes[1], process_owner=None)
    status, codes, records = answer(system, "4.1.3 a")
    assert (status, codes) == (NOT_MET, ["process_without_owner", "records_orphaned"])
    assert records == (("ITSM Process", two_processes[1].name),)


def test_vacancy_and_leavers_are_not_met(system, two_processes):
    expect(system, "4.1.3 a", NOT_MET, "records_orphaned", system)


def test_communication_procedures(system):
    expect(system, "4.1.3 b", NOT_EVALUABLE, "no_communication_procedure", system)
    procedure = make_procedure(system, starts_on=today())
    expect(system, "4.1.3 b", NOT_EVALUABLE, "procedures_not_used_yet", procedure)
    put(procedure, next_due_on=add_days(today(), -1))
    expect(system, "4.1.3 b", NOT_MET, "procedure_never_followed", procedure)
    with acting_as(MANAGER):
        draft = frappe.get_doc("ITSM Communication Procedure", procedure.name).start_communication()
        communication = frappe.get_doc("ITSM Communication", draft)
        communication.content = "What changed."
        communication.save()
        communication.send()
    expect(system, "4.1.3 b", MET, "procedures_used", procedure)
    put(procedure, next_due_on=add_days(today(), -1))
    expect(system, "4.1.3 b", STALE, "procedure_overdue", procedure)


# -- 4.1.4 -----------------------------------------------------------------------------------------------------------


def test_representative(system):
    expect(system, "4.1.4 .1", NOT_MET, "no_representative", system)
    waiting = appoint(system, MANAGER, "Management Representative", accepted=False)
    expect(system, "4.1.4 .1", NOT_MET, "representative_not_accepted", waiting)
    with acting_as(MANAGER):
        waiting.accept("")
    expect(system, "4.1.4 .1", MET, "representative_in_office", waiting)
    with acting_as(TOP):
        frappe.get_doc("ITSM Appointment", waiting.name).end("Moved to another division.", add_days(today(), 0))
    put(waiting, starts_on=add_days(today(), -20), ended_on=add_days(today(), -1))
    expect(system, "4.1.4 .1", STALE, "representative_office_ended", waiting)


def test_representative_who_is_gone(system):
    appointment = appoint(system, stage.STAFF_TWO, "Management Representative")
    frappe.db.set_value("User", stage.STAFF_TWO, "enabled", 0)
    expect(system, "4.1.4 .1", NOT_MET, "representative_gone", appointment)


def test_without_top_management_nobody_can_appoint(system):
    frappe.db.delete("ITSM System Top Management", {"parent": system.name})
    expect(system, "4.1.4 .1", NOT_EVALUABLE, "nobody_can_appoint", system)


def test_process_authorities(system, two_processes):
    expect(system, "4.1.4 b", NOT_MET, "process_owner_not_appointed", *two_processes)
    offices = [appoint(system, OWNER, "Process Owner", related_process=process.name) for process in two_processes]
    expect(system, "4.1.4 b", MET, "process_owners_appointed", *two_processes)
    put(offices[0], status="Ended", ended_on=add_days(today(), -1), starts_on=add_days(today(), -9))
    expect(system, "4.1.4 b", STALE, "process_owner_office_ended", two_processes[0])
    for process in two_processes:
        put(process, is_active=0)
    expect(system, "4.1.4 b", NOT_EVALUABLE, "no_process", system)


def test_somebody_else_than_appointed_owns_a_process(system, two_processes):
    for process in two_processes:
        appoint(system, OWNER, "Process Owner", related_process=process.name)
    put(two_processes[0], process_owner=MANAGER)
    expect(system, "4.1.4 b", NOT_MET, "process_owner_not_appointed", two_processes[0])


def test_integration(system, two_processes):
    expect(system, "4.1.4 c", MET, "processes_integrated", *two_processes)
    put(two_processes[1], confirmed_on=long_ago())
    expect(system, "4.1.4 c", STALE, "process_confirmed_too_long_ago", two_processes[1])
    put(two_processes[1], confirmed_on=None)
    expect(system, "4.1.4 c", NOT_EVALUABLE, "process_never_confirmed", two_processes[1])
    put(two_processes[0], outputs="")
    expect(system, "4.1.4 c", NOT_MET, "process_isolated", two_processes[0])
    frappe.db.delete("ITSM Process Interface", {"parent": ["in", [process.name for process in two_processes]]})
    expect(system, "4.1.4 c", NOT_MET, "process_isolated", *two_processes)


def test_assets(system):
    expect(system, "4.1.4 d", NOT_EVALUABLE, "no_asset", system)
    with acting_as(MANAGER):
        asset = frappe.get_doc(
            {
                "doctype": "ITSM Service Asset",
                "system": system.name,
                "title": "Terminal system",
                "kind": "Software Licence",
                "basis": "Licence",
                "basis_reference": "TOS-118",
                "custodian": OWNER,
                "is_counted": 1,
                "entitled": 10,
            }
        ).insert()
        expect(system, "4.1.4 d", STALE, "assets_not_checked", asset)
        asset.check(9, "")
    expect(system, "4.1.4 d", MET, "assets_lawful", asset)
    put(asset, checked_on=long_ago())
    expect(system, "4.1.4 d", STALE, "assets_not_checked", asset)
    put(asset, checked_on=today(), in_use=11)
    expect(system, "4.1.4 d", NOT_MET, "assets_not_lawful", asset)
    put(asset, in_use=9, expires_on=add_days(today(), -1))
    expect(system, "4.1.4 d", NOT_MET, "assets_not_lawful", asset)
    put(asset, expires_on=None, basis_reference="")
    expect(system, "4.1.4 d", NOT_MET, "assets_not_lawful", asset)


def test_reports_to_top_management(system):
    expect(system, "4.1.4 e", NOT_EVALUABLE, "no_report", system)
    in_office(system)
    start, end = stage.last_month()
    with acting_as(MANAGER):
        report = frappe.get_doc(
            {
                "doctype": "ITSM Management Report",
                "system": system.name,
                "period_start": start.isoformat(),
                "period_end": end.isoformat(),
                "summary": "All in all a good month.",
            }
        ).insert()
    expect(system, "4.1.4 e", NOT_MET, "no_report_signed", report)
    with acting_as(MANAGER):
        report.sign()
    expect(system, "4.1.4 e", MET, "report_signed", report)
    # Three months, and one to write it.
    put(report, period_end=add_months(today(), -4))
    expect(system, "4.1.4 e", MET, "report_signed", report)
    put(report, period_end=add_days(add_months(today(), -4), -1))
    expect(system, "4.1.4 e", STALE, "report_overdue", report)


# -- cost ------------------------------------------------------------------------------------------------------------


def test_queries_do_not_grow(system, two_processes, query_count):
    def evaluate_all() -> None:
        scope = Scope(system.name)
        for clause in [*(f"4.1.1 {letter}" for letter in "abcdefg"), "4.1.3 a", "4.1.3 b", "4.1.4 .1"]:
            evaluate(clause, scope)
        for letter in "abcde":
            evaluate(f"4.1.4 {letter}", scope)

    make_communication(system, "Sending", sender=TOP_TWO)
    make_management_review(system, "Signed")
    make_risk(system, "Accepted")
    evaluate_all()
    before = query_count(evaluate_all)
    for index in range(8):
        make_communication(system, "Sending", sender=TOP_TWO)
        make_management_review(system, "Signed", title=f"Review {index}")
        make_risk(system, "Accepted", title=f"Risk {index}")
    assert query_count(evaluate_all) == before
