"""A document is found where it is used, and by the address printed on its copies."""

import re

import frappe
import pytest
from playwright.sync_api import expect

from sms_iso20000.compat import can_make_pdf
from tests.browser.desk import PAGE, PHONE, fresh, width_beyond_screen
from tests.browser.people import PASSWORD
from tests.integration import stage
from tests.integration.made.documents import make_document
from tests.integration.stage import MANAGER, OUTSIDER, STAFF

pytest_plugins = ("tests.browser.people",)

PANEL = f"{PAGE} .itsm-points-of-use"
ASKS = re.compile(r"api\.documents\.at")


@pytest.fixture
def process(system):
    return frappe.db.get_value("ITSM Process", {"system": system.name}, order_by="name asc")


@pytest.fixture
def document(system, process):
    document = make_document(
        system,
        title="How incidents are handled from the first call to the last word",
        points_of_use=[{"use_doctype": "ITSM Process", "use_name": process}],
    )
    stage.commit(system)
    return document


@pytest.mark.parametrize("width", [1280, PHONE])
def test_form_shows_what_one_works_by(document, process, desk_of, width):
    staff = desk_of(STAFF, width)
    staff.form("ITSM Process", process)
    panel = staff.page.locator(PANEL)
    expect(panel.get_by_role("link")).to_have_text(document.title)
    expect(panel).to_contain_text("PRO-01 · Revision 1 · Procedure")
    expect(panel).to_contain_text("You have to acknowledge this")
    assert width_beyond_screen(staff.page) <= 0
    panel.get_by_role("link").click()
    staff.shown_form("ITSM Document", document.name)
    # Back on the form, after the person has read and acknowledged.
    staff.page.get_by_role("button", name="I Have Read and Understood").click()
    expect(staff.page.get_by_text("Acknowledged.", exact=True)).to_be_visible()
    staff.form("ITSM Process", process)
    expect(panel.get_by_role("link")).to_have_text(document.title)
    expect(panel).not_to_contain_text("You have to acknowledge this")


def test_other_forms_ask_for_nothing(document, system, desk_of):
    manager = desk_of(MANAGER)
    asked = []
    manager.page.on("request", lambda request: asked.append(request.url) if ASKS.search(request.url) else None)
    manager.form("ITSM System", system.name)
    expect(manager.page.locator(PANEL)).to_have_count(0)
    assert asked == []


def test_panel_follows_the_record(document, process, system, desk_of):
    other = frappe.db.get_value("ITSM Process", {"system": system.name, "name": ["!=", process]}, order_by="name asc")
    manager = desk_of(MANAGER)
    manager.form("ITSM Process", process)
    expect(manager.page.locator(PANEL)).to_have_count(1)
    manager.move("Form", "ITSM Process", other)
    manager.shown_form("ITSM Process", other)
    expect(manager.page.locator(PANEL)).to_have_count(0)
    manager.move("Form", "ITSM Process", process)
    manager.shown_form("ITSM Process", process)
    expect(manager.page.locator(PANEL)).to_have_count(1)


@pytest.mark.parametrize("width", [1280, PHONE])
def test_address_on_the_copy_leads_to_the_form(document, desk_of, width):
    staff = desk_of(STAFF, width)
    staff.page.goto(f"/itsm/{document.link_key}")
    staff.shown_form("ITSM Document", document.name)
    short_link = staff.field("short_link")
    expect(short_link.get_by_role("link")).to_have_text(re.compile(f"/itsm/{document.link_key}$"))
    assert width_beyond_screen(staff.page) <= 0


def test_guest_signs_in_and_comes_back(document, people, chromium, site_url):
    context = chromium.new_context(base_url=site_url)
    page = context.new_page()
    page.goto(f"/itsm/{document.link_key}")
    page.locator("#login_email").fill(STAFF)
    page.locator("#login_password").fill(PASSWORD)
    page.locator(".btn-login:visible").click()
    page.wait_for_function("(name) => window.cur_frm?.docname === name", arg=document.name)
    context.close()


def test_outsider_learns_nothing(document, desk_of):
    outsider = desk_of(OUTSIDER, PHONE)
    outsider.page.goto(f"/itsm/{document.link_key}")
    expect(outsider.page.get_by_text("This document is not meant for you.")).to_be_visible()
    expect(outsider.page.get_by_text(document.title)).to_have_count(0)
    assert width_beyond_screen(outsider.page) <= 0


def test_form_runs_the_notice_for_prints_nowhere(document, desk_of):
    manager = desk_of(MANAGER)
    said = []
    manager.page.on("console", lambda message: said.append(message.text))
    form = manager.form("ITSM Document", document.name)
    expect(form.get_by_text("copy_notice_html")).to_be_hidden()
    assert [text for text in said if "Template" in text or "notice" in text] == []


@pytest.mark.skipif(not can_make_pdf(), reason="wkhtmltopdf is not installed here")
def test_pdf_is_made_at_the_press_of_a_button(document, desk_of):
    manager = desk_of(MANAGER)
    form = manager.form("ITSM Document", document.name)
    form.get_by_role("button", name="Make PDF").click()
    expect(form.get_by_role("button", name="Make PDF")).to_have_count(0)
    fresh()
    assert frappe.db.get_value("ITSM Document", document.name, "pdf_hash")
