"""Competences, what roles need of them, and the matrix of people and competences (4.4.2)."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.api.competence import confirm_requirements
from sms_iso20000.governance.competence import board_of
from sms_iso20000.rules.competence import Standing
from sms_iso20000.sms_iso20000.report.itsm_competence_matrix import itsm_competence_matrix
from tests.integration import stage
from tests.integration.doors import DOORS
from tests.integration.made.competence import (
    ROLE_TITLE,
    make_competence,
    make_need,
    make_record,
    make_training,
    make_workforce,
)
from tests.integration.made.processes import process_of
from tests.integration.made.verdicts import put
from tests.integration.records import refused, stored
from tests.integration.stage import AUDITOR, AUDITOR_TWO, MANAGER, OWNER, STAFF, STAFF_TWO, acting_as


@pytest.fixture
def competence(system):
    return make_competence(system)


@pytest.fixture
def needed(system, competence):
    """Two change coordinators who need it at level 3."""
    make_workforce(system, STAFF, STAFF_TWO)
    return make_need(system, competence)


def standing(system, competence, user: str = STAFF):
    cell = board_of(system.name).cells.get((user, competence.name))
    return cell and cell.standing


def matrix(system, user: str = MANAGER, **filters) -> tuple:
    with acting_as(user):
        return itsm_competence_matrix.execute({"system": system.name, **filters})


# -- competences -----------------------------------------------------------------------------------------------------


def test_a_competence_is_on_record_once(system, competence):
    assert refused(lambda: make_competence(system, title=" change  PLANNING")) == ("competence_twice",)
    assert make_competence(stage.make_system()).title == competence.title


def test_competences_stay(competence):
    assert refused(competence.delete) == ("never_deleted",)


# -- requirements ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"level": 0}, "level_out_of_range"),
        ({"level": 6}, "level_out_of_range"),
        ({"role_title": "Astronaut"}, "role_title_unknown"),
        ({"role_title": ""}, "needing_role_missing"),
        ({"needed_by": "Role"}, "needing_role_missing"),
        ({"related_process": "theirs"}, "other_system"),
        ({"competence": "theirs"}, "other_system"),
        ({"reviewed_on": "2020-01-01"}, "changed_by_hand"),
    ],
)
def test_a_requirement_that_cannot_stand(values, code, system, needed):
    if "theirs" in values.values():
        other = stage.make_system()
        theirs = {"related_process": process_of(other, "9.2").name, "competence": make_competence(other).name}
        values = {field: theirs[field] for field in values}
    before = stored(needed)
    for door in DOORS[:2]:
        with acting_as(MANAGER):
            refusal = door(needed, **values)
        assert code in refusal.codes, door
    assert stored(needed) == before


def test_every_door_asks(system, needed):
    for door in DOORS:
        with acting_as(MANAGER):
            assert door(needed, level=9).codes == ("level_out_of_range",)
        assert frappe.db.get_value(needed.doctype, needed.name, "level") == 3


def test_the_same_is_asked_once(system, competence, needed):
    assert refused(lambda: make_need(system, competence, level=4, role_title=ROLE_TITLE.upper())) == (
        "requirement_twice",
    )
    make_need(system, competence, is_active=0)
    make_need(system, competence, needed_by="Process Owner")


def test_who_is_meant(system, competence, needed):
    """Roles in one process or all, owners, and holders of a role of the site."""
    elsewhere = make_need(system, competence, related_process=None, level=1)
    owners = make_need(system, competence, needed_by="Process Owner", level=2)
    every_owner = make_need(system, competence, needed_by="Process Owner", related_process=None, level=2)
    auditors = make_need(system, competence, needed_by="Role", role="ITSM Auditor", level=4)
    meant = board_of(system.name).needed_of
    assert meant[needed.name] == meant[elsewhere.name] == {STAFF, STAFF_TWO}
    assert meant[owners.name] == meant[every_owner.name] == {OWNER}
    assert meant[auditors.name] == {AUDITOR, AUDITOR_TWO}
    # The highest level that is asked of somebody counts.
    assert board_of(system.name).cells[STAFF, competence.name].needed == 3


def test_fields_of_another_kind_are_emptied(system, competence, needed):
    need = make_need(system, competence, needed_by="Role", role="ITSM Auditor")
    assert (need.related_process, need.role_title) == (None, None)
    assert need.title == "Change planning 3: ITSM Auditor"


def test_who_left_needs_nothing(system, needed):
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    assert board_of(system.name).needed_of[needed.name] == {STAFF}


def test_confirming_renews_the_review(system, needed):
    put(needed, reviewed_on=add_months(today(), -20))
    with acting_as(MANAGER):
        assert confirm_requirements([needed.name]) == 1
    assert frappe.db.get_value(needed.doctype, needed.name, ["reviewed_on", "reviewed_by"]) == (
        getdate(today()),
        MANAGER,
    )
    put(needed, is_active=0)
    with acting_as(MANAGER):
        assert refused(lambda: confirm_requirements([needed.name])) == ("requirement_not_active",)
    with acting_as(AUDITOR), pytest.raises(frappe.PermissionError):
        confirm_requirements([needed.name])


def test_the_form_counts(system, competence, needed):
    make_record(system, competence)
    with acting_as(MANAGER):
        needed.run_method("onload")
    assert needed.get("__onload").counts == {"people": 2, "gaps": 1}


# -- standings -------------------------------------------------------------------------------------------------------


def test_standings(system, competence, needed):
    assert standing(system, competence) is Standing.LACKING
    training = make_training(system, competence)
    assert standing(system, competence) is Standing.PLANNED
    assert standing(system, competence, STAFF_TWO) is Standing.LACKING
    put(training, level=2)
    assert standing(system, competence) is Standing.LACKING
    make_record(system, competence, "Draft")
    assert standing(system, competence) is Standing.LACKING
    record = make_record(system, competence)
    assert standing(system, competence) is Standing.HELD
    put(record, expires_on=add_days(today(), 60))
    assert standing(system, competence) is Standing.EXPIRES_SOON
    put(record, expires_on=add_days(today(), -1))
    assert standing(system, competence) is Standing.EXPIRED


def test_what_is_withdrawn_or_not_active_counts_no_more(system, competence, needed):
    make_record(system, competence, "Withdrawn")
    assert standing(system, competence) is Standing.LACKING
    put(needed, is_active=0)
    assert standing(system, competence) is None
    put(needed, is_active=1)
    put(competence, is_active=0)
    assert standing(system, competence) is None


# -- the matrix ------------------------------------------------------------------------------------------------------


def test_matrix(system, competence, needed):
    make_record(system, competence, expires_on=add_days(today(), 400))
    other = make_competence(system, title="Budgeting")
    make_record(system, other, user=OWNER, by=OWNER, level=4)
    columns, rows, message, chart, summary = matrix(system)
    assert [column["label"] for column in columns] == ["Person", "Gaps", "Budgeting", "Change planning"]
    told = {row["user"]: (row["gaps"], row["competence_0"], row["competence_1"]) for row in rows}
    assert told == {
        OWNER: (0, "4", ""),
        STAFF: (0, "", "3/3 Fulfilled"),
        STAFF_TWO: (1, "", "0/3 Lacking"),
    }
    assert chart["data"]["labels"] == ["Change planning"]
    assert [data["values"] for data in chart["data"]["datasets"]] == [[1], [0], [0]]
    assert [figure["value"] for figure in summary] == [3, 1, 0, 0]
    assert "sample" not in message


def test_matrix_by_process_and_gaps_alone(system, competence, needed):
    make_record(system, competence)
    make_workforce(system, AUDITOR, clause="8.1")
    process = process_of(system, "9.2").name
    assert {row["user"] for row in matrix(system)[1]} == {OWNER, STAFF, STAFF_TWO, AUDITOR}
    assert {row["user"] for row in matrix(system, process=process)[1]} == {OWNER, STAFF, STAFF_TWO}
    assert [row["user"] for row in matrix(system, only_gaps=1)[1]] == [STAFF_TWO]
    put(needed, level=2)
    make_record(system, competence, user=STAFF_TWO, by=STAFF_TWO)
    assert matrix(system, only_gaps=1)[1] == []


def test_nothing_to_show(system):
    assert matrix(system)[1:4] == (
        [],
        "Nobody needs a competence yet; say in Competence Requirements what each role needs.",
        None,
    )
    assert itsm_competence_matrix.execute({})[1] == []


def test_as_many_queries_for_many_people(system, competence, needed, query_count):
    """At 10 and at 200 people."""
    process = process_of(system, "9.2")

    def fill(first: int, last: int) -> None:
        users = [f"crowd.{index}@sms.example.com" for index in range(first, last)]
        moment = frappe.utils.now()
        frappe.db.bulk_insert(
            "User",
            ["name", "email", "first_name", "full_name", "enabled", "user_type", "creation", "modified"],
            [(user, user, "One", f"One {user}", 1, "System User", moment, moment) for user in users],
        )
        frappe.db.bulk_insert(
            "ITSM Process Role",
            ["name", "parent", "parenttype", "parentfield", "role_title", "user", "idx"],
            [
                (frappe.generate_hash(length=12), process.name, "ITSM Process", "roles", ROLE_TITLE, user, index + 10)
                for index, user in enumerate(users, first)
            ],
        )
        held = (system.name, competence.name, 3, "Verified", today())
        frappe.db.bulk_insert(
            "ITSM Competence Record",
            ["name", "system", "competence", "level", "status", "obtained_on", "user", "creation", "modified"],
            [(frappe.generate_hash(length=12), *held, user, moment, moment) for user in users],
        )

    counts, people = [], []
    for first, last in ((0, 8), (8, 198)):
        fill(first, last)
        matrix(system)
        counts.append(query_count(lambda: people.append(len(matrix(system)[1]))))
    assert people == [11, 201]
    assert counts[0] == counts[1]
