"""Importing the tickets of a service desk outside through the form."""

import frappe
from playwright.sync_api import expect

from sms_iso20000.demonstration.incidents import LOG
from sms_iso20000.governance.ticket_import_work import import_file
from tests.browser.desk import fresh
from tests.integration import stage
from tests.integration.stage import MANAGER

pytest_plugins = ("tests.browser.people",)


def test_from_the_file_to_an_evidence_source(system, desk_of):
    stage.commit(system)
    manager = desk_of(MANAGER)
    manager.open("itsm-ticket-import", "new")
    manager.choose("system", system.name)
    manager.field("service_desk").locator("input").fill("Remedy")
    manager.field("unknown_marker").locator("input").fill("?")
    manager.field("is_event_log").get_by_role("checkbox").first.check()
    manager.field("file").get_by_role("button", name="Attach").click()
    dialog = manager.dialog()
    dialog.locator("input[type=file]").first.set_input_files(LOG)
    dialog.get_by_role("button", name="Upload", exact=True).click()
    # The file says how it is to be read, and the host saves what it is attached to.
    form = manager.shown_form("ITSM Ticket Import")
    name = manager.name()

    form.get_by_role("button", name="Check File").click()
    preview = manager.field("preview")
    expect(preview.locator(".alert")).to_have_text("4137 rows hold 600 tickets; all of them can be imported.")
    expect(preview.locator("tbody tr")).to_have_count(20)
    manager.press("Import")
    expect(form.get_by_text("The file is being imported in the background")).to_be_visible()

    fresh()
    import_file(name)
    manager.open("itsm-ticket-import", name)
    form = manager.shown_form("ITSM Ticket Import")
    form.get_by_role("button", name="Make Evidence Source").click()
    expect(manager.field("in_target_values").locator("textarea")).to_have_value("TRUE")
    manager.press("Save")
    manager.shown_form("ITSM Evidence Source")
    fresh()
    source = frappe.get_doc("ITSM Evidence Source", manager.name())
    assert (source.system, source.source_doctype, source.closed_field) == (
        system.name,
        "ITSM Imported Ticket",
        "closed_on",
    )
