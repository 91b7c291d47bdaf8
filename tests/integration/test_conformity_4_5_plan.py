"""Checks of 4.5.1, 4.5.2 and what 4.1.1 asks of the plan: all four answers, with the records that decide."""

import frappe
import pytest
from frappe.utils import add_days, add_months, add_to_date, now_datetime, today

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.plan import LETTERS
from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.made.actions import make_action
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.assets import make_asset
from tests.integration.made.documents import make_document
from tests.integration.made.objectives import make_objective
from tests.integration.made.plans import issue_next, make_plan, new_revision
from tests.integration.made.processes import insert_raw, interface, owned, process_of
from tests.integration.made.reports import make_report
from tests.integration.made.risk import bulk_risks, make_risk
from tests.integration.made.services import make_obligation, make_service
from tests.integration.made.verdicts import answer, expect, put
from tests.integration.stage import MANAGER, STAFF, TOP

MET, NOT_MET, STALE, NOT_EVALUABLE = Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE
SCOPE = ("4.5.1 .1", "4.5.1 a", "4.5.1 b", "4.5.1 c")
ITEMS = tuple(f"4.5.2 {letter}" for letter in LETTERS)
OF_THE_PLAN = (*SCOPE, "4.5.2 .1", *ITEMS, "4.5.2 .3")
ALL = (*OF_THE_PLAN, "4.5.2 .2")


@pytest.fixture
def service(system):
    return make_service(system)


@pytest.fixture
def plan(system, service):
    """In force, its scope as wide as its one service."""
    technology = [{"technology": row.technology} for row in service.technology] or [{"technology": "Fibre ring"}]
    return make_plan(system, "In Force", service, technology=technology)


# -- what is the same for all ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("clause", (*OF_THE_PLAN, "4.1.1 b"))
def test_no_plan_at_all(clause, system):
    assert answer(system, clause)[:2] == (NOT_EVALUABLE, ["no_plan"])


@pytest.mark.parametrize("clause", (*OF_THE_PLAN, "4.1.1 b"))
def test_no_plan_in_force(clause, system):
    draft = make_plan(system, "Draft")
    expect(system, clause, NOT_MET, "no_plan_in_force", draft)


MET_BY_TEXT = {
    "4.5.1 .1": "scope_stated",
    "4.5.1 a": "sites_in_scope",
    "4.5.1 b": "customers_in_scope",
    "4.5.1 c": "technology_in_scope",
    **dict.fromkeys(ITEMS, "item_of_plan_covered"),
    "4.5.2 .3": "plans_reviewed",
    "4.1.1 b": "plan_backed",
}


def test_a_plan_in_force_whose_scope_and_items_are_written(plan, system):
    for clause, code in MET_BY_TEXT.items():
        status, codes, records = answer(system, clause)
        assert (status, codes) == (MET, [code]), clause
        assert (plan.doctype, plan.name) in records, clause


@pytest.mark.parametrize("clause", (*SCOPE, *ITEMS, "4.1.1 b"))
def test_the_review_of_the_plan_is_overdue(clause, plan, system):
    put(plan, next_review_on=add_days(today(), -1))
    expect(system, clause, STALE, "plan_review_overdue", plan)


@pytest.mark.parametrize("clause", ITEMS)
def test_an_item_that_was_emptied_behind_the_back_of_the_app(clause, plan, system):
    put(plan, **{f"item_{clause[-1]}": ""})
    expect(system, clause, NOT_MET, "item_of_plan_empty", plan)


# -- 4.1.1 -----------------------------------------------------------------------------------------------------------


def plan_answer(system) -> tuple[Status, str]:
    """Of the check on the scope alone; 4.1.1 a has others."""
    from sms_iso20000.conformity.checks.clause_4_1_1 import scope_is_stated

    verdict = scope_is_stated(Scope(system.name))
    return verdict.status, verdict.reasons[0].code


def test_the_scope_is_stated_and_approved_at_the_top(system):
    assert plan_answer(system) == (NOT_EVALUABLE, "no_plan")
    plan = make_plan(system)
    assert plan_answer(system) == (MET, "scope_approved")
    put(plan, next_review_on=add_days(today(), -1))
    assert plan_answer(system) == (STALE, "plan_review_overdue")
    put(plan, scope_statement="")
    assert plan_answer(system) == (NOT_MET, "scope_not_stated")


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (lambda plan: put(plan, item_a="Forged."), "plan_changed_after_approval"),
        (
            lambda plan: frappe.db.delete("ITSM Decision", {"reference_name": plan.name, "decision": "Approved"}),
            "plan_approval_not_recorded",
        ),
        (
            lambda plan: frappe.db.delete("ITSM System Top Management", {"parent": plan.system, "user": TOP}),
            "plan_not_approved_at_the_top",
        ),
    ],
)
def test_a_plan_that_top_management_does_not_stand_behind(forge, code, plan, system):
    forge(plan)
    assert answer(system, "4.1.1 b")[:2] == (NOT_MET, [code])
    assert plan_answer(system) == (NOT_MET, code)


def test_top_management_has_not_dealt_with_the_plan_for_long(plan, system):
    long_ago = add_to_date(now_datetime(), months=-25)
    frappe.db.set_value("ITSM Decision", {"reference_name": plan.name}, "decided_on", long_ago)
    expect(system, "4.1.1 b", STALE, "plan_backed_too_long_ago", plan)


# -- 4.5.1 -----------------------------------------------------------------------------------------------------------

OTHER = {
    "title": "Mail",
    "code": "MAIL",
    "sites": [{"site": "Office"}],
    "customers": [{"customer_name": "Legal"}],
    "technology": [{"technology": "Postfix"}],
}
OUT_OF_SCOPE = {
    "4.5.1 .1": ("live_services_out_of_scope", "Mail"),
    "4.5.1 a": ("sites_out_of_scope", "Office"),
    "4.5.1 b": ("customers_out_of_scope", "Legal"),
    "4.5.1 c": ("technology_out_of_scope", "Postfix"),
}


@pytest.mark.parametrize("clause", SCOPE)
def test_a_live_service_that_the_scope_does_not_hold(clause, plan, system):
    mail = make_service(system, **OTHER)
    expect(system, clause, NOT_MET, OUT_OF_SCOPE[clause][0], plan, mail)


def test_a_site_of_a_customer_that_the_scope_does_not_hold(system, service):
    plan = make_plan(system, "In Force", service, customers=[{"customer_name": "Sales"}])
    expect(system, "4.5.1 b", NOT_MET, "customer_sites_out_of_scope", plan, service)
    put(plan.customers[0], customer_site="south", customer_site_zh="NORTH ")
    assert answer(system, "4.5.1 b")[0] == MET
    put(plan.customers[0], customer_site_zh="")
    insert_raw(
        "ITSM Plan Exclusion", parent=plan.name, parenttype="ITSM Plan", parentfield="exclusions", excluded="North"
    )
    assert answer(system, "4.5.1 b")[0] == MET


def test_what_is_excluded_was_considered(system, service):
    make_service(system, **OTHER)
    excluded = [{"excluded": name, "reason": "Its owner is certified."} for _code, name in OUT_OF_SCOPE.values()]
    make_plan(system, "In Force", service, exclusions=excluded)
    for clause in SCOPE:
        assert answer(system, clause)[0] == MET, clause


def test_a_service_in_scope_is_retired(plan, system, service):
    put(service, workflow_state="Retired")
    expect(system, "4.5.1 .1", STALE, "retired_services_in_scope", plan, service)


@pytest.mark.parametrize(
    ("clause", "table", "code"),
    [
        ("4.5.1 a", "ITSM Service Site", "sites_gone_in_scope"),
        ("4.5.1 b", "ITSM Service Customer", "customers_gone_in_scope"),
        ("4.5.1 c", "ITSM Service Technology", "technology_gone_in_scope"),
    ],
)
def test_what_the_scope_names_is_gone(clause, table, code, system):
    service = make_service(system, technology=[{"technology": "Fibre ring"}])
    plan = make_plan(system, "In Force", service)
    frappe.db.delete(table, {"parent": service.name})
    expect(system, clause, STALE, code, plan)


@pytest.mark.parametrize(
    ("clause", "table"),
    [("4.5.1 a", "Site"), ("4.5.1 b", "Customer"), ("4.5.1 c", "Technology")],
)
def test_a_part_of_the_scope_that_was_emptied(clause, table, plan, system):
    for doctype in ("Plan", "Service"):
        frappe.db.delete(f"ITSM {doctype} {table}", {"parenttype": f"ITSM {doctype}"})
    expect(system, clause, NOT_MET, "part_of_scope_empty", plan)


def test_a_scope_that_is_not_stated(plan, system):
    put(plan, organisational_unit="")
    expect(system, "4.5.1 .1", NOT_MET, "scope_not_stated", plan)


# -- 4.5.2 .1, .2, .3 ------------------------------------------------------------------------------------------------


def test_a_plan_is_carried_out_by_actions(plan, system):
    expect(system, "4.5.2 .1", NOT_EVALUABLE, "plan_without_activities", plan)
    about = {"kind": "Plan Activity", "reference_doctype": plan.doctype, "reference_name": plan.name}
    action = make_action(system, **about)
    expect(system, "4.5.2 .1", MET, "plan_carried_out", plan, action)
    put(action, due_on=add_days(today(), -1))
    expect(system, "4.5.2 .1", NOT_MET, "plan_activities_all_overdue", plan, action)
    make_action(system, title="Train the night shift", **about)
    expect(system, "4.5.2 .1", STALE, "plan_activities_overdue", action)
    put(action, status="Done")
    assert answer(system, "4.5.2 .1")[0] == MET
    policy = stage.make_policy(system, "In Force")
    assert answer(system, "4.5.2 .1")[0] == MET
    put(plan, last_reviewed_on=add_days(today(), -1))
    expect(system, "4.5.2 .1", STALE, "policy_newer_than_plan", plan, policy)
    put(plan, next_review_on=add_days(today(), -1))
    expect(system, "4.5.2 .1", STALE, "plan_review_overdue", plan)


def test_actions_of_an_earlier_revision_still_count(plan, system):
    about = {"kind": "Plan Activity", "reference_doctype": plan.doctype, "reference_name": plan.name}
    action = make_action(system, **about)
    second = issue_next(plan)
    expect(system, "4.5.2 .1", MET, "plan_carried_out", second, action)


def process_plan(system, **values):
    values = {"code": "PLN-65", "title": "Capacity", "kind": "Process Policy or Plan", **values}
    return make_document(system, **values)


def test_process_plans_fit_the_plan_in_force(plan, system):
    expect(system, "4.5.2 .2", NOT_EVALUABLE, "no_process_plan", system)
    apart = process_plan(system)
    expect(system, "4.5.2 .2", NOT_MET, "process_plans_not_aligned", apart)
    put(apart, aligned_plan=plan.name)
    expect(system, "4.5.2 .2", MET, "process_plans_aligned", plan, apart)
    second = issue_next(plan)
    expect(system, "4.5.2 .2", STALE, "process_plans_to_be_realigned", apart)
    put(apart, realigned_plan=second.name)
    expect(system, "4.5.2 .2", MET, "process_plans_aligned", second, apart)


def test_process_plans_with_nothing_to_fit(system):
    document = process_plan(system)
    expect(system, "4.5.2 .2", NOT_MET, "nothing_to_align_with", document)


def test_plans_are_looked_at_when_it_is_time(plan, system):
    document = process_plan(system, aligned_plan=plan.name)
    expect(system, "4.5.2 .3", MET, "plans_reviewed", plan, document)
    for late in (plan, document):
        put(late, next_review_on=add_days(today(), -1))
        expect(system, "4.5.2 .3", STALE, "plans_overdue", late)
        put(late, next_review_on=add_days(today(), -60))
        expect(system, "4.5.2 .3", NOT_MET, "plans_long_overdue", late)
        put(late, next_review_on=add_days(today(), 1))


def age(plan, days: int) -> None:
    """As if the plan had been issued, and everything been made, so many days earlier."""
    then = add_to_date(now_datetime(), days=-days)
    put(plan, picture_taken_on=then)


def test_drift_that_nobody_looked_at(plan, system, as_user):
    age(plan, 100)
    risk = make_risk(system)
    expect(system, "4.5.2 .3", MET, "plans_reviewed_drift_since", plan, risk)
    long_ago = add_to_date(now_datetime(), days=-31)
    frappe.db.set_value("ITSM Risk", risk.name, {"creation": long_ago, "modified": long_ago}, update_modified=False)
    expect(system, "4.5.2 .3", STALE, "drift_not_looked_at", plan, risk)
    with as_user(TOP):
        frappe.get_doc("ITSM Plan", plan.name).keep_unchanged("The risk changes nothing.")
    expect(system, "4.5.2 .3", MET, "plans_reviewed")


# -- items with records behind them ----------------------------------------------------------------------------------


def linked(system, service, letter: str, doctype: str, text: str = ""):
    """A plan in force in which only records of one type answer item `letter`."""
    link = {"letter": letter, "link_type": doctype}
    return make_plan(system, "In Force", service, links=[link], **{f"item_{letter}": text})


def resource_plan(system, **values) -> str:
    return insert_raw(
        "ITSM Resource Plan",
        system=system.name,
        title="Resources",
        **{"status": "Decided", "period_end": add_days(today(), 30), **values},
    )


# The item, the type linked, who makes a record, and what makes it count no more.
GONE = [
    ("a", "ITSM Objective", lambda system: make_objective(system, "Approved"), {"status": "Closed"}),
    ("d", "ITSM Obligation", make_obligation, {"is_active": 0}),
    ("g", "ITSM Resource Plan", lambda system: frappe.get_doc("ITSM Resource Plan", resource_plan(system)),
     {"status": "Replaced"}),
    ("h", "ITSM Arrangement", make_arrangement, {"workflow_state": "Ended"}),
    ("j", "ITSM Risk", lambda system: make_risk(system, "Assessed"), {"workflow_state": "Closed"}),
    ("k", "ITSM Service Asset", make_asset, {"is_active": 0}),
]  # fmt: skip
# The field by which a record of each is out of date since yesterday.
AGED = [
    (GONE[0], "due_on", "objectives_all_past"),
    (GONE[1], "next_review_on", "obligations_outdated"),
    (GONE[2], "period_end", "linked_resource_plan_over"),
    (GONE[3], "next_review_on", "linked_arrangements_overdue"),
    (GONE[4], "review_on", "risk_review_overdue"),
    (GONE[5], "expires_on", "linked_assets_outdated"),
]


@pytest.mark.parametrize(("letter", "doctype", "make", "gone"), GONE, ids=[row[0] for row in GONE])
def test_live_records_cover_an_item_and_gone_ones_do_not(letter, doctype, make, gone, system, service):
    record = make(system)
    plan = linked(system, service, letter, doctype)
    expect(system, f"4.5.2 {letter}", MET, "item_of_plan_covered", plan, record)
    put(record, **gone)
    expect(system, f"4.5.2 {letter}", NOT_MET, "item_of_plan_empty", plan)


@pytest.mark.parametrize(("made", "field", "code"), AGED, ids=[row[0][0] for row in AGED])
def test_outdated_records_make_an_item_stale(made, field, code, system, service):
    letter, doctype, make, _gone = made
    record = make(system)
    linked(system, service, letter, doctype)
    put(record, **{field: add_days(today(), -1)})
    expect(system, f"4.5.2 {letter}", STALE, code, record)


def test_services_without_requirements(system, service):
    plan = linked(system, service, "b", "ITSM Service")
    expect(system, "4.5.2 b", MET, "item_of_plan_covered", plan, service)
    mail = make_service(system, **OTHER)
    frappe.db.delete("ITSM Service Requirement", {"parent": mail.name})
    expect(system, "4.5.2 b", STALE, "services_lack_requirements", mail)
    frappe.db.delete("ITSM Service Requirement", {"parent": service.name})
    assert answer(system, "4.5.2 b")[:2] == (NOT_MET, ["services_lack_requirements"])
    put(plan, item_b="Written here.")
    assert answer(system, "4.5.2 b")[0] == STALE


def test_a_proposed_service_answers_no_item(system, service):
    make_service(system, "Proposed", **OTHER)
    plan = linked(system, service, "b", "ITSM Service")
    expect(system, "4.5.2 b", MET, "item_of_plan_covered", plan, service)
    put(service, workflow_state="Proposed")
    expect(system, "4.5.2 b", NOT_MET, "item_of_plan_empty", plan)


def test_roles_that_nobody_confirmed(system, service):
    plan = linked(system, service, "e", "ITSM Process")
    assert answer(system, "4.5.2 e")[:2] == (STALE, ["roles_not_confirmed"])
    frappe.db.set_value("ITSM Process", {"system": system.name}, "confirmed_on", today())
    assert answer(system, "4.5.2 e")[0] == MET
    put(process_of(system, "8.1"), confirmed_on=add_months(today(), -13))
    expect(system, "4.5.2 e", STALE, "roles_not_confirmed", process_of(system, "8.1"))
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 0)
    expect(system, "4.5.2 e", NOT_MET, "item_of_plan_empty", plan)


def test_processes_and_services_without_owner(system, service):
    plan = linked(system, service, "f", "ITSM Process")
    assert answer(system, "4.5.2 f")[:2] == (NOT_MET, ["nobody_answers_for_linked"])
    frappe.db.set_value("ITSM Process", {"system": system.name}, "process_owner", MANAGER)
    assert answer(system, "4.5.2 f")[0] == MET
    put(process_of(system, "8.1"), process_owner=None)
    expect(system, "4.5.2 f", STALE, "nobody_answers_for_linked", process_of(system, "8.1"))
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 0)
    expect(system, "4.5.2 f", NOT_MET, "item_of_plan_empty", plan)


def test_a_service_whose_owner_has_left(system, service):
    linked(system, service, "f", "ITSM Service", "As the catalogue says.")
    put(service, service_owner=STAFF)
    frappe.db.set_value("User", STAFF, "enabled", 0)
    expect(system, "4.5.2 f", STALE, "nobody_answers_for_linked", service)


def test_processes_without_interfaces(system, service):
    plan = linked(system, service, "i", "ITSM Process")
    assert answer(system, "4.5.2 i")[:2] == (NOT_MET, ["linked_processes_apart"])
    owned(system, "9.2", interfaces=[interface(process_of(system, "8.1"))])
    assert answer(system, "4.5.2 i")[:2] == (STALE, ["linked_processes_apart"])
    frappe.db.set_value("ITSM Process", {"system": system.name, "clause": ["not in", ["8.1", "9.2"]]}, "is_active", 0)
    assert answer(system, "4.5.2 i")[0] == MET
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 0)
    expect(system, "4.5.2 i", NOT_MET, "item_of_plan_empty", plan)


def test_a_resource_plan_that_nobody_decided(system, service):
    name = resource_plan(system, status="Submitted")
    linked(system, service, "g", "ITSM Resource Plan")
    expect(system, "4.5.2 g", NOT_MET, "linked_resource_plan_not_decided", frappe.get_doc("ITSM Resource Plan", name))


def test_another_criterion_than_when_the_plan_was_issued(plan, system, as_user):
    put(system, risk_acceptance_criterion=5)
    expect(system, "4.5.2 j", STALE, "risk_criterion_changed", system)
    with as_user(TOP):
        frappe.get_doc("ITSM Plan", plan.name).keep_unchanged("The plan leaves it to the system.")
    assert answer(system, "4.5.2 j")[0] == MET


def test_a_report_that_is_too_old(system, service):
    report = make_report(system, "Signed")
    plan = linked(system, service, "l", "ITSM Management Report")
    expect(system, "4.5.2 l", MET, "item_of_plan_covered", plan, report)
    put(report, period_end=add_months(today(), -12))
    expect(system, "4.5.2 l", STALE, "report_overdue", report)
    put(report, status="Draft")
    expect(system, "4.5.2 l", NOT_MET, "item_of_plan_empty", plan)


def test_limitations_are_written_and_nothing_else_is_asked(plan, system):
    expect(system, "4.5.2 c", MET, "item_of_plan_covered", plan)


# -- cost ------------------------------------------------------------------------------------------------------------


def test_a_constant_number_of_queries(system, service, query_count):
    bulk_risks(system, 10)
    links = [{"letter": "j", "link_type": "ITSM Risk"}, {"letter": "a", "link_type": "ITSM Objective"}]
    make_plan(system, "In Force", service, links=links)

    def evaluate_all():
        about = Scope(system.name)
        from sms_iso20000.conformity.engine import evaluate

        for clause in ALL:
            evaluate(clause, about)

    bulk_risks(system, 10)
    evaluate_all()
    few = query_count(evaluate_all)
    bulk_risks(system, 190)
    assert query_count(evaluate_all) == few


def test_a_new_revision_looks_at_what_changed(plan, system):
    make_risk(system)
    age(plan, 100)
    assert Scope(system.name).planning.drift
    draft = new_revision(plan)
    stage.take_steps(draft, 3)
    assert not Scope(system.name).planning.drift
