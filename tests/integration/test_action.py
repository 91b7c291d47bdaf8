"""Actions: done by who is responsible, proven, and checked by another (4.5.3)."""

import frappe
import pytest
from frappe.email.doctype.notification.notification import trigger_daily_alerts
from frappe.utils import add_days, getdate, today

from sms_iso20000.evidence.verification import first_fault
from tests.integration import stage
from tests.integration.doors import DOORS, request
from tests.integration.made.actions import action_values, make_action
from tests.integration.made.by_hand import make_file
from tests.integration.made.risk import make_risk
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
    TICKET,
    TOP,
    acting_as,
)

LONG_AGO = "2020-01-02"


def as_(user: str, work):
    with acting_as(user):
        return refused(work)


# -- what cannot be kept ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"starts_on": "2099-01-01"}, "action_due_before_start"),
        ({"starts_on": "2020-01-01", "due_on": LONG_AGO}, "action_due_day_over"),
        ({"plan_item": "c"}, "plan_item_without_plan"),
        ({"reference_doctype": "ITSM System"}, "record_type_missing"),
        ({"responsible": OUTSIDER}, "action_kept_from_responsible"),
        ({"status": "Verified"}, "action_step_on_form"),
        ({"status": "Done"}, "action_step_on_form"),
        ({"progress": 100}, "changed_by_hand"),
        ({"completion_evidence": "Believe me."}, "changed_by_hand"),
        ({"checked_by": TOP}, "changed_by_hand"),
    ],
)
def test_what_cannot_be_kept(door, change, code, system, as_user):
    action = make_action(system)
    was = stored(action)
    with as_user(MANAGER):
        assert door(action, **change).codes == (code,)
    assert stored(action) == was


@pytest.mark.parametrize("door", DOORS)
def test_card_that_is_pulled_to_the_start_is_a_step(door, system, as_user):
    action = make_action(system)
    with as_user(OWNER):
        assert door(action, status="In Progress").codes == ("not_responsible_for_action",)
        assert door(action, status="In Progress", completed_by=OWNER).codes == ("changed_by_hand",)
    assert (stored(action)["status"], decisions_on(action)) == ("Open", [])
    with as_user(MANAGER):
        assert door(action, status="In Progress") is None
    assert (stored(action)["status"], decisions_on(action)) == ("In Progress", [("Started", MANAGER)])
    assert first_fault(system.name) is None


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", [{"title": "Other"}, {"responsible": OWNER}, {"due_on": "2099-01-01"}])
def test_what_is_done_stays_as_it_was(door, change, system, as_user):
    action = make_action(system, "Done")
    was = stored(action)
    with as_user(MANAGER):
        assert door(action, **change).codes == ("sealed",)
    assert stored(action) == was


def test_what_is_to_be_done_may_change_while_it_is_not(system, as_user):
    action = make_action(system, "In Progress")
    with as_user(MANAGER):
        action.update({"title": "Order two lines", "due_on": add_days(today(), 60), "responsible": STAFF_TWO})
        action.save()
    assert (stored(action)["title"], stored(action)["responsible"]) == ("Order two lines", STAFF_TWO)


def test_a_due_day_that_passed_meanwhile_is_no_reason_to_refuse_another_change(system, as_user):
    action = make_action(system)
    frappe.db.set_value(action.doctype, action.name, {"starts_on": "2020-01-01", "due_on": "2020-02-01"})
    action.reload()
    with as_user(MANAGER):
        action.description = "Ask twice."
        action.save()
    assert stored(action)["description"] == "Ask twice."


@pytest.mark.parametrize("values", [{"status": "Done"}, {"progress": 50}, {"completed_by": STAFF}])
def test_new_one_starts_open(values, system):
    assert as_(MANAGER, lambda: frappe.get_doc(action_values(system, **values)).insert()) == ("new_not_in_first_stage",)


def test_nobody_who_left_is_made_responsible(system):
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    codes = as_(MANAGER, lambda: frappe.get_doc(action_values(system, responsible=STAFF_TWO)).insert())
    assert "person_not_enabled" in codes


# -- the record it serves --------------------------------------------------------------------------------------------


def test_record_of_the_same_system_or_of_none(system):
    ticket = frappe.get_doc({"doctype": TICKET, "subject": system.name}).insert()
    risk = make_risk(system)
    for doctype, name in (("ITSM Risk", risk.name), ("ITSM System", system.name), (TICKET, ticket.name)):
        action = make_action(system, reference_doctype=doctype, reference_name=name)
        assert stored(action)["reference_name"] == name


def test_record_of_another_system_is_refused(system):
    other = stage.make_system()
    for doctype, name in (("ITSM Risk", make_risk(other).name), ("ITSM System", other.name)):
        values = action_values(system, reference_doctype=doctype, reference_name=name)
        assert as_(MANAGER, lambda values=values: frappe.get_doc(values).insert()) == ("other_system",)


def test_record_that_is_kept_from_who_names_it_is_refused(system):
    log = frappe.get_doc({"doctype": "Error Log", "method": "x", "error": "y"}).insert()
    values = action_values(system, reference_doctype="Error Log", reference_name=log.name)
    assert as_(MANAGER, lambda: frappe.get_doc(values).insert()) == ("record_kept_from_you",)


def test_record_that_does_not_exist_is_refused(system):
    values = action_values(system, reference_doctype="ITSM Risk", reference_name="ITSM-RSK-99999")
    with acting_as(MANAGER), pytest.raises(frappe.LinkValidationError):
        frappe.get_doc(values).insert()


@pytest.mark.parametrize("doctype", ["ITSM Plan", "ITSM Objective", "ITSM Arrangement", "ITSM Service"])
def test_form_of_what_it_serves_counts_it(doctype):
    data = frappe.get_meta(doctype).get_dashboard_data()
    assert any("ITSM Action" in group["items"] for group in data.transactions)
    assert data.dynamic_links[data.non_standard_fieldnames["ITSM Action"]] == [doctype, "reference_doctype"]


# -- life ------------------------------------------------------------------------------------------------------------


def test_whole_life(system, as_user):
    action = make_action(system)
    with as_user(STAFF):
        action.report_progress("40")
    assert (stored(action)["status"], stored(action)["progress"]) == ("In Progress", 40)
    with as_user(STAFF):
        action.report_progress(80)
        action.complete(" The line is up. ", make_file(STAFF))
    kept = stored(action)
    assert (kept["status"], kept["progress"], kept["completed_by"]) == ("Done", 100, STAFF)
    assert kept["completion_evidence"] == "The line is up."
    assert kept["content_hash"] == frappe.get_doc("ITSM Action", action.name).computed_hash()
    with as_user(OWNER):
        action.check("0", "It went down again.")
    assert (stored(action)["status"], stored(action)["checked_by"]) == ("Ineffective", OWNER)
    with as_user(STAFF):
        action.reopen("Another carrier.")
    kept = stored(action)
    assert (kept["status"], kept["completed_by"], kept["checked_by"], kept["content_hash"]) == (
        "In Progress",
        None,
        None,
        "",
    )
    with as_user(MANAGER):
        action.complete("It stays up.")
    with as_user(AUDITOR):
        action.check(1)
    assert stored(action)["status"] == "Verified"
    assert decisions_on(action) == [
        ("Started", STAFF),
        ("Done", STAFF),
        ("Ineffective", OWNER),
        ("Reopened", STAFF),
        ("Done", MANAGER),
        ("Verified", AUDITOR),
    ]
    assert first_fault(system.name) is None


def test_cancelling_needs_a_reason_and_ends_it(system, as_user):
    action = make_action(system)
    assert as_(STAFF, lambda: action.cancel_action(" ")) == ("reason_missing",)
    with as_user(STAFF):
        action.cancel_action("The site closes.")
    assert (stored(action)["status"], stored(action)["cancel_reason"]) == ("Cancelled", "The site closes.")
    assert as_(MANAGER, action.start) == ("not_in_stage",)
    assert first_fault(system.name) is None


@pytest.mark.parametrize("progress", ["", "half", -1, 100.5, "nan"])
def test_progress_is_a_share(progress, system):
    action = make_action(system)
    assert as_(STAFF, lambda: action.report_progress(progress)) == ("progress_out_of_range",)
    assert stored(action)["progress"] == 0


def test_nothing_is_done_without_evidence(system):
    action = make_action(system, "In Progress")
    assert as_(STAFF, lambda: action.complete(" ")) == ("completion_without_evidence",)
    public = make_file(STAFF, is_private=0)
    assert as_(STAFF, lambda: action.complete("See the file.", public)) == ("file_is_public",)
    assert stored(action)["status"] == "In Progress"


def test_nobody_checks_what_they_did(system, as_user):
    action = make_action(system, responsible=OWNER)
    with as_user(MANAGER):
        action.complete("Done for a colleague.")
    for user in (OWNER, MANAGER):
        assert as_(user, lambda: action.check(1)) == ("checker_did_it",)
    for user in (EXTERNAL, ADMIN):
        with acting_as(user), pytest.raises((frappe.PermissionError, frappe.ValidationError)):
            action.check(1)
    assert stored(action)["status"] == "Done"


def test_what_the_form_pretends_does_not_count(system):
    action = make_action(system, "Done", responsible=OWNER)
    pretended = frappe.get_doc({**action.as_dict(), "responsible": TOP, "completed_by": TOP})
    stage.commit(system)
    with acting_as(OWNER):
        body = {"docs": frappe.as_json(pretended.as_dict()), "method": "check", "args": '{"effective": 1}'}
        answer = request("POST", "/api/method/run_doc_method", body)
    assert answer.codes == ("checker_did_it",)
    assert stored(action)["status"] == "Done"


@pytest.mark.parametrize("method", ["start", "report_progress", "complete", "cancel_action"])
def test_colleagues_do_not_carry_it_out(method, system):
    action = make_action(system)
    given = {"start": (), "report_progress": (10,)}.get(method, ("Said.",))
    assert as_(OWNER, lambda: getattr(action, method)(*given)) == ("not_responsible_for_action",)
    with acting_as(STAFF_TWO), pytest.raises(frappe.PermissionError):
        getattr(action, method)(*given)
    assert stored(action)["status"] == "Open"


@pytest.mark.parametrize("user", [STAFF, AUDITOR, EXTERNAL, OUTSIDER, ADMIN])
def test_who_only_reads_sets_no_actions(user, system, as_user):
    with as_user(user), pytest.raises(frappe.PermissionError):
        frappe.get_doc(action_values(system)).insert()


@pytest.mark.parametrize("user", ["Administrator", MANAGER])
def test_nothing_is_deleted(user, system, as_user):
    action = make_action(system)
    with as_user(user), pytest.raises((frappe.ValidationError, frappe.PermissionError)):
        frappe.delete_doc("ITSM Action", action.name)
    assert frappe.db.exists("ITSM Action", action.name)


def test_staff_read_their_own(system, as_user):
    mine, theirs = make_action(system), make_action(system, responsible=STAFF_TWO)
    with as_user(STAFF):
        names = frappe.get_list("ITSM Action", {"system": system.name}, pluck="name", order_by="name asc")
        assert names == [mine.name]
        assert not frappe.get_doc("ITSM Action", theirs.name).has_permission("read")
    with as_user(OWNER):
        assert len(frappe.get_list("ITSM Action", {"system": system.name}, order_by="name asc")) == 2


# -- where people look for their work --------------------------------------------------------------------------------


def test_action_is_among_the_to_dos_of_who_is_responsible(system, as_user):
    action = make_action(system, title="<b>Order</b>")
    assert todos(action) == {STAFF: "Open"}
    todo = frappe.get_doc("ToDo", {"reference_name": action.name})
    assert getdate(todo.date) == getdate(action.due_on)
    assert "<b>" not in todo.description
    assert frappe.parse_json(frappe.db.get_value("ITSM Action", action.name, "_assign")) == [STAFF]
    with as_user(MANAGER):
        action.due_on = add_days(today(), 50)
        action.save()
    assert getdate(frappe.db.get_value("ToDo", todo.name, "date")) == getdate(action.due_on)
    with as_user(MANAGER):
        action.responsible = STAFF_TWO
        action.save()
    assert todos(action) == {STAFF: "Cancelled", STAFF_TWO: "Open"}
    with as_user(STAFF_TWO):
        action.complete("Here it is.")
    assert todos(action)[STAFF_TWO] == "Closed"
    with as_user(STAFF_TWO):
        action.reopen("Not quite.")
    assert frappe.db.count("ToDo", {"reference_name": action.name, "status": "Open"}) == 1
    assert frappe.parse_json(frappe.db.get_value("ITSM Action", action.name, "_assign")) == [STAFF_TWO]
    with as_user(MANAGER):
        action.cancel_action("Too dear.")
    assert frappe.db.count("ToDo", {"reference_name": action.name, "status": "Open"}) == 0
    assert frappe.db.count("DocShare", {"share_name": action.name}) == 0


def test_form_is_told_the_steps(system, as_user):
    action = make_action(system, "Done")
    for user, steps in ((STAFF, ["Reopen"]), (OWNER, ["Verify", "Find Ineffective"]), (EXTERNAL, [])):
        with as_user(user):
            action.run_method("onload")
        assert action.get_onload("steps") == steps


def told_by_bell(action) -> list[str]:
    alerts = {"document_name": action.name, "type": "Alert"}
    return frappe.get_all("Notification Log", alerts, pluck="for_user", order_by="name asc")


@pytest.mark.parametrize(("notification", "days"), [("ITSM Action Due", 7), ("ITSM Action Overdue", -1)])
def test_reminders(notification, days, system):
    late, done = make_action(system), make_action(system, "Done")
    for action in (late, done):
        frappe.db.set_value(action.doctype, action.name, "due_on", add_days(today(), days))
    assert late.name in [doc.name for doc in frappe.get_doc("Notification", notification).get_documents_for_today()]
    stage.commit(system)
    trigger_daily_alerts()
    told = told_by_bell(late)
    assert STAFF in told
    assert (MANAGER in told) is (days < 0)
    assert told_by_bell(done) == []
