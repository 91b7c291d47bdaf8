"""Resource plans: what is there and needed, laid before top management and decided (4.4.1)."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.resources import capabilities, levels_now_and_forecast, plans_of
from tests.integration import stage
from tests.integration.doors import DOORS
from tests.integration.made.assets import make_asset
from tests.integration.made.resources import (
    granted,
    make_resource_plan,
    plan_values,
    resource_line,
    year_from,
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
    TOP,
    TOP_TWO,
    acting_as,
)

ENGINEERS = "Network engineers"


def as_(user: str, work):
    with acting_as(user):
        return refused(work)


def forecast(start: str, end: str, **values) -> dict:
    return {"resource": ENGINEERS, "period_start": start, "period_end": end, "needed": 5, "available": 4, **values}


def insertion(system, **values):
    return lambda: frappe.get_doc(plan_values(system, **values)).insert()


# -- what cannot be kept ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"period_end": "2020-01-01", "forecasts": []}, ("resource_plan_ends_before_start",)),
        ({"lines": [resource_line(needed=-1)], "forecasts": []}, ("resource_not_a_quantity",)),
        ({"lines": [resource_line(current="many")], "forecasts": []}, ("resource_not_a_quantity",)),
        (
            {"lines": [resource_line(), resource_line(resource=" network  ENGINEERS")], "forecasts": []},
            ("resource_twice",),
        ),
        ({"lines": [resource_line(decision="Granted")], "forecasts": []}, ("changed_by_hand",)),
        ({"lines": [resource_line(decision_reason="So be it")], "forecasts": []}, ("changed_by_hand",)),
    ],
)
def test_lines_that_cannot_be_kept(values, codes, system):
    assert as_(MANAGER, insertion(system, **values)) == codes
    assert frappe.db.count("ITSM Resource Plan", {"system": system.name}) == 0


@pytest.mark.parametrize(
    ("days", "changes", "code"),
    [
        ([(0, 10)], {"resource": "Ships"}, "forecast_of_unknown_resource"),
        ([(0, 10)], {"available": -1}, "resource_not_a_quantity"),
        ([(10, 0)], {}, "forecast_ends_before_start"),
        ([(-900, 0)], {}, "forecast_before_plan"),
        ([(0, 30), (30, 60)], {}, "forecasts_overlap"),
    ],
)
def test_forecasts_that_cannot_be_kept(days, changes, code, system):
    rows = [forecast(add_days(today(), start), add_days(today(), end), **changes) for start, end in days]
    assert as_(MANAGER, insertion(system, forecasts=rows)) == (code,)


@pytest.mark.parametrize("door", DOORS)
def test_a_draft_stays_as_it_was_whatever_the_door(door, system, as_user):
    plan = make_resource_plan(system)
    was = stored(plan)
    days = [add_days(today(), day) for day in (0, 30, 60)]
    with as_user(MANAGER):
        for changes, code in (
            ({"lines": [resource_line(current=-1)], "forecasts": []}, "resource_not_a_quantity"),
            ({"forecasts": [forecast(*days[:2], needed=-1)]}, "resource_not_a_quantity"),
            ({"forecasts": [forecast(*days[:2]), forecast(*days[1:])]}, "forecasts_overlap"),
        ):
            assert door(plan, **changes).codes == (code,), changes
            assert stored(plan) == was


def test_a_forecast_may_reach_beyond_the_plan(system):
    next_year = [forecast(add_months(today(), 12), add_months(today(), 24))]
    assert make_resource_plan(system, forecasts=next_year).forecasts[0].gap == 1


def test_forecasts_that_follow_each_other_are_kept(system):
    rows = [forecast(add_days(today(), start), add_days(today(), end)) for start, end in ((0, 29), (30, 60))]
    rows.append(forecast(today(), add_days(today(), 60), resource="Monitoring probes"))
    assert len(make_resource_plan(system, forecasts=rows).forecasts) == 3


def test_service_of_another_system_is_refused(system):
    service = frappe.get_doc({"doctype": "ITSM Service", "system": stage.make_system().name, "title": "Network"})
    service.insert()
    assert as_(MANAGER, insertion(system, lines=[resource_line(service=service.name)], forecasts=[])) == (
        "other_system",
    )


def test_gaps_are_computed_by_the_server(system):
    plan = make_resource_plan(system, lines=[resource_line(current="3.25", needed=4, gap=99)], forecasts=[])
    assert [row.gap for row in frappe.get_doc(plan.doctype, plan.name).lines] == [0.75]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "change", [{"status": "Decided"}, {"decided_by": TOP}, {"prepared_by": STAFF}, {"decision_text": "Yes."}]
)
def test_life_is_not_written_by_hand(door, change, system, as_user):
    plan = make_resource_plan(system)
    was = stored(plan)
    with as_user(MANAGER):
        assert door(plan, **change).codes == ("changed_by_hand",)
    assert stored(plan) == was


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("status", ["Submitted", "Decided"])
def test_what_was_submitted_is_sealed(door, status, system, as_user):
    plan = make_resource_plan(system, status)
    was = stored(plan)
    lines = [{**row.as_dict(convert_dates_to_str=True), "needed": 40} for row in plan.lines]
    with as_user(MANAGER):
        assert door(plan, lines=lines).codes == ("sealed",)
    assert stored(plan) == was


@pytest.mark.parametrize("user", [TOP, AUDITOR, EXTERNAL, STAFF, OUTSIDER, ADMIN])
def test_who_prepares_no_plan(user, system, as_user):
    with as_user(user), pytest.raises(frappe.PermissionError):
        frappe.get_doc(plan_values(system)).insert()


@pytest.mark.parametrize("user", ["Administrator", MANAGER])
def test_nothing_is_deleted(user, system, as_user):
    plan = make_resource_plan(system)
    with as_user(user), pytest.raises((frappe.ValidationError, frappe.PermissionError)):
        frappe.delete_doc(plan.doctype, plan.name)
    assert frappe.db.exists(plan.doctype, plan.name)


# -- life ------------------------------------------------------------------------------------------------------------


def test_whole_life(system, as_user):
    plan = make_resource_plan(system, "Submitted")
    assert plan.content_hash == frappe.get_doc(plan.doctype, plan.name).computed_hash()
    with as_user(MANAGER):
        plan.return_to_draft("Somebody is missing.")
    assert (stored(plan)["status"], stored(plan)["content_hash"]) == ("Draft", "")
    assert first_fault(system.name) is None
    with as_user(MANAGER):
        plan.reload()
        plan.remarks = "With the newcomer."
        plan.save()
        plan.submit_plan()
    with as_user(TOP):
        plan.decide_plan([granted(" network engineers", "Granted in Part", "Half a post.")], "The rest as proposed.")
    kept = frappe.get_doc(plan.doctype, plan.name)
    assert (kept.status, kept.decided_by, kept.decision_text) == ("Decided", TOP, "The rest as proposed.")
    assert [(row.decision, row.decision_reason) for row in kept.lines[:2]] == [
        ("Granted in Part", "Half a post."),
        (None, None),
    ]
    assert kept.content_hash == kept.computed_hash()
    assert decisions_on(plan) == [
        ("Submitted", MANAGER),
        ("Returned to Draft", MANAGER),
        ("Submitted", MANAGER),
        ("Decided", TOP),
    ]
    assert first_fault(system.name) is None


def test_forged_decision_is_found(system):
    plan = make_resource_plan(system, "Decided")
    frappe.db.set_value("ITSM Resource Plan Line", plan.lines[0].name, "decision", "Refused")
    fault = first_fault(system.name)
    assert (fault.name, fault.code) == (plan.name, "content_changed")


def test_gap_says_how_it_is_closed_before_it_is_submitted(system):
    plan = make_resource_plan(system, lines=[resource_line(how_closed=" ")], forecasts=[])
    assert as_(MANAGER, plan.submit_plan) == ("gap_without_way",)
    assert stored(plan)["status"] == "Draft"


def test_only_top_management_of_the_system_decides(system):
    plan = make_resource_plan(system, "Submitted")
    answers = [granted()]
    for user in (MANAGER, OWNER):
        assert "resources_not_yours_to_decide" in as_(user, lambda: plan.decide_plan(answers))
    foreign = make_resource_plan(stage.make_system(top_management=[{"user": TOP_TWO}]), "Submitted")
    assert as_(TOP, lambda: foreign.decide_plan(answers)) == ("resources_not_yours_to_decide",)
    for user in (AUDITOR, EXTERNAL, STAFF, ADMIN):
        with acting_as(user), pytest.raises(frappe.PermissionError):
            plan.decide_plan(answers)
    assert stored(plan)["status"] == "Submitted"


def test_nobody_decides_on_what_they_submitted(system):
    plan = make_resource_plan(system)
    with acting_as(TOP):
        plan.submit_plan()
    assert as_(TOP, lambda: plan.decide_plan([granted()])) == ("decider_prepared_it",)
    with acting_as(TOP_TWO):
        plan.decide_plan([granted()])
    assert stored(plan)["decided_by"] == TOP_TWO


@pytest.mark.parametrize(
    ("answers", "text", "codes"),
    [
        ([], " ", ("gap_without_answer",)),
        ([granted("Ships")], "All of it.", ("answer_to_unknown_resource",)),
        ([granted(decision="Perhaps")], "", ("unknown_answer",)),
        ([granted(decision="Refused")], "", ("answer_without_reason",)),
        ([granted(decision="Granted in Part", reason=" ")], "", ("answer_without_reason",)),
    ],
)
def test_decisions_that_say_too_little(answers, text, codes, system):
    plan = make_resource_plan(system, "Submitted")
    assert as_(TOP, lambda: plan.decide_plan(frappe.as_json(answers), text)) == codes
    assert stored(plan)["status"] == "Submitted"


def test_decision_on_the_whole_plan_will_do(system):
    plan = make_resource_plan(system, "Submitted")
    with acting_as(TOP):
        plan.decide_plan([], "All of it.")
    assert stored(plan)["status"] == "Decided"


def test_later_plan_takes_the_place_of_the_one_it_names(system):
    first = make_resource_plan(system, "Decided")
    assert as_(MANAGER, insertion(system, title="Half-year")) == ("resource_plan_overlaps",)
    later = make_resource_plan(system, "Submitted", title="Half-year", replaces=first.name)
    assert stored(first)["status"] == "Decided"
    with acting_as(TOP):
        later.decide_plan([granted()])
    assert (stored(first)["status"], stored(first)["replaced_by"]) == ("Replaced", later.name)
    assert decisions_on(first)[-1] == ("Replaced", TOP)
    assert first_fault(system.name) is None
    assert [plan.name for plan in plans_of(system.name)] == [later.name]
    draft = insertion(system, title="Third", replaces=first.name)
    assert set(as_(MANAGER, draft)) == {"resource_plan_overlaps", "replaced_plan_not_decided"}


def test_plan_decided_meanwhile_is_in_the_way(system):
    waiting = make_resource_plan(system, "Submitted")
    other = make_resource_plan(system, "Submitted", title="Other")
    with acting_as(TOP):
        other.decide_plan([granted()])
    assert as_(TOP, lambda: waiting.decide_plan([granted()])) == ("resource_plan_overlaps",)
    following = year_from(-400)
    assert make_resource_plan(system, "Decided", title="Next", forecasts=[], **following).status == "Decided"


def test_top_management_is_told_and_then_who_prepared_it(system):
    plan = make_resource_plan(system, "Decided")
    told = frappe.get_all(
        "Notification Log", {"document_name": plan.name}, ["for_user", "subject"], order_by="creation asc"
    )
    assert {TOP, TOP_TWO} <= {row.for_user for row in told if "waits for your decision" in row.subject}
    assert MANAGER in {row.for_user for row in told if "is decided" in row.subject}


def test_form_says_what_is_missing(system, as_user):
    plan = make_resource_plan(system, "Submitted")
    for user, sentences in ((TOP, 0), (MANAGER, 2)):
        with as_user(user):
            plan.run_method("onload")
        shown = plan.get_onload("plan")
        assert (len(shown["before_next_step"]), shown["may_decide"]) == (sentences, user == TOP)


def test_print(system):
    plan = make_resource_plan(system, "Decided", lines=[resource_line(resource="<i>Engineers</i>")], forecasts=[])
    html = frappe.get_print(plan.doctype, plan.name, "ITSM Resource Plan Sheet")
    assert "&lt;i&gt;Engineers" in html
    assert "Granted" in html
    assert plan.content_hash in html


# -- for the management review ---------------------------------------------------------------------------------------


def test_levels_and_capabilities(system, query_count):
    assert levels_now_and_forecast(system.name) == []
    make_resource_plan(system, "Submitted", title="Not decided")
    make_resource_plan(system, "Decided", title="Next", forecasts=[], **year_from(-400))
    assert levels_now_and_forecast(system.name) == []
    plan = make_resource_plan(system, "Decided")
    levels = levels_now_and_forecast(system.name)
    assert [row["kind"] for row in levels] == ["Human", "Technical", "Information", "Financial"]
    first = levels[0]
    assert (first["resource"], first["current"], first["needed"], first["gap"]) == (ENGINEERS, 3, 4, 1)
    assert (first["decision"], first["record"]) == ("Granted", ("ITSM Resource Plan", plan.name))
    assert [(getdate(row.period_start), row.gap) for row in first["forecast"]] == [(getdate(today()), 1)]
    make_asset(system)
    human, technical = capabilities(system.name)
    assert (human["lines"], human["covered"], human["short"], human["short_later"]) == (1, 0, [ENGINEERS], [ENGINEERS])
    assert (technical["covered"], technical["assets"], technical["assets_in_order"]) == (1, 1, 1)
    assert human["records"] == [("ITSM Resource Plan", plan.name)]
    one = query_count(lambda: levels_now_and_forecast(system.name))
    for number in range(5):
        make_resource_plan(system, title=f"Draft {number}", forecasts=[], **year_from(-1200))
    assert query_count(lambda: levels_now_and_forecast(system.name)) == one


def test_days_of_a_plan(system):
    plan = make_resource_plan(system, "Decided", forecasts=[], period_start=today(), period_end=today())
    assert levels_now_and_forecast(system.name)
    gone = {"period_start": add_months(today(), -2), "period_end": add_days(today(), -1)}
    frappe.db.set_value(plan.doctype, plan.name, gone)
    assert levels_now_and_forecast(system.name) == []
