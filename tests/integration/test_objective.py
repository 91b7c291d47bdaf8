"""Objectives: measurable or refused, approved by somebody else, and followed by their values."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from sms_iso20000 import tasks
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.governance.objectives import objectives_that_moved
from sms_iso20000.rules.schedule import previous_month
from tests.integration import stage
from tests.integration.doors import DOORS, request
from tests.integration.made.objectives import make_objective, objective_values, policy_of
from tests.integration.records import refused
from tests.integration.stage import AUDITOR, MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO, TOP, TOP_TWO


def stored(objective, *fields):
    return frappe.db.get_value("ITSM Objective", objective.name, fields)


def decisions_on(record) -> list[str]:
    return frappe.get_all(
        "ITSM Decision", filters={"reference_name": record.name}, pluck="decision", order_by="sequence asc"
    )


def values_of(objective) -> list[float]:
    return [row.value for row in frappe.get_doc("ITSM Objective", objective.name).check_ins]


@pytest.fixture
def objective(system):
    return make_objective(system)


@pytest.fixture
def approved(system):
    return make_objective(system, "Approved")


def test_whole_life(objective, as_user):
    with as_user(TOP):
        objective.approve()
    assert stored(objective, "status", "approved_by", "progress") == ("Approved", TOP, "No Data")
    assert objective.content_hash == objective.computed_hash()
    with as_user(OWNER):
        objective.check_in(today(), 85)
    assert stored(objective, "latest_value", "latest_on") == (85, getdate())
    with as_user(MANAGER):
        objective.reopen("The target was too low.")
        objective.target = 97
        objective.save()
    assert stored(objective, "status", "approved_by", "content_hash") == ("Draft", None, "")
    assert values_of(objective) == [85]
    with as_user(TOP_TWO):
        objective.approve()
        objective.close("A wider one takes its place.")
    assert stored(objective, "status", "closed_on", "close_reason") == (
        "Closed",
        getdate(),
        "A wider one takes its place.",
    )
    assert decisions_on(objective) == ["Approved", "Returned to Draft", "Approved", "Closed"]
    sealed = frappe.get_all(
        "ITSM Decision",
        filters={"reference_name": objective.name, "decision": "Approved"},
        pluck="content_hash",
        order_by="sequence asc",
    )
    assert sealed[0] != sealed[1] == frappe.get_doc("ITSM Objective", objective.name).computed_hash()


# -- measurable or refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit": ""}, "no_unit"),
        ({"measure": "  "}, "no_measure"),
        ({"target": ""}, "no_target"),
        ({"baseline": None}, "no_baseline"),
        ({"target": "abc"}, "target_not_a_number"),
        ({"baseline": "80 %"}, "baseline_not_a_number"),
        ({"target": 1e15}, "target_not_a_number"),
        ({"due_on": "2026-01-01"}, "due_not_after_start"),
        ({"source": "Service Level Snapshot"}, "no_evidence_source"),
    ],
)
@pytest.mark.parametrize("door", DOORS)
def test_what_cannot_be_measured_is_refused(door, change, code, objective, as_user):
    before = stored(objective, "unit", "measure", "target", "baseline", "due_on", "source")
    with as_user(MANAGER):
        refusal = door(objective, **change)
    assert refusal.codes == (code,)
    assert stored(objective, "unit", "measure", "target", "baseline", "due_on", "source") == before


@pytest.mark.parametrize("missing", ["baseline", "target"])
def test_nothing_given_is_not_zero(missing, system, as_user):
    values = objective_values(system)
    del values[missing]
    with as_user(MANAGER):
        assert refused(frappe.get_doc(values).insert) == (f"no_{missing}",)
    stage.commit(system)
    with as_user(MANAGER):
        refusal = request("POST", "/api/resource/ITSM Objective", values)
    assert refusal.codes == (f"no_{missing}",)
    assert not frappe.db.exists("ITSM Objective", {"system": system.name})


def test_zero_and_holding_are_allowed(system):
    assert stored(make_objective(system, baseline=0, target=0, operator="At Most"), "baseline", "target") == (0, 0)


def test_all_reasons_at_once(system, as_user):
    with as_user(MANAGER):
        values = objective_values(system, unit="", target="much", due_on="2025-01-01")
        assert refused(frappe.get_doc(values).insert) == ("no_unit", "target_not_a_number", "due_not_after_start")


@pytest.mark.parametrize("door", DOORS)
def test_links_stay_within_the_system(door, objective, as_user):
    other = stage.make_system()
    foreign = {"policy": policy_of(other), "evidence_source": stage.make_source(other).name}
    if door.__name__ == "rest_put":
        stage.commit(other)
    with as_user(MANAGER):
        refusal = door(objective, **foreign)
    assert refusal.codes == ("other_system",)
    assert foreign["policy"] in refusal.message and foreign["evidence_source"] in refusal.message
    assert not stored(objective, "evidence_source")


@pytest.fixture
def leaver():
    """Somebody who is disabled during the test, whatever commits."""
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    yield STAFF_TWO
    frappe.db.rollback()
    frappe.db.set_value("User", STAFF_TWO, "enabled", 1)
    frappe.db.commit()


@pytest.mark.parametrize("door", DOORS)
def test_leavers_do_not_become_owners(door, leaver, objective, as_user):
    with as_user(MANAGER):
        refusal = door(objective, objective_owner=leaver)
    assert refusal.codes == ("objective_owner_disabled",)
    assert stored(objective, "objective_owner") == OWNER


@pytest.mark.parametrize("door", DOORS)
def test_owners_who_left_stay_named(door, leaver, objective, as_user):
    frappe.db.set_value("ITSM Objective", objective.name, "objective_owner", leaver)
    objective.reload()
    with as_user(MANAGER):
        assert door(objective, title="Another title") is None
    assert stored(objective, "title", "objective_owner") == ("Another title", leaver)


# -- life ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"target": 50}, "sealed"),
        ({"due_on": "2030-01-01"}, "sealed"),
        ({"status": "Draft"}, "changed_by_hand"),
        ({"progress": "Achieved"}, "changed_by_hand"),
        ({"approved_by": TOP_TWO}, "changed_by_hand"),
        ({"latest_value": 99}, "changed_by_hand"),
        ({"check_ins": [{"measured_on": "2026-02-01", "value": 99}]}, "changed_by_hand"),
        ({"check_ins": []}, "changed_by_hand"),
    ],
)
def test_approved_content_and_life_stay(door, change, code, approved, as_user):
    with as_user(OWNER):
        approved.check_in(today(), 90)
    before = stored(approved, "target", "due_on", "status", "progress", "approved_by", "latest_value")
    with as_user(MANAGER):
        refusal = door(approved, **change)
    assert refusal.codes == (code,)
    assert stored(approved, "target", "due_on", "status", "progress", "approved_by", "latest_value") == before
    assert values_of(approved) == [90]


@pytest.mark.parametrize("door", DOORS)
def test_approval_is_not_written_by_hand(door, objective, as_user):
    with as_user(TOP):
        refusal = door(objective, status="Approved")
    assert refusal.codes == ("changed_by_hand",)
    assert stored(objective, "status") == "Draft"


@pytest.mark.parametrize("door", DOORS)
def test_the_owner_may_change_but_not_to_the_approver(door, approved, as_user):
    with as_user(MANAGER):
        assert door(approved, objective_owner=TOP).codes == ("approver_is_objective_owner",)
        approved.reload()
        assert door(approved, objective_owner=STAFF) is None
    assert stored(approved, "objective_owner") == STAFF


@pytest.mark.parametrize("user", [MANAGER, OWNER])
def test_only_top_management_approves(user, objective, as_user):
    with as_user(user):
        assert "approver_not_top_management" in refused(objective.approve)
    assert stored(objective, "status") == "Draft"
    assert decisions_on(objective) == []


@pytest.mark.parametrize("user", [AUDITOR, STAFF, OUTSIDER])
def test_readers_do_not_approve(user, objective, as_user):
    with as_user(user), pytest.raises(frappe.PermissionError):
        objective.approve()
    assert stored(objective, "status") == "Draft"


def test_nobody_approves_their_own(system, as_user):
    mine = make_objective(system, objective_owner=TOP)
    with as_user(TOP):
        assert refused(mine.approve) == ("approver_is_objective_owner",)
    stage.commit(system)
    body = {"dt": mine.doctype, "dn": mine.name, "method": "approve"}
    with as_user(TOP):
        assert request("POST", "/api/method/run_doc_method", body).codes == ("approver_is_objective_owner",)
    assert stored(mine, "status") == "Draft"
    with as_user(TOP_TWO):
        assert request("POST", "/api/method/run_doc_method", body) is None
    assert stored(mine, "status", "approved_by") == ("Approved", TOP_TWO)


def test_pretending_another_owner(system, as_user):
    """The values a form carries do not count; the stored ones do."""
    mine = make_objective(system, objective_owner=TOP)
    pretended = frappe.get_doc({**mine.as_dict(), "objective_owner": OWNER})
    with as_user(TOP):
        assert refused(pretended.approve) == ("approver_is_objective_owner",)


def test_the_policy_is_in_force(system, as_user):
    objective = make_objective(system, policy=stage.make_policy(system, "Draft").name)
    with as_user(TOP):
        assert refused(objective.approve) == ("objective_policy_not_in_force",)
    assert stored(objective, "status") == "Draft"


def test_approving_twice(approved, as_user):
    with as_user(TOP_TWO):
        assert refused(approved.approve) == ("not_in_stage",)
    assert stored(approved, "approved_by") == TOP


@pytest.mark.parametrize("act", ["reopen", "close"])
def test_who_reopens_and_closes(act, approved, as_user):
    with as_user(OWNER):
        assert refused(lambda: getattr(approved, act)("Because.")) == ("objective_not_yours_to_steer",)
    with as_user(MANAGER):
        assert refused(lambda: getattr(approved, act)("  ")) == ("reason_missing",)
    assert stored(approved, "status") == "Approved"
    with as_user(MANAGER):
        getattr(approved, act)("Because.")
        assert refused(lambda: getattr(approved, act)("Again.")) == ("not_in_stage",)


# -- values by hand --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "value", "codes"),
    [
        (1, 90, ("date_in_future",)),
        (-10000, 90, ("dates_out_of_order",)),
        (0, "abc", ("not_a_number",)),
        (0, "", ("not_a_number",)),
        (None, "abc", ("not_a_number", "no_day_of_check_in")),
    ],
)
def test_bad_check_ins(days, value, codes, approved, as_user):
    day = "" if days is None else add_days(today(), days)
    with as_user(OWNER):
        assert refused(lambda: approved.check_in(day, value)) == codes
    assert values_of(approved) == []
    assert stored(approved, "progress") == "No Data"


def test_one_value_a_day(approved, as_user):
    with as_user(OWNER):
        approved.check_in(today(), 90)
        assert refused(lambda: approved.check_in(today(), 91)) == ("checked_in_already",)
        approved.check_in(add_days(today(), -1), "89.5")
    assert values_of(approved) == [90, 89.5]
    assert stored(approved, "latest_value") == 90


def test_only_while_approved(objective, as_user):
    with as_user(OWNER):
        assert refused(lambda: objective.check_in(today(), 90)) == ("not_in_stage",)


def test_who_records(system, as_user):
    mine = make_objective(system, "Approved", objective_owner=STAFF)
    body = {"dt": mine.doctype, "dn": mine.name, "method": "check_in"}
    stage.commit(system)
    for days, user, code in ((1, STAFF, None), (2, MANAGER, None), (3, OWNER, None), (4, TOP, "check_in_not_yours")):
        day = add_days(today(), -days)
        with as_user(user):
            refusal = request("POST", "/api/method/run_doc_method", {**body, "args": {"measured_on": day, "value": 90}})
        assert (refusal and refusal.code) == code
    with as_user(OUTSIDER):
        args = {"measured_on": today(), "value": 90}
        assert request("POST", "/api/method/run_doc_method", {**body, "args": args}).status == 403
    rows = frappe.get_doc("ITSM Objective", mine.name).check_ins
    assert [row.recorded_by for row in rows] == [STAFF, MANAGER, OWNER]


def test_progress_follows_the_values(approved, as_user):
    with as_user(OWNER):
        approved.check_in(add_days(today(), -2), 80)
        assert stored(approved, "progress") == "At Risk"
        approved.check_in(add_days(today(), -1), 96)
    assert stored(approved, "progress") == "On Track"
    approved.run_method("onload")
    shown = approved.get_onload("objective")
    assert [value for _day, value in shown["values"]] == [80, 96]
    assert "at least 95 %" in shown["explanation"]


def test_people_are_told_when_it_is_at_risk(approved, as_user):
    log = {"document_type": approved.doctype, "document_name": approved.name}
    with as_user(MANAGER):
        approved.check_in(add_days(today(), -1), 96)
    assert frappe.db.count("Notification Log", log) == 0
    with as_user(MANAGER):
        approved.check_in(today(), 10)
    assert frappe.db.count("Notification Log", {**log, "for_user": OWNER}) == 1


# -- values from snapshots -------------------------------------------------------------------------------------------


@pytest.fixture
def months():
    """The first days of the last two months, the earlier first."""
    last = previous_month(getdate(today()))[0]
    return [previous_month(last)[0], last]


def followed(system, source, **values):
    return make_objective(
        system,
        "Approved",
        source="Service Level Snapshot",
        evidence_source=source.name,
        start_on=add_days(today(), -120),
        due_on=add_days(today(), 200),
        **values,
    )


def test_months_are_taken_once(system, months, as_user):
    source = stage.make_source(system)
    objective = followed(system, source)
    stage.make_tickets(system, months[0], {"yes": 3, "no": 1})
    stage.make_tickets(system, months[1], {"paused": 2})
    for month in months:
        freeze_month(source, month)
    with as_user(MANAGER):
        assert objective.take_from_snapshots() == 1
        assert objective.take_from_snapshots() == 0
    (row,) = objective.check_ins
    assert (row.value, row.source, getdate(row.measured_on)) == (
        75,
        "Service Level Snapshot",
        months[1] - timedelta(days=1),
    )
    assert frappe.db.get_value("ITSM Service Level Snapshot", row.snapshot, "period_start") == months[0]


def test_a_recount_takes_the_place_and_history_stays(system, months):
    source = stage.make_source(system)
    objective = followed(system, source)
    stage.make_tickets(system, months[1], {"yes": 3, "no": 1})
    freeze_month(source, months[1])
    tasks.follow_objectives()
    assert stored(objective, "latest_value", "progress") == (75, "At Risk")
    stage.make_tickets(system, months[1], {"yes": 16})
    newest = freeze_month(source, months[1])
    tasks.follow_objectives()
    assert values_of(objective) == [75, 95]
    assert stored(objective, "latest_value", "progress") == (95, "On Track")
    assert frappe.get_doc("ITSM Objective", objective.name).check_ins[-1].snapshot == newest.name
    modified = stored(objective, "modified")
    tasks.follow_objectives()
    assert stored(objective, "modified") == modified


def test_one_value_of_a_dimension(system, months):
    source = stage.make_source(system)
    stage.make_tickets(system, months[1], {"yes": 1, "no": 1}, service="Mail")
    stage.make_tickets(system, months[1], {"yes": 8})
    whole, mail, unheard_of = (
        followed(system, source, **split)
        for split in (
            {},
            {"dimension": "Service", "dimension_value": "Mail"},
            {"dimension": "Service", "dimension_value": "Unheard Of"},
        )
    )
    freeze_month(source, months[1])
    tasks.follow_objectives()
    assert [values_of(objective) for objective in (whole, mail, unheard_of)] == [[90], [50], []]


def test_months_before_the_start_are_left_out(system, months):
    source = stage.make_source(system)
    stage.make_tickets(system, months[0], {"yes": 1})
    freeze_month(source, months[0])
    objective = followed(system, source)
    frappe.db.set_value("ITSM Objective", objective.name, "start_on", months[1])
    tasks.follow_objectives()
    assert values_of(objective) == []


def test_by_hand_is_not_from_snapshots(approved, as_user):
    with as_user(OWNER):
        assert refused(approved.take_from_snapshots) == ("objective_by_hand",)


def test_the_due_date_passes_at_night(approved, system):
    frappe.db.set_value("ITSM Objective", approved.name, "due_on", add_days(today(), -1))
    tasks.follow_objectives()
    assert stored(approved, "progress") == "Missed"


def test_inactive_systems_are_let_be(approved, system):
    frappe.db.set_value("ITSM Objective", approved.name, "due_on", add_days(today(), -1))
    frappe.db.set_value("ITSM System", system.name, "is_active", 0)
    tasks.follow_objectives()
    assert stored(approved, "progress") == "No Data"


def test_looking_costs_the_same_for_many(system, months, query_count):
    source = stage.make_source(system)
    stage.make_tickets(system, months[1], {"yes": 4})
    freeze_month(source, months[1])
    followed(system, source)
    tasks.follow_objectives()
    objectives_that_moved([system.name])
    few = query_count(lambda: objectives_that_moved([system.name]))
    for number in range(8):
        followed(system, source, title=f"Objective {number}")
    tasks.follow_objectives()
    assert query_count(lambda: objectives_that_moved([system.name])) == few
    assert objectives_that_moved([system.name]) == []
