"""What is to be done and with which means: set, seen in the Gantt view, done, checked; asked for, and decided."""

import frappe
from frappe.utils import add_days, today
from playwright.sync_api import expect

from tests.browser.desk import DIALOGUE, PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.actions import make_action
from tests.integration.made.resources import make_budget_line, make_resource_plan
from tests.integration.stage import MANAGER, OWNER, STAFF, TOP

pytest_plugins = ("tests.browser.people",)

TITLE = "Spend less on the night desk"


def button(desk: Desk, label: str) -> None:
    """Press a button of the form, wherever the host puts it."""
    desk.page.locator(f"{PAGE} .page-head").get_by_role("button", name=label, exact=True).click()


def test_action_from_setting_to_the_check(system, desk_of):
    line = make_budget_line(system, spent=120000)
    later = {"title": "Look at the contract", "starts_on": add_days(today(), 5), "due_on": add_days(today(), 12)}
    make_action(system, "In Progress", **later)
    stage.commit(system)
    manager = desk_of(MANAGER)
    manager.form("ITSM Budget Line", line.name)
    expect(manager.field("standing")).to_contain_text("Overspent")
    manager.page.locator(f"{PAGE} .document-link[data-doctype='ITSM Action'] .btn-new").click()
    expect(manager.page.locator(f"{PAGE} .title-text")).to_have_text("New ITSM Action")
    assert manager.page.evaluate("() => [cur_frm.doc.system, cur_frm.doc.reference_name]") == [system.name, line.name]
    manager.field("title").locator("input").fill(TITLE)
    manager.choose("responsible", STAFF)
    manager.page.evaluate("(day) => cur_frm.set_value('due_on', day)", add_days(today(), 20))
    manager.press("Save")
    manager.shown_form("ITSM Action")
    name = manager.name()
    button(manager, "View")
    manager.page.locator(f"{PAGE} .dropdown-menu:visible").get_by_text("Gantt").click()
    bars = manager.page.locator(f"{PAGE} .gantt .bar-wrapper")
    expect(bars).to_have_count(2)
    # A bar without its first day is drawn as a guess.
    expect(manager.page.locator(f"{PAGE} .gantt .bar-invalid")).to_have_count(0)
    expect(manager.page.locator(f"{PAGE} .gantt .bar-label", has_text=TITLE)).to_be_visible()
    expect(manager.page.locator(f"{PAGE} .gantt-view-mode .btn-info")).to_have_text("Month")
    bars.filter(has_text=TITLE).click()

    staff = desk_of(STAFF, width=PHONE)
    staff.form("ITSM Action", name)
    assert width_beyond_screen(staff.page) == 0
    fresh()
    assert frappe.db.get_value("ToDo", {"reference_name": name, "allocated_to": STAFF}, "status") == "Open"
    staff.page.evaluate("() => cur_frm.custom_buttons[__('Complete')].trigger('click')")
    staff.dialog().locator("textarea").fill("Two people less since Monday.")
    staff.page.locator(f"{DIALOGUE} .btn-modal-primary").click()
    staff.expect_no_dialog()
    staff.expect_state("Done")

    owner = desk_of(OWNER)
    owner.form("ITSM Action", name)
    owner.press("Check Effectiveness")
    owner.dialog().locator("textarea").fill("Within the budget since.")
    owner.page.locator(f"{DIALOGUE} .btn-modal-primary").click()
    owner.expect_no_dialog()
    owner.expect_state("Verified")
    fresh()
    assert frappe.db.get_value("ITSM Action", name, ["status", "checked_by"]) == ("Verified", OWNER)
    assert frappe.db.get_value("ToDo", {"reference_name": name, "allocated_to": STAFF}, "status") == "Closed"


def test_resource_plan_is_submitted_and_decided(system, desk_of):
    plan = make_resource_plan(system)
    stage.commit(system)
    manager = desk_of(MANAGER)
    manager.form("ITSM Resource Plan", plan.name)
    expect(manager.field("picture")).to_contain_text("3 there, 4 needed")
    manager.press("Submit to Top Management")
    manager.dialog().get_by_role("button", name="Yes").click()
    manager.expect_state("Submitted")

    top = desk_of(TOP)
    top.form("ITSM Resource Plan", plan.name)
    top.press("Decide")
    dialogue = top.dialog()
    dialogue.locator("select").first.select_option("Granted in Part")
    dialogue.locator("textarea").first.fill("Half a post from July.")
    dialogue.get_by_role("button", name="Decide").click()
    top.expect_no_dialog()
    top.expect_state("Decided")
    fresh()
    [decision] = frappe.get_all(
        "ITSM Resource Plan Line",
        {"parent": plan.name, "decision": ["is", "set"]},
        ["decision", "decision_reason"],
        order_by="idx asc",
    )
    assert (decision.decision, decision.decision_reason) == ("Granted in Part", "Half a post from July.")


def test_reports_on_schedule_are_shown_with_the_system(system, desk_of):
    schedule = {
        "doctype": "Auto Email Report",
        "report": "ITSM Budget Overview",
        "report_type": "Script Report",
        "user": MANAGER,
        "filters": frappe.as_json({"system": system.name}),
        "email_to": TOP,
        "frequency": "Monthly",
        "format": "HTML",
    }
    name = frappe.get_doc(schedule).insert().name
    stage.commit(system)
    try:
        manager = desk_of(MANAGER)
        form = manager.form("ITSM System", system.name)
        expect(form).to_contain_text("Reports on Schedule")
        expect(form.locator("table", has_text="Recipients")).to_contain_text(TOP)
        # The host has not given this manager the permission.
        expect(form.get_by_role("button", name="Send Reports on Schedule")).to_have_count(0)
    finally:
        frappe.delete_doc("Auto Email Report", name, force=True)
        frappe.db.commit()
