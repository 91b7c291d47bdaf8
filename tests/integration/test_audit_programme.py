"""Audit programmes: slots that say why, nothing left out, approved by top management (4.5.4.2)."""

import json

import frappe
import pytest
from frappe.utils import add_days, add_months, get_first_day, get_last_day, getdate, today

from sms_iso20000 import tasks
from sms_iso20000.api.audit_programme import coverage
from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.audit_programmes import ground_of
from sms_iso20000.governance.audit_why import sentences_of
from sms_iso20000.sms_iso20000.report.itsm_audit_coverage import itsm_audit_coverage
from sms_iso20000.sms_iso20000.report.itsm_audit_progress import itsm_audit_progress
from tests.integration import stage
from tests.integration.doors import DOORS, request
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.audit_programmes import few_processes, make_programme, programme_values, slots_in
from tests.integration.made.risk import make_risk
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OWNER, STAFF, TOP, TOP_TWO, acting_as, step


def month(later: int = 0) -> str:
    """The first day of this month, or of one so many months later."""
    return str(add_months(get_first_day(today()), later))


def as_(user: str, work) -> tuple[str, ...]:
    with acting_as(user):
        return refused(work)


def give_reason_and(programme, action: str, step_to: str, user: str = MANAGER) -> None:
    with acting_as(user):
        programme.give_reason(step_to, "Plans have changed.")
    programme.reload()
    step(programme, action, user)


# -- what cannot be kept ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"cycle_start": "2026-01-02"}, "cycle_not_whole_months"),
        ({"cycle_end": "2020-12-31"}, "cycle_ends_before_start"),
        ({"cycle_end": "2099-12-31"}, "cycle_too_long"),
        ({"approved_by": TOP}, "changed_by_hand"),
        ({"author": TOP}, "changed_by_hand"),
        ({"approved_slots": "[]"}, "changed_by_hand"),
        ({"workflow_state": "Running"}, "illegal_step"),
    ],
)
def test_what_cannot_be_kept(door, change, code, system, as_user):
    programme = make_programme(system, with_slots=False)
    was = stored(programme)
    with as_user(MANAGER):
        assert code in door(programme, **change).codes or "WorkflowPermissionError" in door(programme, **change).codes
    assert stored(programme) == was


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", [{"criteria": "Less."}, {"cycle_end": "2099-12-31"}, {"methods": ""}])
def test_what_is_approved_is_sealed(door, change, system, as_user):
    programme = make_programme(system, "Approved")
    was = stored(programme)
    with as_user(MANAGER):
        assert "sealed" in door(programme, **change).codes
    assert stored(programme) == was


def test_who_carries_it_out_may_change_after_approval(system, as_user):
    programme = make_programme(system, "Approved")
    with as_user(MANAGER):
        programme.programme_owner = AUDITOR
        programme.save()
    assert stored(programme)["programme_owner"] == AUDITOR


def test_end_follows_from_the_cycle_of_the_system(system, as_user):
    with as_user(AUDITOR):
        programme = frappe.get_doc(programme_values(system, cycle_end=None)).insert()
    assert getdate(programme.cycle_end) == get_last_day(month(35))
    assert [row.user for row in programme.contributors] == [programme.author] == [AUDITOR]


def test_two_programmes_do_not_overlap(system):
    programme = make_programme(system, with_slots=False)
    later = {"cycle_start": get_first_day(add_days(programme.cycle_end, 1)), "cycle_end": None}
    codes = as_(MANAGER, lambda: frappe.get_doc(programme_values(system)).insert())
    assert codes == ("programme_overlaps",)
    frappe.get_doc(programme_values(system, **later)).insert()
    frappe.get_doc(programme_values(stage.make_system())).insert()
    give_reason_and(programme, "Close Programme", "Closed")
    # It never ran, so that its time is free again, and it stands in nobody's way itself.
    frappe.get_doc(programme_values(system)).insert()
    programme.programme_owner = AUDITOR
    programme.save()


# -- approval --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_only_top_management_that_wrote_nothing_approves(door, system, as_user):
    programme = make_programme(system)
    with as_user(MANAGER):
        assert door(programme, workflow_state="Approved")
    with as_user(TOP):
        programme.reload()
        programme.criteria = "The standard."
        programme.save()
        assert door(programme, workflow_state="Approved").codes == ("programme_approver_wrote_it",)
    assert stored(programme)["workflow_state"] == "Draft"
    with as_user(TOP_TWO):
        assert door(frappe.get_doc(programme.doctype, programme.name), workflow_state="Approved") is None
    assert stored(programme)["approved_by"] == TOP_TWO
    assert decisions_on(programme) == [("Approved", TOP_TWO)]


@pytest.mark.parametrize("door", DOORS)
def test_holes_and_what_is_not_documented_are_listed_and_refused(door, system, as_user):
    programme = make_programme(system, criteria="", scope_text="", methods="", frequency="")
    slot = slots_in(programme)[0]
    with as_user(MANAGER):
        slot.drop("Nobody has time.")
    programme.reload()
    with as_user(TOP):
        refusal = door(programme, workflow_state="Approved")
    assert set(refusal.codes) == {
        "programme_without_criteria",
        "programme_without_scope",
        "programme_without_methods",
        "programme_without_frequency",
        "programme_has_hole",
    }
    assert slot.title.rsplit(" · ", 1)[0] in refusal.message
    assert stored(programme)["workflow_state"] == "Draft"
    with as_user(AUDITOR):
        assert [hole["group"] for hole in coverage(programme.name)["holes"]] == [slot.clause_group]


def test_what_came_after_the_slots_were_made_is_a_hole(system):
    programme = make_programme(system)
    frappe.db.set_value("ITSM Process", {"system": system.name, "is_active": 0}, "is_active", 1)
    step_refused = as_(TOP, lambda: step(programme, "Approve", TOP))
    assert step_refused == ("programme_has_hole",)
    with acting_as(MANAGER):
        programme.generate_slots()
    programme.reload()
    step(programme, "Approve", TOP)


def test_nothing_is_approved_without_slots(system):
    programme = make_programme(system, with_slots=False)
    assert as_(TOP, lambda: step(programme, "Approve", TOP)) == ("programme_without_slots",)


def test_the_approval_is_of_the_slots_as_they_stand(system):
    programme = make_programme(system, "Running")
    assert len(json.loads(programme.approved_slots)) == len(slots_in(programme))
    with acting_as(MANAGER):
        slots_in(programme)[0].move(month(3), "The team is away.")
    assert first_fault(system.name) is None
    frappe.db.set_value(programme.doctype, programme.name, "approved_slots", "[]")
    assert first_fault(system.name).code == "content_changed"


# -- life ------------------------------------------------------------------------------------------------------------


def test_whole_life(system):
    programme = make_programme(system, "Approved")
    give_reason_and(programme, "Return to Draft", "Draft", TOP)
    assert (programme.approved_by, programme.content_hash, programme.approved_slots) == (None, "", "")
    step(programme, "Approve", TOP)
    step(programme, "Start Programme", MANAGER)
    assert as_(MANAGER, lambda: step(programme, "Close Programme", MANAGER)) == ("reason_missing",)
    programme.reload()
    give_reason_and(programme, "Close Programme", "Closed")
    assert (programme.workflow_state, programme.step_reason) == ("Closed", "Plans have changed.")
    assert [decision for decision, _user in decisions_on(programme)] == [
        "Approved",
        "Returned to Draft",
        "Approved",
        "Started",
        "Closed",
    ]
    assert first_fault(system.name) is None
    assert as_(MANAGER, lambda: slots_in(programme)[0].move(month(3), "Late.")) == ("not_in_stage",)


def test_it_begins_on_its_first_day_and_not_before(system):
    start = get_first_day(add_months(today(), 1))
    programme = make_programme(system, "Approved", cycle_start=start, cycle_end=get_last_day(add_months(start, 11)))
    assert as_(MANAGER, lambda: step(programme, "Start Programme", MANAGER)) == ("programme_not_begun",)
    tasks.begin_audit_cycles()
    assert stored(programme)["workflow_state"] == "Approved"
    frappe.db.set_value(programme.doctype, programme.name, "cycle_start", month())
    tasks.begin_audit_cycles()
    assert stored(programme)["workflow_state"] == "Running"
    assert decisions_on(programme)[-1] == ("Started", "Administrator")


# -- slots -----------------------------------------------------------------------------------------------------------


def test_slots_cover_everything_and_say_why(system):
    process = few_processes(system)[0]
    arrangement = make_arrangement(system, "Active")
    frappe.db.set_value("ITSM Risk", make_risk(system, "Assessed").name, {"related_process": process, "score": 20})
    run_conformity(system.name)
    programme = make_programme(system, months=36)
    slots = slots_in(programme)
    assert not coverage(programme.name)["holes"]
    assert {slot.subject_type for slot in slots} == {"ITSM Process", "Clause Group", "ITSM Arrangement"}
    weighty = [slot for slot in slots if slot.subject == process and slot.clause_group == "5"]
    assert [slot.importance for slot in weighty] == ["High"] * 3
    assert len({slot.planned_on for slot in weighty}) == 3
    codes = {row["code"] for row in json.loads(weighty[0].why)}
    assert {"risks_above_criterion", "never_audited", "due_so_often", "due_between", "on_one_occasion"} <= codes
    weighty[0].run_method("onload")
    assert "Importance: risks above the acceptance criterion: 1." in weighty[0].get_onload().why
    (party,) = {slot.subject for slot in slots if slot.subject_type == "ITSM Arrangement"}
    assert party == arrangement.name
    frappe.local.lang = "zh"
    try:
        assert "重要性" in " ".join(sentences_of(weighty[0].why))
    finally:
        frappe.local.lang = "en"


def test_generating_again_changes_nothing(system):
    programme = make_programme(system)
    before = [(slot.name, slot.planned_on) for slot in slots_in(programme)]
    with acting_as(MANAGER):
        assert programme.propose_slots().startswith("New slots: 0, moved: 0")
        programme.generate_slots()
    assert [(slot.name, slot.planned_on) for slot in slots_in(programme)] == before


def test_what_people_moved_stays_and_what_is_gone_is_dropped(system):
    programme = make_programme(system, "Running")
    process = frappe.db.get_value("ITSM Process", {"system": system.name, "is_active": 1}, order_by="clause desc")
    moved = next(slot for slot in slots_in(programme) if slot.subject != process)
    to = month(9)
    with acting_as(AUDITOR):
        moved.move(str(add_days(to, 5)), "The team is away.")
    frappe.db.set_value("ITSM Process", process, "is_active", 0)
    frappe.db.set_value(
        "ITSM Process", {"system": system.name, "is_active": 0, "name": ["!=", process]}, "is_active", 1
    )
    with acting_as(MANAGER):
        programme.generate_slots()
    assert getdate(stored(moved)["planned_on"]) == getdate(to)
    assert {slot.status for slot in slots_in(programme, subject=process)} == {"Dropped"}
    assert not coverage(programme.name)["holes"]
    assert decisions_on(programme)[-1] == ("Replanned", MANAGER)


def test_moving_keeps_reason_and_first_month(system):
    slot = slots_in(make_programme(system, "Running"))[0]
    first = slot.planned_on
    with acting_as(AUDITOR):
        slot.move(month(4), "The team is away.")
        slot.move(month(6), "Still away.")
    kept = stored(slot)
    assert (kept["moved_from"], kept["move_reason"], kept["moved_by"]) == (first, "Still away.", AUDITOR)
    assert (kept["planned_on"], kept["planned_until"]) == (
        getdate(month(6)),
        getdate(get_last_day(month(6))),
    )
    assert decisions_on(slot) == [("Moved", AUDITOR)] * 2


@pytest.mark.parametrize(
    ("to", "reason", "code"),
    [
        (-1, "Earlier.", "slot_outside_cycle"),
        (12, "Later.", "slot_outside_cycle"),
        (4, " ", "reason_missing"),
        (None, "Somewhere.", "slot_moved_nowhere"),
    ],
)
def test_slot_is_not_moved(to, reason, code, system):
    slot = slots_in(make_programme(system, "Running"))[0]
    was = stored(slot)
    day = "" if to is None else str(month(to))
    assert code in as_(AUDITOR, lambda: slot.move(day, reason))
    assert stored(slot) == was


def test_slot_is_not_moved_into_the_past(system):
    programme = make_programme(system, cycle_start=month(-2))
    slot = slots_in(programme)[0]
    assert as_(MANAGER, lambda: slot.move(month(-1), "Was done.")) == ("slot_moved_to_past",)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", [{"planned_on": "2099-01-01"}, {"status": "Done"}, {"why": "[]"}])
def test_slot_is_changed_by_its_functions_alone(door, change, system, as_user):
    slot = slots_in(make_programme(system))[0]
    was = stored(slot)
    with as_user(MANAGER):
        assert door(slot, **change).codes == ("made_by_app_only",)
    assert stored(slot) == was


def test_only_a_manager_drops_with_a_reason_and_it_leaves_a_hole(system):
    programme = make_programme(system, "Running")
    slot = slots_in(programme)[0]
    assert as_(AUDITOR, lambda: slot.drop("Not worth it.")) == ("slot_not_yours_to_drop",)
    assert as_(MANAGER, lambda: slot.drop(" ")) == ("reason_missing",)
    with acting_as(MANAGER):
        slot.drop("Not worth it.")
    assert stored(slot)["drop_reason"] == "Not worth it."
    assert len(coverage(programme.name)["holes"]) == 1
    assert as_(AUDITOR, lambda: slot.move(month(3), "After all.")) == ("slot_not_open",)


def test_changing_the_cycle_makes_no_slots_where_there_are_none(system):
    programme = make_programme(system, with_slots=False)
    with acting_as(MANAGER):
        programme.cycle_end = get_last_day(month(5))
        programme.save()
    assert slots_in(programme) == []


def test_cycle_is_changed_with_its_slots_in_a_draft(system):
    programme = make_programme(system)
    with acting_as(MANAGER):
        slots_in(programme)[0].move(month(11), "Late in the year.")
        programme.reload()
        programme.cycle_end = get_last_day(month(5))
        assert refused(programme.save) == ("cycle_leaves_out_slots",)
        programme.reload()
        programme.cycle_end = get_last_day(month(17))
        programme.save()
    assert not coverage(programme.name)["holes"]


# -- who ------------------------------------------------------------------------------------------------------------


def test_who_may_what(system, as_user):
    programme = make_programme(system, "Running")
    slot = slots_in(programme)[0]
    for user, reads, writes in (
        (MANAGER, True, True),
        (AUDITOR, True, True),
        (TOP, True, True),
        (OWNER, True, False),
        (STAFF, False, False),
    ):
        with as_user(user):
            assert programme.has_permission("read") is reads, user
            assert programme.has_permission("write") is writes, user
            assert not programme.has_permission("delete")
            assert slot.has_permission("read") is reads
            assert not slot.has_permission("create")
    with as_user(OWNER):
        with pytest.raises(frappe.PermissionError):
            slot.move(month(3), "Later.")
        with pytest.raises(frappe.PermissionError):
            programme.generate_slots()
    with as_user(EXTERNAL), pytest.raises(frappe.PermissionError):
        coverage(programme.name)
    for record in (programme, slot):
        assert refused(record.delete) == ("never_deleted",)


def test_by_request(system, as_user):
    programme = make_programme(system, "Running")
    slot = slots_in(programme)[0]
    stage.commit(system)
    path = "/api/method/run_doc_method"
    late = {"to": month(24), "reason": "Later."}
    with as_user(AUDITOR):
        body = {"dt": slot.doctype, "dn": slot.name, "method": "move", "args": json.dumps(late)}
        assert request("POST", path, body).codes == ("slot_outside_cycle",)
        late["to"] = month(5)
        assert request("POST", path, {**body, "args": json.dumps(late)}) is None
    assert getdate(stored(slot)["planned_on"]) == getdate(month(5))


# -- what is shown ---------------------------------------------------------------------------------------------------


def test_report_and_form(system, as_user):
    programme = make_programme(system, "Running")
    with as_user(MANAGER):
        slots_in(programme)[0].drop("Not worth it.")
    with as_user(AUDITOR):
        _columns, rows, _message, _chart, summary = itsm_audit_coverage.execute({"system": system.name})
        assert len(rows) == 2 + 5 + 3
        assert [line["value"] for line in summary] == [len(rows), 2, 1]
        (row,) = itsm_audit_coverage.execute({"system": system.name, "only_holes": 1})[1]
        assert row["holes"] == 1
        progress = itsm_audit_progress.execute({"system": system.name})[1]
        programme.run_method("onload")
    assert (len(progress), sum(row["dropped"] for row in progress)) == (4, 1)
    assert sum(row["planned"] for row in progress) == len(slots_in(programme)) - 1
    shown = programme.get_onload()
    assert "red" in shown.coverage
    assert shown.cards["Planned"] == len(slots_in(programme)) - 1


def test_closed_programme_is_measured_by_its_own_slots(system):
    programme = make_programme(system, "Running")
    give_reason_and(programme, "Close Programme", "Closed")
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 1)
    assert not coverage(programme.name)["holes"]
    programme.run_method("onload")
    assert "Everything is covered." in programme.get_onload().coverage


def test_queries_do_not_grow_with_records(system, query_count):
    programme = make_programme(system)
    few = query_count(lambda: ground_of(programme))
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 1)
    make_arrangement(system, "Active")
    assert query_count(lambda: ground_of(programme)) == few
