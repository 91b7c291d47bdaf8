"""The improvement policy beside the service management policy (4.5.5.1)."""

import frappe
import pytest

from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.commitment import acts_of
from sms_iso20000.governance.documents import completeness_of
from sms_iso20000.rules.sealing import content_hash
from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.doors import DOORS
from tests.integration.made.improvements import CRITERIA, make_improvement_policy
from tests.integration.made.objectives import make_objective
from tests.integration.records import refused, stored
from tests.integration.stage import MANAGER, TOP, acting_as


def test_one_of_each_kind_in_force(system):
    policy = stage.make_policy(system, "In Force")
    improvement = make_improvement_policy(system)
    assert {stored(one)["workflow_state"] for one in (policy, improvement)} == {"In Force"}
    second = make_improvement_policy(system, "Approved", code="IMP-02")
    with acting_as(TOP):
        second.workflow_state = "In Force"
        assert refused(second.save) == ("second_in_force",)
    assert first_fault(system.name) is None


@pytest.mark.parametrize("door", DOORS)
def test_bad_criteria_are_refused(door, system, as_user):
    policy = make_improvement_policy(system, "Draft")
    was = stored(policy)
    with as_user(MANAGER):
        for rows, code in (
            ([{"criterion": "Ease", "weight": 1, "scale_low": 5, "scale_high": 5}], "criterion_without_scale"),
            ([CRITERIA[0], CRITERIA[0]], "criterion_twice"),
        ):
            assert code in door(policy, criteria=rows).codes
    assert stored(policy) == was


def test_review_needs_a_criterion_that_counts_and_no_commitments(system):
    policy = make_improvement_policy(system, "Draft", criteria=[{**CRITERIA[0], "weight": 0}])
    with acting_as(MANAGER):
        policy.workflow_state = "In Review"
        assert refused(policy.save) == ("no_criterion",)
        policy.reload()
        policy.update({"criteria": CRITERIA, **dict.fromkeys(("fitness_for_purpose", "objectives_framework"), "")})
        policy.save()
    stage.take_steps(policy, 3)
    assert policy.is_in_force


@pytest.mark.parametrize("door", DOORS)
def test_criteria_are_sealed(door, system, as_user):
    policy = make_improvement_policy(system)
    was = stored(policy)
    with as_user(MANAGER):
        assert door(policy, criteria=[{**CRITERIA[0], "weight": 9}]).codes == ("content_sealed",)
    assert stored(policy) == was


def test_kind_belongs_to_the_code(system):
    stage.make_policy(system, "In Force")
    with acting_as(MANAGER):
        values = stage.policy_values(system, kind="Improvement", criteria=CRITERIA, change_summary="Other kind.")
        assert refused(frappe.get_doc(values).insert) == ("policy_kind_differs",)
        values = stage.policy_values(system, code="SMP-02", criteria=CRITERIA)
        assert refused(frappe.get_doc(values).insert) == ("criteria_of_improvement_only",)


def test_seal_of_a_service_management_policy_knows_nothing_of_kinds(system):
    policy = stage.make_policy(system, "In Force")
    assert not {"kind", "criteria"} & set(policy.sealed_content())
    assert content_hash(policy.sealed_content()) == policy.content_hash


def test_it_stands_for_nothing_that_the_service_management_policy_does(system):
    improvement = make_improvement_policy(system)
    assert completeness_of(system.name)["a"].verdict.status == Status.NOT_EVALUABLE
    assert [act.clause for act in acts_of(system.name)] == []
    objective = make_objective(system, "Draft", policy=improvement.name)
    with acting_as(TOP):
        assert "objective_policy_not_in_force" in refused(objective.approve)


def test_print_shows_the_criteria(system):
    policy = make_improvement_policy(system, criteria=[{**CRITERIA[0], "criterion_zh": "对客户的益处"}, CRITERIA[1]])
    with acting_as(MANAGER):
        printed = frappe.get_print(policy.doctype, policy.name, "ITSM Policy Sheet")
        frappe.local.lang = "zh"
        chinese = frappe.get_print(policy.doctype, policy.name, "ITSM Policy Sheet")
    assert "Benefit to customers" in printed and "1–5" in printed
    assert "对客户的益处" in chinese and "对客户的益处" not in printed
    assert "Commitments" not in printed
