"""What becomes of a plan after its issue: drift, its report, and the process plans that have to fit it."""

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from sms_iso20000.api.plan import in_force
from sms_iso20000.sms_iso20000.report.itsm_document_register import itsm_document_register
from sms_iso20000.sms_iso20000.report.itsm_plan_drift import itsm_plan_drift
from tests.integration import stage
from tests.integration.doors import DOORS, call
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.documents import make_document
from tests.integration.made.objectives import make_objective
from tests.integration.made.plans import issue_next, make_plan
from tests.integration.made.risk import bulk_risks, make_risk
from tests.integration.made.services import make_obligation, make_service
from tests.integration.made.verdicts import put
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import AUDITOR, MANAGER, OWNER, STAFF, TOP, acting_as

PROCESS_PLAN = {"code": "PLN-65", "title": "Capacity", "kind": "Process Policy or Plan"}


def drift(plan, user: str = AUDITOR) -> list[tuple]:
    """Family, move, title and the changed facts, as the form shows them."""
    with acting_as(user):
        return [
            (row["family"], row["move"], row["title"], [change["fact"] for change in row["changes"]])
            for row in frappe.get_doc("ITSM Plan", plan.name).show_drift()
        ]


def report(system, user: str = AUDITOR) -> tuple:
    with acting_as(user):
        return itsm_plan_drift.execute({"system": system.name})


# -- drift -----------------------------------------------------------------------------------------------------------


def test_nothing_differs_on_the_day_of_issue(system):
    make_risk(system, "Assessed")
    assert drift(make_plan(system)) == []


def test_what_came_went_and_changed(system, as_user):
    service = make_service(system)
    arrangement, gone = make_arrangement(system), make_obligation(system)
    objective, closed = make_objective(system, "Approved"), make_risk(system)
    plan = make_plan(system, "In Force", service)
    put(service, title="Connections")
    frappe.db.set_value("ITSM Service Site", {"parent": service.name}, "site", "Second data centre")
    frappe.db.set_value("ITSM Service Customer", {"parent": service.name}, "customer_site", "South")
    frappe.db.set_value("ITSM Service Requirement", {"parent": service.name}, "target", "2 hours")
    put(arrangement, party_name="Morning Desk")
    put(gone, is_active=0)
    put(objective, target=99)
    put(closed, workflow_state="Closed")
    make_service(system, "In Transition", title="Mail", code="MAIL")
    put(system, risk_acceptance_criterion=5)
    assert drift(plan) == [
        ("Services", "Came", "Mail", []),
        ("Services", "Changed", "Connections", ["Title", "Sites", "Sites of Customers", "Requirements"]),
        ("Other Parties", "Changed", arrangement.title, ["Party"]),
        ("Sites", "Came", "Second data centre", []),
        ("Obligations", "Went", gone.title, []),
        ("Objectives", "Changed", objective.title, ["Target"]),
        ("Risks", "Went", closed.title, []),
        ("Risk Acceptance Criterion", "Changed", system.name, ["Risk Acceptance Criterion"]),
    ]
    with as_user(TOP):
        frappe.get_doc("ITSM Plan", plan.name).keep_unchanged("It still fits.")
    assert drift(plan) == []


def test_a_new_revision_takes_its_own_picture(system):
    plan = make_plan(system)
    make_risk(system)
    assert [row[:3] for row in drift(plan)] == [("Risks", "Came", "The only line fails")]
    second = issue_next(plan)
    assert drift(second) == []
    assert drift(plan) == []


def test_a_reader_sees_drift_of_what_they_may_read(system):
    plan = make_plan(system)
    make_risk(system)
    make_service(system, title="Mail", code="MAIL")
    assert {row[0] for row in drift(plan, STAFF)} == {"Services"}
    assert {row[0] for row in drift(plan)} == {"Services", "Risks"}


def test_the_report_shows_each_fact_and_what_waits_too_long(system):
    assert report(system)[2] == "No service management plan is in force."
    service = make_service(system)
    plan = make_plan(system, "In Force", service)
    put(plan, picture_taken_on=add_to_date(now_datetime(), days=-100))
    frappe.db.set_value(
        "ITSM Service",
        service.name,
        {"title": "<b>Wide</b>", "service_owner": MANAGER, "modified": add_to_date(now_datetime(), days=-40)},
        update_modified=False,
    )
    make_risk(system)
    _columns, rows, _message, _chart, summary = report(system)
    shown = [(row["family"], row["fact"], row["before"], row["after"], row["late"]) for row in rows]
    assert shown == [
        ("Services", "Title", "Network", "&lt;b&gt;Wide&lt;/b&gt;", True),
        ("Services", "Owner", "Owner", "Manager", True),
        ("Risks", "", "", "", False),
    ]
    assert {card["label"]: card["value"] for card in summary} == {
        "Came": 1,
        "Went": 0,
        "Changed": 1,
        "Waiting Too Long": 1,
    }


def test_the_report_is_for_who_may_read_plans(system):
    with acting_as(stage.OUTSIDER), pytest.raises(frappe.PermissionError):
        itsm_plan_drift.execute({"system": system.name})
    assert report(system)[1] == []
    assert itsm_plan_drift.execute()[2] == "Choose a system first."


def test_the_cost_of_drift_does_not_grow(system, query_count):
    plan = make_plan(system)
    bulk_risks(system, 10)
    ask = frappe.get_doc("ITSM Plan", plan.name).show_drift
    ask()
    few = query_count(ask)
    bulk_risks(system, 190)
    assert query_count(ask) == few
    assert len(ask()) == 200


# -- process plans ---------------------------------------------------------------------------------------------------


def aligned(system, plan, **values):
    return make_document(system, **{**PROCESS_PLAN, "aligned_plan": plan.name, **values})


def test_a_seal_made_before_there_were_plans_still_holds(system):
    document = make_document(system, **PROCESS_PLAN)
    assert "aligned_plan" not in document.sealed_content()
    assert document.computed_hash() == document.content_hash
    assert aligned(system, make_plan(system), code="PLN-66").sealed_content()["aligned_plan"]


def test_only_process_plans_name_a_plan(system, as_user):
    plan = make_plan(system)
    with as_user(MANAGER):
        document = make_document(system, "Draft", code="PRO-09", aligned_plan=plan.name)
    assert not document.aligned_plan


@pytest.mark.parametrize("door", DOORS)
def test_plans_that_cannot_be_named(door, system, as_user):
    draft = make_plan(system, "Draft")
    document = make_document(system, "Draft", **PROCESS_PLAN)
    theirs = make_plan(stage.make_system())
    stage.wipe_later(frappe.get_doc("ITSM System", theirs.system))
    was = stored(document)
    for plan, code in ((draft, "plan_not_to_align_with"), (theirs, "other_system")):
        with as_user(MANAGER):
            assert door(document, aligned_plan=plan.name).codes == (code,)
        assert stored(document) == was


@pytest.mark.parametrize("door", DOORS)
def test_the_plan_it_fits_is_sealed_with_it(door, system, as_user):
    plan = make_plan(system)
    document = aligned(system, plan)
    with as_user(TOP):
        assert door(document, aligned_plan=None).codes == ("content_sealed",)
        assert door(document, realigned_plan=plan.name).codes == ("changed_by_hand",)


def test_a_new_revision_may_go_on_naming_what_is_superseded(system, as_user):
    plan = make_plan(system)
    document = aligned(system, plan)
    issue_next(plan)
    with as_user(MANAGER):
        draft = frappe.get_doc("ITSM Document", document.start_new_revision())
        draft.change_summary = "Shorter."
        draft.save()
    assert draft.aligned_plan == plan.name
    assert not draft.realigned_plan


def bells(document) -> list[tuple[str, str]]:
    rows = frappe.get_all(
        "Notification Log",
        filters={"document_type": "ITSM Document", "document_name": document.name, "for_user": OWNER},
        fields=["for_user", "subject"],
        order_by="creation asc",
    )
    return [(row.for_user, row.subject) for row in rows if "still fits" in row.subject or "仍" in row.subject]


@pytest.mark.parametrize(("language", "word"), [("en", "still fits"), ("zh", "仍")])
def test_owners_hear_of_a_newer_plan_in_their_language(language, word, system):
    frappe.db.set_value("User", OWNER, "language", language)
    frappe.clear_cache(user=OWNER)
    plan = make_plan(system)
    document = aligned(system, plan)
    assert bells(document) == []
    issue_next(plan)
    frappe.db.set_value("User", OWNER, "language", "en")
    frappe.clear_cache(user=OWNER)
    assert len(bells(document)) == 1
    assert word in bells(document)[0][1]


def alignment(document) -> str:
    document = frappe.get_doc("ITSM Document", document.name)
    document.run_method("onload")
    return document.get_onload("alignment")["alignment"]


def test_confirmed_against_a_newer_plan(system, as_user):
    plan = make_plan(system)
    document = aligned(system, plan)
    assert alignment(document) == "Aligned"
    second = issue_next(plan)
    assert alignment(document) == "To Be Realigned"
    with as_user(AUDITOR):
        [shown] = frappe.get_doc("ITSM Plan", second.name).show_process_plans()
        assert (shown.alignment, shown.owner_name) == ("To Be Realigned", "Owner")
        rows = itsm_document_register.execute({"system": system.name, "kind": PROCESS_PLAN["kind"]})[1]
        assert [row.alignment for row in rows] == ["To Be Realigned"]
    with as_user(OWNER):
        assert refused(lambda: document.realign(plan.name, "As before.")) == ("plan_not_in_force",)
        document.realign(second.name, "Nothing in it touches capacity.")
    document.reload()
    assert (document.realigned_plan, document.realigned_by) == (second.name, OWNER)
    assert document.computed_hash() == document.content_hash
    assert decisions_on(document)[-1] == ("Realigned", OWNER)
    assert alignment(document) == "Aligned"
    with as_user(OWNER):
        assert refused(lambda: document.realign(second.name, "Once more.")) == ("aligned_already",)


def test_who_may_confirm_and_of_what(system, as_user):
    plan = make_plan(system)
    document = make_document(system, **PROCESS_PLAN)
    draft = make_document(system, "Draft", **{**PROCESS_PLAN, "code": "PLN-64"})
    procedure = make_document(system)
    with as_user(MANAGER):
        assert refused(lambda: document.realign(plan.name, "I think so.")) == ("keeper_not_named",)
    with as_user(AUDITOR), pytest.raises(frappe.PermissionError):
        document.realign(plan.name, "I think so.")
    with as_user(OWNER):
        assert refused(lambda: draft.realign(plan.name, "Early.")) == ("not_in_force",)
        assert refused(lambda: procedure.realign(plan.name, "Late.")) == ("not_a_process_plan",)
    with as_user(TOP):
        document.realign(plan.name, "It does.")
    assert alignment(document) == "Aligned"


def test_confirmed_over_rest_by_its_owner_alone(system, as_user):
    plan = make_plan(system)
    document = make_document(system, **PROCESS_PLAN)
    stage.commit(system)
    body = {
        "dt": document.doctype,
        "dn": document.name,
        "method": "realign",
        "args": frappe.as_json({"plan": plan.name, "remarks": "It does."}),
    }
    for user, status in ((MANAGER, 417), (OWNER, 200)):
        with as_user(user):
            assert call("POST", "/api/method/run_doc_method", body)[0] == status
    assert frappe.db.get_value("ITSM Document", document.name, "realigned_by") == OWNER


def test_lists_know_the_plan_in_force(system, as_user):
    plan = make_plan(system)
    with as_user(STAFF):
        assert in_force()[system.name] == plan.name
