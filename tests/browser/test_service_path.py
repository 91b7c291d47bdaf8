"""A service from its proposal to customers' use, with the picture of what it rests on; an obligation is reviewed."""

import frappe
from frappe.utils import today
from playwright.sync_api import expect

from tests.browser.desk import PAGE, PHONE, fresh, width_beyond_screen
from tests.integration import stage
from tests.integration.made.processes import process_of
from tests.integration.made.services import foundation, make_obligation, make_service
from tests.integration.stage import MANAGER, OWNER

pytest_plugins = ("tests.browser.people",)


def test_service_from_proposal_to_live_with_picture(system, desk_of):
    network = make_service(system)
    below = [foundation(process_of(system, "8.1")), foundation(network)]
    mail = make_service(system, "Proposed", title="Mail", code="MAIL", foundations=below, sites=[])
    stage.commit(system)
    manager = desk_of(MANAGER)
    form = manager.form("ITSM Service", mail.name)
    # The form says what is missing, and leads to where it is entered.
    expect(manager.field("standing")).to_contain_text("List at least one site")
    form.locator(".primary-action", has_text="Begin Transition").click()
    manager.expect_state("In Transition")
    expect(form.locator(".form-message")).to_contain_text("List at least one site")
    manager.field("standing").locator("a[data-field=sites]").click()
    manager.add_row("sites")
    cell = manager.cell("sites", "site")
    cell.click()
    cell.locator("input").fill("Main data centre")
    cell.locator("input").blur()
    form.locator(".primary-action", has_text="Save").click()
    form.locator(".primary-action", has_text="Go Live").click()
    manager.expect_state("Live")

    owner = desk_of(OWNER, PHONE)
    form = owner.form("ITSM Service", mail.name)
    form.locator(".form-tabs").get_by_text("What It Rests On", exact=True).click()
    picture = owner.field("picture")
    expect(picture.locator(".itsm-card")).to_have_count(3)
    expect(picture).to_contain_text("No Owner")
    assert width_beyond_screen(owner.page) <= 0
    picture.locator(".itsm-card", has_text="Network").click()
    owner.shown_form("ITSM Service", network.name)

    fresh()
    record = frappe.get_doc("ITSM Service", mail.name)
    assert (record.workflow_state, str(record.live_since), record.sites[0].site) == (
        "Live",
        today(),
        "Main data centre",
    )

    # From what was agreed to the services it is about.
    agreed = manager.form("ITSM Document", mail.agreements[0].agreement)
    agreed.get_by_role("button", name="Services (2)").click()
    expect(manager.page.locator(f"{PAGE} .list-row-container .list-subject")).to_have_count(2)

    manager.open("query-report", "ITSM Service Catalogue", system=system.name)
    expect(manager.page.locator(f"{PAGE} .datatable .dt-row-0")).to_contain_text("Mail")
    manager.page.locator(f"{PAGE} .inner-group-button", has_text="Print Catalogue").click()
    with manager.page.expect_popup() as opened:
        manager.page.get_by_text("In Chinese", exact=True).click()
    expect(opened.value.locator(".itsm-catalogue")).to_contain_text("网络服务")


def test_obligation_is_reviewed(system, desk_of):
    obligation = make_obligation(system)
    stage.commit(system)
    owner = desk_of(OWNER)
    form = owner.form("ITSM Obligation", obligation.name)
    form.get_by_role("button", name="Record Review").click()
    owner.answer("Two copies were found and erased.", "Record")
    expect(owner.field("last_reviewed_on")).to_be_visible()
    fresh()
    assert frappe.db.get_value("ITSM Obligation", obligation.name, "reviewed_by") == OWNER
    owner.open("query-report", "ITSM Obligation Register", system=system.name)
    expect(owner.page.locator(f"{PAGE} .datatable .dt-row-0")).to_contain_text("In Force")
