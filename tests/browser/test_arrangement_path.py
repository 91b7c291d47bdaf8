"""What another party operates: registered, activated, reviewed, improved, each step by the person whose step it is."""

import frappe
from frappe.utils import add_days, add_months, formatdate, getdate, today
from playwright.sync_api import expect

from sms_iso20000.rules.schedule import month_of
from tests.browser.desk import PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.arrangements import document_of
from tests.integration.made.processes import process_of
from tests.integration.stage import MANAGER, OWNER

pytest_plugins = ("tests.browser.people",)

REASON = "The night desk learns the form."


def write_cell(desk: Desk, table: str, fieldname: str, text: str) -> None:
    """Type into, or choose in, a cell."""
    cell = desk.cell(table, fieldname)
    cell.click()
    if cell.locator("select").count():
        cell.locator("select").select_option(text)
        return
    control = cell.locator("input, textarea").first
    control.fill(text)
    control.blur()


def write_number(desk: Desk, table: str, fieldname: str, text: str) -> None:
    """The host selects what stands in a number some time after it was clicked, wherever the focus is by then."""
    cell = desk.cell(table, fieldname)
    cell.click()
    cell.locator("input").click()
    desk.page.wait_for_timeout(700)
    cell.locator("input").fill(text)
    cell.locator("input").blur()


def register(desk: Desk, system) -> str:
    """Fill and save a new arrangement with a customer as a person does. Returns its name."""
    desk.open("itsm-arrangement", "new")
    expect(desk.page.locator(f"{PAGE} .title-text")).to_have_text("New ITSM Arrangement")
    desk.choose("system", system.name)
    desk.write("title", "First line of payroll")
    desk.choose("related_process", process_of(system, "8.1").title)
    desk.choose("accountable_owner", OWNER)
    # The first review is of the time since then.
    begun = month_of(getdate(add_months(today(), -3)))[0]
    desk.write("starts_on", formatdate(begun, "dd-mm-yyyy"))
    desk.field("party_kind").locator("select").select_option("Customer")
    desk.write("party_name", "Payroll Customer")
    desk.write("contact_person", "Head of the payroll office")
    desk.write("activities", "Answers its own people first.")
    desk.tab("Proofs")
    desk.choose("agreement_type", "ITSM Document")
    desk.choose("agreement", "SLA-01")
    desk.write("authority_clause", "Annex 2: by our incident process.")
    desk.choose("definition_document", "PRC-01")
    desk.write("definition_control", "The process owner decides.")
    desk.add_row("interfaces")
    write_cell(desk, "interfaces", "subject", "Incident it cannot solve")
    write_cell(desk, "interfaces", "hand_over", "Ticket with every field")
    desk.add_row("measures")
    write_cell(desk, "measures", "measure", "Tickets with every field")
    write_cell(desk, "measures", "unit", "%")
    write_number(desk, "measures", "target", "90")
    desk.add_row("compliance_questions")
    write_cell(desk, "compliance_questions", "question", "Is every incident recorded?")
    desk.write("improvement_planning", "Ranked by the process owner once a quarter.")
    return desk.save("ITSM Arrangement")


def review(desk: Desk, arrangement: str) -> str:
    """Fill and save the review that is due. Returns its name."""
    desk.form("ITSM Arrangement", arrangement).get_by_role("button", name="New Review").click()
    desk.page.wait_for_function("() => cur_frm?.doctype === 'ITSM Arrangement Review' && cur_frm.doc.period_end")
    desk.settle()
    desk.write("attendees", "Both heads of the desks.")
    name = desk.save("ITSM Arrangement Review")
    write_number(desk, "results", "value", "72")
    write_cell(desk, "answers", "answer", "Partly")
    write_cell(desk, "answers", "evidence", "Ten tickets of the month.")
    desk.field("verdict").locator("select").select_option("Improvement Needed")
    desk.write("conclusion", "The form is new to them.")
    desk.add_row("improvements")
    write_cell(desk, "improvements", "improvement", "Train the first line")
    responsible = desk.cell("improvements", "responsible")
    responsible.click()
    desk.pick(responsible, OWNER)
    write_cell(desk, "improvements", "due_on", formatdate(add_days(today(), 30), "dd-mm-yyyy"))
    assert desk.save("ITSM Arrangement Review") == name
    return name


def test_register_activate_review_improve(system, desk_of):
    document_of(system, "Service Level Agreement", "SLA-01")
    document_of(system, "Process Description", "PRC-01")
    stage.commit(system)
    manager = desk_of(MANAGER)
    arrangement = register(manager, system)
    manager.expect_state("Draft")
    for action, state in (("Record Agreement", "Agreed"), ("Activate", "Active")):
        manager.press(action)
        manager.expect_state(state)
    reviewed = review(manager, arrangement)

    owner = desk_of(OWNER, PHONE)
    form = owner.form("ITSM Arrangement Review", reviewed)
    assert width_beyond_screen(owner.page) <= 0
    form.locator(".primary-action", has_text="Approve").click()
    owner.dialog().get_by_role("button", name="Yes").click()
    owner.expect_no_dialog()
    owner.expect_state("Approved")

    manager.form("ITSM Arrangement", arrangement)
    manager.act("Start Improvement")
    manager.answer(REASON, "Start Improvement")
    manager.expect_state("Under Improvement")
    owner.form("ITSM Arrangement Review", reviewed).locator(".primary-action", has_text="Mark as Done").click()
    owner.dialog().get_by_role("button", name="Record").click()
    owner.expect_no_dialog()
    manager.form("ITSM Arrangement", arrangement)
    manager.press("Finish Improvement")
    manager.expect_state("Active")

    fresh()
    record, found = (
        frappe.get_doc("ITSM Arrangement", arrangement),
        frappe.get_doc("ITSM Arrangement Review", reviewed),
    )
    assert (record.workflow_state, record.party_name, record.way_of_management) == (
        "Active",
        "Payroll Customer",
        "Service Level Management",
    )
    assert record.last_reviewed_on == found.period_end
    assert getdate(record.next_review_on) > getdate(today())
    assert (found.approved_by, found.score, found.results[0].outcome) == (OWNER, 80, "Missed")
    assert str(found.improvements[0].done_on) == today()
    for sealed in (record, found):
        assert sealed.content_hash == sealed.computed_hash()

    manager.open("query-report", "ITSM Arrangement Register", system=system.name)
    row = manager.page.locator(f"{PAGE} .datatable .dt-row-0")
    expect(row).to_contain_text("Payroll Customer")
    manager.open("print", "ITSM Arrangement Review", reviewed)
    sheet = manager.page.frame_locator(f"{PAGE} iframe.print-format-container").locator("body")
    expect(sheet).to_contain_text(found.content_hash)
