"""From the catalogue to a plan in force, and what the world makes of it: each step by the person whose step it is."""

import frappe
from playwright.sync_api import expect

from tests.browser.desk import PAGE, PHONE, Desk, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.documents import make_document
from tests.integration.made.plans import make_plan
from tests.integration.made.risk import make_risk
from tests.integration.made.services import make_service
from tests.integration.stage import MANAGER, OWNER, STAFF, TOP

pytest_plugins = ("tests.browser.people",)

STATEMENT = (
    "The service management system of IT Operations that delivers the service Network from the site Main data centre"
    " to the customer Sales (North), using Fibre ring."
)


def fill_in(desk: Desk, entry: str) -> None:
    form = desk.page.locator(PAGE)
    form.locator(".inner-group-button", has_text="Fill In").locator("button").first.click()
    form.locator(".dropdown-item:visible", has_text=entry).click()
    desk.settle()


def write_plan(desk: Desk, system: str) -> str:
    """Draft a plan as a person does: choose a service, take over its scope, and link what lives."""
    desk.open("itsm-plan", "new")
    desk.choose("system", system)
    desk.field("title").locator("input").fill("Service Management Plan")
    desk.field("code").locator("input").fill("SMPLAN")
    desk.choose("plan_owner", OWNER)
    desk.tab("Scope")
    desk.add_row("services")
    desk.choose_in_row("services", "service", "Network")
    desk.tab("Audience")
    desk.add_row("audience")
    desk.choose_in_row("audience", "audience", "ITSM User")
    desk.save("ITSM Plan")
    fill_in(desk, "Fill Scope From Services")
    desk.page.wait_for_function("() => cur_frm.doc.sites?.length")
    desk.shown_form("ITSM Plan")
    fill_in(desk, "Propose Live Records")
    desk.page.wait_for_function("() => cur_frm.doc.links?.length")
    return desk.name()


def take(desk: Desk, action: str, state: str) -> None:
    desk.act(action)
    desk.expect_state(state)


def issue(name: str, desk_of) -> None:
    owner = desk_of(OWNER)
    owner.form("ITSM Plan", name).get_by_role("button", name="Record Review").click()
    owner.answer("As we work.", "Record")
    top = desk_of(TOP)
    top.form("ITSM Plan", name)
    take(top, "Approve", "Approved")
    take(top, "Put In Force", "In Force")


def test_catalogue_plan_issue(system, desk_of):
    with stage.acting_as(MANAGER):
        make_service(system, technology=[{"technology": "Fibre ring"}])
        make_risk(system, "Assessed")
    stage.commit(system)
    manager = desk_of(MANAGER)
    name = write_plan(manager, system.name)
    manager.tab("Scope")
    expect(manager.field("scope_statement")).to_contain_text(STATEMENT)

    # What is missing is named at the top, and leads to where it is written.
    standing = manager.page.locator(f"{PAGE} .frappe-control[data-fieldname=standing]")
    missing = standing.locator("a.orange", has_text="c) Known Limitations")
    expect(missing).to_have_count(1)
    expect(standing.locator("a.green", has_text="j)")).to_have_count(1)
    manager.tab("Details")
    missing.click()
    expect(manager.field("item_c")).to_be_visible()
    behind = manager.page.locator(f"{PAGE} .frappe-control[data-fieldname=standing_j]")
    expect(behind).to_contain_text("1 live")
    expect(behind.get_by_role("link", name="The only line fails")).to_be_visible()

    fresh()
    plan = frappe.get_doc("ITSM Plan", name)
    for item in manager_items(plan):
        manager.write(item, "As written in the handbook.")
    manager.save("ITSM Plan")
    expect(standing).to_contain_text("Nothing is missing.")
    take(manager, "Submit for Review", "In Review")
    issue(name, desk_of)

    staff = desk_of(STAFF, PHONE)
    form = staff.form("ITSM Plan", name)
    assert width_beyond_screen(staff.page) <= 0
    form.get_by_role("button", name="I Have Read and Understood").click()
    expect(staff.page.get_by_text("Acknowledged.", exact=True)).to_be_visible()

    fresh()
    plan.reload()
    assert (plan.workflow_state, plan.scope_statement) == ("In Force", STATEMENT)
    assert plan.content_hash == plan.computed_hash()
    assert {(row.letter, row.link_type) for row in plan.links} >= {("b", "ITSM Service"), ("j", "ITSM Risk")}


def manager_items(plan) -> list[str]:
    """The items that are empty still."""
    with stage.acting_as(MANAGER):
        return [f"item_{row['letter']}" for row in plan.show_standing()["items"] if row["missing"]]


def test_drift_and_realign(system, desk_of):
    plan = make_plan(system)
    values = {"code": "PLN-65", "title": "Capacity Plan", "kind": "Process Policy or Plan"}
    document = make_document(system, **values)
    with stage.acting_as(MANAGER):
        make_risk(system, "Assessed")
    stage.commit(system)

    top = desk_of(TOP)
    form = top.form("ITSM Plan", plan.name)
    top.tab("Drift")
    drift = form.locator(".frappe-control[data-fieldname=drift]")
    expect(drift.locator("tr", has_text="The only line fails")).to_contain_text("Came")
    expect(drift.locator("tr", has_text="Capacity Plan")).to_contain_text("Not Aligned")
    form.get_by_role("button", name="Reviewed, No Change").click()
    top.answer("The risk changes nothing in the plan.", "Record")
    top.tab("Drift")
    expect(drift).to_contain_text("Nothing came, went or changed.")

    owner = desk_of(OWNER, PHONE)
    owner.form("ITSM Document", document.name)
    assert width_beyond_screen(owner.page) <= 0
    on_phone = owner.form("ITSM Plan", plan.name)
    owner.tab("Drift")
    expect(on_phone.locator(".frappe-control[data-fieldname=drift]")).to_contain_text("Capacity Plan")
    assert width_beyond_screen(owner.page) <= 0
    desktop = desk_of(OWNER)
    form = desktop.form("ITSM Document", document.name)
    expect(form.locator(".frappe-control[data-fieldname=alignment]")).to_contain_text("Not Aligned")
    form.get_by_role("button", name="Confirm That It Still Fits the Plan").click()
    desktop.answer("Written for this very plan.", "Record")
    expect(form.locator(".frappe-control[data-fieldname=alignment] .green")).to_have_text("Aligned")

    fresh()
    document.reload()
    assert (document.realigned_plan, document.realigned_by) == (plan.name, OWNER)
    top.open("query-report", "ITSM Plan Drift", system=system.name)
    top.settle()
    expect(top.page.locator(PAGE)).to_contain_text("as it was last looked at")
