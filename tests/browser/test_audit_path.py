"""An audit from its plan to its report: an auditor with a stake is refused and replaced, the checklist is answered on a
tablet."""

import base64
import re

import frappe
from frappe.utils import formatdate, today
from playwright.sync_api import Locator, expect

from tests.browser.desk import PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.audits import make_audit
from tests.integration.made.processes import owned
from tests.integration.stage import AUDITOR, AUDITOR_TWO, MANAGER, STAFF

pytest_plugins = ("tests.browser.people",)

TABLET = 820
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
# The smallest side of what a finger has to hit, in pixels.
FINGER = 44


def plan(desk: Desk, system, process) -> str:
    """Fill and save a new audit without anybody to lead it. Returns its name."""
    desk.open("itsm-audit", "new")
    expect(desk.page.locator(f"{PAGE} .title-text")).to_have_text("New ITSM Audit")
    desk.choose("system", system.name)
    desk.write("title", "Incidents in spring")
    desk.write("starts_on", formatdate(today(), "dd-mm-yyyy"))
    desk.write("objectives", "Whether incidents are handled as agreed.")
    desk.write("criteria", "The standard and our incident process.")
    desk.write("scope_text", "The service desk.")
    desk.add_row("subjects")
    desk.choose_in_row("subjects", "subject", process.title)
    desk.add_row("requirements")
    desk.choose_in_row("requirements", "requirement", "2011 4.2 a")
    return desk.save("ITSM Audit")


def card(desk: Desk, clause: str) -> Locator:
    return desk.page.locator(f"{PAGE} .audit-card", has_text=clause).first


def answer(desk: Desk, clause: str, result: str, note: str = "", evidence: str = "") -> None:
    """As a finger does it: the result, then what was seen."""
    place = card(desk, clause)
    button = place.get_by_role("button", name=result, exact=True)
    assert button.bounding_box()["height"] >= FINGER
    button.click()
    expect(place.locator(".audit-saved")).to_contain_text("Saved")
    for label, text in (("Note", note), ("Evidence Seen", evidence)):
        if text:
            place.get_by_label(label).fill(text)
            place.get_by_label(label).blur()
            expect(place.locator(".audit-saved")).not_to_contain_text("Saving")
    desk.settle()


def add_photo(desk: Desk, clause: str, name: str) -> None:
    """The device offers its camera where the host asks for a file. A file of the same name gets another one."""
    card(desk, clause).get_by_role("button", name="Add a Photo").click()
    desk.dialog().locator("input[type=file]").first.set_input_files(
        {"name": f"{name}.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    desk.dialog().get_by_role("button", name="Upload", exact=True).click()
    expect(card(desk, clause).get_by_label("Evidence Seen")).to_have_value(re.compile(rf"register\.\n{name}\w*\.png"))
    expect(card(desk, clause).locator(".audit-saved")).to_have_text("Saved")
    desk.settle()


def lose_the_network(desk: Desk, clause: str) -> None:
    """What is given meanwhile waits on its card."""
    place = card(desk, clause)
    try:
        desk.page.context.set_offline(True)
        place.get_by_label("Method").select_option("Observation")
        expect(place.locator(".audit-saved")).to_contain_text("Not saved.")
    finally:
        # The profile is used again.
        desk.page.context.set_offline(False)
    place.get_by_role("button", name="Try Again").click()
    expect(place.locator(".audit-saved")).to_have_text("Saved")
    desk.settle()


def test_plan_assign_refuse_replace_fieldwork_findings_report(system, desk_of):
    process = owned(system, "8.1", owner=AUDITOR_TWO)
    stage.commit(system)
    manager = desk_of(MANAGER)
    audit = plan(manager, system, process)

    expect(manager.field("requirements").locator(".grid-body .grid-row").first).to_contain_text("4.2 a")

    manager.choose("lead_auditor", AUDITOR_TWO)
    manager.press("Save")
    expect(manager.dialog()).to_contain_text(f"answers for {process.name}")
    manager.close_dialog()
    manager.choose("lead_auditor", AUDITOR)
    manager.save("ITSM Audit")
    manager.tab("Team")
    manager.page.get_by_role("button", name="Who Is Independent?").click()
    row = manager.field("independence").locator("tr", has_text="Auditor Two")
    expect(row).to_contain_text("Has a Stake")
    expect(row.get_by_role("button", name="Ask for a Waiver")).to_be_visible()
    expect(manager.field("independence").locator("tr", has_text="(Team)")).to_contain_text("Independent")

    lead = desk_of(AUDITOR, TABLET)
    lead.form("ITSM Audit", audit)
    lead.act("Prepare Audit")
    lead.expect_state("Preparing")
    lead.settle()
    lead.tab("Checklist")
    lead.page.get_by_role("button", name="Generate Checklist").click()
    lead.page.wait_for_function("() => (cur_frm.doc.checklist || []).length === 1 && !cur_frm.is_dirty()")
    lead.settle()
    lead.act("Start Fieldwork")
    lead.expect_state("Fieldwork")
    lead.settle()
    lead.tab("Checklist")
    assert width_beyond_screen(lead.page) <= 0
    answer(lead, "4.2 a", "Minor", note="The night desk has no agreement.", evidence="Nothing in the register.")
    expect(lead.page.locator(f"{PAGE} .audit-progress")).to_contain_text("1 of 1 answered")

    add_photo(lead, "4.2 a", "night-desk")
    lose_the_network(lead, "4.2 a")

    phone = desk_of(AUDITOR, PHONE)
    phone.form("ITSM Audit", audit)
    phone.tab("Checklist")
    assert width_beyond_screen(phone.page) <= 0
    phone.page.get_by_role("button", name="Findings").click()
    expect(card(phone, "4.2 a").get_by_label("Note")).to_have_value("The night desk has no agreement.")

    lead.form("ITSM Audit", audit)
    lead.act("Finish Fieldwork")
    lead.expect_state("Reporting")
    lead.settle()
    lead.tab("Checklist")
    lead.page.get_by_role("button", name="Report Nonconformities").click()
    lead.page.wait_for_function("() => cur_frm.doc.checklist[0].nonconformity")
    lead.settle()
    lead.tab("Conclusion")
    lead.write("conclusion", "Handled as agreed, but for the night.")
    lead.save("ITSM Audit")
    lead.act("Issue Report")
    lead.expect_state("Follow-up")

    fresh()
    record = frappe.get_doc("ITSM Audit", audit)
    assert (record.lead_auditor, record.reported_by) == (AUDITOR, AUDITOR)
    assert record.content_hash == record.computed_hash()
    (item,) = record.checklist
    assert (item.result, item.method, item.answered_by) == ("Minor", "Observation", AUDITOR)
    (photo,) = frappe.get_all("File", {"attached_to_name": audit}, ["file_name", "is_private"])
    assert photo.is_private and item.evidence_note.endswith(photo.file_name)
    assert frappe.db.get_value("ITSM Nonconformity", item.nonconformity, "reference_name") == audit
    told = frappe.get_all("ITSM Communication Receipt", {"communication": record.communication}, pluck="user")
    assert AUDITOR_TWO in told and STAFF not in told

    manager.open("print", "ITSM Audit", audit)
    sheet = manager.page.frame_locator(f"{PAGE} iframe.print-format-container").locator("body")
    expect(sheet).to_contain_text(record.content_hash)
    expect(sheet).to_contain_text("Independent: no stake in what is audited")


def test_an_audit_that_cannot_be_held_is_called_off(system, desk_of):
    audit = make_audit(system, "Fieldwork")
    stage.commit(system)
    auditor = desk_of(AUDITOR)
    auditor.form(audit.doctype, audit.name)
    auditor.page.locator(f"{PAGE} .actions-btn-group > button").click()
    steps = auditor.page.locator(f"{PAGE} .actions-btn-group .dropdown-item")
    expect(steps.filter(has_text="Finish Fieldwork")).to_be_visible()
    expect(steps.filter(has_text="Call Off Audit")).to_have_count(0)

    desk = desk_of(MANAGER)
    form = desk.form(audit.doctype, audit.name)
    desk.act("Call Off Audit")
    desk.answer("The auditor has left.", "Call Off Audit")
    desk.expect_state("Called Off")
    expect(form.get_by_text("Reason: The auditor has left.")).to_be_visible()
    expect(form.get_by_role("button", name="Save")).to_be_hidden()
    desk.open("itsm-audit", "view", "list")
    row = desk.page.locator(f"{PAGE} .list-row", has_text=audit.title).first
    expect(row.locator(".indicator-pill").first).to_have_text("Called Off")
