"""Signs of trouble become preventive actions, and what stays Not met a nonconformity: each once (4.5.5.1, 4.5.4.1)."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.governance.nonconformity_delay import cases_to_escalate, cases_to_remind, escalate, remind
from sms_iso20000.governance.persistent_findings import draft_from_checks
from sms_iso20000.governance.preventive import draft_preventive_actions
from tests.integration import stage
from tests.integration.made.assets import make_asset
from tests.integration.made.nonconformities import decide, make_nonconformity, record_cause
from tests.integration.made.verdicts import run_nightly
from tests.integration.stage import MANAGER, OUTSIDER, OWNER, acting_as


def drafted(names: list[str]) -> list[tuple]:
    fields = ["signal", "kind", "status", "responsible", "reference_doctype"]
    rows = frappe.get_all("ITSM Action", {"name": ["in", names]}, fields, order_by="name asc", as_list=True)
    return [tuple(row) for row in rows]


def months_of(system, *results: dict[str, int]) -> None:
    """Tickets with these results in the last months, the newest last, all frozen."""
    source = stage.make_source(system)
    _first, last = stage.last_month()
    for back, found in enumerate(reversed(results)):
        day = getdate(add_months(last, -back)).replace(day=15)
        stage.make_tickets(system, day, found)
        freeze_month(source, day)


def test_falling_results_lead_to_one_action_with_the_evidence(system):
    months_of(system, {"yes": 10}, {"yes": 9, "no": 1}, {"yes": 8, "no": 2})
    names = draft_preventive_actions(system.name)
    manager = drafted(names)[0][3]
    assert drafted(names) == [("Falling Trend", "Preventive", "Open", manager, "ITSM Service Level Snapshot")]
    assert "ITSM Manager" in frappe.get_roles(manager)
    action = frappe.get_doc("ITSM Action", names[0])
    assert "80.0 % in target, 2 missed" in action.description
    assert frappe.db.exists("ToDo", {"reference_name": action.name, "allocated_to": manager})
    assert draft_preventive_actions(system.name) == []
    with acting_as(MANAGER):
        action.cancel_action("Two tickets are no trend.")
    # The same months never lead to another.
    assert draft_preventive_actions(system.name) == []


def test_misses_month_after_month(system):
    months_of(system, *[{"yes": 9, "no": 3}] * 3)
    assert [row[0] for row in drafted(draft_preventive_actions(system.name))] == ["Repeated Misses"]


def test_steady_results_are_no_sign(system):
    months_of(system, {"yes": 9, "no": 1}, {"yes": 8, "no": 2}, {"yes": 9, "no": 1})
    assert draft_preventive_actions(system.name) == []


def test_same_kind_of_cause_three_times(system):
    for number, requirement in enumerate("abc"):
        case = make_nonconformity(system, "Analysis", requirements=[f"2011 4.3.2 {requirement}"], title=f"No {number}")
        record_cause(case)
    names = draft_preventive_actions(system.name)
    assert [row[0] for row in drafted(names)] == ["Repeated Cause"]
    assert "No 2" in frappe.db.get_value("ITSM Action", names[0], "description")
    assert draft_preventive_actions(system.name) == []


def test_licence_that_ends_soon_is_for_its_custodian(system):
    make_asset(system, custodian=OWNER, expires_on=add_days(today(), 20))
    make_asset(system, title="Far away", expires_on=add_days(today(), 200))
    make_asset(system, title="Over", expires_on=add_days(today(), -2))
    names = draft_preventive_actions(system.name)
    assert drafted(names) == [("Expiry", "Preventive", "Open", OWNER, "ITSM Service Asset")]
    assert getdate(frappe.db.get_value("ITSM Action", names[0], "due_on")) == getdate(add_days(today(), 20))
    assert draft_preventive_actions(system.name) == []


def test_sign_for_somebody_without_a_role_goes_to_a_manager(system):
    make_asset(system, custodian=OUTSIDER, expires_on=add_days(today(), 20))
    make_asset(system, title="Second", custodian=OWNER, expires_on=add_days(today(), 21))
    responsible = {row[3] for row in drafted(draft_preventive_actions(system.name))}
    assert OWNER in responsible
    assert OUTSIDER not in responsible
    assert len(responsible) == 2


def test_nobody_claims_that_an_action_comes_from_a_sign(system):
    from tests.integration.made.actions import action_values
    from tests.integration.records import refused

    with acting_as(MANAGER):
        made = frappe.get_doc(action_values(system, signal="Expiry", signal_key="mine"))
        assert refused(made.insert) == ("new_not_in_first_stage",)


# -- what stays Not met ----------------------------------------------------------------------------------------------


@pytest.fixture
def three_runs(system):
    """Three runs in which a policy was missing."""
    run_nightly(system, 3)
    return system


def test_what_stays_not_met_is_reported_once_per_requirement(three_runs):
    names = draft_from_checks(three_runs.name)
    not_met = frappe.db.get_value("ITSM Conformity Run", {"system": three_runs.name}, "not_met", order_by="run_on desc")
    assert 0 < len(names) == not_met
    case = frappe.get_doc("ITSM Nonconformity", names[0])
    assert (case.source_kind, case.against, case.workflow_state) == ("Conformity Check", "Standard", "Reported")
    assert (case.reference_doctype, len(case.requirements)) == ("ITSM Conformity Result", 1)
    run_conformity(three_runs.name)
    assert draft_from_checks(three_runs.name) == []
    # Rejected, it is not reported again while nothing has changed.
    decide(case, "Rejected", "The policy is in another system.", MANAGER)
    run_conformity(three_runs.name)
    assert draft_from_checks(three_runs.name) == []


def test_two_runs_are_not_enough(system):
    run_nightly(system, 2)
    # Nor is a third one on the same day.
    run_conformity(system.name)
    assert draft_from_checks(system.name) == []


# -- undue delay -----------------------------------------------------------------------------------------------------


def test_who_is_late_is_reminded_and_top_management_hears_of_it(system):
    case = make_nonconformity(system, "Analysis")
    assert cases_to_remind([system.name]) == []
    frappe.db.set_value(case.doctype, case.name, "due_on", add_days(today(), -3))
    assert cases_to_remind([system.name]) == [case.name]
    assert cases_to_escalate([system.name]) == []
    remind(case.name)
    assert cases_to_remind([system.name]) == []
    frappe.db.set_value(case.doctype, case.name, "due_on", add_days(today(), -14))
    assert cases_to_escalate([system.name]) == [case.name]
    escalate(case.name)
    assert cases_to_escalate([system.name]) == []
    told = frappe.get_all("Notification Log", {"document_name": case.name}, pluck="for_user", order_by="name asc")
    assert {stage.TOP, OWNER, MANAGER} <= set(told)


def test_what_waits_for_verification_is_not_late(system):
    case = make_nonconformity(system, "Verification")
    frappe.db.set_value(case.doctype, case.name, "due_on", add_days(today(), -30))
    assert cases_to_remind([system.name]) == []
