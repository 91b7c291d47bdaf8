"""Nonconformities: gates, impartial verification, rounds, recurrence and seals (4.5.4.2, 4.5.5.1)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.nonconformities import report_nonconformity
from tests.integration import stage
from tests.integration.doors import DOORS, call, client_set_value, request
from tests.integration.made.actions import action_values
from tests.integration.made.nonconformities import (
    CAUSE,
    accept,
    bring_to,
    decide,
    make_corrective,
    make_nonconformity,
    record_cause,
    values,
)
from tests.integration.made.verdicts import put
from tests.integration.records import decisions_on, refused, stored, todos
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
    acting_as,
)


def as_(user: str, work) -> tuple[str, ...]:
    with acting_as(user):
        return refused(work)


def test_whole_life(system):
    case = make_nonconformity(system, "Closed")
    assert decisions_on(case) == [
        ("Accepted", AUDITOR),
        ("Cause Recorded", OWNER),
        ("Actions Started", OWNER),
        ("Submitted for Verification", OWNER),
        ("Closed", AUDITOR),
    ]
    kept = stored(case)
    assert (kept["verified_by"], getdate(kept["closed_on"])) == (AUDITOR, getdate(today()))
    assert (kept["reported_by"], kept["took_part"]) == (STAFF, OWNER)
    [round_] = kept["rounds"]
    assert (round_["round"], round_["effective"], round_["root_cause"]) == (1, 1, CAUSE["root_cause"])
    assert "Say who takes it down" in round_["actions"]
    assert first_fault(system.name) is None


def test_manager_of_the_area_has_it_among_their_todos_until_it_is_settled(system):
    case = make_nonconformity(system)
    assert todos(case) == {}
    bring_to(case, "Analysis")
    assert todos(case) == {OWNER: "Open"}
    assert case.told_on
    with acting_as(MANAGER):
        case.area_manager = STAFF
        case.save()
    assert todos(case) == {OWNER: "Cancelled", STAFF: "Open"}
    decide(case, "Rejected", "It was the current revision.", AUDITOR)
    assert todos(case)[STAFF] == "Closed"


@pytest.mark.parametrize(("grade", "days"), [("Major", 30), ("Minor", 60), ("Concern", 90)])
def test_due_as_the_system_sets_for_the_grade(grade, days, system):
    case = make_nonconformity(system, grade=grade)
    assert getdate(stored(case)["due_on"]) == getdate(add_days(today(), days))


# -- what cannot be kept ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_what_a_report_cannot_say(door, system, as_user):
    case = make_nonconformity(system)
    was = stored(case)
    with as_user(MANAGER):
        for change, code in (
            ({"due_on": "2020-01-01"}, "nonconformity_due_in_past"),
            ({"objective_evidence": "  "}, "objective_evidence_missing"),
            ({"statement": ""}, "statement_missing"),
            ({"corrected_on": "2099-01-01"}, "corrected_in_future"),
            ({"root_cause": "People."}, "cause_outside_analysis"),
            ({"reported_by": OWNER}, "changed_by_hand"),
            ({"verified_by": AUDITOR}, "changed_by_hand"),
        ):
            assert code in door(case, **change).codes
    assert stored(case) == was


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"objective_evidence": ""}, "objective_evidence_missing"),
        ({"due_on": "2020-01-01"}, "nonconformity_due_in_past"),
        ({"workflow_state": "Closed"}, "new_not_in_first_stage"),
        ({"root_cause": "People."}, "cause_outside_analysis"),
        ({"reported_by": OWNER}, "changed_by_hand"),
        ({"reference": ("ITSM System", None)}, "record_type_missing"),
    ],
)
def test_what_cannot_be_reported(more, code, system):
    assert code in as_(STAFF, lambda: report_nonconformity(**values(system, **more)))


def test_finding_without_evidence_over_rest(system, as_user):
    stage.commit(system)
    body = {"doctype": "ITSM Nonconformity", **values(system, requirements=[], objective_evidence="")}
    with as_user(STAFF):
        refusal = request("POST", "/api/resource/ITSM Nonconformity", body)
        assert refusal.codes == ("objective_evidence_missing",)
        status, answer = call("POST", "/api/resource/ITSM Nonconformity", {**body, "objective_evidence": "Seen."})
    assert (status, answer["data"]["workflow_state"]) == (200, "Reported")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("state", "changes"),
    [
        (
            "Analysis",
            {"statement": "finding_sealed", "grade": "finding_sealed", "due_on": "changed_by_hand"},
        ),
        ("Action Plan", {"root_cause": "cause_outside_analysis"}),
        ("Closed", {"area_manager": "nonconformity_over", "root_cause": "cause_outside_analysis"}),
    ],
)
def test_what_stays_as_it_was(door, state, changes, system, as_user):
    case = make_nonconformity(system, state)
    was = stored(case)
    others = {"statement": "Nothing.", "grade": "Concern", "due_on": "2099-01-01", "area_manager": STAFF}
    with as_user(MANAGER):
        for field, code in changes.items():
            assert code in door(case, **{field: others.get(field, "People.")}).codes
    assert stored(case) == was


# -- gates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (
            "Reported",
            {"Analysis": {"area_manager_missing", "priority_missing"}, "Rejected": {"reason_missing"}},
        ),
        (
            "Analysis",
            {
                "Action Plan": {"whys_missing", "cause_category_missing", "root_cause_missing"},
                "Closed": {"illegal_step"},
            },
        ),
        ("Action Plan", {"In Action": {"no_action_against_cause"}, "Analysis": {"reason_missing"}}),
        ("In Action", {"Verification": {"nonconformity_actions_open", "correction_missing"}}),
    ],
)
def test_gates(door, state, steps, system, as_user):
    case = make_nonconformity(system, state)
    with as_user(MANAGER):
        for step, codes in steps.items():
            assert set(door(case, workflow_state=step).codes) == codes
    assert stored(case)["workflow_state"] == state


def test_what_is_done_has_to_be_checked_by_another(system):
    case = make_nonconformity(system, "In Action")
    action = frappe.get_doc("ITSM Action", {"reference_name": case.name})
    with acting_as(STAFF_TWO):
        action.complete("It says so now.")
    with acting_as(OWNER):
        assert "nonconformity_actions_open" in case.what_is_missing("Verification")
        action.check(1)
        assert "nonconformity_actions_open" not in case.what_is_missing("Verification")


@pytest.mark.parametrize("door", DOORS)
def test_closing_too_early_or_with_an_open_action(door, system, as_user):
    case = make_nonconformity(system, "Verification")
    with as_user(AUDITOR):
        assert door(case, workflow_state="Closed").codes == ("verification_too_early", "reason_missing")
    frappe.db.set_value("ITSM System", system.name, "verification_wait", 0)
    make_corrective(case)
    with as_user(AUDITOR):
        assert door(case, workflow_state="Closed").codes == ("nonconformity_actions_open", "reason_missing")
    assert stored(case)["workflow_state"] == "Verification"


@pytest.mark.parametrize("door", DOORS)
def test_due_day_is_what_the_grade_allows(door, system, as_user):
    case = make_nonconformity(system)
    with as_user(STAFF):
        assert door(case, due_on=str(add_days(today(), 61))).codes == ("due_later_than_grade",)
        later = {"due_on": str(add_days(today(), 61)), "area_manager": OWNER, "priority": "Low"}
    with as_user(MANAGER):
        assert door(case, **later, workflow_state="Analysis").codes == ("due_later_than_grade",)
        assert getdate(stored(case)["due_on"]) == getdate(add_days(today(), 60))
        # What the system set follows the grade, and an empty day is set anew.
        for change, days in (({"grade": "Major"}, 30), ({"grade": "Concern"}, 90), ({"due_on": None}, 90)):
            case.reload()
            case.update(change)
            case.save()
            assert getdate(stored(case)["due_on"]) == getdate(add_days(today(), days))


@pytest.mark.parametrize("door", DOORS)
def test_verification_by_whoever_had_a_part(door, system, as_user):
    frappe.db.set_value("ITSM System", system.name, "verification_wait", 0)
    case = make_nonconformity(system, "Verification")
    frappe.db.set_value("ITSM Action", {"reference_name": case.name}, "responsible", MANAGER)
    for step in ("Closed", "Analysis"):
        for user, codes in (
            (OWNER, ("verifier_manages_area", "verifier_had_action")),
            (MANAGER, ("verifier_had_action",)),
        ):
            with as_user(user):
                case.reload()
                # Nor can somebody else take the step with their reason.
                assert refused(lambda step=step: case.give_reason(step, "Looked at.")) == codes
                assert door(case, workflow_state=step).codes == (*codes, "reason_missing")
    assert stored(case)["workflow_state"] == "Verification"


def test_who_worked_at_an_action_before_it_was_handed_on_does_not_verify(system):
    case = make_nonconformity(system, "In Action")
    action = frappe.get_doc("ITSM Action", {"reference_name": case.name})
    with acting_as(MANAGER):
        action.complete("Done for a colleague.")
        action.reopen("It was forgotten at one desk.")
    with acting_as(OWNER):
        action.update({"responsible": TOP})
        action.save()
    with acting_as(TOP):
        action.start() if action.status == "Open" else action.report_progress(50)
        action.complete("It says so now.")
    assert as_(MANAGER, lambda: action.check(1)) == ("checker_did_it",)
    with acting_as(AUDITOR):
        action.check(1)
    frappe.db.set_value("ITSM System", system.name, "verification_wait", 0)
    with acting_as(OWNER):
        case.update({"correction": "The copy was taken away.", "corrected_on": today()})
        case.save()
        case.workflow_state = "Verification"
        case.save()
    for user, codes in ((MANAGER, ["verifier_had_action"]), (TOP, ["verifier_had_action"]), (AUDITOR, [])):
        with acting_as(user):
            assert list(case.what_is_missing("Closed")) == codes


def test_who_put_the_matter_right_does_not_verify(system):
    case = make_nonconformity(system, "In Action")
    with acting_as(AUDITOR):
        case.update({"correction": "The copy was taken away.", "corrected_on": today()})
        case.save()
    bring_to(case, "Verification")
    with acting_as(AUDITOR):
        assert "verifier_took_part" in case.what_is_missing("Closed")


def test_open_action_stands_against_rejecting(system):
    case = make_nonconformity(system, "Analysis")
    about = {"kind": "Correction", "reference_doctype": case.doctype, "reference_name": case.name}
    with acting_as(OWNER):
        action = frappe.get_doc(action_values(system, **about)).insert()
    with acting_as(AUDITOR):
        assert list(case.what_is_missing("Rejected")) == ["nonconformity_actions_open"]
    with acting_as(MANAGER):
        action.cancel_action("The copy was the current revision.")
    decide(case, "Rejected", "It was the current revision.")


def test_who_analysed_or_managed_the_area_before_does_not_verify(system):
    frappe.db.set_value("ITSM System", system.name, "verification_wait", 0)
    case = make_nonconformity(system)
    accept(case, TOP)
    record_cause(case, MANAGER)
    with acting_as(TOP):
        case.area_manager = OWNER
        case.save()
    bring_to(case, "Verification")
    for user, codes in ((TOP, ["verifier_took_part"]), (MANAGER, ["verifier_took_part"]), (AUDITOR, [])):
        with acting_as(user):
            assert list(case.what_is_missing("Closed")) == codes


def test_manager_of_the_area_is_not_replaced_in_the_step_that_they_take(system, as_user):
    case = make_nonconformity(system, "Verification")
    with as_user(MANAGER):
        case.area_manager = TOP
        case.save()
    with as_user(TOP):
        assert client_set_value(case, area_manager=STAFF, workflow_state="Closed").codes == ("content_and_step",)


@pytest.mark.parametrize("door", DOORS)
def test_rejected_by_another_than_the_reporter(door, system, as_user):
    with acting_as(MANAGER):
        case = report_nonconformity(**values(system, area_manager=OWNER))
    for user, code in ((MANAGER, "rejected_by_reporter"), (OWNER, "rejected_by_area_manager")):
        with as_user(user):
            assert refused(lambda: case.give_reason("Rejected", "It is in order.")) == (code,)
            assert door(case, workflow_state="Rejected").codes == (code, "reason_missing")
    assert stored(case)["workflow_state"] == "Reported"


def test_rejection_is_a_decision_and_sealed(system):
    case = make_nonconformity(system)
    decide(case, "Rejected", "It was the current revision.", MANAGER)
    assert decisions_on(case) == [("Rejected", MANAGER)]
    assert (
        frappe.db.get_value("ITSM Decision", {"reference_name": case.name}, "reason") == "It was the current revision."
    )
    assert first_fault(system.name) is None
    frappe.db.set_value(case.doctype, case.name, "statement", "Never mind.")
    assert first_fault(system.name).code == "content_changed"


def test_manager_of_an_area_without_a_role_cannot_be_named(system):
    case = make_nonconformity(system)
    with acting_as(MANAGER):
        case.update({"area_manager": OUTSIDER, "priority": "Low", "workflow_state": "Analysis"})
        assert refused(case.save) == ("area_manager_cannot_read",)


def test_manager_of_the_area_who_is_staff_takes_the_steps(system):
    case = make_nonconformity(system)
    with acting_as(MANAGER):
        case.update({"area_manager": STAFF_TWO, "priority": "Low", "workflow_state": "Analysis"})
        case.save()
    record_cause(case, STAFF_TWO)
    assert stored(case)["workflow_state"] == "Action Plan"
    with acting_as(MANAGER):
        about = {"kind": "Corrective", "reference_doctype": case.doctype, "reference_name": case.name}
        action = frappe.get_doc(action_values(system, responsible=MANAGER, **about)).insert()
    with acting_as(STAFF_TWO):
        assert [row["name"] for row in case.shown_actions()] == [action.name]
        assert action.has_permission("read")
    with acting_as(STAFF):
        assert (case.shown_actions(), action.has_permission("read")) == ([], False)
    with acting_as(STAFF):
        case.priority = "High"
        assert refused(case.save) == ("nonconformity_not_yours",)


# -- rounds ----------------------------------------------------------------------------------------------------------


def test_ineffective_begins_a_new_round(system):
    case = make_nonconformity(system, "Verification")
    put(case, due_on=add_days(today(), -5), reminded_on=today(), escalated_on=today())
    decide(case, "Analysis", "Two more old copies at desk 9.")
    kept = stored(case)
    # The clock begins anew, and the to-do with it.
    assert (getdate(kept["due_on"]), kept["escalated_on"]) == (getdate(add_days(today(), 60)), None)
    assert getdate(frappe.db.get_value("ToDo", {"reference_name": case.name}, "date")) == getdate(kept["due_on"])
    assert (kept["workflow_state"], kept["root_cause"], kept["whys"]) == ("Analysis", None, [])
    assert [(row["effective"], row["verified_by"], row["remarks"]) for row in kept["rounds"]] == [
        (0, AUDITOR, "Two more old copies at desk 9.")
    ]
    record_cause(case, root_cause="Nobody reads the procedure.")
    with acting_as(OWNER):
        # What was done in the first round is not done for the second.
        assert list(case.what_is_missing("In Action")) == ["no_action_against_cause"]
    bring_to(case, "Closed")
    assert [row["effective"] for row in stored(case)["rounds"]] == [0, 1]
    assert first_fault(system.name) is None


def test_same_cause_within_the_lookback_reopens(system):
    process = frappe.db.get_value("ITSM Process", {"system": system.name})
    first = make_nonconformity(system, "Closed", related_process=process)
    again = make_nonconformity(system, "Action Plan", related_process=process, title="Old revision again")
    assert stored(again)["recurrence_of"] == first.name
    kept = stored(first)
    assert (kept["workflow_state"], kept["verified_by"], kept["closed_on"]) == ("Analysis", None, None)
    assert again.name in kept["rounds"][-1]["remarks"]
    assert decisions_on(first)[-1] == ("Reopened", OWNER)
    assert first_fault(system.name) is None


@pytest.mark.parametrize(
    "other",
    [{"requirements": ["2011 4.3.2 b"]}, {"cause_category": "People"}, {"closed_on": "2020-01-01"}],
)
def test_another_cause_does_not_reopen(other, system):
    first = make_nonconformity(system, "Closed")
    if "closed_on" in other:
        frappe.db.set_value(first.doctype, first.name, other)
    again = make_nonconformity(system, "Analysis", **{key: other[key] for key in other if key == "requirements"})
    record_cause(again, **{key: other[key] for key in other if key == "cause_category"})
    assert not stored(again)["recurrence_of"]
    assert stored(first)["workflow_state"] == "Closed"


# -- actions ---------------------------------------------------------------------------------------------------------


def test_action_against_a_cause_waits_for_it(system):
    case = make_nonconformity(system, "Analysis")
    about = {"reference_doctype": case.doctype, "reference_name": case.name}
    corrective = frappe.get_doc(action_values(system, kind="Corrective", **about))
    assert as_(MANAGER, corrective.insert) == ("action_before_cause",)
    with acting_as(MANAGER):
        frappe.get_doc(action_values(system, kind="Correction", **about)).insert()


def test_correction_belongs_to_a_case_and_stays(system):
    assert as_(MANAGER, lambda: frappe.get_doc(action_values(system, kind="Corrective")).insert()) == (
        "correction_without_nonconformity",
    )
    action = make_corrective(make_nonconformity(system, "Action Plan"))
    action.update({"reference_doctype": None, "reference_name": None, "kind": "Other"})
    assert as_(MANAGER, action.save) == ("action_stays_with_nonconformity",)


def test_settled_case_takes_no_action_and_reopens_none(system):
    case = make_nonconformity(system, "Closed")
    assert as_(OWNER, lambda: make_corrective(case)) == ("nonconformity_settled",)
    action = frappe.get_doc("ITSM Action", {"reference_name": case.name})
    frappe.db.set_value(action.doctype, action.name, "status", "Done")
    assert as_(MANAGER, lambda: action.reopen("More to do.")) == ("nonconformity_settled",)


# -- more time -------------------------------------------------------------------------------------------------------


def test_more_time_is_given_by_another_than_the_manager_of_the_area(system):
    case = make_nonconformity(system, "Analysis")
    later = add_days(case.due_on, 10)
    assert as_(OWNER, lambda: case.give_more_time(str(later), "Parts are late.")) == ("extension_by_area_manager",)
    assert as_(MANAGER, lambda: case.give_more_time(str(case.due_on), " ")) == ("extension_not_later", "reason_missing")
    assert as_(MANAGER, lambda: case.give_more_time("2020-01-01", "So.")) == ("nonconformity_due_in_past",)
    with acting_as(MANAGER):
        case.give_more_time(str(later), "Parts are late.")
    assert getdate(stored(case)["due_on"]) == getdate(later)
    assert getdate(frappe.db.get_value("ToDo", {"reference_name": case.name}, "date")) == getdate(later)
    assert decisions_on(case)[-1] == ("Extended", MANAGER)
    assert first_fault(system.name) is None


# -- who sees what ---------------------------------------------------------------------------------------------------


def test_who_sees_what(system):
    case = make_nonconformity(system)
    sees = {}
    for user in (STAFF, STAFF_TWO, OWNER, MANAGER, TOP, AUDITOR, ADMIN, OUTSIDER):
        with acting_as(user):
            may_list = frappe.has_permission(case.doctype, "read")
            listed = may_list and frappe.get_list(case.doctype, {"system": system.name}, pluck="name", order_by="name")
            sees[user] = bool(listed)
            assert frappe.get_doc(case.doctype, case.name).has_permission("read") is sees[user]
    assert [user for user in sees if sees[user]] == [STAFF, MANAGER, TOP, AUDITOR, ADMIN]


def test_process_owner_sees_what_concerns_the_process(system):
    process = frappe.get_doc("ITSM Process", {"system": system.name})
    case = make_nonconformity(system, related_process=process.name)
    with acting_as(OWNER):
        assert not case.has_permission("read")
    frappe.db.set_value(process.doctype, process.name, "process_owner", OWNER)
    with acting_as(OWNER):
        assert case.has_permission("read")
        assert frappe.get_list(case.doctype, pluck="name", order_by="name") == [case.name]


def test_nobody_deletes_and_external_auditors_only_read(system):
    assert not frappe.get_all("DocPerm", {"parent": "ITSM Nonconformity", "delete": 1}, order_by="name")
    case = make_nonconformity(system)
    system.append("external_auditors", {"user": EXTERNAL, "access_until": today()})
    system.save()
    with acting_as(EXTERNAL):
        assert case.has_permission("read")
        assert not case.has_permission("write")
    assert as_("Administrator", case.delete) == ("never_deleted",)


def test_accept_is_not_for_staff(system):
    case = make_nonconformity(system)
    with acting_as(STAFF):
        case.update({"area_manager": STAFF, "priority": "Low"})
        assert "not_answerable_for_nonconformities" in case.what_is_missing("Analysis")
    accept(case)
