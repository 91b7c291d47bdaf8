"""Trainings: planned from a gap, held, evaluated by somebody else; counted once effective (4.4.2 b and c)."""

import frappe
import pytest
from frappe.exceptions import FrappeTypeError
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.api.competence import plan_training
from sms_iso20000.compat import print_of
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.competence import board_of
from sms_iso20000.refusal import Refused
from sms_iso20000.rules.competence import Standing
from tests.integration import stage
from tests.integration.doors import DOORS, call, request
from tests.integration.made.competence import (
    make_competence,
    make_need,
    make_training,
    make_workforce,
    seat_of,
)
from tests.integration.made.verdicts import put
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import AUDITOR, MANAGER, OWNER, STAFF, STAFF_TWO, TOP, acting_as


@pytest.fixture
def competence(system):
    return make_competence(system, validity_months=24)


@pytest.fixture
def needed(system, competence):
    make_workforce(system, STAFF, STAFF_TWO)
    return make_need(system, competence)


@pytest.fixture
def planned(system, competence, needed):
    return make_training(system, competence)


@pytest.fixture
def held(system, competence, needed):
    return make_training(system, competence, "Held", (STAFF, STAFF_TWO))


def standing(system, competence, user: str = STAFF):
    return board_of(system.name).cells[user, competence.name].standing


def judge(training, by: str = MANAGER, of: str = STAFF, effect: str = "Effective", remarks: str = "It shows."):
    with acting_as(by):
        training = frappe.get_doc(training.doctype, training.name)
        return training.evaluate(seat_of(training, of).name, effect, remarks)


# -- planning --------------------------------------------------------------------------------------------------------


def test_planned_from_a_gap(system, competence, needed):
    with acting_as(MANAGER):
        training = frappe.get_doc("ITSM Training", plan_training(system.name, competence.name, [STAFF], "2030-01-31"))
    assert (training.status, training.level, str(training.ends_on), training.participants) == (
        "Planned",
        3,
        "2030-01-31",
        1,
    )
    assert getdate(training.evaluation_due_on) == getdate(add_days("2030-01-31", 30))
    assert standing(system, competence) is Standing.PLANNED
    assert standing(system, competence, STAFF_TWO) is Standing.LACKING


def test_planned_by_the_owner_of_the_process_and_nobody_else(system, competence, needed):
    with acting_as(OWNER):
        assert plan_training(system.name, competence.name, frappe.as_json([STAFF, STAFF_TWO]))
        assert refused(lambda: plan_training(system.name, competence.name, [TOP])) == ("person_not_yours",)
    for user in (AUDITOR, STAFF, TOP):
        with acting_as(user), pytest.raises(frappe.PermissionError):
            plan_training(system.name, competence.name, [STAFF])


def test_nothing_is_planned_where_nothing_lacks(system, competence):
    make_workforce(system, STAFF)
    with acting_as(MANAGER):
        assert refused(lambda: plan_training(system.name, competence.name, [STAFF])) == ("nobody_lacks_it",)
        assert refused(lambda: plan_training(system.name, competence.name, ["x@y.zz"])) == ("person_not_enabled",)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"ends_on": "2001-01-01"}, "training_ends_before_start"),
        ({"level": 0}, "level_out_of_range"),
        ({"status": "Held"}, "changed_by_hand"),
        ({"attended": 7}, "changed_by_hand"),
        ({"evaluation_due_on": "2001-01-01"}, "changed_by_hand"),
        ({"trainer": STAFF}, "trainer_is_participant"),
        ({"host_type": "User", "host_training": "Guest"}, "host_training_unfit"),
        ({"host_type": "User"}, "record_type_missing"),
    ],
)
def test_what_is_refused(values, code, planned):
    before = stored(planned)
    for door in DOORS[:2]:
        with acting_as(MANAGER):
            refusal = door(planned, **values)
        assert refusal and code in refusal.codes, door
    assert stored(planned) == before


def test_every_door_asks(planned):
    for door in DOORS:
        with acting_as(MANAGER):
            assert door(planned, ends_on="2001-01-01").codes == ("training_ends_before_start",)
        assert str(frappe.db.get_value(planned.doctype, planned.name, "ends_on")) != "2001-01-01"


def test_people_on_the_list(planned):
    with acting_as(MANAGER):
        assert refused(lambda: planned.add_participants([STAFF])) == ("participant_twice",)
        assert refused(lambda: planned.add_participants([OWNER])) == ("trainer_is_participant",)
        assert refused(lambda: planned.add_participants([])) == ("nobody_named",)
        planned.add_participants(frappe.as_json([STAFF_TWO]))
        planned.take_off(seat_of(planned, STAFF).name)
        assert planned.participants == 1
        assert [row.user for row in planned.participants_shown()] == [STAFF_TWO]
        planned.add_participants([STAFF])
        assert planned.participants == 2
    assert frappe.db.count("ITSM Training Participant", {"training": planned.name}) == 2


def test_participants_are_written_by_the_training_alone(planned):
    seat = seat_of(planned, STAFF)
    for door in DOORS:
        with acting_as(MANAGER):
            assert door(seat, effect="Effective").code in ("made_by_app_only", "PermissionError")
    assert frappe.db.get_value(seat.doctype, seat.name, "effect") == "Not Evaluated"


# -- holding ---------------------------------------------------------------------------------------------------------


def test_held_with_those_who_came(system, competence, needed):
    training = make_training(system, competence, users=(STAFF, STAFF_TWO))
    with acting_as(MANAGER):
        assert refused(lambda: training.hold([STAFF])) == ("training_not_over",)
    put(training, starts_on=add_days(today(), -2), ends_on=add_days(today(), -1))
    with acting_as(MANAGER):
        assert refused(lambda: training.hold([])) == ("nobody_attended",)
        assert refused(lambda: training.hold([TOP])) == ("not_a_participant", "nobody_attended")
        training.hold([STAFF])
    training.reload()
    assert (training.status, training.participants, training.attended, training.held_by) == ("Held", 2, 1, MANAGER)
    assert seat_of(training, STAFF_TWO).attendance == "Absent"
    assert training.content_hash == training.computed_hash()
    assert decisions_on(training) == [("Held", MANAGER)]
    # Who was not there has the gap again.
    assert standing(system, competence, STAFF_TWO) is Standing.LACKING
    with acting_as(MANAGER):
        assert DOORS[0](training, level=5).codes == ("sealed",)
        assert refused(lambda: training.add_participants([TOP])) == ("not_in_stage",)


@pytest.mark.parametrize("given", ["staff@sms.example.com", '{"a": 1}', '[{"a": 1}]', "[[1]]", 7])
def test_what_is_no_list_of_names(given, planned, system, competence):
    put(planned, starts_on=add_days(today(), -2), ends_on=add_days(today(), -1))
    before = stored(planned)
    for act in (
        lambda: planned.add_participants(given),
        lambda: planned.hold(given),
        lambda: plan_training(system.name, competence.name, given),
    ):
        with acting_as(MANAGER), pytest.raises((Refused, FrappeTypeError)):
            act()
    assert stored(planned) == before


def test_called_off_with_a_reason(planned, system, competence):
    with acting_as(MANAGER):
        assert refused(lambda: planned.call_off(" ")) == ("reason_missing",)
        planned.call_off("The trainer is ill.")
        assert refused(lambda: planned.hold([STAFF])) == ("not_in_stage",)
    assert decisions_on(planned) == [("Cancelled", MANAGER)]
    assert standing(system, competence) is Standing.LACKING
    assert first_fault(system.name) is None


# -- evaluating ------------------------------------------------------------------------------------------------------


def test_counts_once_somebody_else_finds_it_effective(system, competence, held):
    assert standing(system, competence) is Standing.PLANNED
    name = judge(held)
    record = frappe.get_doc("ITSM Competence Record", name)
    assert (record.status, record.user, record.level, record.training, record.verified_by) == (
        "Verified",
        STAFF,
        3,
        held.name,
        MANAGER,
    )
    assert getdate(record.expires_on) == getdate(add_months(today(), 24))
    assert standing(system, competence) is Standing.HELD
    held.reload()
    assert (held.status, held.evaluated, held.effective) == ("Held", 1, 1)
    judge(held, OWNER if held.trainer != OWNER else MANAGER, STAFF_TWO)
    held.reload()
    assert (held.status, held.evaluated, held.effective) == ("Evaluated", 2, 2)
    assert [decision for decision, _user in decisions_on(held)] == [
        "Held",
        "Effect Evaluated",
        "Effect Evaluated",
        "Evaluated",
    ]
    assert first_fault(system.name) is None


def test_what_is_not_effective_leaves_the_gap_open(system, competence, held):
    assert judge(held, effect="Not Effective") is None
    assert standing(system, competence) is Standing.LACKING
    assert not frappe.db.exists("ITSM Competence Record", {"system": system.name})
    with acting_as(MANAGER):
        plan_training(system.name, competence.name, [STAFF])
    assert standing(system, competence) is Standing.PLANNED


@pytest.mark.parametrize(
    ("by", "of", "values", "codes"),
    [
        (STAFF, STAFF, {}, {"self_evaluated", "evaluator_not_entitled"}),
        (OWNER, STAFF, {}, {"evaluated_by_trainer"}),
        (STAFF_TWO, STAFF, {}, {"evaluator_not_entitled"}),
        (MANAGER, STAFF, {"effect": "Splendid"}, {"effect_unknown"}),
        (MANAGER, STAFF, {"remarks": " "}, {"evaluation_without_remarks"}),
    ],
)
def test_evaluations_that_are_refused(by, of, values, codes, held):
    assert set(refused(lambda: judge(held, by, of, **values))) == codes
    assert seat_of(held, of).effect == "Not Evaluated"


def test_too_early_absent_twice_and_elsewhere(system, competence, held):
    put(held, evaluation_due_on=add_days(today(), 1))
    assert refused(lambda: judge(held)) == ("evaluated_too_early",)
    put(held, evaluation_due_on=today())
    put(seat_of(held, STAFF_TWO), attendance="Absent")
    assert refused(lambda: judge(held, of=STAFF_TWO)) == ("participant_not_attended",)
    other = make_training(system, competence, "Held", (TOP,))
    with acting_as(MANAGER):
        assert refused(lambda: held.evaluate(seat_of(other, TOP).name, "Effective", "x")) == ("not_a_participant",)
    put(held, status="Held")
    judge(held)
    put(held, status="Held")
    assert refused(lambda: judge(held)) == ("evaluated_already",)


def test_a_line_manager_without_any_other_role_evaluates(monkeypatch, held):
    from sms_iso20000.governance import people
    from sms_iso20000.permissions import people as policy

    for module in (people, policy):
        monkeypatch.setattr(module, "line_reports_of", lambda user: {STAFF} if user == STAFF_TWO else set())
    assert judge(held, STAFF_TWO)


def test_through_the_web(held):
    """The functions ask, whatever the way in."""
    seat = seat_of(held, STAFF)
    stage.commit(frappe.get_doc("ITSM System", held.system))
    body = {"dt": held.doctype, "dn": held.name, "method": "evaluate"}
    arguments = {"participant": seat.name, "effect": "Effective", "remarks": "x"}
    with acting_as(STAFF):
        refusal = request("POST", "/api/method/run_doc_method", {**body, "args": frappe.as_json(arguments)})
    assert refusal.codes == ("self_evaluated", "evaluator_not_entitled")
    with acting_as(AUDITOR):
        refusal = request(
            "POST", "/api/method/run_doc_method", {**body, "method": "hold", "args": frappe.as_json({"attendance": []})}
        )
    assert refusal.status == 403
    sheet = {"doc": held.doctype, "name": held.name, "print_format": "ITSM Training Sheet"}
    for user, is_named in ((MANAGER, True), (AUDITOR, False)):
        with acting_as(user):
            status, answer = call("POST", "/api/method/frappe.www.printview.get_html_and_style", sheet)
        assert (status, "<td>Staff</td>" in answer["message"]["html"]) == (200, is_named)


def test_sheet_names_the_competence_as_its_reader_calls_it(held, competence):
    competence.db_set("title_zh", "事件处理")
    english = print_of(held, "ITSM Training Sheet")
    frappe.local.lang = "zh"
    assert "事件处理" in print_of(held, "ITSM Training Sheet") and "事件处理" not in english


def test_trainings_name_nobody_in_their_versions(held):
    judge(held)
    for version in frappe.get_all("Version", {"docname": held.name}, pluck="data"):
        assert STAFF not in version
