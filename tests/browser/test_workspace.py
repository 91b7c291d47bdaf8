"""The workspace "Service Management": what each role finds there, at desktop and phone width."""

from contextlib import ExitStack

import frappe
import pytest
from playwright.sync_api import Locator, expect

from sms_iso20000.conformity.engine import run_conformity
from tests.browser.desk import PAGE, PHONE, Desk, kept, width_beyond_screen
from tests.integration import stage
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OWNER, STAFF, TOP

pytest_plugins = ("tests.browser.people",)

CONFORMITY_CARDS = {"Readiness", "Requirements Not Met", "Requirements Stale", "Requirements Not Evaluable"}
CHARTS = {"Readiness over Time", "Share of Tickets In Target"}
CONFORMITY_LINKS = {"Conformity Matrix", "Readiness", "Conformity Comparison", "Conformity Run"}
EVIDENCE_LINKS = {"Evidence Source", "Service Level Snapshot", "Decision Log"}
EVERYBODY = {"Policy", "Acknowledgement"}
ONBOARDING = "SMS ISO20000"


def workspace(desk: Desk) -> Locator:
    """The workspace, once everything on it was asked for and answered."""
    desk.open("service-management")
    area = desk.page.locator(f"{PAGE} .layout-main-section")
    expect(area.get_by_text("Records and Reports")).to_be_visible()
    expect(area.locator(".links-widget-box .link-item").first).to_be_visible()
    expect(area.locator(".number-widget-box", has_text="Policies Due for Review")).to_be_visible()
    desk.settle()
    return area


def texts(area: Locator, widget: str) -> set[str]:
    return {text.strip() for text in area.locator(widget).all_inner_texts() if text.strip()}


@pytest.fixture
def lived_in(system):
    """A system with a policy in force, a frozen month and a run, open to the external auditor."""
    system.append("external_auditors", {"user": EXTERNAL, "access_until": frappe.utils.add_days(None, 30)})
    system.save()
    stage.make_policy(system, "In Force")
    source = stage.make_source(system)
    _first, last = stage.last_month()
    stage.make_tickets(system, last, {"yes": 3, "no": 1})
    source.freeze(str(last))
    run_conformity(system.name)
    stage.commit(system)
    return system


@pytest.mark.parametrize("user", [MANAGER, TOP, OWNER, AUDITOR, EXTERNAL, STAFF])
def test_what_a_role_finds(user, lived_in, desk_of):
    desk = desk_of(user)
    area = workspace(desk)
    cards = texts(area, ".number-widget-box .widget-title")
    charts = texts(area, ".dashboard-widget-box .widget-title")
    links = texts(area, ".links-widget-box .link-item")
    shortcuts = texts(area, ".shortcut-widget-box .widget-title")
    assert links >= EVERYBODY
    assert shortcuts >= {"Policies", "Acknowledgements"}
    assert "My Open Acknowledgements" in cards
    if user == STAFF:
        assert not cards & CONFORMITY_CARDS
        assert not charts & CHARTS
        assert not links & (CONFORMITY_LINKS | EVIDENCE_LINKS)
        assert "Conformity Matrix" not in shortcuts
    else:
        assert cards >= CONFORMITY_CARDS
        assert charts >= CHARTS
        assert links >= CONFORMITY_LINKS | EVIDENCE_LINKS
        assert "Conformity Matrix" in shortcuts
        readiness = area.locator(".number-widget-box", has_text="Readiness").locator(".widget-content .number")
        expect(readiness).to_contain_text("%")
    assert width_beyond_screen(desk.page) <= 0

    # Not while a page is shown: the host's charts do not take being resized while they are drawn.
    desk.page.goto("about:blank")
    desk.page.set_viewport_size({"width": PHONE, "height": 900})
    workspace(desk)
    assert width_beyond_screen(desk.page) <= 0


def test_an_empty_site_says_what_to_do_first(clean, desk_of):
    systems = frappe.get_all("ITSM System", filters={"is_active": 1}, pluck="name", order_by="name asc")
    steps = frappe.get_all("Onboarding Step Map", filters={"parent": ONBOARDING}, pluck="step", order_by="idx asc")
    assert len(steps) == 4
    with ExitStack() as stack:
        # The systems of this site, if it has any, step aside for the test.
        for name in systems:
            stack.enter_context(kept("ITSM System", name, is_active=0))
        stack.enter_context(kept("System Settings", "System Settings", enable_onboarding=1))
        stack.enter_context(kept("Module Onboarding", ONBOARDING, is_complete=0))
        for step in steps:
            stack.enter_context(kept("Onboarding Step", step, is_complete=0, is_skipped=0))
        manager = desk_of(MANAGER)
        area = workspace(manager)
        expect(area.locator(".onboarding-widget-box .onboarding-step")).to_have_count(4)
        for step in steps:
            expect(area.locator(".onboarding-widget-box").get_by_text(step, exact=True).first).to_be_visible()
        manager.open("query-report", "ITSM Conformity Matrix")
        said = "There is no service management system yet. Create an ITSM System first."
        expect(manager.page.locator(PAGE).get_by_text(said)).to_be_visible()

        staff = desk_of(STAFF)
        expect(workspace(staff).locator(".onboarding-widget-box")).to_have_count(0)
