"""Every list, form, tree and report of ours opens without a JavaScript error, for the manager."""

import frappe
from playwright.sync_api import expect

from sms_iso20000.conformity.engine import run_conformity
from tests.browser.desk import PAGE, Desk
from tests.integration import stage
from tests.integration.made.appointments import make_appointment
from tests.integration.made.documents import make_document
from tests.integration.made.everything import make_one_of_each
from tests.integration.made.reports import make_report
from tests.integration.stage import MANAGER

pytest_plugins = ("tests.browser.people",)

MODULE = "SMS ISO20000"


def make_all(system) -> None:
    """At least one record of every record type, and two runs that differ."""
    run_conformity(system.name)
    make_one_of_each(system)
    stage.commit(system)


def newest(doctype: str, system: str) -> str:
    fenced = frappe.get_meta(doctype).has_field("system")
    filters = {"system": system} if fenced else {}
    return frappe.get_all(doctype, filters=filters, pluck="name", order_by="creation desc, name desc", limit=1)[0]


def shown(desk: Desk, selector: str) -> None:
    expect(desk.page.locator(f"{PAGE} {selector}").first).to_be_visible()


def test_every_record_type_opens(system, desk_of):
    make_all(system)
    doctypes = frappe.get_all("DocType", filters={"module": MODULE, "istable": 0}, pluck="name", order_by="name asc")
    assert len(doctypes) >= 20
    manager = desk_of(MANAGER)
    manager.open("service-management")
    for doctype in doctypes:
        manager.move("List", doctype, "List")
        shown(manager, ".frappe-list .list-row-container:visible, .frappe-list .no-result:visible")
        name = system.name if doctype == "ITSM System" else newest(doctype, system.name)
        manager.move("Form", doctype, name)
        manager.shown_form(doctype, name)
        if "ITSM Manager" in _creators(doctype):
            # As the button of the list does.
            manager.page.evaluate("(doctype) => frappe.new_doc(doctype)", doctype)
            manager.page.wait_for_function("(doctype) => cur_frm?.doctype === doctype && cur_frm.is_new()", arg=doctype)
            shown(manager, ".form-layout")
        manager.settle()


def _creators(doctype: str) -> set[str]:
    return {row.role for row in frappe.get_meta(doctype).permissions if row.create}


def test_catalogue_opens_as_a_tree(system, desk_of):
    manager = desk_of(MANAGER)
    manager.open("itsm-requirement", "view", "tree")
    for clause in ("4.1", "4.1.2", "4.1.2 a"):
        node = manager.page.locator(f"{PAGE} .tree-link[data-label='2011 {clause}']")
        node.click()
    title = frappe.db.get_value("ITSM Requirement", "2011 4.1.2 a", "title_en")
    expect(node).to_have_text(f"4.1.2 a {title}")
    node.locator("xpath=following-sibling::*").get_by_role("button", name="Open").click()
    manager.shown_form("ITSM Requirement", "2011 4.1.2 a")


def revisions_of_a_document(system) -> tuple[str, str]:
    first = make_document(system, code="PRO-99")
    with stage.acting_as(MANAGER):
        second = frappe.get_doc("ITSM Document", first.start_new_revision())
        second.update({"content": "<p>Shorter.</p>", "change_summary": "Shorter."})
        second.save()
    stage.commit(system)
    return first.name, second.name


def test_every_report_opens(system, desk_of):
    make_all(system)
    reports = frappe.get_all("Report", filters={"module": MODULE}, pluck="name", order_by="name asc")
    assert len(reports) >= 15
    later, earlier = frappe.get_all(
        "ITSM Conformity Run", filters={"system": system.name}, pluck="name", order_by="run_on desc"
    )
    first, second = revisions_of_a_document(system)
    compared = {
        "ITSM Conformity Comparison": {"earlier": earlier, "later": later},
        "ITSM Revision Comparison": {"document_type": "ITSM Document", "earlier": first, "later": second},
    }
    manager = desk_of(MANAGER)
    for report, filters in compared.items():
        manager.open("query-report", report, **filters)
        shown(manager, ".report-wrapper .datatable .dt-row-0")
    # The others one after the other, as a person goes from report to report: their scripts share the page.
    for report in [report for report in reports if report not in compared]:
        manager.page.evaluate(
            "([report, system]) => frappe.set_route('query-report', report, { system })", [report, system.name]
        )
        expect(manager.page.locator(f"{PAGE} .title-text")).to_have_text(report)
        shown(manager, ".report-wrapper .datatable .dt-row-0")
        manager.settle()


def test_policy_prints(system, desk_of):
    policy = stage.make_policy(system, "In Force")
    stage.commit(system)
    manager = desk_of(MANAGER)
    manager.open("print", "ITSM Policy", policy.name)
    sheet = manager.page.frame_locator(f"{PAGE} iframe.print-format-container").locator("body")
    expect(sheet).to_contain_text("We run services that our customers can build on.")


def test_letter_and_report_print(system, desk_of):
    letter, report = make_appointment(system, "Accepted"), make_report(system, "Draft")
    stage.commit(system)
    manager = desk_of(MANAGER)
    for record, said in ((letter, "With pleasure."), (report, "No data")):
        manager.open("print", record.doctype, record.name)
        sheet = manager.page.frame_locator(f"{PAGE} iframe.print-format-container").locator("body")
        expect(sheet).to_contain_text(said)
