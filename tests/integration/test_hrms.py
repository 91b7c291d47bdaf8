"""With HRMS: skills of employees are read and never copied, attendance comes from its trainings, line managers from
Employee (4.4.2).

Where HRMS is not installed, record types with the same names and fields stand for its own.
"""

from collections.abc import Iterator

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.governance.competence import board_of
from sms_iso20000.integrations.people import line_reports_of, skills_of
from sms_iso20000.rules.competence import Standing
from sms_iso20000.rules.verdict import Status
from sms_iso20000.sms_iso20000.report.itsm_competence_matrix import itsm_competence_matrix
from tests.integration.doors import save_form
from tests.integration.made.competence import (
    make_competence,
    make_need,
    make_record,
    make_training,
    make_workforce,
    seat_of,
)
from tests.integration.made.hrms import (
    make_employee,
    make_event,
    make_result,
    make_skill,
    make_skill_map,
    people_apps,
)
from tests.integration.made.verdicts import expect, put
from tests.integration.records import refused
from tests.integration.stage import MANAGER, OWNER, STAFF, STAFF_TWO, TOP, acting_as


@pytest.fixture(scope="module", autouse=True)
def hrms(site) -> Iterator[None]:
    with people_apps():
        yield


@pytest.fixture
def competence(system):
    make_skill("Change Planning")
    return make_competence(system, host_skill="Change Planning")


@pytest.fixture
def needed(system, competence):
    make_workforce(system, STAFF, STAFF_TWO)
    return make_need(system, competence)


def cell(system, competence, user: str = STAFF):
    return board_of(system.name).cells[user, competence.name]


def test_an_unknown_skill(system):
    assert refused(lambda: make_competence(system, host_skill="Juggling")) == ("skill_unknown",)


@pytest.mark.parametrize(
    ("share", "level", "standing"),
    [(0.6, 3, Standing.HELD), (1, 5, Standing.HELD), (0.5, 2, Standing.LACKING), (0, 0, Standing.LACKING)],
)
def test_stars_count_as_levels(share, level, standing, system, competence, needed):
    make_skill_map(make_employee(STAFF), {"Change Planning": share, "Something Else": 1})
    found = cell(system, competence)
    assert (found.level, found.standing, found.is_from_host) == (level, standing, bool(level))
    assert not frappe.db.exists("ITSM Competence Record", {"system": system.name})


def test_what_hrms_says_now_counts(system, competence, needed):
    skill_map = make_skill_map(make_employee(STAFF), {"Change Planning": 0.8})
    assert cell(system, competence).level == 4
    put(skill_map.employee_skills[0], proficiency=0.2)
    assert cell(system, competence).standing is Standing.LACKING


def test_a_record_of_ours_is_shown_before_theirs(system, competence, needed):
    make_skill_map(make_employee(STAFF), {"Change Planning": 0.6})
    make_record(system, competence)
    assert not cell(system, competence).is_from_host


def test_the_matrix_says_where_it_is_from(system, competence, needed):
    skill_map = make_skill_map(make_employee(STAFF), {"Change Planning": 0.6})
    with acting_as(MANAGER):
        rows = itsm_competence_matrix.execute({"system": system.name})[1]
    assert [(row["sources"], row["skill_map"]) for row in rows if row["user"] == STAFF] == [
        ({"competence_0": "HRMS"}, skill_map.name)
    ]
    details = {row["user"]: row["details"].get("competence_0", "") for row in rows}
    assert "from HRMS" in details[STAFF]
    assert "from HRMS" not in details[STAFF_TWO]


def test_skills_count_as_records(system, competence):
    make_workforce(system, STAFF)
    process = frappe.get_doc("ITSM Process", {"system": system.name, "clause": "9.2"})
    put(process, process_owner=STAFF)
    make_need(system, competence)
    make_skill_map(make_employee(STAFF), {"Change Planning": 0.6})
    expect(system, "4.4.2 e", Status.MET, "competence_records_kept")


def test_as_many_queries_for_many_employees(query_count):
    users = [f"crowd.{index}@sms.example.com" for index in range(200)]
    few = query_count(lambda: skills_of(users[:10], ["Change Planning"]))
    assert query_count(lambda: skills_of(users, ["Change Planning"])) == few


# -- trainings -------------------------------------------------------------------------------------------------------


def linked(system, competence, doc):
    training = make_training(system, competence, users=(STAFF, STAFF_TWO))
    # By somebody who may read records of HRMS.
    training.update({"host_type": doc.doctype, "host_training": doc.name})
    training.save()
    put(training, starts_on=add_days(today(), -2), ends_on=add_days(today(), -1))
    training.reload()
    return training


def test_attendance_comes_from_the_training_event(system, competence, needed):
    there, away, stranger = make_employee(STAFF), make_employee(STAFF_TWO), make_employee(TOP)
    event = make_event({there.name: "Present", away.name: "Absent", stranger.name: "Present"})
    training = linked(system, competence, event)
    with acting_as(MANAGER):
        assert refused(lambda: training.hold([STAFF_TWO])) == ("attendance_from_host",)
        training.hold()
    assert (seat_of(training, STAFF).attendance, seat_of(training, STAFF_TWO).attendance) == ("Attended", "Absent")
    assert (training.participants, training.attended) == (2, 1)


def test_attendance_comes_from_the_training_result(system, competence, needed):
    there = make_employee(STAFF)
    make_employee(STAFF_TWO)
    training = linked(system, competence, make_result(make_event({}), [there.name]))
    with acting_as(MANAGER):
        training.hold()
    assert (seat_of(training, STAFF).attendance, seat_of(training, STAFF_TWO).attendance) == ("Attended", "Absent")


def test_what_hrms_has_not_closed_says_nothing_yet(system, competence, needed):
    """There each new row of an event says Present."""
    there = make_employee(STAFF)
    event = make_event({there.name: "Present"}, "Scheduled")
    training = linked(system, competence, event)
    for values in ({"docstatus": 1}, {"event_status": "Completed", "docstatus": 0}, {"docstatus": 2}):
        put(event, **values)
        with acting_as(MANAGER):
            assert refused(training.hold) == ("host_training_open",)
    put(event, docstatus=1)
    with acting_as(MANAGER):
        training.hold()
    assert training.attended == 1


def test_a_record_of_hrms_is_linked_by_who_may_read_it(system, competence, needed):
    event = make_event({})
    training = make_training(system, competence)
    with acting_as(OWNER):
        refusal = save_form(training, host_type=event.doctype, host_training=event.name)
    assert refusal.codes == ("record_kept_from_you",)
    assert not frappe.db.get_value(training.doctype, training.name, "host_training")


def test_whoever_was_taken_off_the_list_stays_off_it(system, competence, needed):
    """HRMS says they were there; that is no reason not to record the others."""
    there, other = make_employee(STAFF), make_employee(STAFF_TWO)
    training = linked(system, competence, make_event({there.name: "Present", other.name: "Present"}))
    with acting_as(MANAGER):
        training.take_off(seat_of(training, STAFF_TWO).name)
        training.hold()
    assert (seat_of(training, STAFF).attendance, seat_of(training, STAFF_TWO).attendance) == ("Attended", "Taken Off")


def test_nobody_was_there(system, competence, needed):
    training = linked(system, competence, make_event({}))
    with acting_as(MANAGER):
        assert refused(training.hold) == ("nobody_attended",)


# -- line managers ---------------------------------------------------------------------------------------------------


def test_whom_somebody_is_the_line_manager_of(system):
    boss = make_employee(STAFF_TWO)
    make_employee(STAFF, boss)
    make_employee(TOP, boss, status="Left")
    make_employee(None, boss)
    assert line_reports_of(STAFF_TWO) == {STAFF}
    assert line_reports_of(STAFF) == set()
    # A process manager of nobody, too.
    assert line_reports_of(MANAGER) == set()
    record = make_record(system, make_competence(system, title="Planning"))
    with acting_as(STAFF_TWO):
        assert record.has_permission("read")
        assert frappe.get_list(record.doctype, {"name": record.name}, pluck="name", order_by="name asc")
    with acting_as(TOP):
        assert not record.has_permission("read")
