"""The service management plan: its scope, its items and its life, tried by every door."""

import json

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.rules.plan import LETTERS
from tests.integration import stage
from tests.integration.doors import DOORS, save_form
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.assets import make_asset
from tests.integration.made.objectives import make_objective
from tests.integration.made.plans import issue_next, make_plan, new_revision, plan_values, service_of
from tests.integration.made.risk import bulk_risks, make_risk
from tests.integration.made.services import make_service
from tests.integration.made.verdicts import put
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import AUDITOR, MANAGER, OWNER, STAFF, TOP


def state_of(plan) -> str:
    return frappe.db.get_value("ITSM Plan", plan.name, "workflow_state")


def test_whole_life(system):
    plan = make_plan(system)
    assert (plan.author, plan.reviewed_by, plan.approved_by, plan.issued_by) == (MANAGER, OWNER, TOP, TOP)
    assert plan.content_hash == plan.computed_hash()
    assert plan.next_review_on
    second = issue_next(plan)
    plan.reload()
    assert (plan.workflow_state, plan.superseded_by) == ("Superseded", second.name)
    assert (second.workflow_state, second.revision) == ("In Force", 2)
    assert [decision for decision, _user in decisions_on(plan)] == [
        "Submitted for Review",
        "Reviewed",
        "Approved",
        "Issued",
        "Superseded",
    ]


# -- the draft -------------------------------------------------------------------------------------------------------


@pytest.fixture
def service(system):
    return make_service(system)


@pytest.fixture
def plan_draft(system, service):
    return make_plan(system, "Draft", service)


BAD_DRAFTS = {
    "exclusion_without_reason": {"exclusions": [{"excluded": "Printing"}]},
    "excluded_and_in_scope": {"exclusions": [{"excluded": "network ", "reason": "Bought from others."}]},
    "scope_row_twice": {"sites": [{"site": "North"}, {"site": "north "}]},
    "record_type_of_no_system": {"links": [{"letter": "a", "link_type": "User"}]},
    "plan_link_twice": {"links": [{"letter": "a", "link_type": "ITSM Objective"}] * 2},
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("code", BAD_DRAFTS)
def test_a_draft_that_cannot_be_kept(door, code, plan_draft, as_user):
    was = stored(plan_draft)
    with as_user(MANAGER):
        assert door(plan_draft, **BAD_DRAFTS[code]).codes == (code,)
    assert stored(plan_draft) == was


@pytest.mark.parametrize("door", DOORS)
def test_services_that_cannot_be_in_scope(door, plan_draft, system, as_user):
    ownerless = make_service(system, "Proposed", title="Fax", code="FAX", service_owner=None)
    retired = make_service(system, "Retired", title="Telex", code="TLX")
    foreign = make_service(stage.make_system(), "Proposed", agreements=[], foundations=[])
    was = stored(plan_draft)
    for named, code in (
        (ownerless, "service_without_owner_in_scope"),
        (retired, "retired_service_in_scope"),
        (foreign, "other_system"),
    ):
        with as_user(MANAGER):
            refusal = door(plan_draft, services=[{"service": named.name}])
        assert refusal.codes == (code,), code
        assert stored(plan_draft) == was
    stage.wipe_later(frappe.get_doc("ITSM System", foreign.system))


@pytest.mark.parametrize("door", DOORS)
def test_a_record_of_another_system_is_not_linked(door, plan_draft, as_user):
    theirs = stage.make_system()
    stage.wipe_later(theirs)
    risk = make_risk(theirs)
    link = [{"letter": "j", "link_type": "ITSM Risk", "link_name": risk.name}]
    with as_user(MANAGER):
        assert door(plan_draft, links=link).codes == ("other_system",)
    assert not frappe.get_doc("ITSM Plan", plan_draft.name).links


def test_the_system_itself_can_be_linked(plan_draft, system, as_user):
    with as_user(MANAGER):
        link = {"letter": "j", "link_type": "ITSM System", "link_name": system.name}
        assert save_form(plan_draft, links=[link], item_j="") is None
    assert not standing_of(plan_draft)["j"]["missing"]


def test_somebody_who_has_left_does_not_own_it(system, service, as_user):
    frappe.db.set_value("User", STAFF, "enabled", 0)
    with as_user(MANAGER):
        values = plan_values(system, service, plan_owner=STAFF)
        assert refused(lambda: frappe.get_doc(values).insert()) == ("person_not_enabled",)


def test_what_went_wrong_meanwhile_is_let_be_until_it_is_submitted(system, service):
    plan = make_plan(system, "In Force", service)
    frappe.db.set_value("ITSM Service", service.name, {"workflow_state": "Retired", "service_owner": None})
    draft = new_revision(plan, item_c="Two of us have left.")
    assert stage_codes(draft) == ("retired_service_in_scope",)


def stage_codes(plan) -> tuple[str, ...]:
    """Why the manager cannot submit the plan for review."""
    with stage.acting_as(MANAGER):
        return tuple(dict.fromkeys(reason.code for reason in plan.unmet_for("In Review")))


# -- what has to be there --------------------------------------------------------------------------------------------

EMPTY_SCOPE = {
    "scope_without_unit": {"organisational_unit": ""},
    "scope_without_services": {"services": []},
    "scope_without_sites": {"sites": []},
    "scope_without_customers": {"customers": []},
    "scope_without_technology": {"technology": []},
}


@pytest.mark.parametrize("door", DOORS)
def test_every_empty_item_and_part_is_named(door, system, as_user):
    nothing = {key: value for values in EMPTY_SCOPE.values() for key, value in values.items()}
    draft = make_plan(system, "Draft", **{f"item_{letter}": "" for letter in LETTERS}, **nothing)
    with as_user(MANAGER):
        refusal = door(draft, workflow_state="In Review")
    assert set(refusal.codes) == {*EMPTY_SCOPE, "plan_item_empty"}
    for letter in LETTERS:
        assert f"Item {letter} (" in refusal.message, letter
    assert state_of(draft) == "Draft"


@pytest.mark.parametrize("letter", LETTERS)
def test_one_empty_item_is_enough(letter, system):
    draft = make_plan(system, "Draft", **{f"item_{letter}": "  "})
    assert stage_codes(draft) == ("plan_item_empty",)


@pytest.mark.parametrize("code", EMPTY_SCOPE)
def test_one_empty_part_of_the_scope_is_enough(code, system):
    draft = make_plan(system, "Draft", **EMPTY_SCOPE[code])
    assert stage_codes(draft) == (code,)


@pytest.mark.parametrize(("state", "after"), [("In Review", "Approved"), ("Approved", "In Force")])
@pytest.mark.parametrize("door", DOORS)
def test_a_link_that_ends_meanwhile_empties_its_item(door, state, after, system, as_user):
    asset = make_asset(system)
    link = {"letter": "k", "link_type": "ITSM Service Asset", "link_name": asset.name}
    plan = make_plan(system, state, item_k="", links=[link])
    frappe.db.set_value("ITSM Service Asset", asset.name, "is_active", 0)
    with as_user(TOP):
        refusal = door(plan, workflow_state=after)
    assert refusal.codes == ("plan_item_empty",)
    assert "Item k (" in refusal.message
    assert state_of(plan) == state


@pytest.mark.parametrize("door", DOORS)
def test_a_service_that_loses_its_owner_stops_the_issue(door, system, service, as_user):
    plan = make_plan(system, "Approved", service)
    frappe.db.set_value("ITSM Service", service.name, "service_owner", None)
    with as_user(TOP):
        assert door(plan, workflow_state="In Force").codes == ("service_without_owner_in_scope",)
    assert state_of(plan) == "Approved"


def test_an_owner_who_has_left_is_none(plan_draft):
    frappe.db.set_value("User", OWNER, "enabled", 0)
    assert stage_codes(plan_draft) == ("service_without_owner_in_scope",)


@pytest.mark.parametrize("door", DOORS)
def test_no_second_plan_in_force_whatever_its_code(door, system, as_user):
    first = make_plan(system)
    second = make_plan(system, "Approved", code="OTHER")
    with as_user(TOP):
        refusal = door(second, workflow_state="In Force")
    assert refusal.codes == ("second_in_force",)
    assert first.name in refusal.message
    assert (state_of(first), state_of(second)) == ("In Force", "Approved")


@pytest.mark.parametrize("door", DOORS)
def test_content_is_sealed_from_review_on(door, system, as_user):
    plan = make_plan(system, "In Review")
    was = stored(plan)
    changes = {"item_a": "Something else.", "sites": [{"site": "South"}], "scope_statement": "All of it."}
    with as_user(MANAGER):
        assert door(plan, **changes).codes == ("content_sealed",)
    assert stored(plan) == was


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", [{"picture_taken_on": "2020-01-01 00:00:00"}, {"next_review_on": "2099-01-01"}])
def test_its_life_is_not_written_by_hand(door, change, system, as_user):
    plan = make_plan(system)
    was = stored(plan)
    with as_user(TOP):
        assert door(plan, **change).codes == ("changed_by_hand",)
    assert stored(plan) == was


@pytest.mark.parametrize("door", DOORS)
def test_the_picture_is_not_written_by_hand(door, system, as_user):
    """Nobody may write at that level: what the request says of it is left out or refused, and never kept."""
    plan = make_plan(system)
    with as_user(TOP):
        door(plan, issued_picture="{}")
    assert frappe.db.get_value("ITSM Plan", plan.name, "issued_picture") == plan.issued_picture
    with pytest.raises(frappe.ValidationError):
        frappe.get_doc("ITSM Plan", plan.name).db_set("issued_picture", "{}")


# -- filling in ------------------------------------------------------------------------------------------------------


def test_the_scope_is_filled_from_the_services(system, service, as_user):
    other = make_service(
        system,
        title="Mail",
        code="MAIL",
        sites=[{"site": "main data centre"}, {"site": "Office"}],
        customers=[{"customer_name": "Legal", "customer_name_zh": "法务部"}],
        technology=[{"technology": "Postfix"}],
    )
    put(system, organisational_unit_zh="信息技术部")
    empty = {"organisational_unit": "", "customers": [], "technology": []}
    draft = make_plan(system, "Draft", service, sites=[{"site": "Written by hand"}], **empty)
    with as_user(MANAGER):
        draft.append("services", {"service": other.name})
        draft.save()
        draft.fill_scope()
    draft.reload()
    assert draft.organisational_unit == system.organisational_unit
    assert draft.organisational_unit_zh == "信息技术部"
    assert draft.scope_statement_zh.startswith("信息技术部从")
    assert [row.site for row in draft.sites] == ["Written by hand", "Main data centre", "Office"]
    assert [(row.customer_name, row.customer_site or "") for row in draft.customers] == [
        ("Sales", "North"),
        ("Legal", ""),
    ]
    assert draft.customers[1].customer_name_zh == "法务部"
    assert [row.technology for row in draft.technology] == ["Postfix"]
    was = draft.computed_hash()
    with as_user(MANAGER):
        draft.fill_scope()
    assert frappe.get_doc("ITSM Plan", draft.name).computed_hash() == was


def test_links_are_proposed_to_the_registers_that_live(system, as_user):
    make_objective(system, "Approved")
    make_risk(system, "Assessed")
    make_asset(system)
    draft = make_plan(system, "Draft", links=[{"letter": "k", "link_type": "ITSM Service Asset"}])
    with as_user(MANAGER):
        draft.propose_links()
    draft.reload()
    found = {(row.letter, row.link_type) for row in draft.links}
    assert {("a", "ITSM Objective"), ("b", "ITSM Service"), ("d", "ITSM Policy"), ("j", "ITSM Risk")} <= found
    assert {("e", "ITSM Process"), ("f", "ITSM Process"), ("f", "ITSM Service"), ("i", "ITSM Process")} <= found
    assert {("d", "ITSM Obligation"), ("h", "ITSM Arrangement"), ("g", "ITSM Resource Plan")}.isdisjoint(found)
    assert len(draft.links) == len(found)
    assert not any(letter == "c" for letter, _type in found)


@pytest.mark.parametrize("method", ["fill_scope", "propose_links"])
def test_only_a_draft_is_filled_in_and_only_by_who_may_write(method, system, as_user):
    plan = make_plan(system, "In Review")
    with as_user(MANAGER):
        assert refused(getattr(plan, method)) == ("plan_not_a_draft",)
    with as_user(AUDITOR), pytest.raises(frappe.PermissionError):
        getattr(plan, method)()


def test_without_a_service_there_is_nothing_to_fill_in(system, as_user):
    draft = make_plan(system, "Draft", services=[])
    with as_user(MANAGER):
        assert refused(draft.fill_scope) == ("scope_without_services",)


# -- what stands behind the items ------------------------------------------------------------------------------------


def standing_of(plan, user: str = MANAGER) -> dict[str, dict]:
    with stage.acting_as(user):
        return {row["letter"]: row for row in plan.show_standing()["items"]}


LIVE_AND_ENDED = {
    "ITSM Objective": (lambda system: make_objective(system, "Approved"), {"status": "Closed"}),
    "ITSM Risk": (lambda system: make_risk(system, "Assessed"), {"workflow_state": "Closed"}),
    "ITSM Service Asset": (make_asset, {"is_active": 0}),
    "ITSM Arrangement": (make_arrangement, {"workflow_state": "Ended"}),
    "ITSM Service": (service_of, {"workflow_state": "Retired"}),
}


@pytest.mark.parametrize("doctype", LIVE_AND_ENDED)
@pytest.mark.parametrize("named", [True, False])
def test_a_record_answers_an_item_while_it_is_live(doctype, named, system):
    make, ended = LIVE_AND_ENDED[doctype]
    record = make(system)
    link = {"letter": "l", "link_type": doctype, "link_name": record.name if named else None}
    draft = make_plan(system, "Draft", item_l="", links=[link])
    item = standing_of(draft)["l"]
    assert (item["missing"], item["is_written"]) == ([], False)
    assert item["behind"][0]["live"] == 1
    assert item["behind"][0]["records"][0]["name"] == record.name
    frappe.db.set_value(doctype, record.name, ended)
    item = standing_of(draft)["l"]
    assert len(item["missing"]) == 1
    assert item["behind"][0]["live"] == 0
    assert item["behind"][0]["idle"] == ([record.name] if named else [])


def test_a_reader_sees_behind_items_what_they_may_read(system):
    make_risk(system, "Assessed")
    plan = make_plan(system, links=[{"letter": "j", "link_type": "ITSM Risk"}])
    assert standing_of(plan)["j"]["behind"]
    assert standing_of(plan, STAFF)["j"]["behind"] == []


def test_constant_queries_of_the_standing(system, query_count):
    draft = make_plan(system, "Draft", links=[{"letter": "j", "link_type": "ITSM Risk"}])
    bulk_risks(system, 10)
    draft.show_standing()
    few = query_count(draft.show_standing)
    bulk_risks(system, 190)
    assert query_count(draft.show_standing) == few


# -- the statement ---------------------------------------------------------------------------------------------------


def test_the_statement_is_composed_at_every_save(system, service, as_user):
    draft = make_plan(system, "Draft", service)
    assert draft.scope_statement == (
        "The service management system of IT Operations that delivers the service Network from the site"
        " Main data centre to the customer Sales (North), using Fibre ring."
    )
    assert (
        draft.scope_statement_zh
        == "IT Operations 从主数据中心向 Sales（位于 North）提供网络服务的服务管理体系，采用 Fibre ring。"
    )
    with as_user(MANAGER):
        assert save_form(draft, sites=[], scope_statement="Everything.") is None
    draft.reload()
    assert draft.scope_statement == (
        "The service management system of IT Operations that delivers the service Network to the customer"
        " Sales (North), using Fibre ring."
    )


@pytest.mark.parametrize("door", DOORS)
def test_a_statement_of_other_names_is_not_sealed(door, system, service, as_user):
    draft = make_plan(system, "Draft", service)
    frappe.db.set_value("ITSM Service", service.name, "title", "Connections")
    with as_user(MANAGER):
        assert door(draft, workflow_state="In Review").codes == ("scope_statement_outdated",)
        assert door(draft, item_a="Written anew.") is None
        draft.reload()
        assert door(draft, workflow_state="In Review") is None
    assert "Connections" in frappe.db.get_value("ITSM Plan", draft.name, "scope_statement")


# -- who is told -----------------------------------------------------------------------------------------------------


def test_the_audience_is_asked_to_acknowledge(system):
    plan = make_plan(system)
    asked = frappe.get_all(
        "ITSM Acknowledgement", filters={"reference_name": plan.name, "status": "Open"}, pluck="user", order_by="user"
    )
    assert set(asked) == set(stage.AUDIENCE)


def test_readers_see_what_is_in_force(system, as_user):
    plan = make_plan(system)
    draft = new_revision(plan)
    with as_user(STAFF):
        names = frappe.get_list("ITSM Plan", {"system": system.name}, pluck="name", order_by="name asc")
        assert names == [plan.name]
        assert not draft.has_permission("read")
        assert not frappe.has_permission("ITSM Plan", "write")


def test_staff_do_not_read_the_picture(system, as_user):
    """It names risks, which are not for everybody."""
    from frappe.client import get

    plan = make_plan(system)
    with as_user(STAFF):
        shown = get("ITSM Plan", plan.name)
    assert not shown.get("issued_picture")
    with as_user(AUDITOR):
        assert json.loads(get("ITSM Plan", plan.name)["issued_picture"])["services"]


def test_kept_unchanged_by_top_management_alone(system, as_user):
    plan = make_plan(system)
    frappe.db.set_value("ITSM Plan", plan.name, "next_review_on", add_days(today(), -1))
    with as_user(MANAGER):
        assert refused(lambda: plan.keep_unchanged("Still fits.")) == ("review_not_top_management",)
    with as_user(TOP):
        plan.keep_unchanged("Still fits.")
    plan.reload()
    assert plan.next_review_on > frappe.utils.getdate(today())
    assert decisions_on(plan)[-1] == ("Reviewed Without Change", TOP)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_sheet_begins_with_the_scope_statement(language, system, as_user):
    plan = make_plan(system, exclusions=[{"excluded": "Printing", "reason": "Bought from others."}])
    with as_user(AUDITOR):
        frappe.local.lang = language
        html = frappe.get_print("ITSM Plan", plan.name, print_format="ITSM Plan Sheet")
    frappe.local.lang = "en"
    statements = [plan.scope_statement, plan.scope_statement_zh]
    first, second = statements if language == "en" else reversed(statements)
    assert html.index(first) < html.index(second) < html.index("Bought from others.")
    assert ("<li>主数据中心</li>" in html) == (language == "zh")
    assert plan.content_hash in html
