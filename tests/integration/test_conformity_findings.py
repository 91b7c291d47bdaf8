"""Checks of 4.5.4.1, 4.5.4.2 and 4.5.5.1 on nonconformities: all four answers, with the records that decide."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.made.actions import action_values
from tests.integration.made.assets import make_asset
from tests.integration.made.audits import make_audit
from tests.integration.made.documents import make_document
from tests.integration.made.improvements import make_improvement
from tests.integration.made.management_reviews import make_management_review
from tests.integration.made.nonconformities import (
    bring_to,
    decide,
    finish,
    make_nonconformity,
    record_cause,
)
from tests.integration.made.verdicts import answer, expect, put, run_nightly
from tests.integration.stage import AUDITOR, MANAGER, OWNER, STAFF_TWO, acting_as

MET, NOT_MET, STALE, NOT_EVALUABLE = Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE
LONG_AGO = "2020-01-01"
# What each says of a system without a nonconformity.
NOTHING = {
    "4.5.4.1 .3": "no_nonconformity_judged",
    "4.5.4.1 .4": "no_audit_reported",
    "4.5.4.2 .6": "no_nonconformity_on_record",
    "4.5.4.2 .7": "no_nonconformity_judged",
    "4.5.4.2 .8": "nothing_to_verify_yet",
    "4.5.5.1 .2": "no_procedure_for_clause",
    "4.5.5.1 .3": "no_action_against_causes",
    "4.5.5.1 .4": "no_nonconformity_judged",
    "4.5.5.1 .5": "nothing_verified_yet",
    "4.5.5.1 .6": "no_preventive_action",
}


def test_nothing_on_record(system):
    for clause, code in NOTHING.items():
        expect(system, clause, NOT_EVALUABLE, code)


@pytest.fixture
def closed(system):
    return make_nonconformity(system, "Closed")


def test_one_that_was_closed_proves_and_grows_old(closed, system):
    codes = {
        "4.5.4.1 .3": "departures_recognised",
        "4.5.4.2 .6": "nonconformities_allocated",
        "4.5.4.2 .7": "managers_act",
        "4.5.4.2 .8": "verified_by_others",
        "4.5.5.1 .4": "causes_put_right",
        "4.5.5.1 .5": "causes_stay_away",
    }
    for clause, code in codes.items():
        expect(system, clause, MET, code, closed)
    put(closed, reported_on=LONG_AGO, told_on=LONG_AGO, verified_on=LONG_AGO, closed_on=LONG_AGO)
    frappe.db.set_value("ITSM Nonconformity Round", {"parent": closed.name}, "verified_on", LONG_AGO)
    for clause in codes:
        expect(system, clause, STALE, "nothing_since_lookback", closed)


# -- 4.5.4.1 ---------------------------------------------------------------------------------------------------------


def test_what_stays_not_met_and_nobody_reports(closed, system):
    run_nightly(system, 3)
    status, codes, records = answer(system, "4.5.4.1 .3")
    assert (status, codes) == (NOT_MET, ["departures_not_recognised"])
    assert {doctype for doctype, _name in records} == {"ITSM Conformity Result"}


def test_reported_and_left_lying(closed, system):
    case = make_nonconformity(system, title="Another")
    put(case, reported_on=add_days(today(), -20))
    for clause in ("4.5.4.1 .3", "4.5.4.2 .6"):
        expect(system, clause, NOT_MET, "nonconformities_not_judged", case)


@pytest.fixture
def measured(system):
    """What the other checks of 4.5.4.1 .4 look at: service levels, and the management review."""
    from sms_iso20000.evidence.snapshot import freeze_month

    source = stage.make_source(system)
    first, last = stage.last_month()
    stage.make_tickets(system, last, {"yes": 1})
    freeze_month(source, first)
    return make_management_review(system, "Signed")


def test_findings_of_audits(measured, system):
    audit = make_audit(system, "Follow-up")
    status, codes, records = answer(system, "4.5.4.1 .4")
    assert (status, "findings_recorded" in codes) == (MET, True)
    assert (audit.doctype, audit.name) in records
    case = frappe.get_doc("ITSM Nonconformity", {"reference_name": audit.name})
    put(case, due_on=add_days(today(), -1))
    expect(system, "4.5.4.1 .4", NOT_MET, "finding_without_action", case)
    frappe.db.set_value("ITSM Audit Item", {"nonconformity": case.name}, "nonconformity", None)
    expect(system, "4.5.4.1 .4", NOT_MET, "finding_not_recorded", audit)
    frappe.db.set_value("ITSM Audit Item", {"parent": audit.name, "result": "Minor"}, "result", "Concern")
    status, codes, _records = answer(system, "4.5.4.1 .4")
    assert (status, "finding_not_recorded" in codes) == (MET, False), "a concern is on record in the report"


def test_audits_long_ago(measured, system):
    audit = make_audit(system, "Follow-up")
    put(audit, reported_on=LONG_AGO)
    expect(system, "4.5.4.1 .4", STALE, "nothing_since_lookback", audit)


# -- 4.5.4.2 ---------------------------------------------------------------------------------------------------------


def test_manager_who_has_gone(system):
    case = make_nonconformity(system, "Analysis")
    expect(system, "4.5.4.2 .6", MET, "nonconformities_allocated", case)
    frappe.db.set_value("User", OWNER, "enabled", 0)
    expect(system, "4.5.4.2 .6", NOT_MET, "nonconformity_not_allocated", case)


def test_waiting_to_be_accepted_is_no_proof_yet(system):
    expect(system, "4.5.4.2 .6", NOT_EVALUABLE, "first_judgement_to_come", make_nonconformity(system))


def test_late_or_not_corrected(system):
    case = make_nonconformity(system, "Analysis")
    expect(system, "4.5.4.2 .7", MET, "managers_act", case)
    put(case, told_on=add_days(today(), -15))
    expect(system, "4.5.4.2 .7", NOT_MET, "correction_outstanding", case)
    put(case, due_on=add_days(today(), -1))
    expect(system, "4.5.4.2 .7", NOT_MET, "nonconformities_overdue", case)


def test_verification_to_come_late_or_by_somebody_involved(system):
    case = make_nonconformity(system, "Verification")
    expect(system, "4.5.4.2 .8", NOT_EVALUABLE, "first_verification_to_come", case)
    frappe.db.set_value("ITSM Action", {"reference_name": case.name}, "completed_on", add_days(today(), -60))
    expect(system, "4.5.4.2 .8", NOT_MET, "verification_outstanding", case)
    put(case, workflow_state="Closed", verified_by=STAFF_TWO, verified_on=today(), closed_on=today())
    expect(system, "4.5.4.2 .8", NOT_MET, "verified_by_involved", case)


# -- 4.5.5.1 ---------------------------------------------------------------------------------------------------------


def test_procedure_for_improvements(system):
    use = [{"doctype": "ITSM Document Use", "use_doctype": "ITSM Requirement", "use_name": "2011 4.5.5.1"}]
    draft = make_document(system, "Approved", points_of_use=use)
    expect(system, "4.5.5.1 .2", NOT_MET, "procedure_for_clause_not_in_force", draft)
    procedure = make_document(system, "In Force", code="IMP", points_of_use=use)
    expect(system, "4.5.5.1 .2", MET, "procedure_for_clause_in_force", procedure)
    put(procedure, next_review_on=add_days(today(), -1))
    expect(system, "4.5.5.1 .2", STALE, "documents_overdue", procedure)


def preventive(system, **values):
    with acting_as(MANAGER):
        about = {"kind": "Preventive", "responsible": STAFF_TWO, **values}
        return frappe.get_doc(action_values(system, **about)).insert()


def test_proposals_and_both_kinds_of_action(closed, system):
    corrective = frappe.get_doc("ITSM Action", {"reference_name": closed.name})
    expect(system, "4.5.5.1 .3", NOT_MET, "proposals_missing", corrective)
    idea = make_improvement(system)
    expect(system, "4.5.5.1 .3", NOT_MET, "preventive_action_missing", corrective)
    action = preventive(system)
    expect(system, "4.5.5.1 .3", MET, "opportunities_documented", corrective, action, idea)
    put(corrective, status="Cancelled")
    expect(system, "4.5.5.1 .3", NOT_MET, "corrective_action_missing", action, idea)
    put(corrective, status="Verified")
    for record in (corrective, action):
        put(record, creation=LONG_AGO)
    expect(system, "4.5.5.1 .3", STALE, "nothing_since_lookback", corrective, action)


def test_cause_that_is_not_found(system):
    case = make_nonconformity(system, "Analysis")
    expect(system, "4.5.5.1 .4", NOT_EVALUABLE, "first_cause_to_come", case)
    put(case, due_on=add_days(today(), -1))
    expect(system, "4.5.5.1 .4", NOT_MET, "cause_not_put_right", case)


def test_cause_that_comes_back(closed, system):
    again = make_nonconformity(system, "Analysis", title="Again")
    record_cause(again)
    status, codes, records = answer(system, "4.5.5.1 .5")
    assert (status, codes) == (NOT_MET, ["cause_came_back"])
    assert set(records) == {(closed.doctype, closed.name), (again.doctype, again.name)}


def test_cause_that_was_not_removed(system):
    case = make_nonconformity(system, "Verification")
    decide(case, "Analysis", "It happened again.", AUDITOR)
    expect(system, "4.5.5.1 .5", NOT_MET, "cause_came_back", case)
    bring_to(case, "Closed")
    expect(system, "4.5.5.1 .5", MET, "causes_stay_away", case)


def test_preventive_actions(system):
    asset = make_asset(system, expires_on=add_days(today(), 10))
    expect(system, "4.5.5.1 .6", NOT_MET, "signs_without_action", asset)
    put(asset, expires_on=add_days(today(), 400))
    action = preventive(system)
    expect(system, "4.5.5.1 .6", NOT_EVALUABLE, "preventive_not_checked_yet", action)
    put(action, starts_on="2020-01-01", due_on="2020-02-01")
    expect(system, "4.5.5.1 .6", NOT_MET, "preventive_overdue", action)
    put(action, due_on=today())
    action.reload()
    finish(action)
    expect(system, "4.5.5.1 .6", MET, "trouble_prevented", action)
    put(action, checked_on=LONG_AGO)
    expect(system, "4.5.5.1 .6", STALE, "nothing_since_lookback", action)


def test_the_cost_does_not_grow(system, query_count):
    """However many nonconformities and actions there are."""
    for title in ("First", "Second"):
        make_nonconformity(system, "Closed", title=title)
    clauses = sorted(NOTHING)

    def cost() -> int:
        return query_count(lambda: [answer(system, clause) for clause in clauses])

    cost()
    few = cost()
    template = frappe.get_doc("ITSM Nonconformity", {"system": system.name}).as_dict()
    columns = frappe.get_meta("ITSM Nonconformity").get_valid_columns()
    copies = ({**template, "name": f"N-{system.name}-{index}"} for index in range(300))
    rows = [tuple(copied.get(column) for column in columns) for copied in copies]
    frappe.db.bulk_insert("ITSM Nonconformity", columns, rows)
    assert cost() <= few
