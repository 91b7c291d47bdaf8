"""An audit cycle planned: slots generated, one moved with its reason, the coverage seen; and a sample drawn."""

import frappe
from frappe.utils import add_months, formatdate, get_first_day, today
from playwright.sync_api import expect

from tests.browser.desk import DIALOGUE, PAGE, PHONE, width_beyond_screen
from tests.integration import stage
from tests.integration.made.audit_programmes import make_programme, slots_in
from tests.integration.made.samples import make_sample
from tests.integration.stage import AUDITOR, MANAGER

pytest_plugins = ("tests.browser.people",)


def test_programme_is_planned_and_its_coverage_seen(system, desk_of):
    programme = make_programme(system, with_slots=False)
    stage.commit(system)
    desk = desk_of(MANAGER)
    form = desk.form(programme.doctype, programme.name)
    expect(form.get_by_text("The programme has no slots; generate them first.")).to_be_visible()
    form.get_by_role("button", name="Generate Slots").click()
    expect(desk.dialog()).to_contain_text("New slots:")
    desk.dialog().get_by_role("button", name="Yes").click()
    desk.page.wait_for_function("() => cur_frm.doc.__onload?.cards.Planned > 0")
    desk.settle()
    frappe.db.commit()
    slot = slots_in(programme, subject_type="ITSM Process")[0]

    moved_to = add_months(get_first_day(today()), 7)
    desk.form(slot.doctype, slot.name).get_by_role("button", name="Move").click()
    desk.dialog()
    desk.write("to", formatdate(moved_to, "dd-mm-yyyy"), DIALOGUE)
    desk.field("reason", DIALOGUE).locator("textarea").fill("The team is away.")
    desk.dialog().get_by_role("button", name="Move").click()
    desk.page.wait_for_function("() => cur_frm.doc.moved_from")
    expect(desk.field("why_shown")).to_contain_text("So it is due once in 12 months.")
    frappe.db.commit()
    slot.reload()
    assert (str(slot.planned_on), slot.move_reason) == (str(moved_to), "The team is away.")

    desk.form(programme.doctype, programme.name)
    desk.page.locator(f"{PAGE} .form-tabs").get_by_text("Coverage", exact=True).click()
    expect(desk.field("coverage").get_by_text("Everything is covered.")).to_be_visible()
    desk.open("query-report", "ITSM Audit Coverage", system=system.name)
    cells = desk.page.locator(f"{PAGE} .dt-cell .indicator-pill")
    expect(cells.filter(has_text=formatdate(moved_to, "MMM yyyy")).first).to_be_visible()

    phone = desk_of(AUDITOR, PHONE)
    phone.form(programme.doctype, programme.name)
    phone.page.locator(f"{PAGE} .form-tabs").get_by_text("Coverage", exact=True).click()
    expect(phone.field("coverage").get_by_text("Everything is covered.")).to_be_visible()
    assert width_beyond_screen(phone.page) == 0


def test_sample_is_drawn_and_examined(system, desk_of):
    sample = make_sample(system)
    stage.commit(system)
    desk = desk_of(AUDITOR)
    form = desk.form(sample.doctype, sample.name)
    form.get_by_role("button", name="Propose Size").click()
    desk.field("proposal").locator("a[data-size='4']").click()
    desk.field("method").locator("select").select_option("Stratified")
    desk.choose("stratum_field", "Operated By")
    desk.press("Save")
    desk.page.wait_for_function("() => !cur_frm.is_dirty()")
    desk.press("Draw")
    desk.dialog().get_by_role("button", name="Yes").click()
    desk.page.wait_for_function("() => cur_frm.doc.status === 'Drawn'")
    desk.settle()
    desk.press("Note Result")
    desk.field("result", DIALOGUE).locator("select").select_option("Deviation")
    desk.field("note", DIALOGUE).locator("textarea").fill("Nobody owns it.")
    desk.dialog().get_by_role("button", name="Record").click()
    desk.page.wait_for_function("() => cur_frm.doc.rows[0].result === 'Deviation'")
    expect(desk.field("standing").get_by_text("Deviation: 1")).to_be_visible()
    desk.settle()
    desk.page.locator(PAGE).get_by_role("button", name="Draw Again").click()
    expect(desk.dialog()).to_contain_text("The seed gives the same records again.")
    frappe.db.commit()
    sample.reload()
    assert sample.stratum_field == "operated_by"
    assert [row.result for row in sample.rows] == ["Deviation", *["Not Examined"] * 3]
