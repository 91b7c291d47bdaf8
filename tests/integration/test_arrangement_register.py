"""The register of what others operate: lights and flags of the four proofs (4.2)."""

import json

import frappe
import pytest
from frappe.utils import add_days, add_months, today

from sms_iso20000.governance.arrangement_register import register_of
from sms_iso20000.sms_iso20000.report.itsm_arrangement_register import itsm_arrangement_register as report
from tests.integration import stage
from tests.integration.doors import call
from tests.integration.made.arrangement_reviews import make_review
from tests.integration.made.arrangements import make_arrangement, measure
from tests.integration.made.processes import insert_raw, process_of
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF

SATISFIED = {"verdict": "Satisfactory", "no_improvement_reason": "Everything was held for a year."}


def only_row(system) -> frappe._dict:
    (row,) = register_of(system.name)
    return row


def seen(system) -> tuple[str, set[str], list[str]]:
    """Of the only row: first letters of the lights, all reasons, and the flags."""
    row = only_row(system)
    lights = "".join(light.colour.value[0] for light in row.lights.values())
    return lights, {why for light in row.lights.values() for why in light.why}, row.flags


@pytest.fixture
def reviewed(system):
    arrangement = make_arrangement(system)
    make_review(arrangement)
    return arrangement


def operated_by(system, answer: str, **filters) -> None:
    frappe.db.set_value("ITSM Process", {"system": system.name, **filters}, "operated_by", answer)


# -- lights and flags ------------------------------------------------------------------------------------------------


def test_from_draft_to_green(system, as_user):
    """One arrangement from its draft to its first approved review."""
    operated_by(system, "Partly by Others", clause="8.1")
    arrangement = make_arrangement(system, "Draft", measures=[], improvement_planning="")
    wanting = {"arrangement_not_agreed", "measure_missing", "improvement_planning_missing"}
    assert seen(system) == ("agrr", wanting, ["no_agreement"])
    arrangement.update({"measures": [measure()], "improvement_planning": "Once a quarter."})
    arrangement.save()
    unreviewed = {"arrangement_never_reviewed", "no_improvement_decision"}
    assert seen(system) == ("agaa", {*unreviewed, "arrangement_not_agreed"}, ["no_agreement"])
    for action, flags in (("Record Agreement", []), ("Activate", ["no_review", "no_improvement_decision"])):
        stage.step(arrangement, action, MANAGER)
        assert seen(system) == ("ggaa", unreviewed, flags)
    review = make_review(arrangement, "Draft")
    assert seen(system)[0] == "ggaa"
    with as_user(OWNER):
        review.approve()
    assert seen(system) == ("gggg", set(), [])


def test_what_is_no_longer_true_turns_red(system, reviewed):
    assert seen(system)[0] == "gggg"
    frappe.db.set_value("ITSM Document", reviewed.definition_document, "workflow_state", "Withdrawn")
    assert seen(system) == ("grgg", {"definition_not_in_force"}, [])
    frappe.db.set_value("ITSM Document", reviewed.agreement, "workflow_state", "Withdrawn")
    assert seen(system) == ("rrgg", {"definition_not_in_force", "agreement_ended"}, ["no_agreement"])
    frappe.db.set_value("ITSM Arrangement", reviewed.name, "agreement", "Absent")
    assert seen(system)[1:] == ({"definition_not_in_force", "agreement_gone"}, ["no_agreement"])


@pytest.mark.parametrize("gone", ["disabled", "missing"])
def test_an_owner_who_is_gone(gone, system, reviewed):
    if gone == "disabled":
        frappe.db.set_value("User", OWNER, "enabled", 0)
    else:
        frappe.db.set_value("ITSM Arrangement", reviewed.name, "accountable_owner", "gone@sms.example.com")
    assert seen(system) == ("rggg", {"accountable_owner_gone"}, ["owner_gone"])


def test_evidence_that_is_too_old_turns_amber(system, reviewed):
    frappe.db.set_value("ITSM Document", reviewed.definition_document, "next_review_on", add_days(today(), -1))
    assert seen(system) == ("gagg", {"definition_review_overdue"}, [])
    frappe.db.set_value("ITSM Arrangement", reviewed.name, "next_review_on", today())
    assert seen(system)[0] == "gagg"
    frappe.db.set_value("ITSM Arrangement", reviewed.name, "next_review_on", add_days(today(), -1))
    assert seen(system)[0] == "gaag" and seen(system)[2] == ["no_review"]


@pytest.mark.parametrize(("own_interval", "months"), [(0, 6), (3, 3)])
def test_an_improvement_decision_counts_for_one_interval(own_interval, months, system):
    frappe.db.set_value("ITSM System", system.name, "arrangement_review_interval", 6)
    arrangement = make_arrangement(system, review_interval=own_interval)
    review = make_review(arrangement, improvements=[], **SATISFIED)
    for approved_on, colour in ((add_months(today(), -months), "g"), (add_days(add_months(today(), -months), -1), "a")):
        frappe.db.set_value("ITSM Arrangement Review", review.name, "approved_on", f"{approved_on} 23:00:00")
        assert seen(system)[0] == f"ggg{colour}"
    assert seen(system)[2] == ["no_improvement_decision"]


def test_a_review_that_measured_nothing(system, reviewed):
    frappe.db.set_value("ITSM Arrangement Review", {"arrangement": reviewed.name}, "is_scored", 0)
    assert seen(system) == ("ggag", {"nothing_measured"}, [])


def test_what_has_ended_is_left_out(system):
    make_arrangement(system, "Ended")
    assert register_of(system.name) == []


# -- processes -------------------------------------------------------------------------------------------------------


def test_a_process_that_others_operate_and_nothing_is_arranged_for(system):
    operated_by(system, "Wholly by Others", clause="8.1")
    operated_by(system, "Partly by Others", clause="8.2")
    operated_by(system, "Ourselves", clause="9.2")
    operated_by(system, "Wholly by Others", clause="9.3")
    frappe.db.set_value("ITSM Process", {"system": system.name, "clause": "9.3"}, "is_active", 0)
    rows = register_of(system.name)
    assert [(row.name, row.clause, row.process_title) for row in rows] == [
        ("", "8.1", "Incident and service request management"),
        ("", "8.2", "Problem management"),
    ]
    assert {(light.colour.value, *light.why) for row in rows for light in row.lights.values()} == {
        ("red", "nothing_arranged")
    }
    assert [row.flags for row in rows] == [["no_agreement"], ["no_agreement"]]
    make_arrangement(system, "Draft")
    assert [bool(row.name) for row in register_of(system.name)] == [True, False]


def test_nothing_in_house(system):
    operated_by(system, "Wholly by Others")
    assert {"nothing_in_house" in row.flags for row in register_of(system.name)} == {True}
    operated_by(system, "Partly by Others", clause="8.2")
    assert {"nothing_in_house" in row.flags for row in register_of(system.name)} == {False}
    # A process that rests is no process in house.
    frappe.db.set_value("ITSM Process", {"system": system.name, "clause": "8.2"}, "is_active", 0)
    assert {"nothing_in_house" in row.flags for row in register_of(system.name)} == {True}


def test_two_hundred_arrangements_cost_as_many_queries_as_ten(system, reviewed, query_count):
    terms = reviewed.as_dict()
    common = {
        field: terms[field]
        for field in ("system", "related_process", "party_kind", "party_type", "party", "agreement_type", "agreement")
    }
    common |= {field: terms[field] for field in ("accountable_owner", "definition_document", "next_review_on")}
    counts = []
    for number in (9, 190):
        for index in range(number):
            name = insert_raw("ITSM Arrangement", title=f"Part {index}", workflow_state="Active", **common)
            insert_raw("ITSM Arrangement Review", arrangement=name, system=system.name, status="Approved")
        register_of(system.name)
        counts.append(query_count(lambda: register_of(system.name)))
    assert counts[0] == counts[1] <= 20


# -- report ----------------------------------------------------------------------------------------------------------


def shown(system, **filters) -> tuple:
    return report.execute({"system": system.name, **filters})


def test_the_report_speaks_in_words(system, reviewed, as_user):
    operated_by(system, "Wholly by Others", clause="9.2")
    frappe.db.set_value("User", OWNER, "enabled", 0)
    with as_user(AUDITOR):
        columns, rows, legend, chart, summary = shown(system)
    arranged, bare = rows
    assert [column["fieldname"] for column in columns if column["fieldname"].startswith("proof_")] == [
        "proof_a",
        "proof_b",
        "proof_c",
        "proof_d",
    ]
    assert [arranged[f"proof_{letter}"] for letter in "abcd"] == ["Red", "Green", "Green", "Green"]
    assert arranged["lights"]["proof_a"]["colour"] == "red"
    assert arranged["flags_shown"] == "Owner Gone"
    assert arranged["wanting"].startswith("a) The accountable owner can no longer sign in")
    assert (arranged["kind"], arranged["state"]) == ("Internal Group", "Active")
    assert (bare["name"], bare["process_title"], bare["flags"]) == ("", "Change management", ["no_agreement"])
    assert chart["data"]["datasets"][0]["values"] == [0, 1, 1, 1]
    assert chart["data"]["datasets"][2]["values"] == [2, 1, 1, 1]
    assert [entry["value"] for entry in summary] == [1, 1, 1, 0, 0]
    assert all(word in legend for word in ("Green:", "Amber:", "Red:", "Owner Gone", "Nothing In House"))
    # The host sends it to the browser and into files.
    assert json.loads(frappe.as_json(rows))[0]["proof_a"] == "Red"
    with as_user(AUDITOR):
        frappe.local.lang = "zh"
        _columns, rows, legend, *_rest = shown(system)
    assert (rows[0]["proof_a"], rows[0]["flags_shown"]) == ("红色", "责任人已不在岗")
    assert "缺失，或已不再属实" in legend


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({}, ["Mine", "Yours"]),
        ({"kind": "Supplier"}, ["Yours"]),
        ({"state": "Draft"}, ["Mine"]),
        ({"flagged": 1}, ["Yours"]),
    ],
)
def test_filters(filters, titles, system, as_user):
    common = {"system": system.name, "related_process": process_of(system, "8.1").name, "accountable_owner": OWNER}
    insert_raw("ITSM Arrangement", title="Mine", party_kind="Customer", workflow_state="Draft", **common)
    insert_raw("ITSM Arrangement", title="Yours", party_kind="Supplier", workflow_state="Active", **common)
    with as_user(MANAGER):
        assert [row["title"] for row in shown(system, **filters)[1]] == titles


def test_nothing_to_show(system, as_user):
    with as_user(MANAGER):
        _columns, rows, legend, chart, summary = shown(system)
        assert (rows, legend, chart, summary[0]["value"]) == ([], None, None, 0)
        assert report.execute({})[1:3] == ([], "Choose a system first.")


def test_who_may_not_read(system, as_user):
    frappe.get_doc(
        {"doctype": "User Permission", "user": MANAGER, "allow": "ITSM System", "for_value": stage.make_system().name}
    ).insert()
    for user in (OUTSIDER, STAFF, EXTERNAL, MANAGER):
        with as_user(user), pytest.raises(frappe.PermissionError):
            shown(system)


def test_only_what_the_reader_may_see(system, as_user):
    operated_by(system, "Wholly by Others", clause="9.2")
    operated_by(system, "Wholly by Others", clause="9.3")
    common = {"system": system.name, "related_process": process_of(system, "8.1").name, "workflow_state": "Draft"}
    mine, _theirs = (insert_raw("ITSM Arrangement", title=title, **common) for title in ("Mine", "Theirs"))
    allowed = {"ITSM Arrangement": mine, "ITSM Process": process_of(system, "9.2").name}
    for doctype, name in allowed.items():
        permission = {"doctype": "User Permission", "user": OWNER, "allow": doctype, "for_value": name}
        frappe.get_doc({**permission, "apply_to_all_doctypes": 0, "applicable_for": doctype}).insert()
    with as_user(OWNER):
        rows = shown(system)[1]
    assert [(row["title"], row["process_title"]) for row in rows] == [
        ("Mine", "Incident and service request management"),
        ("Nothing arranged", "Change management"),
    ]


@pytest.mark.parametrize("name", ["ITSM Arrangement Register", "ITSM Party Scorecard"])
def test_over_the_web(name, system, as_user):
    insert_raw(
        "ITSM Arrangement",
        system=system.name,
        title="Night desk",
        party_name="Night Ltd",
        party_kind="Supplier",
        related_process=process_of(system, "8.1").name,
        workflow_state="Draft",
    )
    stage.commit(system)
    body = {"report_name": name, "filters": {"system": system.name}}
    for user, may in ((AUDITOR, True), (STAFF, False), (OUTSIDER, False)):
        with as_user(user):
            status, answer = call("POST", "/api/method/frappe.desk.query_report.run", body)
        assert (status == 200) == may
        assert not may or answer["message"]["result"]
