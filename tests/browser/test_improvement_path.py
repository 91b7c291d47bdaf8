"""An idea, its score, approval, what is done, what it brought, and the report: each by the person whose step it is."""

import frappe
from frappe.utils import formatdate, today
from playwright.sync_api import expect

from tests.browser.desk import PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.improvements import finish_actions, make_improvement_policy, target
from tests.integration.stage import MANAGER, OWNER, STAFF, STAFF_TWO, TOP

pytest_plugins = ("tests.browser.people",)

IMPROVEMENT, ACTION = "ITSM Improvement", "ITSM Action"


def fill_number(desk: Desk, fieldname: str, value: str) -> None:
    """In a dialogue; the host selects what stands in the field a moment after it got the focus."""
    desk.dialog().locator(f"[data-fieldname={fieldname}] input").fill(value)
    desk.settle()


def propose(desk: Desk, system: str) -> str:
    desk.open("itsm-improvement", "new")
    desk.choose("system", system)
    desk.write("title", "Answers at hand")
    desk.write("description", "Give the desk a list of answers.")
    assert width_beyond_screen(desk.page) <= 0
    name = desk.save(IMPROVEMENT)
    desk.expect_state("Proposed")
    return name


def score(desk: Desk, name: str) -> None:
    form = desk.form(IMPROVEMENT, name)
    expect(form.locator(".form-message")).to_contain_text("Score the proposal by the criterion")
    form.get_by_role("button", name="Score", exact=True).click()
    dialog = desk.dialog()
    for index, value in enumerate(("5", "3")):
        fill_number(desk, f"score_{index}", value)
    dialog.locator("[data-fieldname=effort] select").select_option("4")
    dialog.locator("[data-fieldname=benefit_size] select").select_option("5")
    dialog.get_by_role("button", name="Save").click()
    desk.expect_no_dialog()
    desk.page.wait_for_function("() => !cur_frm.is_dirty() && cur_frm.doc.scores.length === 2")
    desk.shown_form(IMPROVEMENT)
    desk.step("Evaluate Proposal", "Evaluated")


def plan(desk: Desk, name: str) -> None:
    """Rows of tables are written as the browser keeps them."""
    desk.form(IMPROVEMENT, name)
    desk.choose("improvement_owner", OWNER)
    desk.write("starts_on", formatdate(today(), "dd-mm-yyyy"))
    desk.page.evaluate(
        "(row) => { Object.assign(cur_frm.add_child('targets'), row); cur_frm.refresh_field('targets'); }", target()
    )
    desk.save(IMPROVEMENT)
    desk.tab("Plan")
    desk.field("actions_shown").get_by_role("button", name="New Action").click()
    desk.page.wait_for_function("() => cur_frm?.doctype === 'ITSM Action' && cur_frm.is_new()")
    desk.settle()
    desk.write("title", "Write the answers down")
    desk.choose("responsible", STAFF_TWO)
    desk.write("due_on", formatdate(today(), "dd-mm-yyyy"))
    desk.save(ACTION)


def test_idea_score_approve_do_measure_report(system, desk_of):
    make_improvement_policy(system)
    stage.commit(system)
    name = propose(desk_of(STAFF, PHONE), system.name)
    manager, top, owner = desk_of(MANAGER), desk_of(TOP), desk_of(OWNER)
    score(manager, name)
    expect(manager.page.locator(f"{PAGE} .form-message")).to_contain_text("top management has to approve it")

    top.form(IMPROVEMENT, name)
    top.step("Approve Improvement", "Approved")
    plan(manager, name)

    owner.form(IMPROVEMENT, name)
    owner.step("Begin Improvement", "In Progress")
    owner.page.locator(f"{PAGE}").get_by_role("button", name="Record Measurement").click()
    fill_number(owner, "value", "75")
    owner.dialog().get_by_role("button", name="Record").click()
    owner.expect_no_dialog()
    owner.page.wait_for_function("() => cur_frm.doc.targets[0].measured_on")
    owner.shown_form(IMPROVEMENT)
    owner.step("Finish Measuring", "Measured")

    # Who did it says so; that has a test of its own in the browser and is done here without one.
    fresh()
    finish_actions(frappe.get_doc(IMPROVEMENT, name))
    frappe.db.commit()
    manager.form(IMPROVEMENT, name)
    manager.tab("Result")
    manager.write("outcome", "The desk answers from the list.")
    manager.write("value_achieved", "Three hours a day saved.")
    manager.save(IMPROVEMENT)
    manager.step("Close Improvement", "Closed")

    fresh()
    closed = frappe.get_doc(IMPROVEMENT, name)
    assert (closed.score, closed.proposed_by, closed.approved_by) == (87.5, STAFF, TOP)
    assert closed.content_hash == closed.computed_hash()
    report_and_print(manager, system.name, closed)


def report_and_print(desk: Desk, system: str, closed) -> None:
    desk.open("query-report", "ITSM Improvement Portfolio", system=system, with_settled="1")
    bubble = desk.page.locator(f"{PAGE} .itsm-bubbles a")
    expect(bubble).to_have_count(1)
    bubble.click()
    desk.shown_form(IMPROVEMENT, closed.name)
    desk.open("query-report", "ITSM Improvement Results", system=system)
    expect(desk.page.locator(f"{PAGE} .datatable .dt-row-0")).to_contain_text("Three hours a day saved.")
    desk.page.locator(PAGE).get_by_role("button", name="Tell People").click()
    desk.shown_form("ITSM Communication")
    expect(desk.field("content")).to_contain_text("Three hours a day saved.")
    desk.open("print", IMPROVEMENT, closed.name)
    sheet = desk.page.frame_locator(f"{PAGE} iframe.print-format-container").locator("body")
    expect(sheet).to_contain_text(closed.content_hash)


def test_board_by_state(system, desk_of):
    name = propose(desk_of(STAFF), system.name)
    manager = desk_of(MANAGER)
    manager.open("itsm-improvement", "view", "kanban", "ITSM Improvements")
    column = manager.page.locator(f"{PAGE} .kanban-column[data-column-value='Proposed']")
    expect(column.locator(f".kanban-card-wrapper[data-name='{name}']")).to_be_visible()
    expect(column).to_contain_text("Score")
