"""A document from the draft to its end, and records from rule to disposal, each step by the person whose step it is."""

import frappe
from playwright.sync_api import expect

from sms_iso20000.governance.disposal_work import work_off
from tests.browser.desk import PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.disposals import make_old_tickets
from tests.integration.made.documents import make_document
from tests.integration.made.retention import make_rule
from tests.integration.stage import MANAGER, OWNER, STAFF, TOP

pytest_plugins = ("tests.browser.people",)

READ = "I Have Read and Understood"


def write_document(desk: Desk, system: str) -> str:
    """Fill and save a new procedure as a person does, for all staff. Returns its name."""
    desk.open("itsm-document", "new")
    expect(desk.page.locator(f"{PAGE} .title-text")).to_have_text("New ITSM Document")
    desk.choose("system", system)
    desk.field("title").locator("input").fill("Incidents")
    desk.field("kind").locator("select").select_option("Procedure")
    desk.field("code").locator("input").fill("PRO-08")
    desk.field("content").locator(".ql-editor[contenteditable=true]").fill("Record, assign, solve, close.")
    desk.tab("People and Use")
    desk.choose("document_owner", OWNER)
    desk.choose("approver", TOP)
    desk.tab("Distribution")
    desk.add_row("audience")
    desk.choose_in_row("audience", "audience", "ITSM User")
    desk.page.wait_for_function("() => cur_frm.doc.content")
    return desk.save("ITSM Document")


def issue(name: str, desk_of) -> None:
    """Review, approve and put in force what was submitted."""
    owner = desk_of(OWNER)
    owner.form("ITSM Document", name).get_by_role("button", name="Record Review").click()
    owner.answer("As we work.", "Record")
    top = desk_of(TOP)
    top.form("ITSM Document", name)
    for action, state in (("Approve", "Approved"), ("Put In Force", "In Force")):
        top.act(action)
        top.expect_state(state)


def test_draft_review_approve_issue_acknowledge_supersede(system, desk_of):
    manager = desk_of(MANAGER)
    first = write_document(manager, system.name)
    manager.expect_state("Draft")
    manager.act("Submit for Review")
    manager.expect_state("In Review")
    issue(first, desk_of)

    staff = desk_of(STAFF, PHONE)
    form = staff.form("ITSM Document", first)
    assert width_beyond_screen(staff.page) <= 0
    form.get_by_role("button", name=READ).click()
    expect(staff.page.get_by_text("Acknowledged.", exact=True)).to_be_visible()
    expect(form.get_by_role("button", name=READ)).to_have_count(0)

    manager.form("ITSM Document", first).get_by_role("button", name="New Revision").click()
    # What is typed while the form is still being drawn is lost, as for a person.
    manager.page.wait_for_function("(first) => cur_frm.docname !== first", arg=first)
    manager.shown_form("ITSM Document")
    manager.expect_state("Draft")
    second = manager.name()
    manager.write("change_summary", "The duty manager is called.")
    manager.save("ITSM Document")
    manager.act("Submit for Review")
    manager.expect_state("In Review")
    issue(second, desk_of)

    fresh()
    one, two = (frappe.get_doc("ITSM Document", name) for name in (first, second))
    assert (one.workflow_state, one.superseded_by) == ("Superseded", second)
    assert (two.workflow_state, two.revision, two.previous_revision) == ("In Force", 2, first)
    for document in (one, two):
        assert document.content_hash == document.computed_hash()
        assert (document.reviewed_by, document.approved_by) == (OWNER, TOP)
    acknowledged = {"reference_name": first, "user": STAFF, "status": "Acknowledged"}
    assert frappe.db.exists("ITSM Acknowledgement", acknowledged)
    assert frappe.db.exists("ITSM Acknowledgement", {"reference_name": second, "user": STAFF, "status": "Open"})


def test_staff_no_longer_find_what_was_superseded(system, desk_of):
    first = make_document(system)
    with stage.acting_as(MANAGER):
        second = frappe.get_doc("ITSM Document", first.start_new_revision())
        second.change_summary = "Shorter."
        second.save()
    stage.take_steps(second, 3)
    stage.commit(system)
    staff = desk_of(STAFF)
    staff.open("itsm-document", "view", "list", system=system.name)
    rows = staff.page.locator(f"{PAGE} .list-row-container:visible")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("In Force")


def test_dispose_of_what_nobody_has_to_keep(system, desk_of):
    rule = make_rule(system)
    tickets = make_old_tickets(system, 3)
    stage.commit(system)
    manager = desk_of(MANAGER)
    manager.form("ITSM Retention Rule", rule.name).get_by_role("button", name="Request Disposal").click()
    manager.page.wait_for_function("() => cur_frm?.doctype === 'ITSM Disposal' && cur_frm.is_new()")
    manager.settle()
    manager.press("Save")
    form = manager.shown_form("ITSM Disposal")
    disposal = manager.name()
    manager.expect_state("Requested")
    expect(form.locator(".form-message li")).to_have_count(1)
    expect(form.locator(".primary-action", has_text="Approve")).to_have_count(0)

    top = desk_of(TOP, PHONE)
    form = top.form("ITSM Disposal", disposal)
    assert width_beyond_screen(top.page) <= 0
    form.locator(".primary-action", has_text="Approve").click()
    top.dialog().get_by_role("button", name="Yes").click()
    top.expect_no_dialog()
    top.expect_state("Approved")
    work_off(disposal)
    top.form("ITSM Disposal", disposal)
    top.expect_state("Disposed")

    fresh()
    assert not frappe.get_all(stage.TICKET, filters={"name": ["in", tickets]})
    record = frappe.get_doc("ITSM Disposal", disposal)
    assert (record.requested_by, record.approved_by, record.disposed) == (MANAGER, TOP, 3)
    manager.open("print", "ITSM Disposal", disposal)
    sheet = manager.page.frame_locator(f"{PAGE} iframe.print-format-container").locator("body")
    expect(sheet).to_contain_text(record.certificate_hash)
