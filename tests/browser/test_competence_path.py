"""Gap, train, evaluate: the manager plans a training from the matrix and records it, the process owner finds it
effective, the gap is closed; the auditor sees no name until a sample is drawn."""

import frappe
from frappe.utils import formatdate, today
from playwright.sync_api import Locator, expect

from tests.browser.desk import PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.competence import make_competence, make_need, make_workforce
from tests.integration.made.verdicts import put
from tests.integration.stage import AUDITOR, MANAGER, OWNER, STAFF

pytest_plugins = ("tests.browser.people",)

MATRIX = ("query-report", "ITSM Competence Matrix")


def matrix(desk: Desk, system, **query) -> Locator:
    """The matrix of `system`, once it shows somebody."""
    desk.open(*MATRIX, system=system.name, **query)
    rows = desk.page.locator(f"{PAGE} .datatable .dt-scrollable")
    expect(rows.locator(".dt-row-0")).to_be_visible()
    return rows


def plan(desk: Desk) -> str:
    """Plan a training for the gap that the matrix shows, to end today. Returns its name."""
    desk.page.locator(f"{PAGE} .page-actions, {PAGE} .custom-actions").get_by_role(
        "button", name="Plan Training"
    ).first.click()
    dialog = desk.dialog()
    expect(dialog.get_by_text("Staff", exact=True)).to_be_visible()
    last_day = dialog.locator("[data-fieldname=ends_on] input").first
    last_day.fill(formatdate(today(), "dd-mm-yyyy"))
    last_day.blur()
    dialog.get_by_role("button", name="Plan", exact=True).click()
    desk.shown_form("ITSM Training")
    return desk.name()


def test_gap_train_evaluate(system, desk_of):
    competence = make_competence(system)
    make_workforce(system, STAFF)
    make_need(system, competence)
    stage.commit(system)

    manager = desk_of(MANAGER)
    rows = matrix(manager, system, only_gaps="1")
    expect(rows).to_contain_text("0/3 Lacking")
    training = plan(manager)
    expect(manager.field("participants_panel")).to_contain_text("Staff")
    manager.press("Record as Held")
    manager.dialog().get_by_role("button", name="Record").click()
    manager.expect_no_dialog()
    manager.expect_state("Held")
    expect(manager.field("participants_panel")).to_contain_text("Attended")

    # Its effect shows only after some time.
    fresh()
    put(frappe.get_doc("ITSM Training", training), evaluation_due_on=today())
    frappe.db.commit()
    owner = desk_of(OWNER, PHONE)
    owner.form("ITSM Training", training)
    assert width_beyond_screen(owner.page) <= 0
    owner.field("participants_panel").get_by_role("button", name="Evaluate").click()
    owner.field("effect", ".modal.show").locator("select").select_option("Effective")
    owner.answer("Planned two changes without help.", "Record")
    owner.expect_state("Evaluated")

    rows = matrix(manager, system)
    expect(rows).to_contain_text("3/3 Fulfilled")
    expect(rows).to_contain_text("Staff")
    manager.open("print", "ITSM Training", training)
    sheet = manager.page.frame_locator(f"{PAGE} iframe.print-format-container").locator("body")
    expect(sheet).to_contain_text("Attendance List")
    expect(sheet).to_contain_text("Staff")

    auditor = desk_of(AUDITOR)
    rows = matrix(auditor, system)
    expect(rows).to_contain_text("Person 1")
    expect(auditor.page.locator("body")).not_to_contain_text("Staff")
    auditor.open("itsm-training", training)
    auditor.shown_form("ITSM Training", training)
    expect(auditor.field("participants_panel")).to_contain_text("You do not see who takes part")
    rows = matrix(auditor, system)
    auditor.page.locator(PAGE).get_by_role("button", name="Draw Sample").first.click()
    auditor.dialog()
    size = auditor.field("size", ".modal.show").locator("input")
    size.fill("2")
    # The host selects what has the focus a moment after it came there, and takes a number over once it has left.
    auditor.settle()
    size.blur()
    auditor.settle()
    auditor.answer("Stage 1 audit", "Draw")
    expect(rows).to_contain_text("Staff")

    fresh()
    record = frappe.get_doc("ITSM Competence Record", {"system": system.name})
    assert (record.user, record.level, record.verified_by, record.status) == (STAFF, 3, OWNER, "Verified")
    assert record.content_hash == record.computed_hash()


def test_matrix_on_a_phone(system, desk_of):
    make_workforce(system, STAFF)
    for title in ("Change planning", "Risk assessment", "Release testing"):
        make_need(system, make_competence(system, title=title))
    stage.commit(system)
    manager = desk_of(MANAGER, PHONE)
    expect(matrix(manager, system)).to_contain_text("0/3 Lacking")
    assert width_beyond_screen(manager.page) <= 0
