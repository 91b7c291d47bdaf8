"""The Conformity Matrix as its readers use it."""

import frappe
import pytest
from frappe import _
from frappe.utils import now_datetime
from playwright.sync_api import Locator, expect

from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.conformity.registry import CHECKS
from tests.browser.desk import DIALOGUE, PAGE, Desk, fresh, kept
from tests.integration import stage
from tests.integration.stage import AUDITOR, MANAGER, STAFF, STAFF_TWO

pytest_plugins = ("tests.browser.people",)

MATRIX = ("query-report", "ITSM Conformity Matrix")


# Left unchecked here, as a release may that knows more requirements than it has checks.
UNCHECKED = "4.5.4.3 j"


@pytest.fixture
def evaluated(clean, monkeypatch):
    """A system whose policy is in force and acknowledged by nobody, evaluated once; it is not the site's first."""
    monkeypatch.delitem(CHECKS, UNCHECKED)
    stage.commit(stage.make_system())
    system = stage.make_system()
    system.policy = stage.make_policy(system, "In Force")
    run_conformity(system.name)
    stage.commit(system)
    return system


def row(desk: Desk, text: str) -> Locator:
    """The row of the table that has `text` in it."""
    return desk.page.locator(f"{PAGE} .dt-scrollable .dt-row").filter(has_text=text)


def narrow(desk: Desk, **filters: str) -> None:
    """Set filters of the report, and wait for its answer."""
    for fieldname, value in filters.items():
        with desk.page.expect_response(lambda answer: "query_report.run" in answer.url):
            desk.field(fieldname).locator("select").select_option(value)
    desk.settle()


def expect_clauses(desk: Desk, *clauses: str) -> None:
    """Wait until the report shows these requirements and no others, those out of sight included."""
    shown = "frappe.query_report.data.filter((row) => row.status).map((row) => row.clause)"
    desk.page.wait_for_function(f"(clauses) => {shown}.join() === clauses", arg=",".join(clauses))


def test_statuses_and_reasons_of_the_system_chosen_by_itself(evaluated, desk_of):
    first = frappe.get_all("ITSM System", filters={"is_active": 1}, pluck="name", order_by="creation asc", limit=1)[0]
    manager = desk_of(MANAGER)
    manager.open(*MATRIX)
    expect(manager.field("system").locator("input")).to_have_value(first)

    manager.open(*MATRIX, system=evaluated.name)
    page = manager.page
    expect(page.locator(".report-summary .summary-label")).to_have_text(
        ["Met", "Not met", "Stale", "Not evaluable", "No check"]
    )
    narrow(manager, clause="4.5", status="No check")
    expect(row(manager, UNCHECKED).locator(".indicator-pill")).to_have_text("No check")
    expect(row(manager, UNCHECKED)).to_contain_text("No check yet: this release does not look at this requirement.")

    narrow(manager, clause="4.1", status="Met")
    expect(row(manager, "4.1.2 a").locator(".indicator-pill")).to_have_text("Met")
    expect(row(manager, "4.1.2 a")).to_contain_text("says how it fits the purpose")
    expect_clauses(manager, "4.1.2 a", "4.1.2 b", "4.1.2 c", "4.1.2 d", "4.1.2 f")

    narrow(manager, status="Not met")
    # Nobody was appointed yet, and no process has an owner.
    expect_clauses(manager, "4.1.1 a", "4.1.2 e", "4.1.3 a", "4.1.4 .1", "4.1.4 b", "4.1.4 c")
    open_one = row(manager, "4.1.2 e")
    expect(open_one).to_contain_text("0 of 2 people (0.0 %) acknowledged the policy in force; 95.0 % are needed.")
    link = open_one.get_by_role("link").first
    acknowledgement = link.inner_text()
    assert frappe.db.get_value("ITSM Acknowledgement", acknowledgement, "system") == evaluated.name
    link.click()
    manager.shown_form("ITSM Acknowledgement", acknowledgement)


def test_evaluate_now_makes_a_new_run(evaluated, desk_of):
    manager = desk_of(MANAGER)
    manager.open(*MATRIX, system=evaluated.name, clause="4.1.2")
    expect(row(manager, "4.1.2 e").locator(".indicator-pill")).to_have_text("Not met")
    for user in (STAFF, STAFF_TWO):
        asked = frappe.get_doc("ITSM Acknowledgement", {"system": evaluated.name, "user": user})
        asked.write(status="Acknowledged", acknowledged_on=now_datetime())
    frappe.db.commit()
    manager.page.get_by_role("button", name="Evaluate Now").click()
    expect(manager.page.get_by_text("Evaluated.", exact=True)).to_be_visible()
    expect(row(manager, "4.1.2 e").locator(".indicator-pill")).to_have_text("Met")
    expect(row(manager, "4.1.2 e")).to_contain_text("2 of 2 people (100.0 %) acknowledged the policy in force.")
    fresh()
    runs = frappe.get_all(
        "ITSM Conformity Run", filters={"system": evaluated.name}, fields=["run_by", "met"], order_by="run_on asc"
    )
    assert [run.run_by for run in runs] == ["Administrator", MANAGER]
    assert runs[1].met == runs[0].met + 1


def test_verdict_of_the_auditor_stands_beside_the_status(evaluated, desk_of):
    auditor = desk_of(AUDITOR)
    auditor.open(*MATRIX, system=evaluated.name, clause="4.1.2")
    expect(auditor.page.locator(".page-form [data-fieldname='system'] input")).to_have_value(evaluated.name)
    for clause, verdict in (("4.1.2 a", "Does Not Conform"), ("4.1.2 b", "Conforms")):
        auditor.page.get_by_role("button", name="Give Verdict").click()
        expect(auditor.dialog()).to_be_visible()
        auditor.choose("requirement", f"2011 {clause}", DIALOGUE)
        auditor.field("verdict", DIALOGUE).locator("select").select_option(verdict)
        auditor.answer(f"Seen with my own eyes: {verdict}.", "Record")
    status, judged = row(auditor, "4.1.2 a").locator(".indicator-pill").all()
    expect(status).to_have_text("Met")
    expect(judged).to_have_text("Does Not Conform · disagrees")
    expect(judged).to_have_attribute("title", "Seen with my own eyes: Does Not Conform.")
    expect(row(auditor, "4.1.2 a")).to_contain_text(frappe.utils.get_fullname(AUDITOR))
    expect(row(auditor, "4.1.2 b").locator(".indicator-pill").last).to_have_text("Conforms")
    fresh()
    verdicts = frappe.get_all(
        "ITSM Decision",
        filters={"system": evaluated.name, "decision": "Verdict"},
        fields=["reference_name", "verdict", "decided_by", "role"],
        order_by="sequence asc",
        as_list=True,
    )
    assert verdicts == (
        ("2011 4.1.2 a", "Does Not Conform", AUDITOR, "ITSM Auditor"),
        ("2011 4.1.2 b", "Conforms", AUDITOR, "ITSM Auditor"),
    )


def test_matrix_in_chinese(evaluated, desk_of):
    title = frappe.db.get_value("ITSM Requirement", "2011 4.1.2 a", "title_zh")
    met, no_check = _("Met", "zh"), _("No check yet: this release does not look at this requirement.", "zh")
    assert (met, no_check) != ("Met", "No check yet: this release does not look at this requirement.")
    with kept("User", AUDITOR, language="zh"):
        auditor = desk_of(AUDITOR)
        auditor.open(*MATRIX, system=evaluated.name, clause="4.5", status="No check")
        expect(row(auditor, UNCHECKED)).to_contain_text(no_check)
        narrow(auditor, clause="4.1", status="Met")
        expect(row(auditor, "4.1.2 a")).to_contain_text(title)
        expect(row(auditor, "4.1.2 a").locator(".indicator-pill")).to_have_text(met)
        expect(row(auditor, "4.1.2 a")).not_to_contain_text("says how it fits")
        expect(auditor.page.locator(".report-summary .summary-label").first).to_have_text(met)
        expect(auditor.page.get_by_role("button", name=_("Evaluate Now", "zh"))).to_be_visible()
        expect(auditor.page.get_by_role("button", name=_("Give Verdict", "zh"))).to_be_visible()
