"""Life of a risk: assessment and its history, treatment, acceptance, closing and reopening (4.1.1 g)."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS, call, client_set_value, request, rest_put, save_form
from tests.integration.made.risk import (
    HIGH,
    LEFT,
    STATES,
    TREATMENT,
    action,
    assess,
    close,
    make_risk,
    risk_values,
    treat,
)
from tests.integration.records import stored
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
)

BEFORE, AFTER = "Before Treatment", "After Treatment"


def decisions_on(risk) -> list[str]:
    return frappe.get_all(
        "ITSM Decision", filters={"reference_name": risk.name}, pluck="decision", order_by="sequence asc"
    )


def history(risk) -> list[tuple]:
    rows = frappe.get_doc("ITSM Risk", risk.name).assessments
    return [(row.phase, row.likelihood, row.impact, row.score, row.assessed_by) for row in rows]


def refused(work) -> tuple[str, ...]:
    """Codes that `work` is refused with; what it wrote before is undone, as the host does for a request."""
    frappe.db.savepoint("act")
    with pytest.raises(Refused) as refusal:
        work()
    frappe.db.rollback(save_point="act")
    return refusal.value.codes


def run_method(risk, method: str, **args) -> tuple[int, dict]:
    """The method of the record as a form calls it, through the whole web application."""
    stage.commit(frappe.get_doc("ITSM System", risk.system))
    return call(
        "POST", "/api/method/run_doc_method", {"dt": risk.doctype, "dn": risk.name, "method": method, "args": args}
    )


# -- life --------------------------------------------------------------------------------------------------------


def test_whole_life(system, as_user):
    risk = make_risk(system)
    risk.reload()
    assert (risk.workflow_state, risk.score, risk.assessments) == ("Identified", 0, [])
    assess(risk, *HIGH)
    assert (risk.workflow_state, risk.score, risk.residual_score) == ("Assessed", 12, 0)
    assert getdate(risk.review_on) == getdate(add_months(today(), 6))
    treat(risk)
    assert (risk.workflow_state, risk.score, risk.residual_score) == ("Treated", 12, 4)
    with as_user(OWNER):
        risk.accept("Little is left.")
    risk.reload()
    assert (risk.workflow_state, risk.accepted_by, risk.accepted_score) == ("Accepted", OWNER, 4)
    assert risk.acceptance_reason == "Little is left."
    close(risk, "The site is given up.", MANAGER)
    assert (risk.workflow_state, getdate(risk.closed_on), risk.review_on) == ("Closed", getdate(today()), None)
    stage.step(risk, "Reopen Risk", MANAGER)
    assert (risk.workflow_state, risk.score, risk.residual_score) == ("Identified", 0, 0)
    assert (risk.accepted_by, risk.accepted_score, risk.closed_on, risk.close_reason) == (None, 0, None, "")
    assert decisions_on(risk) == ["Assessed", "Assessed", "Treated", "Risk Accepted", "Closed", "Reopened"]
    assert history(risk) == [(BEFORE, 3, 4, 12, MANAGER), (AFTER, 2, 2, 4, MANAGER)]


def test_every_decision_seals_what_the_record_says(system):
    risk = make_risk(system, "Closed")
    last = frappe.get_last_doc("ITSM Decision", {"reference_name": risk.name})
    assert last.content_hash == risk.content_hash == risk.computed_hash()
    assert last.reason == "The site is given up."
    frappe.db.set_value("ITSM Risk Assessment", risk.assessments[0].name, "impact", 1)
    risk.reload()
    assert risk.computed_hash() != risk.content_hash


def test_remarks_are_sealed_as_the_host_cleaned_them(system, as_user):
    risk = make_risk(system)
    with as_user(MANAGER):
        risk.assess(BEFORE, 1, 1, "Less <script>alert(1)</script> than <b>before</b>")
    risk.reload()
    assert "<script>" not in risk.assessments[0].remarks
    assert risk.computed_hash() == risk.content_hash


@pytest.mark.parametrize(
    "values",
    [
        {"workflow_state": "Accepted"},
        {"score": 4},
        {"likelihood": 2},
        {"accepted_by": TOP},
        {"review_on": "2099-01-01"},
        {"assessments": [{"phase": BEFORE, "likelihood": 1, "impact": 1, "score": 1}]},
        {"content_hash": "0" * 64},
    ],
)
def test_new_risk_is_identified(values, system, as_user):
    stage.commit(system)
    with as_user(MANAGER):
        refusal = request("POST", "/api/resource/ITSM Risk", risk_values(system, **values))
    assert refusal.codes == ("new_not_in_first_stage",)
    assert not frappe.db.count("ITSM Risk", {"system": system.name})


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "change",
    [
        {"likelihood": 1},
        {"score": 1},
        {"residual_score": 1},
        {"review_on": "2099-01-01"},
        {"accepted_by": TOP},
        {"accepted_on": "2026-01-01 10:00:00"},
        {"accepted_score": 25},
        {"acceptance_reason": "Fine."},
        {"close_reason": "Gone."},
        {"closed_on": "2026-01-01"},
        {"content_hash": "0" * 64},
        {"assessments": []},
    ],
)
def test_life_fields_are_not_written_by_hand(door, change, system, as_user):
    risk = make_risk(system, "Assessed")
    was = stored(risk)
    with as_user(MANAGER):
        refusal = door(risk, **change)
    assert refusal.codes == ("changed_by_hand",)
    assert stored(risk) == was


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Identified", "Treated"),
        ("Identified", "Accepted"),
        ("Assessed", "Identified"),
        ("Treated", "Assessed"),
        ("Accepted", "Assessed"),
        ("Accepted", "Treated"),
        ("Closed", "Accepted"),
    ],
)
def test_steps_cannot_be_skipped(door, before, after, system, as_user):
    risk = make_risk(system, before)
    was = stored(risk)
    with as_user(TOP):
        refusal = door(risk, workflow_state=after)
    assert refusal.codes == ("illegal_step",)
    assert stored(risk) == was


@pytest.mark.parametrize("door", DOORS)
def test_unknown_state_is_refused(door, system, as_user):
    risk = make_risk(system)
    with as_user(MANAGER):
        assert door(risk, workflow_state="Pending") is not None
    assert stored(risk)["workflow_state"] == "Identified"


@pytest.mark.parametrize("door", DOORS)
def test_the_state_alone_is_no_assessment(door, system, as_user):
    risk = make_risk(system)
    with as_user(MANAGER):
        assert door(risk, workflow_state="Assessed").codes == ("risk_not_assessed",)
    assert stored(risk)["workflow_state"] == "Identified"
    assert decisions_on(risk) == []


# -- assessment --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("likelihood", "impact", "codes"),
    [
        (0, 3, ("likelihood_off_matrix",)),
        (6, 3, ("likelihood_off_matrix",)),
        (3, -1, ("impact_off_matrix",)),
        ("abc", 3, ("likelihood_off_matrix",)),
        ("2.5", "", ("likelihood_off_matrix", "impact_off_matrix")),
        (99, 99, ("likelihood_off_matrix", "impact_off_matrix")),
    ],
)
def test_levels_off_the_matrix_are_refused(likelihood, impact, codes, system, as_user):
    risk = make_risk(system)
    was = stored(risk)
    with as_user(MANAGER):
        assert refused(lambda: risk.assess(BEFORE, likelihood, impact)) == codes
    assert stored(risk) == was


def test_phases_are_known_and_in_order(system, as_user):
    risk = make_risk(system)
    with as_user(MANAGER):
        assert refused(lambda: risk.assess("During Treatment", 1, 1)) == ("unknown_phase",)
        assert refused(lambda: risk.assess(AFTER, 1, 1)) == (
            "not_assessed_before_treatment",
            "treatment_missing",
            "treatment_plan_missing",
        )


def test_levels_may_come_as_text(system, as_user):
    risk = make_risk(system)
    with as_user(MANAGER):
        status, _answer = run_method(risk, "assess", phase=BEFORE, likelihood="3", impact="5", remarks="")
    assert status == 200
    assert stored(risk)["score"] == 15


@pytest.mark.parametrize("user", [MANAGER, OWNER, TOP])
def test_who_writes_may_assess(user, system, as_user):
    risk = make_risk(system)
    with as_user(user):
        status, _answer = run_method(risk, "assess", phase=BEFORE, likelihood=1, impact=1)
    assert status == 200
    assert history(risk) == [(BEFORE, 1, 1, 1, user)]


@pytest.mark.parametrize("user", [AUDITOR, EXTERNAL, STAFF, OUTSIDER, ADMIN])
def test_who_only_reads_may_not_assess(user, system, as_user):
    risk = make_risk(system)
    with as_user(user):
        status, _answer = run_method(risk, "assess", phase=BEFORE, likelihood=1, impact=1)
    assert status >= 400
    assert history(risk) == []


def test_what_is_assessed_is_what_is_stored(system, as_user):
    """A method called from a form runs on the form's values; they are forgotten."""
    risk = make_risk(system)
    pretended = frappe.get_doc({**risk.as_dict(), "workflow_state": "Accepted", "title": "Something else"})
    with as_user(MANAGER):
        pretended.assess(BEFORE, 1, 1)
    assert (stored(risk)["workflow_state"], stored(risk)["title"]) == ("Assessed", "The only line fails")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("tamper", ["drop", "change", "reorder", "add"])
def test_history_is_never_rewritten(door, tamper, system, as_user):
    risk = make_risk(system, "Treated")
    was = stored(risk)
    rows = [row.as_dict() for row in risk.assessments]
    if tamper == "drop":
        rows.pop()
    elif tamper == "change":
        rows[0].score = rows[0].impact = 1
    elif tamper == "reorder":
        rows.reverse()
    else:
        rows.append({**rows[0], "name": None})
    with as_user(MANAGER):
        refusal = door(risk, assessments=[frappe.parse_json(frappe.as_json(row)) for row in rows])
    assert refusal.codes == ("changed_by_hand",)
    assert stored(risk) == was


@pytest.mark.parametrize("user", [MANAGER, "Administrator"])
def test_a_line_of_the_history_is_not_reached_alone(user, system, as_user):
    risk = make_risk(system, "Assessed")
    was, row = stored(risk), risk.assessments[0]
    stage.commit(system)
    path = f"/api/resource/ITSM Risk Assessment/{row.name}"
    with as_user(MANAGER):
        assert request("PUT", path, {"score": 1}).codes == ("row_alone",)
        assert request("DELETE", path) is not None
        assert client_set_value(row, score=1).codes == ("changed_by_hand",)
    with as_user(user), pytest.raises((Refused, frappe.PermissionError)):
        frappe.delete_doc("ITSM Risk Assessment", row.name)
    assert stored(risk) == was


@pytest.mark.parametrize("state", ["Treated", "Accepted", "Closed"])
@pytest.mark.parametrize("levels", [LEFT, (1, 1)])
def test_unchanged_assessment_keeps_the_state_and_moves_the_review(state, levels, system):
    risk = make_risk(system, state)
    frappe.db.set_value("ITSM Risk", risk.name, "review_on", "2020-01-01")
    accepted = (risk.accepted_by, risk.accepted_score)
    assess(risk, *levels, phase=AFTER)
    assert (risk.workflow_state, risk.accepted_by, risk.accepted_score) == (state, *accepted)
    assert getdate(risk.review_on) == getdate(add_months(today(), 6))
    assert decisions_on(risk)[-1] == "Reviewed"
    assert len(risk.assessments) == 3


@pytest.mark.parametrize("state", ["Treated", "Accepted", "Closed"])
@pytest.mark.parametrize(("phase", "levels"), [(AFTER, (3, 3)), (BEFORE, HIGH)])
def test_a_rising_score_voids_what_was_settled(state, phase, levels, system):
    risk = make_risk(system, state)
    assess(risk, *levels, phase=phase)
    assert risk.workflow_state == "Assessed"
    assert (risk.accepted_by, risk.accepted_on, risk.accepted_score, risk.acceptance_reason) == (None, None, 0, "")
    assert (risk.closed_on, risk.close_reason) == (None, "")
    assert decisions_on(risk)[-1] == "Assessed"
    assert ("Risk Accepted" in decisions_on(risk)) is (state != "Treated")
    assert risk.residual_score == (9 if phase == AFTER else 0)


# -- treatment ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_all_that_treatment_lacks_is_told_at_once(door, system, as_user):
    risk = make_risk(system, "Assessed", actions=[action()])
    with as_user(MANAGER):
        refusal = door(risk, workflow_state="Treated")
    assert refusal.codes == (
        "treatment_missing",
        "treatment_plan_missing",
        "actions_open",
        "not_assessed_after_treatment",
    )
    assert stored(risk)["workflow_state"] == "Assessed"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "change",
    [
        lambda: {"title": "Another"},
        lambda: {"description": "Less."},
        lambda: {"treatment": "Retain"},
        lambda: {"treatment_plan": ""},
        lambda: {"actions": []},
        lambda: {"actions": [action(done_on=today()), action(action="One more")]},
        lambda: {"actions": [action(done_on=None)]},
    ],
)
@pytest.mark.parametrize("state", ["Treated", "Accepted", "Closed"])
def test_what_is_settled_stays(door, change, state, system, as_user):
    risk = make_risk(system, state)
    was = stored(risk)
    with as_user(MANAGER):
        refusal = door(risk, **change())
    assert refusal.codes == ("risk_settled",)
    assert stored(risk) == was


def test_open_actions_of_an_accepted_risk_may_be_done(system, as_user):
    risk = make_risk(system, "Assessed", levels=(1, 1), actions=[action()])
    with as_user(OWNER):
        risk.accept("Small.")
        risk.reload()
        risk.actions[0].done_on = today()
        risk.save()
    assert stored(risk)["actions"][0].done_on == getdate(today())


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: {"actions": [action(done_on=add_days(today(), 1))]}, "action_done_in_future"),
        (lambda: {"actions": [action(due_on=add_days(today(), -1))]}, "action_due_in_past"),
    ],
)
def test_dates_of_actions(door, change, code, system, as_user):
    risk = make_risk(system)
    with as_user(MANAGER):
        assert door(risk, **change()).codes == (code,)
    assert stored(risk)["actions"] == []


def test_an_action_that_became_overdue_blocks_nothing(system, as_user):
    risk = make_risk(system, actions=[action()])
    frappe.db.set_value("ITSM Risk Action", risk.actions[0].name, "due_on", add_days(today(), -1))
    with as_user(MANAGER):
        assert save_form(frappe.get_doc("ITSM Risk", risk.name), cause="Known now.") is None


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", [lambda: {"risk_owner": STAFF}, lambda: {"actions": [action(responsible=STAFF)]}])
def test_nobody_is_newly_named_who_is_disabled(door, change, system, as_user):
    risk = make_risk(system)
    frappe.db.set_value("User", STAFF, "enabled", 0)
    try:
        with as_user(MANAGER):
            assert door(risk, **change()).codes == ("person_not_enabled",)
        assert (stored(risk)["risk_owner"], stored(risk)["actions"]) == (OWNER, [])
    finally:
        frappe.db.set_value("User", STAFF, "enabled", 1)
        frappe.db.commit() if door is rest_put else None


def test_an_owner_who_left_blocks_nothing_and_is_replaced(system, as_user):
    risk = make_risk(system, "Accepted", risk_owner=STAFF)
    frappe.db.set_value("User", STAFF, "enabled", 0)
    with as_user(MANAGER):
        assert save_form(risk) is None
        risk.reload()
        assert save_form(risk, risk_owner=OWNER) is None
    assert stored(risk)["risk_owner"] == OWNER


@pytest.mark.parametrize("door", DOORS)
def test_process_of_another_system_is_refused(door, system, as_user):
    other = stage.make_system()
    stage.wipe_later(other)
    process = frappe.get_all("ITSM Process", {"system": other.name}, pluck="name", order_by="name asc")[0]
    own = frappe.get_all("ITSM Process", {"system": system.name}, pluck="name", order_by="name asc")[0]
    risk = make_risk(system)
    with as_user(MANAGER):
        refusal = door(risk, related_process=process)
        assert refusal.codes == ("other_system",)
        assert system.name in refusal.message
        assert stored(risk)["related_process"] is None
        assert door(frappe.get_doc("ITSM Risk", risk.name), related_process=own) is None


# -- acceptance --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_acceptance_needs_a_reason(door, system, as_user):
    risk = make_risk(system, "Treated")
    with as_user(OWNER):
        assert door(risk, workflow_state="Accepted").codes == ("reason_missing",)
        assert refused(lambda: risk.accept("  ")) == ("reason_missing",)
        assert refused(lambda: risk.give_reason("Accepted", " ")) == ("reason_missing",)
    assert stored(risk)["workflow_state"] == "Treated"


@pytest.mark.parametrize("door", DOORS)
def test_the_owner_does_not_accept_above_the_criterion(door, as_user):
    """Not even where the owner belongs to top management."""
    system = stage.make_system()
    risk = make_risk(system, "Assessed", risk_owner=TOP)
    was = stored(risk)
    with as_user(TOP):
        assert refused(lambda: risk.accept("I can live with it.")) == ("risk_owner_accepts_above_criterion",)
        assert refused(lambda: risk.give_reason("Accepted", "Mine.")) == ("risk_owner_accepts_above_criterion",)
        assert stored(risk) == was
        refusal = door(frappe.get_doc("ITSM Risk", risk.name), workflow_state="Accepted")
    assert refusal.codes == ("risk_owner_accepts_above_criterion", "reason_missing")
    assert "12" in refusal.message and "9" in refusal.message
    assert (stored(risk)["workflow_state"], stored(risk)["accepted_by"]) == ("Assessed", None)
    with as_user(TOP_TWO):
        risk.give_reason("Accepted", "We can live with it.")
        assert door(frappe.get_doc("ITSM Risk", risk.name), workflow_state="Accepted") is None
    assert (stored(risk)["workflow_state"], stored(risk)["accepted_by"]) == ("Accepted", TOP_TWO)
    assert decisions_on(risk) == ["Assessed", "Risk Accepted"]


@pytest.mark.parametrize("door", DOORS)
def test_only_top_management_accepts_above_the_criterion(door, system, as_user):
    risk = make_risk(system, "Assessed", risk_owner=STAFF)
    with as_user(MANAGER):
        assert refused(lambda: risk.give_reason("Accepted", "Go on.")) == ("acceptance_above_criterion",)
        refusal = door(frappe.get_doc("ITSM Risk", risk.name), workflow_state="Accepted")
    assert refusal.codes == ("acceptance_above_criterion", "reason_missing")
    assert stored(risk)["workflow_state"] == "Assessed"


def test_owner_outside_top_management_is_told_both(system, as_user):
    risk = make_risk(system, "Assessed")
    with as_user(OWNER):
        assert refused(lambda: risk.accept("Mine.")) == (
            "acceptance_above_criterion",
            "risk_owner_accepts_above_criterion",
        )


def test_top_management_of_another_system_does_not_accept(as_user):
    risk = make_risk(stage.make_system(top_management=[{"user": TOP_TWO}]), "Assessed")
    with as_user(TOP):
        assert refused(lambda: risk.accept("I have the role.")) == ("acceptance_above_criterion",)
    with as_user(TOP_TWO):
        risk.accept("I am named.")
    assert stored(risk)["accepted_by"] == TOP_TWO


@pytest.mark.parametrize("user", [OWNER, MANAGER, TOP])
def test_at_the_criterion_it_takes_no_top_management(user, system, as_user):
    risk = make_risk(system, "Assessed", levels=(3, 3))
    with as_user(user):
        status, _answer = run_method(risk, "accept", reason="At the criterion.")
    assert status == 200
    assert (stored(risk)["accepted_by"], stored(risk)["accepted_score"]) == (user, 9)


def test_at_the_criterion_it_takes_the_owner(system, as_user):
    risk = make_risk(system, "Assessed", levels=(3, 3), risk_owner=STAFF)
    with as_user(OWNER):
        assert refused(lambda: risk.accept("Somebody else's.")) == ("acceptance_not_yours",)
    assert stored(risk)["accepted_by"] is None


@pytest.mark.parametrize("user", [AUDITOR, EXTERNAL, STAFF, OUTSIDER, ADMIN])
def test_who_only_reads_does_not_accept(user, system, as_user):
    risk = make_risk(system, "Assessed", levels=(1, 1), risk_owner=user)
    with as_user(user):
        status, _answer = run_method(risk, "accept", reason="Mine.")
    assert status >= 400
    assert stored(risk)["workflow_state"] == "Assessed"


def test_what_is_left_counts_once_it_is_assessed(system, as_user):
    with as_user(OWNER):
        make_risk(system, "Treated", levels=(5, 5), left=(3, 3)).accept("Nine is left.")
        risk = make_risk(system, "Treated", levels=(5, 5), left=(2, 5))
        assert "acceptance_above_criterion" in refused(lambda: risk.accept("Ten is left."))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", [{"risk_owner": MANAGER}, {"description": "Harmless."}])
def test_what_is_accepted_is_what_was_stored(door, change, system, as_user):
    """Neither the owner nor what is accepted changes in the saving that accepts."""
    risk = make_risk(system, "Assessed", risk_owner=TOP)
    with as_user(TOP):
        refusal = door(frappe.get_doc("ITSM Risk", risk.name), workflow_state="Accepted", **change)
    assert refusal.codes == ("content_and_step",)
    assert (stored(risk)["workflow_state"], stored(risk)["risk_owner"]) == ("Assessed", TOP)


def test_the_criterion_is_that_of_today(system, as_user):
    risk = make_risk(system, "Assessed", levels=(3, 3))
    system.risk_acceptance_criterion = 8
    system.save()
    with as_user(MANAGER):
        assert refused(lambda: risk.accept("It was fine yesterday.")) == ("acceptance_above_criterion",)


# -- closing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_closing_needs_a_reason(door, system, as_user):
    risk = make_risk(system, "Accepted")
    with as_user(MANAGER):
        assert door(risk, workflow_state="Closed").codes == ("reason_missing",)
    assert stored(risk)["workflow_state"] == "Accepted"


@pytest.mark.parametrize("door", DOORS)
def test_closing_is_no_way_round_acceptance(door, system, as_user):
    risk = make_risk(system, "Assessed")
    with as_user(MANAGER):
        assert refused(lambda: risk.give_reason("Closed", "Let us forget it.")) == ("closing_above_criterion",)
        refusal = door(frappe.get_doc("ITSM Risk", risk.name), workflow_state="Closed")
    assert refusal.codes == ("closing_above_criterion", "reason_missing")
    assert stored(risk)["workflow_state"] == "Assessed"
    close(risk, "The site is sold.", TOP)
    assert stored(risk)["workflow_state"] == "Closed"


@pytest.mark.parametrize("state", ["Identified", "Treated", "Accepted"])
def test_the_manager_closes_what_is_below_the_criterion(state, system):
    risk = make_risk(system, state)
    close(risk, "Gone.", MANAGER)
    assert decisions_on(risk)[-1] == "Closed"


@pytest.mark.parametrize("step", ["Treated", "Identified", "Nowhere"])
def test_reasons_are_noted_for_steps_that_need_one(step, system, as_user):
    risk = make_risk(system, "Assessed")
    with as_user(MANAGER):
        assert refused(lambda: risk.give_reason(step, "Because.")) == ("illegal_step",)


# -- guards and helpers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [("workflow_state", "Accepted"), ("score", 1), ({"accepted_by": STAFF}, None), ("content_hash", "")],
)
def test_db_set_is_guarded(field, value, system):
    risk = make_risk(system, "Accepted")
    was = stored(risk)
    with pytest.raises(Refused) as refusal:
        frappe.get_doc("ITSM Risk", risk.name).db_set(field, value)
    assert refusal.value.codes == ("changed_by_hand",)
    assert stored(risk) == was


@pytest.mark.parametrize("user", ["Administrator", MANAGER, TOP])
def test_nothing_is_renamed_or_deleted(user, system, as_user):
    risk = make_risk(system)
    with as_user(user):
        with pytest.raises(frappe.ValidationError):
            frappe.rename_doc("ITSM Risk", risk.name, "ITSM-RSK-RENAMED", force=user == "Administrator")
        with pytest.raises((Refused, frappe.PermissionError)):
            frappe.delete_doc("ITSM Risk", risk.name)
    assert frappe.db.exists("ITSM Risk", risk.name)


def test_the_form_is_told_what_the_server_refuses_with(system, as_user):
    risk = make_risk(system, "Assessed", **TREATMENT)
    with as_user(MANAGER):
        assert list(risk.what_is_missing("Treated")) == ["not_assessed_after_treatment"]
        assert list(risk.what_is_missing("Accepted")) == ["acceptance_above_criterion"]
        assert list(risk.what_is_missing("Identified")) == ["illegal_step"]
    with as_user(TOP):
        assert risk.what_is_missing("Accepted") == {}


def test_the_form_shows_the_places_of_the_risk(system, as_user):
    risk = make_risk(system, "Treated")
    with as_user(AUDITOR):
        drawn = risk.show_position()
    assert drawn.count("<b>Before</b>") == drawn.count("<b>After</b>") == 1
    with as_user(OUTSIDER), pytest.raises(frappe.PermissionError):
        frappe.get_doc("ITSM Risk", risk.name).show_position()


def test_workflow_offers_the_steps_of_the_rules():
    from sms_iso20000.rules.risk import NEXT
    from sms_iso20000.workflows.risk import RISK

    offered = {(step.state, step.next_state) for step in RISK.transitions}
    assert offered == {(before.value, after.value) for before, following in NEXT.items() for after in following}
    assert {state for state, _role in RISK.states} == set(STATES)


def test_bulk_action_meets_the_same_rules(system, as_user):
    risk = make_risk(system, "Assessed")
    with as_user(MANAGER), pytest.raises(Refused):
        apply_workflow(risk, "Accept Risk")
    assert stored(risk)["workflow_state"] == "Assessed"


# -- notifications -----------------------------------------------------------------------------------------------


def told(risk) -> set[str]:
    return set(frappe.get_all("Notification Log", {"document_name": risk.name}, pluck="for_user", order_by="name asc"))


def test_top_management_is_told_of_what_only_it_can_accept(system):
    low = make_risk(system, "Assessed", levels=(3, 3))
    high = make_risk(system, "Assessed")
    assert {TOP, TOP_TWO} <= told(high)
    assert MANAGER not in told(high)
    assert told(low) == set()


def test_owner_and_manager_are_told_before_the_review(system):
    from frappe.email.doctype.notification.notification import trigger_daily_alerts

    due, later, closed = (make_risk(system, state) for state in ("Accepted", "Accepted", "Closed"))
    for risk, days in ((due, 14), (later, 15), (closed, 14)):
        frappe.db.set_value("ITSM Risk", risk.name, "review_on", add_days(today(), days))
    before = told(later), told(closed)
    stage.wipe_later(system)
    trigger_daily_alerts()
    assert {OWNER, MANAGER} <= told(due)
    assert (told(later), told(closed)) == before
