"""Checks of 4.4.1, 4.5.3 and 4.1.1 e: Met, Not met, Stale and Not evaluable, with the records that decide."""

import frappe
import pytest
from frappe.utils import add_days, add_months, today

from sms_iso20000.conformity.engine import evaluate
from sms_iso20000.conformity.reasons import sentence
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.governance.commitment import acts_of
from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.made.actions import make_action
from tests.integration.made.assets import make_asset
from tests.integration.made.objectives import make_objective
from tests.integration.made.processes import indicator, insert_raw, process_of, role
from tests.integration.made.reports import hold_office, make_report
from tests.integration.made.resources import (
    granted,
    make_budget_line,
    make_resource_plan,
    resource_line,
    resource_lines,
    year_from,
)
from tests.integration.made.risk import HIGH, make_risk
from tests.integration.made.verdicts import answer, expect, put
from tests.integration.stage import MANAGER, OWNER, TOP, acting_as

MET, NOT_MET, STALE, NOT_EVALUABLE = Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE
OF_PLAN = ("4.1.1 e", "4.4.1 a", "4.4.1 b", "4.5.3 c")


def long_ago() -> str:
    """Longer than any interval that a system begins with."""
    return add_months(today(), -13)


def act_on(system, record, status: str = "Open"):
    return make_action(system, status, reference_doctype=record.doctype, reference_name=record.name)


@pytest.fixture
def service(system):
    return frappe.get_doc({"doctype": "ITSM Service", "system": system.name, "title": "Network"}).insert()


# -- the plan on which several checks rest ---------------------------------------------------------------------------


@pytest.mark.parametrize("clause", OF_PLAN)
def test_without_a_plan_of_today(clause, system):
    expect(system, clause, NOT_EVALUABLE, "no_resource_plan", system)
    plan = make_resource_plan(system, "Submitted", forecasts=[])
    expect(system, clause, NOT_MET, "resource_plan_not_decided", plan)
    with acting_as(TOP):
        plan.decide_plan([granted()])
    put(plan, period_start=add_days(today(), 1))
    expect(system, clause, NOT_EVALUABLE, "resource_plan_to_begin", plan)
    put(plan, period_start=long_ago(), period_end=add_days(today(), -1))
    expect(system, clause, STALE, "resource_plan_over", plan)


def test_resources_decided_and_determined(system):
    plan = make_resource_plan(system, "Decided")
    expect(system, "4.1.1 e", MET, "resources_decided", plan)
    expect(system, "4.4.1 a", MET, "resources_determined", plan)
    assert [(act.clause, act.user) for act in acts_of(system.name)] == [("4.1.1 e", TOP)]


def test_all_four_kinds_are_planned(system):
    plan = make_resource_plan(system, "Decided", lines=resource_lines()[:3])
    expect(system, "4.4.1 a", NOT_MET, "resource_kinds_missing", plan)
    frappe.local.lang = "zh"
    told = sentence(evaluate("4.4.1 a", Scope(system.name)).reasons[0])
    frappe.local.lang = "en"
    assert "资金" in told and "Financial" not in told


@pytest.mark.parametrize(("decision", "left"), [("Granted", False), ("Granted in Part", False), ("Refused", True)])
def test_gaps_are_granted(decision, left, system):
    plan = make_resource_plan(system, "Submitted")
    with acting_as(TOP):
        plan.decide_plan([granted(decision=decision, reason="So much money is there.")])
    expect(system, "4.1.1 e", *((NOT_MET, "resource_gaps_left") if left else (MET, "resources_decided")), plan)


def test_gaps_that_were_not_granted_need_an_action(system):
    make_asset(system)
    plan = make_resource_plan(system, "Submitted")
    with acting_as(TOP):
        plan.decide_plan([], "We manage with what we have.")
    for clause in ("4.1.1 e", "4.4.1 a", "4.5.3 c"):
        expect(system, clause, NOT_MET, "resource_gaps_left", plan)
    act_on(system, plan, "Cancelled")
    expect(system, "4.1.1 e", NOT_MET, "resource_gaps_left", plan)
    act_on(system, plan)
    assert {answer(system, clause)[0] for clause in ("4.1.1 e", "4.4.1 a", "4.5.3 c")} == {MET}


def test_money_is_not_managed_from_day_to_day(system):
    make_asset(system)
    short = resource_line(resource_kind="Financial", resource="Training money")
    plan = make_resource_plan(system, "Submitted", lines=[*resource_lines()[1:3], short], forecasts=[])
    with acting_as(TOP):
        plan.decide_plan([], "Later.")
    expect(system, "4.1.1 e", NOT_MET, "resource_gaps_left", plan)
    expect(system, "4.5.3 c", MET, "resources_managed")


def test_assets_are_looked_after(system):
    plan = make_resource_plan(system, "Decided")
    expect(system, "4.5.3 c", NOT_EVALUABLE, "no_asset", system)
    asset = make_asset(system)
    expect(system, "4.5.3 c", MET, "resources_managed", plan, asset)
    put(asset, checked_on=long_ago())
    expect(system, "4.5.3 c", STALE, "assets_not_checked", asset)


def test_satisfaction(system, service):
    lines = [resource_line(raises_satisfaction=0), *resource_lines()[1:]]
    plan = make_resource_plan(system, "Decided", lines=lines)
    expect(system, "4.4.1 b", NOT_MET, "nothing_for_satisfaction", plan)
    row = {"parent": plan.name, "resource": "Network engineers"}
    frappe.db.set_value("ITSM Resource Plan Line", row, "raises_satisfaction", 1)
    expect(system, "4.4.1 b", NOT_MET, "satisfaction_not_granted", plan)
    frappe.db.set_value("ITSM Resource Plan Line", row, "service", service.name)
    expect(system, "4.4.1 b", MET, "satisfaction_granted", plan, service)
    frappe.db.set_value("ITSM Resource Plan Line", row, "decision", "Refused")
    expect(system, "4.4.1 b", NOT_MET, "satisfaction_not_granted", plan)


# -- 4.5.3 a ---------------------------------------------------------------------------------------------------------


def test_budgets(system):
    expect(system, "4.5.3 a", NOT_EVALUABLE, "no_budget", system)
    line = make_budget_line(system, spent=None, **year_from(-30))
    expect(system, "4.5.3 a", NOT_EVALUABLE, "budget_to_begin", line)
    put(line, **year_from(400))
    expect(system, "4.5.3 a", STALE, "budget_over", line)
    put(line, **year_from(30))
    expect(system, "4.5.3 a", NOT_EVALUABLE, "budget_first_look_to_come", line)
    put(line, **year_from(180))
    expect(system, "4.5.3 a", NOT_MET, "budget_never_watched", line)
    with acting_as(OWNER):
        line.reload()
        line.record_spending(40000, today())
    expect(system, "4.5.3 a", MET, "budgets_watched", line)
    put(line, spent_as_of=add_days(add_months(today(), -3), -1))
    expect(system, "4.5.3 a", STALE, "budget_not_watched", line)


def test_overspending_needs_an_action(system):
    line = make_budget_line(system, spent=100001)
    expect(system, "4.5.3 a", NOT_MET, "overspent_without_action", line)
    act_on(system, line, "Ineffective")
    expect(system, "4.5.3 a", NOT_MET, "overspent_without_action", line)
    act_on(system, line)
    expect(system, "4.5.3 a", MET, "budgets_watched", line)


# -- 4.5.3 b and e ---------------------------------------------------------------------------------------------------


@pytest.fixture
def process(system):
    """One process in use, with an owner who was appointed, a role, and confirmed."""
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 0)
    process = process_of(system, "9.2")
    with acting_as(MANAGER):
        process.update({"is_active": 1, "process_owner": OWNER, "roles": [role()], "operated_by": "Ourselves"})
        process.save()
        process.reload()
    with acting_as(OWNER):
        process.confirm_responsibilities("As we work.")
    return process


def own(system, process) -> str:
    values = {"kind": "Process Owner", "appointee": OWNER, "status": "Accepted", "related_process": process.name}
    return insert_raw("ITSM Appointment", system=system.name, starts_on=add_days(today(), -30), **values)


def test_roles(system, process):
    expect(system, "4.5.3 b", NOT_MET, "process_owner_not_appointed", process)
    office = own(system, process)
    expect(system, "4.5.3 b", MET, "roles_assigned", process)
    put(process, confirmed_on=long_ago())
    expect(system, "4.5.3 b", STALE, "process_confirmed_too_long_ago", process)
    put(process, confirmed_on=None)
    expect(system, "4.5.3 b", NOT_EVALUABLE, "process_never_confirmed", process)
    frappe.db.set_value("ITSM Appointment", office, {"status": "Ended", "ended_on": add_days(today(), -1)})
    expect(system, "4.5.3 b", STALE, "process_owner_office_ended", process)
    frappe.db.set_value("ITSM Process Role", {"parent": process.name}, "user", "gone@sms.example.com")
    expect(system, "4.5.3 b", NOT_MET, "process_role_vacant", process)
    frappe.db.set_value("ITSM Process Role", {"parent": process.name}, "authority", "")
    expect(system, "4.5.3 b", NOT_MET, "process_roles_incomplete", process)
    put(process, process_owner=None)
    expect(system, "4.5.3 b", NOT_MET, "process_without_owner", process)
    put(process, is_active=0)
    expect(system, "4.5.3 b", NOT_EVALUABLE, "no_process", system)


def test_processes_are_steered(system, process):
    expect(system, "4.5.3 e", NOT_MET, "process_not_measured", process)
    with acting_as(MANAGER):
        process.reload()
        process.append("indicators", indicator())
        process.save()
    expect(system, "4.5.3 e", NOT_EVALUABLE, "process_without_value", process)
    row = {"parent": process.name}
    frappe.db.set_value("ITSM Process Indicator", row, {"value": 3, "value_on": today()})
    expect(system, "4.5.3 e", MET, "processes_managed", process)
    frappe.db.set_value("ITSM Process Indicator", row, "value_on", long_ago())
    expect(system, "4.5.3 e", STALE, "process_values_old", process)
    put(process, operated_by="Wholly by Others")
    expect(system, "4.5.3 e", NOT_MET, "operated_without_arrangement", process)
    put(process, process_owner=None)
    expect(system, "4.5.3 e", NOT_MET, "process_without_owner", process)
    put(process, is_active=0)
    expect(system, "4.5.3 e", NOT_EVALUABLE, "no_process", system)


def test_objectives_and_snapshots_steer_processes_too(system, process):
    objective = make_objective(system, "Approved", related_process=process.name)
    expect(system, "4.5.3 e", NOT_EVALUABLE, "process_without_value", process)
    with acting_as(OWNER):
        objective.check_in(today(), 91)
    expect(system, "4.5.3 e", MET, "processes_managed", process)
    put(objective, related_process=None)
    expect(system, "4.5.3 e", NOT_MET, "process_not_measured", process)
    by_objective = {"source": "Objective", "objective": objective.name}
    by_snapshot = {"source": "Service Level Snapshot", "evidence_source": source_with_month(system).name}
    for values in (by_objective, by_snapshot):
        frappe.db.delete("ITSM Process Indicator", {"parent": process.name})
        with acting_as(MANAGER):
            process.reload()
            process.append("indicators", indicator(**values))
            process.save()
        expect(system, "4.5.3 e", MET, "processes_managed", process)


# -- 4.5.3 d and f ---------------------------------------------------------------------------------------------------


def test_risks(system):
    expect(system, "4.5.3 d", NOT_EVALUABLE, "no_service_risk", system)
    high = make_risk(system, "Assessed", levels=HIGH)
    expect(system, "4.5.3 d", NOT_MET, "risks_not_handled", high)
    frappe.db.delete("ITSM Risk", {"name": high.name})
    risk = make_risk(system, "Accepted")
    expect(system, "4.5.3 d", MET, "risks_handled", risk)
    put(risk, review_on=add_days(today(), -1))
    expect(system, "4.5.3 d", STALE, "risk_review_overdue", risk)


def source_with_month(system):
    source = stage.make_source(system)
    first, last = stage.last_month()
    stage.make_tickets(system, last, {"yes": 3, "no": 1})
    freeze_month(source, first)
    return source


def test_reports_reach_people(system):
    expect(system, "4.5.3 f", NOT_EVALUABLE, "no_evidence_source", system)
    source_with_month(system)
    expect(system, "4.5.3 f", NOT_EVALUABLE, "no_report", system)
    draft = make_report(system)
    expect(system, "4.5.3 f", NOT_MET, "no_report_signed", draft)
    hold_office(system, MANAGER)
    with acting_as(MANAGER):
        draft.sign()
    expect(system, "4.5.3 f", MET, "performance_reported")
    put(draft, period_end=long_ago())
    expect(system, "4.5.3 f", STALE, "report_overdue", draft)
    schedule = frappe.get_doc(
        {
            "doctype": "Auto Email Report",
            "report": "ITSM Conformity Matrix",
            "report_type": "Script Report",
            "user": MANAGER,
            "filters": frappe.as_json({"system": system.name}),
            "email_to": TOP,
            "frequency": "Monthly",
            "format": "HTML",
        }
    ).insert()
    status, codes, records = answer(system, "4.5.3 f")
    assert (status, codes) == (MET, ["performance_reported"])
    assert records[-1] == ("Auto Email Report", schedule.name)
    put(schedule, enabled=0)
    expect(system, "4.5.3 f", STALE, "report_overdue", draft)
    put(schedule, enabled=1, filters=frappe.as_json({"system": "Another"}))
    expect(system, "4.5.3 f", STALE, "report_overdue", draft)


# -- cost ------------------------------------------------------------------------------------------------------------


def test_queries_do_not_grow(system, process, query_count):
    def evaluate_all() -> None:
        scope = Scope(system.name)
        for clause in (*(f"4.5.3 {letter}" for letter in "abcdef"), "4.4.1 a", "4.4.1 b", "4.1.1 e"):
            evaluate(clause, scope)

    source_with_month(system)
    plan = make_resource_plan(system, "Decided", forecasts=[])
    act_on(system, make_budget_line(system))
    make_asset(system)
    make_objective(system, "Approved", related_process=process.name)
    evaluate_all()
    before = query_count(evaluate_all)
    for index in range(5):
        act_on(system, make_budget_line(system, title=f"Line {index}"))
        make_asset(system, title=f"Asset {index}")
        make_objective(system, "Approved", title=f"Objective {index}", related_process=process.name)
        make_resource_plan(system, title=f"Plan {index}", forecasts=[], **year_from(-900 * (index + 1)))
        act_on(system, plan)
    assert query_count(evaluate_all) == before
