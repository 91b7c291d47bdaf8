"""From a nonconformity to its verified closure: reported on a phone, judged, analysed, put right, then verified."""

import frappe
from frappe.utils import add_days, formatdate, today
from playwright.sync_api import expect

from tests.browser.desk import PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.nonconformities import CAUSE
from tests.integration.made.processes import process_of
from tests.integration.stage import AUDITOR, MANAGER, OWNER, STAFF, STAFF_TWO

pytest_plugins = ("tests.browser.people",)

NONCONFORMITY, ACTION = "ITSM Nonconformity", "ITSM Action"


def cause(desk: Desk, name: str) -> None:
    """What the owner finds; rows of tables are written as the browser keeps them."""
    desk.form(NONCONFORMITY, name)
    desk.page.evaluate(
        """(cause) => {
            for (const table of ["whys", "causes"]) {
                for (const row of cause[table]) Object.assign(cur_frm.add_child(table), row);
                cur_frm.refresh_field(table);
            }
        }""",
        CAUSE,
    )
    desk.page.locator(f"{PAGE} .form-tabs").get_by_text("Cause and Actions", exact=True).click()
    desk.write("root_cause", CAUSE["root_cause"])
    desk.field("cause_category").locator("select").select_option(CAUSE["cause_category"])
    desk.save(NONCONFORMITY)
    expect(desk.field("fishbone").locator("svg")).to_contain_text("The intranet keeps every file.")


def test_nonconformity_to_verified_closure(system, desk_of):
    process = process_of(system, "8.1")
    frappe.db.set_value(process.doctype, process.name, "process_owner", OWNER)
    stage.commit(system)
    staff = desk_of(STAFF, PHONE)
    staff.open("itsm-nonconformity", "new")
    staff.choose("system", system.name)
    # What is for those who judge it stands in nobody's way.
    expect(staff.field("priority")).to_be_hidden()
    staff.write("title", "Old revision in use")
    staff.write("statement", "The desk works by a revision that was replaced.")
    staff.write("objective_evidence", "Printed copy of revision 2 at desk 7.")
    assert width_beyond_screen(staff.page) <= 0
    name = staff.save(NONCONFORMITY)
    staff.expect_state("Reported")

    auditor = desk_of(AUDITOR)
    auditor.form(NONCONFORMITY, name)
    expect(auditor.page.locator(f"{PAGE} .form-message li", has_text="Name the manager of the area")).to_have_count(1)
    auditor.choose("related_process", process.title)
    auditor.page.wait_for_function("(user) => cur_frm.doc.area_manager === user", arg=OWNER)
    auditor.field("priority").locator("select").select_option("High")
    auditor.field("against").locator("select").select_option("Own Rules")
    auditor.save(NONCONFORMITY)
    auditor.step("Accept Nonconformity", "Analysis")

    owner = desk_of(OWNER)
    cause(owner, name)
    owner.step("Record Cause", "Action Plan")
    owner.field("actions_shown").get_by_role("button", name="New Corrective Action").click()
    owner.page.wait_for_function("() => cur_frm?.doctype === 'ITSM Action' && cur_frm.is_new()")
    owner.settle()
    owner.write("title", "Say who takes it down")
    owner.choose("responsible", STAFF_TWO)
    owner.write("due_on", formatdate(add_days(today(), 10), "dd-mm-yyyy"))
    action = owner.save(ACTION)
    owner.form(NONCONFORMITY, name)
    owner.step("Start Actions", "In Action")

    # Who did it says so, another checks it; that has a test of its own in the browser and is done here without one.
    fresh()
    for user, act in ((STAFF_TWO, lambda done: done.complete("It says so.")), (MANAGER, lambda done: done.check(1))):
        with stage.acting_as(user):
            act(frappe.get_doc(ACTION, action))
    frappe.db.commit()
    owner.form(NONCONFORMITY, name)
    owner.page.locator(f"{PAGE} .form-tabs .nav-link").first.click()
    owner.write("correction", "The copy was taken away.")
    owner.write("corrected_on", formatdate(today(), "dd-mm-yyyy"))
    owner.save(NONCONFORMITY)
    owner.step("Submit for Verification", "Verification")
    expect(owner.page.locator(f"{PAGE} .form-message")).to_contain_text("You manage the area")

    auditor.form(NONCONFORMITY, name)
    expect(auditor.page.locator(f"{PAGE} .form-message")).to_contain_text("can be confirmed from")
    fresh()
    frappe.db.set_value("ITSM System", system.name, "verification_wait", 0)
    frappe.db.commit()
    auditor.form(NONCONFORMITY, name).locator(".primary-action", has_text="Confirm Effectiveness").click()
    auditor.answer("Three desks looked at; no old copy.", "Confirm Effectiveness")
    auditor.expect_state("Closed")

    fresh()
    case = frappe.get_doc(NONCONFORMITY, name)
    assert (case.workflow_state, case.reported_by, case.verified_by) == ("Closed", STAFF, AUDITOR)
    assert case.content_hash == case.computed_hash()
    auditor.open("query-report", "ITSM Nonconformity Report", system=system.name)
    expect(auditor.page.locator(f"{PAGE} .datatable .dt-row-0")).to_contain_text("Old revision in use")
    auditor.open("print", NONCONFORMITY, name)
    sheet = auditor.page.frame_locator(f"{PAGE} iframe.print-format-container").locator("body")
    expect(sheet).to_contain_text(case.content_hash)
    expect(sheet.locator("svg").first).to_be_visible()
