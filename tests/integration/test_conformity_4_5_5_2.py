"""Checks of 4.5.5.1 .1 and 4.5.5.2: Met, Not met, Stale and Not evaluable, with the records that decide."""

import frappe
import pytest
from frappe.utils import add_days, add_months, now_datetime, today

from sms_iso20000.conformity.engine import evaluate
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.governance.improvement_telling import draft_telling
from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.made.documents import make_document
from tests.integration.made.improvements import (
    bring_to,
    finish_actions,
    make_improvement,
    make_improvement_policy,
    measure,
    start,
    target,
)
from tests.integration.made.verdicts import answer, expect, put
from tests.integration.stage import MANAGER, acting_as

MET, NOT_MET, STALE, NOT_EVALUABLE = Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE
CLAUSES = ("4.5.5.1 .1", "4.5.5.2 .1", *(f"4.5.5.2 {letter}" for letter in "abcde"))


@pytest.fixture
def policy(system):
    return make_improvement_policy(system)


@pytest.mark.parametrize("clause", CLAUSES)
def test_nothing_there(system, clause):
    assert answer(system, clause)[0] == NOT_EVALUABLE


def test_improvement_policy(system):
    stage.make_policy(system, "In Force")
    expect(system, "4.5.5.1 .1", NOT_EVALUABLE, "no_improvement_policy")
    policy = make_improvement_policy(system, "Approved")
    expect(system, "4.5.5.1 .1", NOT_MET, "improvement_policy_not_in_force", policy)
    stage.step(policy, "Put In Force", stage.TOP)
    expect(system, "4.5.5.1 .1", MET, "improvement_policy_in_force", policy)
    put(policy, next_review_on=add_days(today(), -1))
    expect(system, "4.5.5.1 .1", STALE, "improvement_policy_overdue", policy)
    # The service management policy is another one.
    assert Scope(system.name).policy.kind == "Service Management"


def test_ranked_and_planned(system, policy):
    idea = make_improvement(system)
    expect(system, "4.5.5.2 .1", NOT_EVALUABLE, "nothing_evaluated_yet", idea)
    put(idea, proposed_on=add_days(now_datetime(), -61))
    expect(system, "4.5.5.2 .1", NOT_MET, "proposals_not_evaluated", idea)
    idea.reload()
    bring_to(idea, "Evaluated")
    expect(system, "4.5.5.2 .1", MET, "improvements_ranked", idea)
    put(policy, workflow_state="Superseded")
    expect(system, "4.5.5.2 .1", STALE, "scored_by_earlier_policy", idea)
    put(policy, workflow_state="In Force")
    bring_to(idea, "Approved")
    expect(system, "4.5.5.2 .1", MET, "improvements_ranked", idea)
    put(idea, approved_on=add_days(now_datetime(), -61))
    expect(system, "4.5.5.2 .1", NOT_MET, "approved_not_planned", idea)


def test_targets(system, policy):
    idea = make_improvement(system, "Approved")
    expect(system, "4.5.5.2 a", NOT_EVALUABLE, "no_improvement_approved", idea)
    put(idea, approved_on=add_days(now_datetime(), -61))
    expect(system, "4.5.5.2 a", NOT_MET, "improvements_without_target", idea)
    with acting_as(MANAGER):
        idea.reload()
        idea.append("targets", target())
        idea.save()
    expect(system, "4.5.5.2 a", MET, "targets_set", idea)
    put(idea.targets[0], measure_on=add_days(today(), -31))
    expect(system, "4.5.5.2 a", STALE, "target_days_past", idea)


def test_carried_out(system, policy):
    idea = make_improvement(system, "Approved")
    expect(system, "4.5.5.2 b", NOT_EVALUABLE, "no_improvement_begun", idea)
    put(idea, starts_on=add_days(today(), -1))
    expect(system, "4.5.5.2 b", NOT_MET, "improvements_not_begun", idea)
    idea.reload()
    start(idea)
    expect(system, "4.5.5.2 b", MET, "improvements_carried_out", idea)
    action = frappe.get_last_doc("ITSM Action", {"reference_name": idea.name})
    put(action, due_on=add_days(today(), -1))
    expect(system, "4.5.5.2 b", NOT_MET, "improvement_actions_overdue", action)
    idea.reload()
    bring_to(idea, "Closed")
    expect(system, "4.5.5.2 b", MET, "improvements_carried_out", idea)
    put(idea, closed_on=add_months(today(), -13))
    expect(system, "4.5.5.2 b", STALE, "no_improvement_lately", idea)


def test_documents(system, policy):
    document = make_document(system)
    idea = make_improvement(system, "Approved")
    expect(system, "4.5.5.2 c", NOT_EVALUABLE, "no_document_to_revise", idea)
    start(idea, documents=[{"document_type": "ITSM Document", "document": document.name}])
    expect(system, "4.5.5.2 c", NOT_EVALUABLE, "revision_not_due", idea)
    idea.reload()
    measure(idea)
    expect(system, "4.5.5.2 c", NOT_MET, "documents_not_revised", idea)
    with acting_as(MANAGER):
        newer = document.new_revision()
        newer.change_summary = "With the answers."
        newer.save()
    stage.take_steps(newer, 3)
    expect(system, "4.5.5.2 c", MET, "documents_revised", idea)
    idea.reload()
    bring_to(idea, "Closed")
    expect(system, "4.5.5.2 c", MET, "documents_revised", idea)
    put(newer, workflow_state="Withdrawn")
    expect(system, "4.5.5.2 c", STALE, "revised_document_gone", idea)


def test_measured_and_acted_upon(system, policy):
    idea = make_improvement(system, "In Progress")
    expect(system, "4.5.5.2 d", NOT_EVALUABLE, "no_target_measured", idea)
    row = idea.targets[0]
    put(row, measure_on=add_days(today(), -1))
    expect(system, "4.5.5.2 d", STALE, "targets_to_measure", idea)
    put(row, measure_on=add_days(today(), -31))
    expect(system, "4.5.5.2 d", NOT_MET, "targets_not_measured", idea)
    put(row, measure_on=today())
    idea.reload()
    measure(idea, 50)
    expect(system, "4.5.5.2 d", MET, "targets_measured", idea)
    finish_actions(idea)
    expect(system, "4.5.5.2 d", NOT_MET, "missed_without_action", idea)


def test_results_told(system, policy):
    idea = make_improvement(system, "Closed")
    expect(system, "4.5.5.2 e", NOT_EVALUABLE, "results_to_be_told", idea)
    put(idea, closed_on=add_months(today(), -7))
    expect(system, "4.5.5.2 e", NOT_MET, "results_not_told", idea)
    with acting_as(MANAGER):
        told = draft_telling(system.name, None)
        assert "Three hours a day saved." in told.content
        told.append("audience", {"audience_type": "User", "audience": stage.STAFF})
        told.by_mail = 0
        told.save()
    expect(system, "4.5.5.2 e", NOT_MET, "results_not_told", idea)
    with acting_as(MANAGER):
        told.send()
    expect(system, "4.5.5.2 e", MET, "results_told", told)
    put(told, sent_on=add_months(now_datetime(), -7))
    put(idea, closed_on=add_months(today(), -8))
    expect(system, "4.5.5.2 e", STALE, "results_told_long_ago", told)


def test_a_constant_number_of_queries(system, policy, query_count):
    def evaluate_all():
        scope = Scope(system.name)
        for clause in CLAUSES:
            evaluate(clause, scope)

    make_improvement(system, "In Progress")
    evaluate_all()
    few = query_count(evaluate_all)
    for _index in range(3):
        make_improvement(system, "In Progress")
    assert query_count(evaluate_all) == few
