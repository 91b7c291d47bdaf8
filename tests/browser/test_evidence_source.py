"""Mapping the service desk through the form."""

import frappe
from playwright.sync_api import expect

from tests.browser.desk import Desk, fresh
from tests.integration import stage
from tests.integration.stage import MANAGER

pytest_plugins = ("tests.browser.people",)


def pick_field(desk: Desk, fieldname: str, wanted: str) -> list[str]:
    """Pick a field from the suggestions, and return what was suggested."""
    control = desk.field(fieldname)
    # An empty field offers them all.
    control.locator("input").fill("")
    control.locator("input").click()
    offered = control.locator(".awesomplete li:visible")
    expect(offered.first).to_be_visible()
    names = [text.split("\n")[0].strip() for text in offered.all_inner_texts()]
    offered.filter(has_text=wanted).first.click()
    return names


def test_fields_are_offered_and_a_frozen_month_opens(system, desk_of):
    first, last = stage.last_month()
    stage.make_tickets(system, last, {"yes": 3, "no": 1, "paused": 1})
    stage.make_tickets(system, first, {"yes": 2}, service="Payroll")
    stage.commit(system)

    manager = desk_of(MANAGER)
    manager.open("itsm-evidence-source", "new")
    manager.field("title").locator("input").fill("Tickets of the desk")
    manager.choose("system", system.name)
    manager.choose("source_doctype", stage.TICKET)
    for fieldname, wanted in (
        ("opened_field", "opened"),
        ("closed_field", "closed"),
        ("target_field", "result"),
        ("service_field", "service"),
        ("team_field", "team"),
    ):
        offered = pick_field(manager, fieldname, wanted)
        assert {"opened", "closed", "result", "service", "team"} <= set(offered)
    for fieldname, value in (("in_target_values", "yes"), ("missed_values", "no"), ("paused_values", "paused")):
        manager.field(fieldname).locator("textarea").fill(value)
    # Each test counts its own tickets only.
    manager.page.evaluate("(text) => cur_frm.set_value('filters', text)", frappe.as_json({"subject": system.name}))
    # What nobody has saved yet can be looked at first.
    manager.page.get_by_role("button", name="Preview").click()
    preview = manager.field("preview")
    expect(preview.locator("tbody tr")).to_have_count(7)
    expect(preview.locator("p .indicator-pill")).to_have_text(["In Target: 5", "Missed: 1", "Paused: 1"])
    manager.press("Save")
    form = manager.shown_form("ITSM Evidence Source")
    source = manager.name()

    form.get_by_role("button", name="Freeze a Month").click()
    manager.dialog().get_by_role("button", name="Freeze", exact=True).click()
    manager.shown_form("ITSM Service Level Snapshot")
    expect(manager.field("closed").locator(".control-value")).to_have_text("7")
    expect(manager.field("in_target").locator(".control-value")).to_have_text("5")
    expect(manager.field("chart").locator("svg text")).to_contain_text(["Network", "Payroll"])
    worst = manager.field("worst_cases").locator("a[data-doctype='Test Ticket']")
    expect(worst).to_have_count(1)

    manager.page.get_by_role("button", name="Count Again").click()
    expect(manager.page.get_by_text("Nothing has changed since this month was frozen.")).to_be_visible()
    stage.make_tickets(system, last, {"no": 1})
    stage.commit(system)
    earlier = manager.name()
    manager.page.get_by_role("button", name="Count Again").click()
    manager.page.wait_for_function("(earlier) => cur_frm.doc.name !== earlier", arg=earlier)
    expect(manager.page.locator(".form-message:visible")).to_contain_text(f"it replaces {earlier}")
    expect(manager.field("difference")).to_contain_text("Closed: 7 → 8")

    fresh()
    snapshot = frappe.get_doc("ITSM Service Level Snapshot", manager.name())
    assert snapshot.replaces == earlier
    assert (snapshot.source, snapshot.period_start, snapshot.period_end) == (source, first, last)
    assert (snapshot.closed, snapshot.in_target, snapshot.missed, snapshot.paused) == (8, 5, 2, 1)
    assert snapshot.taken_by == MANAGER
    assert frappe.db.exists("ITSM Decision", {"reference_name": snapshot.name, "decision": "Frozen"})


def test_a_mapping_that_cannot_work_is_refused_in_one_sentence(system, desk_of):
    source = stage.make_source(system)
    stage.commit(system)
    manager = desk_of(MANAGER)
    form = manager.form("ITSM Evidence Source", source.name)
    pick_field(manager, "closed_field", "result")
    form.locator(".primary-action", has_text="Save").click()
    expect(manager.dialog().locator(".msgprint")).to_have_text(
        f"The field result of {stage.TICKET} holds no date; choose a date field."
    )
    fresh()
    assert frappe.db.get_value("ITSM Evidence Source", source.name, "closed_field") == "closed"
