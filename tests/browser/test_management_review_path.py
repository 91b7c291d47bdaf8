"""A management review from its plan to the signed minutes: each step by the person whose step it is."""

import frappe
from frappe.utils import add_days, formatdate, today
from playwright.sync_api import expect

from sms_iso20000.governance.management_review_compiling import compile_review
from tests.browser.desk import PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.management_reviews import JUDGEMENT
from tests.integration.stage import MANAGER, OWNER, TOP

pytest_plugins = ("tests.browser.people",)

REVIEW = "ITSM Management Review"


def plan(desk: Desk, system: str) -> str:
    desk.open("itsm-management-review", "new")
    desk.choose("system", system)
    desk.write("planned_on", formatdate(today(), "dd-mm-yyyy"))
    desk.choose("chair", TOP)
    assert width_beyond_screen(desk.page) <= 0
    name = desk.save(REVIEW)
    desk.expect_state("Planned")
    return name


def have_inputs_compiled(desk: Desk, name: str) -> None:
    form = desk.form(REVIEW, name)
    expect(form.locator(".form-message")).to_contain_text("have the inputs compiled")
    desk.press("Compile Inputs")
    desk.dialog().get_by_role("button", name="Compile Inputs").click()
    desk.expect_no_dialog()
    expect(form.get_by_text("The inputs are being compiled in the background.")).to_be_visible()
    fresh()
    compile_review(name, today())
    desk.form(REVIEW, name)
    desk.expect_state("Inputs Compiled")


def comment_and_hold(desk: Desk, name: str) -> None:
    """Rows of tables are written as the browser keeps them."""
    desk.tab("Inputs")
    shown = desk.field("inputs_shown")
    expect(shown.locator("h5")).to_have_count(10)
    expect(shown).to_contain_text("Feedback from Customers")
    shown.get_by_role("button", name="Comment").first.click()
    desk.answer("A survey on paper: good.", "Comment")
    expect(shown.locator("blockquote")).to_have_text("A survey on paper: good.")
    desk.page.evaluate(
        """() => {
			for (const row of cur_frm.doc.inputs.slice(1))
				frappe.model.set_value(row.doctype, row.name, "comment", "Looked at before the meeting.");
		}"""
    )
    desk.save(REVIEW)
    desk.tab("Minutes and Outputs")
    desk.write("held_on", formatdate(today(), "dd-mm-yyyy"))
    desk.save(REVIEW)
    desk.press("Hold Review")
    desk.expect_state("Held")


def decide(desk: Desk, name: str) -> None:
    form = desk.form(REVIEW, name)
    expect(form.locator(".form-message")).to_contain_text("Top management has to say")
    desk.tab("Minutes and Outputs")
    for fieldname in ("suitability", "effectiveness", "policy_and_objectives"):
        desk.field(fieldname).locator("select").select_option(JUDGEMENT[fieldname])
    desk.write("conclusion", JUDGEMENT["conclusion"])
    rows = [
        {"about": "Resources", "kind": "Action", "statement": "Hire an engineer.", "responsible": OWNER},
        {"about": "Effectiveness of the System", "kind": "Decision", "statement": "Audit suppliers each year."},
        {"about": "Services", "kind": "None Needed", "statement": "All services reach their targets."},
    ]
    rows[0]["due_on"] = str(add_days(today(), 30))
    desk.page.evaluate(
        """(rows) => {
			for (const row of rows) Object.assign(cur_frm.add_child("outputs"), row);
			cur_frm.refresh_field("outputs");
			cur_frm.dirty();
		}""",
        rows,
    )
    desk.save(REVIEW)


def sign(desk: Desk, name: str) -> None:
    desk.form(REVIEW, name)
    desk.press("Sign Minutes")
    desk.dialog().get_by_role("button", name="Yes").click()
    desk.expect_state("Signed")
    desk.tab("Minutes and Outputs")
    expect(desk.field("actions_shown")).to_contain_text("Hire an engineer.")


def see_print(desk: Desk, name: str) -> None:
    desk.open("print", REVIEW, name)
    minutes = desk.page.frame_locator("iframe.print-format-container").locator(".print-format")
    for words in ("Minutes of Management Review", "Hire an engineer.", "SHA-256"):
        expect(minutes).to_contain_text(words)


def test_plan_compile_hold_decide_sign_print(system, desk_of):
    stage.commit(system)
    manager, top = desk_of(MANAGER), desk_of(TOP)
    name = plan(manager, system.name)
    have_inputs_compiled(manager, name)
    comment_and_hold(manager, name)
    decide(manager, name)
    # Only the chair signs.
    expect(manager.page.locator(f"{PAGE} .primary-action", has_text="Sign Minutes")).to_have_count(0)
    sign(top, name)
    fresh()
    review = frappe.get_doc(REVIEW, name)
    assert (review.workflow_state, review.signed_by) == ("Signed", TOP)
    see_print(top, name)


def test_a_phone_shows_the_inputs(system, desk_of):
    from tests.integration.made.management_reviews import make_management_review

    review = make_management_review(system, "Inputs Compiled")
    stage.commit(system)
    top = desk_of(TOP, width=PHONE)
    top.form(REVIEW, review.name)
    top.tab("Inputs")
    expect(top.field("inputs_shown").locator("h5")).to_have_count(10)
    assert width_beyond_screen(top.page) <= 0
