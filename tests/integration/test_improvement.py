"""Improvements: evaluation by the policy, approval by threshold, targets, measuring and seals (4.5.5.2)."""

import frappe
import pytest
from frappe.utils import getdate, today

from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.improvement_view import standing_of
from sms_iso20000.governance.improvements import propose_improvement
from sms_iso20000.sms_iso20000.report.itsm_improvement_portfolio import itsm_improvement_portfolio as portfolio
from sms_iso20000.sms_iso20000.report.itsm_improvement_results import itsm_improvement_results as results_report
from tests.integration import stage
from tests.integration.doors import DOORS, call, client_set_value, request
from tests.integration.made.documents import make_document
from tests.integration.made.improvements import (
    CRITERIA,
    SCORES,
    approve,
    bring_to,
    decide,
    evaluate,
    finish_actions,
    go,
    later,
    make_improvement,
    make_improvement_policy,
    make_step,
    measure,
    start,
    target,
)
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import (
    ADMIN,
    AUDITOR,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    STAFF_TWO,
    TOP,
    TOP_TWO,
    acting_as,
)


def as_(user: str, work) -> tuple[str, ...]:
    with acting_as(user):
        return refused(work)


def test_whole_life(system):
    make_improvement_policy(system)
    idea = make_improvement(system, "Closed")
    assert decisions_on(idea) == [
        ("Evaluated", MANAGER),
        ("Approved", TOP),
        ("Started", OWNER),
        ("Measured", OWNER),
        ("Closed", MANAGER),
    ]
    kept = stored(idea)
    assert (kept["proposed_by"], kept["approved_by"], kept["missed_accepted_by"]) == (STAFF, TOP, None)
    assert kept["score"] == 87.5  # (3 × 4/4 + 1 × 2/4) / 4
    assert getdate(kept["closed_on"]) == getdate(today())
    [row] = kept["targets"]
    assert (row["value"], row["is_met"]) == (75, 1)
    [measured] = kept["measurements"]
    assert (measured["value"], measured["measured_by"]) == (75, OWNER)
    assert first_fault(system.name) is None


def test_a_later_policy_changes_nothing(system):
    policy = make_improvement_policy(system)
    idea = make_improvement(system, "Evaluated")
    with acting_as(MANAGER):
        later_policy = policy.new_revision()
        later_policy.update({"criteria": [{**CRITERIA[0], "criterion": "Risk", "scale_high": 10}]})
        later_policy.change_summary = "Risk alone counts."
        later_policy.save()
    stage.take_steps(later_policy, 3)
    bring_to(idea, "Approved")
    kept = stored(idea)
    assert (kept["policy"], kept["score"]) == (policy.name, 87.5)
    assert [row["criterion"] for row in kept["scores"]] == ["Benefit to customers", "Ease"]
    # What is evaluated from now on is evaluated by the new one.
    other = make_improvement(system)
    assert "criterion_unknown" in as_(MANAGER, lambda: other.update({"scores": SCORES}).save())


# -- evaluation ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_scores_stay_within_the_scale_of_the_policy(door, system, as_user):
    make_improvement_policy(system)
    idea = make_improvement(system)
    was = stored(idea)
    with as_user(MANAGER):
        for scores, code in (
            ([{"criterion": "Ease", "score": 6}], "score_out_of_scale"),
            ([{"criterion": "Ease", "score": 0}], "score_out_of_scale"),
            ([{"criterion": "Ease", "score": 9, "scale_high": 10}], "score_out_of_scale"),
            ([{"criterion": "Beauty", "score": 3}], "criterion_unknown"),
            ([{"criterion": "Ease", "score": 3}, {"criterion": "Ease", "score": 4}], "criterion_twice"),
        ):
            assert code in door(idea, scores=scores).codes
        assert "changed_by_hand" in door(idea, score=99).codes
    assert stored(idea) == was


def test_evaluation_needs_every_criterion_and_both_sizes(system):
    make_improvement_policy(system)
    idea = make_improvement(system)
    given = {"scores": SCORES[:1], "effort": "", "benefit_size": ""}
    assert as_(MANAGER, lambda: evaluate(idea, **given)) == (
        "criterion_not_scored",
        "effort_missing",
        "benefit_missing",
    )
    idea.reload()
    evaluate(idea, scores=[{**row, "weight": 99} for row in SCORES])
    assert [row["weight"] for row in stored(idea)["scores"]] == [3, 1]


def test_nothing_is_evaluated_without_a_policy(system):
    idea = make_improvement(system)
    assert as_(MANAGER, lambda: go(idea, "Evaluated", MANAGER)) == ("improvement_policy_missing",)
    idea.reload()
    assert "improvement_policy_missing" in as_(MANAGER, lambda: idea.update({"scores": SCORES}).save())


def test_who_proposes_does_not_evaluate(system):
    make_improvement_policy(system)
    idea = make_improvement(system)
    assert as_(STAFF, lambda: idea.update({"effort": "1"}).save()) == ("evaluated_by_answerable",)


# -- approval --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_nobody_approves_their_own_above_the_threshold(door, system, as_user):
    make_improvement_policy(system)
    with acting_as(TOP):
        idea = propose_improvement(system.name, "A second line", "Order a second line.")
    evaluate(idea)
    was = stored(idea)
    for user, code in ((TOP, "approver_is_proposer"), (MANAGER, "improvement_needs_top_management")):
        with as_user(user):
            assert door(idea, workflow_state="Approved").codes == (code,)
    assert stored(idea) == was
    with as_user(TOP_TWO):
        assert door(idea, workflow_state="Approved") is None


@pytest.mark.parametrize(
    ("size", "above"),
    [
        ({"effort": "3", "estimated_cost": 10000}, 0),
        ({"effort": "4", "estimated_cost": 0}, 1),
        ({"effort": "1", "estimated_cost": 10001}, 1),
    ],
)
def test_effort_or_cost_above_the_threshold_needs_top_management(size, above, system):
    make_improvement_policy(system)
    idea = make_improvement(system)
    evaluate(idea, **size)
    assert stored(idea)["needs_top_management"] == above
    if above:
        assert as_(MANAGER, lambda: go(idea, "Approved", MANAGER)) == ("improvement_needs_top_management",)
    else:
        go(idea, "Approved", MANAGER)


def test_a_process_owner_approves_what_is_small_and_of_their_process(system):
    make_improvement_policy(system)
    process = frappe.get_all("ITSM Process", {"system": system.name}, pluck="name", limit=1)[0]
    frappe.db.set_value("ITSM Process", process, "process_owner", OWNER)
    other, own = make_improvement(system), make_improvement(system, related_process=process)
    for idea in (other, own):
        evaluate(idea, effort="1")
    assert as_(OWNER, lambda: go(other, "Approved", OWNER)) == ("not_entitled_to_approve",)
    go(own, "Approved", OWNER)


def test_rejected_by_another_with_a_reason(system):
    make_improvement_policy(system)
    with acting_as(MANAGER):
        idea = propose_improvement(system.name, "A second line", "Order a second line.")
    assert as_(MANAGER, lambda: decide(idea, "Rejected", "No.", MANAGER)) == ("rejected_by_proposer",)
    idea.reload()
    assert as_(OWNER, lambda: go(idea, "Rejected", OWNER)) == ("reason_missing",)
    idea.reload()
    decide(idea, "Rejected", "The first line is not full.", OWNER)
    assert decisions_on(idea) == [("Rejected", OWNER)]
    # What was approved above the threshold is given up by top management alone.
    big = make_improvement(system, "Approved")
    assert as_(OWNER, lambda: decide(big, "Rejected", "No.", OWNER)) == ("improvement_needs_top_management",)


# -- the plan --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_no_target_is_measured_before_the_start(door, system, as_user):
    make_improvement_policy(system)
    idea = make_improvement(system, "Approved")
    was = stored(idea)
    with as_user(MANAGER):
        early = {"starts_on": later(10), "targets": [target(measure_on=later(9))]}
        assert door(idea, **early).codes == ("target_before_start",)
        assert "changed_by_hand" in door(idea, targets=[target(value=99, measured_on=today(), is_met=1)]).codes
        blind = target(source="Objective")
        assert door(idea, targets=[blind]).codes == ("target_without_objective",)
    assert stored(idea) == was


def test_start_needs_owner_day_target_and_action(system):
    make_improvement_policy(system)
    idea = make_improvement(system, "Approved")
    wanted = (
        "improvement_owner_missing",
        "improvement_start_missing",
        "improvement_target_missing",
        "improvement_action_missing",
    )
    assert as_(MANAGER, lambda: go(idea, "In Progress", MANAGER)) == wanted
    idea.reload()
    start(idea)
    assert stored(idea)["workflow_state"] == "In Progress"


@pytest.mark.parametrize("door", DOORS)
def test_what_was_approved_and_started_is_sealed(door, system, as_user):
    make_improvement_policy(system)
    idea = make_improvement(system, "In Progress")
    was = stored(idea)
    with as_user(MANAGER):
        for changes in ({"title": "Other"}, {"effort": "1"}, {"scores": SCORES[:1]}, {"starts_on": later(3)}):
            assert door(idea, **changes).codes == ("sealed",)
        assert "sealed" in door(idea, targets=[target(target=1)]).codes
        assert "changed_by_hand" in door(idea, approved_by=MANAGER).codes
    assert stored(idea) == was
    with acting_as(MANAGER):
        assert refused(lambda: idea.db_set("title", "Other")) == ("changed_by_hand",)
    assert first_fault(system.name) is None


# -- measuring -------------------------------------------------------------------------------------------------------


def test_missed_target_leads_to_the_next_action_and_keeps_it_open(system):
    make_improvement_policy(system)
    idea = make_improvement(system, "In Progress")
    finish_actions(idea)
    measure(idea, 50)
    idea.reload()
    [action] = frappe.get_all(
        "ITSM Action",
        filters={"reference_name": idea.name, "status": "Open"},
        fields=["name", "kind", "responsible", "due_on"],
        order_by="name asc",
    )
    assert (action.kind, action.responsible, str(action.due_on)) == ("Improvement", OWNER, later(30))
    result = {"outcome": "Some answers.", "value_achieved": "An hour a day."}
    codes = as_(MANAGER, lambda: go(idea, "Closed", MANAGER, **result))
    assert codes == ("targets_missed", "improvement_actions_open", "reason_missing")
    idea.reload()
    go(idea, "In Progress", OWNER)
    idea.reload()
    [row] = idea.targets
    assert (row.measured_on, str(row.measure_on)) == (None, later(30))
    assert as_(OWNER, lambda: go(idea, "Measured", OWNER)) == ("target_not_measured",)
    idea.reload()
    assert as_(OWNER, lambda: idea.measure(row.name, 70, today())) == ("measured_too_early",)
    assert first_fault(system.name) is None


def test_top_management_may_accept_a_missed_target(system):
    make_improvement_policy(system)
    idea = make_improvement(system, "In Progress")
    measure(idea, 50)
    finish_actions(idea)
    with acting_as(MANAGER):
        idea.reload()
        idea.update({"outcome": "Some answers.", "value_achieved": "An hour a day."}).save()
    assert as_(TOP, lambda: go(idea, "Closed", TOP)) == ("reason_missing",)
    idea.reload()
    decide(idea, "Closed", "An hour a day is enough.", TOP)
    assert stored(idea)["missed_accepted_by"] == TOP
    assert first_fault(system.name) is None


@pytest.mark.parametrize(
    ("value", "day", "code"),
    [
        ("many", 0, "value_not_a_number"),
        (75, 1, "measured_in_future"),
        (75, -1, "measured_too_early"),
        (75, None, "measured_in_future"),
    ],
)
def test_values_that_cannot_be(value, day, code, system):
    make_improvement_policy(system)
    idea = make_improvement(system, "In Progress")
    was = stored(idea)
    measured_on = None if day is None else later(day)
    assert as_(OWNER, lambda: idea.measure(idea.targets[0].name, value, measured_on)) == (code,)
    assert as_(OWNER, lambda: idea.measure("nothing", 1, today())) == ("target_unknown",)
    assert stored(idea) == was


def test_value_from_the_snapshots(system):
    from sms_iso20000.evidence.snapshot import freeze_month

    make_improvement_policy(system)
    source = stage.make_source(system)
    first, last = stage.last_month()
    idea = make_improvement(system, "Approved")
    live = target(source="Service Level Snapshot", evidence_source=source.name, measure_on=str(last))
    start(idea, starts_on=str(first), targets=[live])
    idea.reload()
    row = idea.targets[0].name
    assert as_(OWNER, lambda: idea.measure(row)) == ("no_value_since",)
    stage.make_tickets(system, last, {"yes": 3, "no": 1})
    snapshot = freeze_month(source, first)
    with acting_as(OWNER):
        idea.measure(row)
    [kept] = stored(idea)["targets"]
    assert (kept["value"], kept["is_met"], kept["found_in"]) == (75, 1, snapshot.name)


# -- documents -------------------------------------------------------------------------------------------------------


def test_documents_are_revised_or_the_reason_is_given(system):
    make_improvement_policy(system)
    document = make_document(system)
    other = make_document(system, code="PRO-02", title="Answers")
    idea = make_improvement(system, "Approved")
    rows = [{"document_type": "ITSM Document", "document": name} for name in (document.name, other.name)]
    start(idea, documents=rows)
    measure(idea)
    finish_actions(idea)
    result = {"outcome": "The desk answers.", "value_achieved": "Three hours a day."}
    codes = as_(MANAGER, lambda: go(idea, "Closed", MANAGER, **result))
    assert codes == ("document_not_revised",)
    with acting_as(MANAGER):
        newer = document.new_revision()
        newer.change_summary = "With the list of answers."
        newer.save()
    stage.take_steps(newer, 3)
    idea.reload()
    with acting_as(MANAGER):
        idea.documents[1].reason = "The list stands beside it."
        idea.update(result).save()
        assert refused(lambda: change_document(idea, document.name)) == ("sealed",)
        idea.reload()
    go(idea, "Closed", MANAGER)
    first, second = stored(idea)["documents"]
    assert (first["revision"], first["was_revised"], first["revised_by"]) == (1, 1, newer.name)
    assert (second["was_revised"], second["revised_by"]) == (0, None)
    assert first_fault(system.name) is None


def change_document(idea, name: str) -> None:
    idea.documents[1].document = name
    idea.save()


# -- who may do what -------------------------------------------------------------------------------------------------


def test_staff_propose_and_read_their_own(system, as_user):
    make_improvement_policy(system)
    idea = make_improvement(system, "Approved")
    readers = {
        user: frappe.has_permission(idea.doctype, "read", doc=idea, user=user)
        for user in (MANAGER, OWNER, TOP, AUDITOR, ADMIN, STAFF, STAFF_TWO, OUTSIDER, EXTERNAL)
    }
    assert [user for user, may in readers.items() if may] == [MANAGER, OWNER, TOP, AUDITOR, ADMIN, STAFF]
    for user, names in ((STAFF, [idea.name]), (STAFF_TWO, []), (MANAGER, [idea.name])):
        with as_user(user):
            assert frappe.get_list(idea.doctype, {"system": system.name}, pluck="name") == names
    with as_user(STAFF):
        assert client_set_value(idea, outcome="Done").codes == ("improvement_of_others",)
        assert client_set_value(idea, approved_by=STAFF).codes == ("changed_by_hand",)
    with acting_as(MANAGER):
        idea.update({"improvement_owner": STAFF_TWO}).save()
    assert frappe.has_permission(idea.doctype, "read", doc=idea, user=STAFF_TWO)
    # Who carries it through need not hold an office.
    make_step(idea)
    with acting_as(STAFF_TWO):
        idea.update({"starts_on": today(), "targets": [target()]}).save()
        idea.workflow_state = "In Progress"
        idea.save()


def test_idea_by_rest(system, as_user):
    stage.commit(system)
    values = {"system": system.name, "title": "Answers", "description": "A list.", "source_kind": "Employee"}
    with as_user(STAFF):
        status, answer = call("POST", "/api/resource/ITSM Improvement", values)
        assert status == 200
        name = answer["data"]["name"]
        given = {**values, "scores": SCORES, "approved_by": STAFF}
        assert request("POST", "/api/resource/ITSM Improvement", given).code == "new_not_in_first_stage"
        assert request("DELETE", f"/api/resource/ITSM Improvement/{name}").status == 403
    with as_user(OUTSIDER):
        assert request("POST", "/api/resource/ITSM Improvement", values).status == 403


def test_what_is_missing_is_what_the_server_refuses_with(system):
    make_improvement_policy(system)
    idea = make_improvement(system)
    with acting_as(MANAGER):
        missing = idea.what_is_missing("Evaluated")
    assert set(missing) == {"criterion_not_scored", "effort_missing", "benefit_missing"}
    evaluate(idea)
    approve(idea)


# -- reports ---------------------------------------------------------------------------------------------------------


def test_portfolio_and_results(system, as_user):
    make_improvement_policy(system)
    small = make_improvement(system, title="Small one")
    evaluate(small, effort="1", benefit_size="1", scores=[{**row, "score": 1} for row in SCORES])
    made = make_improvement(system, "Closed")
    filters = {"system": system.name, "with_settled": 1}
    with as_user(TOP):
        _columns, rows, picture, *_rest = portfolio.execute(filters)
        assert [(row["rank"], row["name"]) for row in rows] == [(1, made.name), (2, small.name)]
        assert picture.count("<circle") == 2 and made.name in picture
        _columns, results, _message, chart, _summary = results_report.execute(filters)
        assert [(row["name"], row["value"], row["is_met"]) for row in results] == [(made.name, 75, 1)]
        assert [one["values"] for one in chart["data"]["datasets"]] == [[1], [0]]
        assert results_report.execute({**filters, "since": later(1)})[1] == []
    for report in (portfolio, results_report):
        with as_user(OUTSIDER), pytest.raises(frappe.PermissionError):
            report.execute(filters)


def test_who_is_told_of_a_proposal_and_what_the_form_offers(system, as_user):
    make_improvement_policy(system)
    idea = make_improvement(system)
    told = {"document_type": idea.doctype, "document_name": idea.name}
    assert frappe.db.exists("Notification Log", {**told, "for_user": MANAGER})
    with as_user(STAFF):
        standing = standing_of(idea)
        assert not (standing["may_score"] or standing["may_go_on"])
    with as_user(MANAGER):
        assert [row["criterion"] for row in standing_of(idea)["criteria"]] == ["Benefit to customers", "Ease"]
    evaluate(idea)
    assert frappe.db.exists("Notification Log", {**told, "for_user": TOP})
