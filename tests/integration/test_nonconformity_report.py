"""What the report, the print and the boards of nonconformities show (4.5.4.2)."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.compat import print_of
from sms_iso20000.sms_iso20000.report.itsm_nonconformity_report.itsm_nonconformity_report import execute
from tests.integration.doors import client_set_value
from tests.integration.made.nonconformities import make_nonconformity
from tests.integration.made.processes import process_of
from tests.integration.made.verdicts import put
from tests.integration.records import stored
from tests.integration.stage import MANAGER, OUTSIDER, OWNER, STAFF, acting_as


@pytest.fixture
def cases(system):
    process = process_of(system, "8.1").name
    closed = make_nonconformity(system, "Closed", related_process=process)
    late = make_nonconformity(system, "Analysis", grade="Major", requirements=["2011 4.3.2 b"], title="Late")
    put(late, due_on=add_days(today(), -12), reported_on=add_days(today(), -45))
    make_nonconformity(system, title="Fresh", against="Own Rules", requirements=[])
    return closed, late


def view(system, name: str, **filters) -> dict[str, dict]:
    rows = execute({"system": system.name, "view": name, **filters})[1]
    return {row.get("label") or row["title"]: row for row in rows}


def test_each_case_with_age_and_delay(cases, system):
    columns, rows, _message, chart, summary = execute({"system": system.name, "view": "Cases"})
    late = next(row for row in rows if row["title"] == "Late")
    assert (late["days_late"], late["age"], late["clauses"]) == (12, 45, "4.3.2 b")
    assert chart["data"]["datasets"][0]["values"] == [1, 1, 0, 0]
    assert [(card["label"], card["value"]) for card in summary] == [
        ("Open", 2),
        ("Overdue", 1),
        ("Days to Close", "0"),
        ("Effective at Verification", 100.0),
    ]
    assert {column["fieldname"] for column in columns} >= {"grade", "workflow_state", "days_late"}
    recent = execute({"system": system.name, "from_date": add_days(today(), -1)})[1]
    assert "Late" not in [row["title"] for row in recent]


def test_groups(cases, system):
    clauses = view(system, "Clause")
    assert {key: (row["total"], row["overdue"]) for key, row in clauses.items()} == {
        "4.3.2 a": (1, 0),
        "4.3.2 b": (1, 1),
        "Not Said": (1, 0),
    }
    processes = view(system, "Process")
    assert (processes[process_of(system, "8.1").title]["closed"], processes["Not Said"]["total"]) == (1, 2)
    managers = view(system, "Manager")
    assert (managers[frappe.utils.get_fullname(OWNER)]["overdue"], managers["Not Said"]["still_open"]) == (1, 1)
    [(month, row)] = view(system, "Month").items()
    assert (month, row["effectiveness"], row["mean_days"]) == (today()[:7], 100.0, 0.0)


def test_reopened_case_was_verified_once(cases, system):
    make_nonconformity(system, "Action Plan", title="Again", related_process=process_of(system, "8.1").name)
    assert stored(cases[0])["workflow_state"] == "Analysis"
    summary = {card["label"]: card["value"] for card in execute({"system": system.name})[4]}
    assert summary["Effective at Verification"] == 100.0


def test_who_may_open_it(cases, system):
    with acting_as(OWNER):
        # The owner of a process sees their own part of it.
        assert [row["title"] for row in execute({"system": system.name})[1]] == ["Late", "Old revision in use"][:2][
            ::-1
        ]
    with acting_as(OUTSIDER), pytest.raises(frappe.PermissionError):
        execute({"system": system.name})


@pytest.mark.parametrize(("language", "word"), [("en", "Root Cause"), ("zh", "根本原因")])
def test_print_with_fishbone(cases, language, word):
    closed, _late = cases
    frappe.local.lang = language
    html = print_of(frappe.get_doc(closed.doctype, closed.name), "ITSM Nonconformity Sheet")
    frappe.local.lang = "en"
    title = frappe.db.get_value("ITSM Requirement", closed.requirements[0].requirement, f"title_{language}")
    for text in (word, title, "<svg", "Say who takes it down", "Three desks looked at", closed.content_hash):
        assert text in html


def test_what_people_wrote_is_text_in_picture_and_print(system):
    from tests.integration.made.nonconformities import record_cause

    case = make_nonconformity(system, "Analysis", statement="See <img src=x onerror=alert(1)> here")
    record_cause(case, causes=[{"category": "Method", "cause": "<b>bold</b> & co"}])
    case.reload()
    html = print_of(case, "ITSM Nonconformity Sheet")
    assert "<img src=x" not in html
    assert "<b>bold" not in html


def test_card_pulled_to_another_column_of_the_board_meets_the_same_rules(cases, as_user):
    _closed, late = cases
    board = frappe.get_doc("Kanban Board", "ITSM Nonconformities")
    assert [column.column_name for column in board.columns][:2] == ["Reported", "Analysis"]
    with as_user(MANAGER):
        assert "root_cause_missing" in client_set_value(late, **{board.field_name: "Action Plan"}).codes
    assert frappe.get_doc("Kanban Board", "ITSM Actions").reference_doctype == "ITSM Action"


def test_staff_do_not_see_what_others_report(cases, system):
    with acting_as(STAFF):
        assert len(frappe.get_list("ITSM Nonconformity", {"system": system.name}, order_by="name")) == 3
    with acting_as("staff.two@sms.example.com"):
        assert frappe.get_list("ITSM Nonconformity", {"system": system.name}, order_by="name") == []
