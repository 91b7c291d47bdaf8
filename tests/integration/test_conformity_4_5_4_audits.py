"""Checks of 4.5.4.1 and 4.5.4.2 on audits, each in its answers."""

import frappe
import pytest
from frappe.utils import add_days, add_months, now_datetime, today

from sms_iso20000.conformity import registry
from sms_iso20000.conformity.engine import evaluate
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.governance.delivery import deliver_in_transaction
from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.made.audit_programmes import make_programme, slots_in
from tests.integration.made.audits import make_audit
from tests.integration.made.documents import make_document
from tests.integration.made.management_reviews import make_management_review
from tests.integration.stage import AUDITOR, MANAGER, STAFF

METHODS, OBJECTIVES, TOLD = "4.5.4.1 .1", "4.5.4.1 .2", "4.5.4.1 .5"
SCHEDULE, PROCEDURE, IMPARTIAL = "4.5.4.2 .1", "4.5.4.2 .2", "4.5.4.2 .5"
LONG_AGO = -14


def answer(system, clause: str) -> tuple[Status, str]:
    verdict = evaluate(clause, Scope(system.name))
    return verdict.status, verdict.reasons[0].code


def of_audits(system) -> tuple[Status, list[str]]:
    """What the check of audits alone says of the methods."""
    verdict = registry.CHECKS[METHODS][1].answer(Scope(system.name))
    return verdict.status, [reason.code for reason in verdict.reasons]


def put(record, **values) -> None:
    frappe.db.set_value(record.doctype, record.name, values, update_modified=False)


def age(audit) -> None:
    """As if it had been held before the look-back."""
    moment = add_months(now_datetime(), LONG_AGO)
    put(audit, starts_on=moment.date(), ends_on=moment.date(), fieldwork_started_on=moment, reported_on=moment)


def reported(system, **values):
    """An audit whose report has reached everybody."""
    audit = make_audit(system, "Follow-up", **values)
    deliver_in_transaction(audit.communication)
    return audit


def test_audits_among_the_methods(system):
    assert of_audits(system) == (Status.NOT_MET, ["no_audit_on_record"])
    make_audit(system, title="To come")
    assert of_audits(system) == (Status.NOT_EVALUABLE, ["first_audit_to_come"])
    audit = reported(system)
    assert of_audits(system) == (Status.MET, ["internal_audits_held"])
    age(audit)
    assert of_audits(system) == (Status.STALE, ["internal_audit_too_old"])


@pytest.fixture
def reviewed(system):
    """A management review was signed, and its minutes were told to everybody."""
    deliver_in_transaction(make_management_review(system, "Signed").communication)
    return system


def test_the_methods_as_a_whole(system):
    """Service levels, audits and management reviews together."""
    assert evaluate(METHODS, Scope(system.name)).status is Status.NOT_MET
    reported(system)
    source = stage.make_source(system)
    stage.make_tickets(system, stage.last_month()[1], {"yes": 1})
    snapshot = freeze_month(source, stage.last_month()[0])
    assert answer(system, METHODS) == (Status.NOT_EVALUABLE, "no_management_review")
    make_management_review(system, "Signed")
    assert evaluate(METHODS, Scope(system.name)).status is Status.MET
    put(snapshot, period_end=add_months(today(), -4))
    assert evaluate(METHODS, Scope(system.name)).status is Status.STALE


@pytest.mark.parametrize("clause", (OBJECTIVES, TOLD))
def test_without_the_management_review_nothing_is_met(clause, system):
    reported(system)
    assert answer(system, clause) == (Status.NOT_EVALUABLE, "no_management_review")


def test_an_audit_by_a_body_is_no_internal_audit(system):
    body = {"kind": "Surveillance", "lead_auditor": None, "certification_body": "Registrar", "requirements": []}
    reported(system, **body)
    assert of_audits(system) == (Status.NOT_EVALUABLE, ["first_audit_to_come"])


def test_objectives(reviewed, system):
    assert answer(system, OBJECTIVES) == (Status.NOT_EVALUABLE, "first_audit_to_come")
    audit = make_audit(system, starts_on=add_days(today(), 1), ends_on=None, objectives="")
    assert answer(system, OBJECTIVES) == (Status.NOT_EVALUABLE, "first_audit_to_come")
    put(audit, starts_on=today())
    assert answer(system, OBJECTIVES) == (Status.NOT_MET, "audits_without_objectives")
    put(audit, objectives="Whether it works.")
    assert answer(system, OBJECTIVES) == (Status.MET, "audit_objectives_written")
    put(audit, starts_on=add_months(today(), LONG_AGO))
    assert answer(system, OBJECTIVES) == (Status.STALE, "audits_too_long_ago")


def test_results_told(reviewed, system):
    assert answer(system, TOLD) == (Status.NOT_EVALUABLE, "first_audit_to_come")
    audit = make_audit(system, "Follow-up")
    assert answer(system, TOLD) == (Status.NOT_EVALUABLE, "audit_report_on_its_way")
    deliver_in_transaction(audit.communication)
    assert answer(system, TOLD) == (Status.MET, "audit_results_told")
    frappe.db.set_value("ITSM Communication", audit.communication, "failed", 1)
    assert answer(system, TOLD) == (Status.NOT_MET, "audit_report_reached_not_all")
    age(audit)
    assert answer(system, TOLD) == (Status.STALE, "audits_too_long_ago")
    late = make_audit(system, "Reporting", title="Forgotten")
    put(late, starts_on=add_days(today(), -45), ends_on=add_days(today(), -40))
    assert answer(system, TOLD) == (Status.NOT_MET, "audits_not_reported")


def test_schedule(system):
    assert answer(system, SCHEDULE) == (Status.NOT_EVALUABLE, "no_schedule_of_audits")
    programme = make_programme(system, "Running")
    assert answer(system, SCHEDULE) == (Status.NOT_EVALUABLE, "first_audit_to_come")
    audit = reported(system)
    assert answer(system, SCHEDULE) == (Status.MET, "audits_on_schedule")
    late = make_audit(system, title="Late", starts_on=add_days(today(), -1), ends_on=None)
    assert answer(system, SCHEDULE) == (Status.NOT_MET, "audits_late")
    put(late, starts_on=add_days(today(), 5))
    slot = slots_in(programme)[0]
    put(slot, planned_on=add_months(today(), -2))
    assert answer(system, SCHEDULE) == (Status.NOT_MET, "audit_slots_overdue")
    put(slot, status="Done")
    age(audit)
    assert answer(system, SCHEDULE) == (Status.STALE, "internal_audit_too_old")
    put(programme, cycle_start=add_months(today(), -20), cycle_end=add_months(today(), -8))
    assert answer(system, SCHEDULE) == (Status.STALE, "audit_programme_over")


def test_procedure(system):
    assert answer(system, PROCEDURE) == (Status.NOT_EVALUABLE, "no_procedure_for_clause")
    at_clause = [{"use_doctype": "ITSM Requirement", "use_name": "2011 4.5.4.2"}]
    procedure = make_document(system, "Draft", kind="Procedure", points_of_use=at_clause)
    assert answer(system, PROCEDURE) == (Status.NOT_MET, "procedure_for_clause_not_in_force")
    procedure = make_document(system, kind="Procedure", code="AUD-01", points_of_use=at_clause)
    assert answer(system, PROCEDURE) == (Status.MET, "procedure_for_clause_in_force")
    put(procedure, next_review_on=add_days(today(), -1))
    assert answer(system, PROCEDURE) == (Status.STALE, "documents_overdue")


def test_impartial(system):
    assert answer(system, IMPARTIAL) == (Status.NOT_EVALUABLE, "first_audit_to_come")
    audit = make_audit(system, "Reporting")
    assert answer(system, IMPARTIAL) == (Status.MET, "auditors_independent")
    answered = {"parent": audit.name, "result": "Minor"}
    frappe.db.set_value("ITSM Audit Item", answered, "answered_by", MANAGER)
    assert answer(system, IMPARTIAL) == (Status.NOT_MET, "results_by_others")
    frappe.db.set_value("ITSM Audit Item", answered, "answered_by", AUDITOR)
    waiver = frappe.new_doc("ITSM Audit Waiver")
    waiver.update(
        {"system": system.name, "audit": audit.name, "auditor": AUDITOR, "status": "Void", "reason": "It was"}
    )
    waiver.set_new_name()
    waiver.db_insert()
    assert answer(system, IMPARTIAL) == (Status.NOT_MET, "audited_under_void_waiver")
    put(waiver, auditor=STAFF)
    assert answer(system, IMPARTIAL) == (Status.MET, "auditors_independent")
    age(audit)
    assert answer(system, IMPARTIAL) == (Status.STALE, "audits_too_long_ago")


def test_costs_the_same_however_many_audits(system, query_count):
    def ask() -> None:
        scope = Scope(system.name)
        for clause in (OBJECTIVES, TOLD, IMPARTIAL):
            evaluate(clause, scope)

    reported(system)
    ask()
    few = query_count(ask)
    for number in range(3):
        reported(system, title=f"Audit {number}")
    assert query_count(ask) == few
