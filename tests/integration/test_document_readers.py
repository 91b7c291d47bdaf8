"""Who sees which document: by role, by part in it, by distribution list and by system."""

import frappe
import pytest

from tests.integration import stage
from tests.integration.doors import call, request
from tests.integration.made.documents import document_values, make_document
from tests.integration.stage import (
    ADMIN,
    AUDITOR,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    STAFF_TWO,
    TOP,
    TOP_TWO,
    acting_as,
)

STATES = ("Draft", "In Review", "Approved", "In Force")
SEES_ALL = (MANAGER, OWNER, TOP, TOP_TWO, AUDITOR, ADMIN)


def sees(user: str, document) -> bool:
    """Whether list and form agree that `user` may read the document."""
    with acting_as(user):
        try:
            listed = bool(frappe.get_list("ITSM Document", {"name": document.name}, order_by="name asc"))
        except frappe.PermissionError:
            listed = False
        opened = frappe.get_doc("ITSM Document", document.name).has_permission("read")
    assert listed == opened
    return opened


@pytest.mark.parametrize("state", STATES)
def test_readers_see_what_is_in_force_and_others_all(state, system):
    document = make_document(system, state)
    assert {user for user in SEES_ALL if sees(user, document)} == set(SEES_ALL)
    assert sees(STAFF, document) is (state == "In Force")
    assert not sees(OUTSIDER, document)


def test_readers_no_longer_see_what_was_superseded(system, as_user):
    first = make_document(system)
    with as_user(MANAGER):
        second = frappe.get_doc("ITSM Document", first.start_new_revision())
        second.change_summary = "Shorter."
        second.save()
    assert (sees(STAFF, first), sees(STAFF, second)) == (True, False)
    stage.take_steps(second, 3)
    assert (sees(STAFF, first), sees(STAFF, second)) == (False, True)
    stage.commit(system)
    with as_user(STAFF):
        assert call("GET", f"/api/resource/ITSM Document/{first.name}")[0] == 403
        assert call("GET", f"/api/resource/ITSM Document/{second.name}")[0] == 200


@pytest.mark.parametrize("state", STATES)
def test_named_reviewer_sees_theirs_all_along(state, system):
    document = make_document(system, "Draft", reviewers=[{"user": STAFF}])
    if state != "Draft":
        stage.step(document, "Submit for Review", MANAGER)
    if state in ("Approved", "In Force"):
        with acting_as(STAFF):
            frappe.get_doc("ITSM Document", document.name).review("Fine.")
        stage.step(document, "Approve", TOP)
    if state == "In Force":
        stage.step(document, "Put In Force", TOP)
    assert sees(STAFF, document)
    assert sees(STAFF_TWO, document) is (state == "In Force")


@pytest.mark.parametrize("part", ["author", "document_owner", "approver"])
def test_people_see_theirs_when_they_only_read_by_now(part, system):
    document = make_document(system, "Draft")
    assert not sees(STAFF, document)
    frappe.db.set_value("ITSM Document", document.name, part, STAFF)
    assert sees(STAFF, document)
    assert not sees(STAFF_TWO, document)


@pytest.mark.parametrize(
    "audience",
    [
        {"audience_type": "User", "audience": STAFF},
        {"audience_type": "User Group", "audience": "Inner Circle"},
        {"audience_type": "Role", "audience": "ITSM Inner Circle"},
    ],
)
def test_restricted_document_is_for_its_list_only(audience, system):
    frappe.get_doc({"doctype": "User Group", "name": "Inner Circle", "user_group_members": [{"user": STAFF}]}).insert()
    frappe.get_doc({"doctype": "Role", "role_name": "ITSM Inner Circle"}).insert()
    frappe.get_doc("User", STAFF).add_roles("ITSM Inner Circle")
    document = make_document(system, audience=[audience], is_restricted=1)
    open_to_all = make_document(system, code="PRO-02", audience=[audience])
    assert sees(STAFF, document)
    assert not sees(STAFF_TWO, document)
    assert sees(STAFF_TWO, open_to_all)
    assert sees(AUDITOR, document)


def test_restricted_documents_cost_the_same_however_many(system, query_count):
    def listing() -> None:
        with acting_as(STAFF_TWO):
            frappe.get_list("ITSM Document", order_by="name asc")

    make_document(system, is_restricted=1)
    listing()
    one = query_count(listing)
    for number in range(4):
        make_document(system, code=f"PRO-{number}-R", is_restricted=1)
    assert query_count(listing) == one


def test_documents_of_another_system_are_not_seen(system):
    document, other = make_document(system), stage.make_system()
    for user in (MANAGER, STAFF, AUDITOR):
        permission = {"doctype": "User Permission", "user": user, "allow": "ITSM System", "for_value": other.name}
        frappe.get_doc(permission).insert()
        assert not sees(user, document)
        assert sees(user, make_document(other, code=f"PRO-{user}")) if user != MANAGER else True


def test_external_auditor_sees_the_systems_opened_to_them(system):
    document = make_document(system)
    assert not sees(EXTERNAL, document)


@pytest.mark.parametrize(
    ("user", "may"),
    [
        (MANAGER, True),
        (OWNER, True),
        (TOP, False),
        (AUDITOR, False),
        (EXTERNAL, False),
        (STAFF, False),
        (ADMIN, False),
        (OUTSIDER, False),
    ],
)
def test_who_writes_documents(user, may, system, as_user):
    stage.commit(system)
    people = {"document_owner": MANAGER if user == OWNER else OWNER, "approver": TOP}
    with as_user(user):
        refusal = request("POST", "/api/resource/ITSM Document", document_values(system, **people))
    assert (refusal is None) is may
    assert may or refusal.status == 403
    assert frappe.db.count("ITSM Document", {"system": system.name}) == may


@pytest.mark.parametrize(
    ("user", "may"),
    [(MANAGER, True), (OWNER, True), (TOP_TWO, True), (AUDITOR, False), (STAFF, False), (ADMIN, False)],
)
def test_who_changes_a_draft(user, may, system, as_user):
    document = make_document(system, "Draft")
    stage.commit(system)
    with as_user(user):
        refusal = request("PUT", f"/api/resource/ITSM Document/{document.name}", {"title": "Changed"})
    assert (refusal is None) is may
    assert (frappe.db.get_value("ITSM Document", document.name, "title") == "Changed") is may


@pytest.mark.parametrize("user", [STAFF, AUDITOR, EXTERNAL, ADMIN, OUTSIDER])
@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("start_new_revision", "{}"),
        ("keep_unchanged", '{"remarks": "Fits."}'),
        ("give_withdrawal_reason", '{"reason": "Enough."}'),
    ],
)
def test_who_only_reads_takes_no_part(user, method, args, system, as_user):
    document = make_document(system)
    stage.commit(system)
    was = frappe.get_doc("ITSM Document", document.name).as_dict()
    body = {"dt": document.doctype, "dn": document.name, "method": method, "args": args}
    with as_user(user):
        assert request("POST", "/api/method/run_doc_method", body).status == 403
    assert frappe.get_doc("ITSM Document", document.name).as_dict() == was
    assert frappe.db.count("ITSM Document", {"system": system.name}) == 1
