"""Appoint, accept, report, sign, answer: each step by the person whose step it is; and a risk accepted at the top."""

import frappe
from playwright.sync_api import expect

from tests.browser.desk import PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.communications import make_communication
from tests.integration.made.objectives import make_objective
from tests.integration.made.processes import owned
from tests.integration.made.risk import make_risk
from tests.integration.stage import MANAGER, OWNER, STAFF, TOP

pytest_plugins = ("tests.browser.people",)

DUTIES = ("duty_requirements", "duty_authorities", "duty_integration", "duty_assets", "duty_reporting")

TYPE_AND_SEND = """(editor, text) => {
    editor.textContent = text;
    cur_frm.page.btn_primary.click();
}"""


def confirm(desk: Desk) -> None:
    """Say yes to what the Desk asks."""
    desk.dialog().get_by_role("button", name="Yes").click()
    desk.expect_no_dialog()
    desk.settle()


def write_appointment(manager: Desk, system: str) -> str:
    manager.open("itsm-appointment", "new")
    expect(manager.page.locator(f"{PAGE} .title-text")).to_have_text("New ITSM Appointment")
    manager.choose("system", system)
    manager.field("kind").locator("select").select_option("Management Representative")
    manager.choose("appointee", MANAGER)
    for duty in DUTIES:
        manager.field(duty).locator("input.input-with-feedback").check()
    manager.field("authority").locator("textarea").fill("May stop a change that endangers a service.")
    return manager.save("ITSM Appointment")


def test_appoint_accept_report_sign(system, desk_of):
    manager = desk_of(MANAGER)
    name = write_appointment(manager, system.name)
    expect(manager.page.locator(f"{PAGE} .primary-action", has_text="Appoint")).to_have_count(0)

    top = desk_of(TOP)
    top.form("ITSM Appointment", name)
    top.press("Appoint")
    confirm(top)
    top.expect_state("Appointed")

    manager = desk_of(MANAGER, PHONE)
    manager.form("ITSM Appointment", name)
    assert width_beyond_screen(manager.page) <= 0
    manager.press("Accept Appointment")
    manager.answer("With pleasure.", "Record")
    manager.expect_state("Accepted")

    report = write_report(desk_of(MANAGER), system.name)
    top.form("ITSM Management Report", report)
    top.press("Answer")
    top.answer("Agreed; the contract goes first.", "Answer")
    top.expect_state("Answered")

    fresh()
    appointment = frappe.get_doc("ITSM Appointment", name)
    assert (appointment.status, appointment.appointed_by, appointment.answer_remarks) == (
        "Accepted",
        TOP,
        "With pleasure.",
    )
    signed = frappe.get_doc("ITSM Management Report", report)
    assert (signed.signed_by, signed.answered_by) == (MANAGER, TOP)
    assert signed.content_hash == signed.computed_hash()
    told = frappe.get_doc("ITSM Communication", signed.communication)
    assert (told.purpose, told.addressed, told.sent_by) == ("Report to Top Management", 2, MANAGER)
    decisions = frappe.get_all(
        "ITSM Decision",
        filters={"system": system.name},
        fields=["decision", "decided_by"],
        order_by="sequence asc",
        as_list=True,
    )
    assert decisions == (
        ("Appointed", TOP),
        ("Accepted", MANAGER),
        ("Signed", MANAGER),
        ("Communicated", MANAGER),
        ("Answered", TOP),
    )


def write_report(manager: Desk, system: str) -> str:
    start, end = stage.last_month()
    manager.open("itsm-management-report", "new")
    expect(manager.page.locator(f"{PAGE} .title-text")).to_have_text("New ITSM Management Report")
    manager.choose("system", system)
    for fieldname, day in (("period_start", start), ("period_end", end)):
        manager.page.evaluate("([field, day]) => cur_frm.set_value(field, day)", [fieldname, day.isoformat()])
    name = manager.save("ITSM Management Report")
    facts = manager.field("facts")
    expect(facts).to_contain_text("Nonconformities")
    expect(facts).to_contain_text("No data")
    missing = manager.page.locator(f"{PAGE} .form-message li")
    expect(missing).to_have_count(1)
    manager.field("summary").locator(".ql-editor[contenteditable=true]").fill("A good month.")
    # The host's editor hands over what was typed a moment after it was.
    manager.page.wait_for_function("() => cur_frm.is_dirty()")
    manager.press("Save")
    expect(missing).to_have_count(0)
    manager.press("Sign")
    confirm(manager)
    manager.expect_state("Signed")
    return name


def test_one_cannot_appoint_oneself(system, desk_of):
    with stage.acting_as(MANAGER):
        appointment = frappe.get_doc(
            {
                "doctype": "ITSM Appointment",
                "system": system.name,
                "kind": "Management Representative",
                "appointee": TOP,
                "authority": "May stop a change.",
                **dict.fromkeys(DUTIES, 1),
            }
        ).insert()
    stage.commit(system)
    top = desk_of(TOP)
    form = top.form("ITSM Appointment", appointment.name)
    expect(form.locator(".form-message li")).to_have_count(1)
    expect(form.locator(".primary-action", has_text="Appoint")).to_have_count(0)
    fresh()
    assert frappe.db.get_value("ITSM Appointment", appointment.name, "status") == "Draft"


def test_a_high_risk_is_accepted_at_the_top(system, desk_of):
    risk = make_risk(system, "Assessed")
    stage.commit(system)
    top = desk_of(TOP)
    top.form("ITSM Risk", risk.name)
    top.act("Accept Risk")
    top.answer("A second line costs more.", "Accept Risk")
    top.expect_state("Accepted")
    fresh()
    risk.reload()
    assert (risk.accepted_by, risk.accepted_score) == (TOP, risk.score)


def test_heat_map_leads_to_the_risks(system, desk_of):
    make_risk(system, "Assessed")
    stage.commit(system)
    for width in (1280, PHONE):
        desk = desk_of(TOP, width)
        page = desk.open("query-report", "ITSM Risk Heat Map", system=system.name)
        expect(page.locator(PAGE)).to_contain_text("The only line fails")
        assert width_beyond_screen(page) <= 0


def test_what_was_typed_last_is_sent(system, desk_of):
    communication = make_communication(system, "Draft", sender=TOP, content="<p>Before.</p>")
    stage.commit(system)
    top = desk_of(TOP)
    top.form("ITSM Communication", communication.name)
    # Pressed before the editor hands over what was typed; from then on the button would say Save.
    editor = top.field("content").locator(".ql-editor[contenteditable=true]")
    editor.evaluate(TYPE_AND_SEND, "Typed at the last moment.")
    confirm(top)
    expect(top.page.locator(f"{PAGE} .page-head .indicator-pill")).not_to_have_text("Draft")
    fresh()
    assert "Typed at the last moment." in frappe.db.get_value("ITSM Communication", communication.name, "content")


def test_staff_read_what_was_told_to_them(system, desk_of):
    communication = make_communication(system, "Sending", sender=TOP)
    stage.commit(system)
    staff = desk_of(STAFF, PHONE)
    form = staff.form("ITSM Communication", communication.name)
    expect(form).to_contain_text("at night")
    assert width_beyond_screen(staff.page) <= 0
    staff.settle()
    fresh()
    receipt = {"communication": communication.name, "user": STAFF}
    assert frappe.db.get_value("ITSM Communication Receipt", receipt, "status") == "Read"


def test_process_owner_confirms_responsibilities(system, desk_of):
    process = owned(system)
    stage.commit(system)
    owner = desk_of(OWNER)
    owner.form("ITSM Process", process.name)
    owner.press("Confirm Responsibilities")
    owner.answer("As we work.", "Record")
    expect(owner.field("confirmed_by")).to_contain_text(OWNER)
    fresh()
    process.reload()
    assert process.confirmed_by == OWNER


def test_objective_shows_its_values(system, desk_of):
    objective = make_objective(system, "Approved")
    with stage.acting_as(OWNER):
        for day, value in (("2026-09-30", 84), ("2026-10-31", 88)):
            frappe.get_doc("ITSM Objective", objective.name).check_in(day, value)
    stage.commit(system)
    owner = desk_of(OWNER, PHONE)
    owner.form("ITSM Objective", objective.name)
    expect(owner.field("chart").locator("svg")).to_be_visible()
    assert width_beyond_screen(owner.page) <= 0
