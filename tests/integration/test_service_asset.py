"""The register of assets and licences: what allows their use, and whether it is kept to (4.1.4 d)."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.governance.assets import register_of
from sms_iso20000.integrations import hides_assets, host_assets
from sms_iso20000.integrations.erpnext.asset import ASSET
from sms_iso20000.refusal import Refused
from sms_iso20000.sms_iso20000.report.itsm_asset_register.itsm_asset_register import execute
from tests.integration import stage
from tests.integration.doors import DOORS, request
from tests.integration.made.assets import asset_values, make_asset
from tests.integration.made.by_hand import make_file
from tests.integration.records import stored
from tests.integration.stage import (
    ADMIN,
    AUDITOR,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    TICKET,
    TOP,
)
from tests.integration.test_data_import import run_import


def standings(system) -> dict[str, list[str]]:
    return {row.title: row.reasons for row in register_of(system.name)}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"basis_reference": ""}, "basis_not_named"),
        ({"entitled": 0}, "entitled_missing"),
        ({"entitled": "many"}, "quantity_not_whole"),
        ({"in_use": "2.5"}, "quantity_not_whole"),
        ({"in_use": -1}, "quantity_not_whole"),
        ({"checked_on": "2026-01-01"}, "changed_by_hand"),
        ({"checked_by": TOP}, "changed_by_hand"),
        ({"basis_file": "/private/files/nowhere.pdf"}, "file_not_on_site"),
    ],
)
def test_what_cannot_be_kept(door, change, code, system, as_user):
    asset = make_asset(system)
    was = stored(asset)
    with as_user(OWNER):
        assert code in door(asset, **change).codes
    assert stored(asset) == was


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "change",
    [
        {"in_use": 99},
        {"expires_on": "2020-01-01"},
        {"basis": "Own Property", "basis_reference": ""},
        {"is_counted": 0, "entitled": 0},
        {"is_active": 0},
    ],
)
def test_what_is_a_fact_is_kept(door, change, system, as_user):
    asset = make_asset(system)
    with as_user(OWNER):
        assert door(asset, **change) is None
    assert {field: str(stored(asset)[field] or "") for field in change} == {
        field: str(value or "") for field, value in change.items()
    }


def test_file_or_record_will_do_as_basis(system):
    for proof in ({"basis_file": make_file(MANAGER)}, {"basis_doctype": "User", "basis_name": STAFF}):
        assert make_asset(system, basis_reference="", **proof).name


@pytest.mark.parametrize("user", [TOP, AUDITOR, EXTERNAL, STAFF, OUTSIDER, ADMIN])
def test_who_only_reads_registers_nothing(user, system, as_user):
    asset = make_asset(system)
    stage.commit(system)
    with as_user(user):
        assert request("POST", "/api/resource/ITSM Service Asset", asset_values(system)).status == 403
        assert request("PUT", f"/api/resource/ITSM Service Asset/{asset.name}", {"in_use": 1}).status == 403
        with pytest.raises(frappe.PermissionError):
            asset.check(1)
    assert stored(asset)["in_use"] == 8


@pytest.mark.parametrize("user", ["Administrator", MANAGER])
def test_nothing_is_deleted(user, system, as_user):
    asset = make_asset(system)
    with as_user(user), pytest.raises((Refused, frappe.PermissionError)):
        frappe.delete_doc("ITSM Service Asset", asset.name)
    assert frappe.db.exists("ITSM Service Asset", asset.name)


def test_check_records_who_when_and_how_many(system, as_user):
    asset = make_asset(system, checked=False)
    assert asset.checked_on is None
    with as_user(OWNER):
        asset.check("11", "Two machines <b>too</b> many.")
    assert (stored(asset)["checked_by"], getdate(stored(asset)["checked_on"])) == (OWNER, getdate(today()))
    assert stored(asset)["in_use"] == 11
    comment = frappe.db.get_value("Comment", {"reference_name": asset.name, "comment_type": "Comment"}, "content")
    assert "Two machines" in comment
    assert "<b>" not in comment


@pytest.mark.parametrize("found", ["some", -1, "1.5"])
def test_check_needs_a_number(found, system, as_user):
    asset = make_asset(system, checked=False)
    with as_user(OWNER), pytest.raises(Refused) as refusal:
        asset.check(found)
    assert refusal.value.codes == ("quantity_not_whole",)
    assert stored(asset)["checked_on"] is None


def test_what_is_not_active_is_not_checked(system, as_user):
    asset = make_asset(system, is_active=0, checked=False)
    with as_user(OWNER), pytest.raises(Refused) as refusal:
        asset.check(1)
    assert refusal.value.codes == ("asset_not_active",)


def test_check_ignores_what_the_form_says(system, as_user):
    asset = make_asset(system, checked=False)
    pretended = frappe.get_doc({**asset.as_dict(), "entitled": 500, "basis": "Own Property"})
    with as_user(OWNER):
        pretended.check(9)
    assert (stored(asset)["entitled"], stored(asset)["basis"], stored(asset)["in_use"]) == (10, "Licence", 9)


def test_register_tells_the_standing(system):
    make_asset(system, title="fine")
    make_asset(system, title="soon", expires_on=add_days(today(), 30))
    make_asset(system, title="gone", expires_on=add_days(today(), -1))
    make_asset(system, title="over", in_use=11)
    make_asset(system, title="unchecked", checked=False)
    make_asset(system, title="both", checked=False, in_use=11)
    make_asset(system, title="retired", is_active=0, checked=False)
    old = make_asset(system, title="old")
    frappe.db.set_value("ITSM Service Asset", old.name, "checked_on", add_days(add_months(today(), -12), -1))
    make_asset(stage.make_system(), title="theirs")
    assert standings(system) == {
        "fine": ["In Order"],
        "soon": ["Expires Soon"],
        "gone": ["Expired"],
        "over": ["Over-Used"],
        "unchecked": ["Check Overdue"],
        "both": ["Over-Used", "Check Overdue"],
        "old": ["Check Overdue"],
    }
    frappe.db.set_value("ITSM System", system.name, "asset_check_interval", 24)
    assert standings(system)["old"] == ["In Order"]
    row = next(row for row in register_of(system.name) if row.title == "both")
    assert (row.standing, row.reference_doctype) == ("Over-Used", "ITSM Service Asset")
    assert frappe.db.exists("ITSM Service Asset", row.reference_name)


def test_register_costs_the_same_for_one_and_for_many(system, query_count):
    make_asset(system)
    register_of(system.name)
    one = query_count(lambda: register_of(system.name))
    for number in range(12):
        make_asset(system, title=f"More {number}")
    assert query_count(lambda: register_of(system.name)) == one


def test_report(system, as_user):
    make_asset(system, title="fine")
    make_asset(system, title="over", in_use=11, checked=False)
    make_asset(system, title="server", kind="Hardware", checked=False)
    with as_user(AUDITOR):
        _columns, rows, message, _chart, summary = execute({"system": system.name})
        assert [row.title for row in rows] == ["over", "server", "fine"]
        assert [figure["value"] for figure in summary] == [3, 1, 1]
        assert message is None
        assert [row.title for row in execute({"system": system.name, "standing": "Check Overdue"})[1]] == [
            "over",
            "server",
        ]
        assert [row.title for row in execute({"system": system.name, "kind": "Hardware"})[1]] == ["server"]
        assert execute({})[1] == []


def test_report_keeps_to_permissions(system, as_user):
    make_asset(system)
    for user in (STAFF, OUTSIDER):
        with as_user(user), pytest.raises(frappe.PermissionError):
            execute({"system": system.name})
    fence = {"doctype": "User Permission", "user": MANAGER, "allow": "ITSM System"}
    frappe.get_doc({**fence, "for_value": stage.make_system().name}).insert()
    with as_user(MANAGER), pytest.raises(frappe.PermissionError):
        execute({"system": system.name})


def test_form_is_told_the_standing(system):
    asset = frappe.get_doc("ITSM Service Asset", make_asset(system, in_use=11).name)
    asset.run_method("onload")
    assert asset.get_onload("reasons") == ["Over-Used"]


def test_without_host_assets_there_is_nothing_to_read(system):
    if frappe.db.exists("DocType", "Asset"):
        pytest.skip("This host keeps assets of its own.")
    assert not hides_assets("Company")
    assert host_assets("Company", "Ours", as_reader=False) == []


@pytest.fixture
def with_host_assets(monkeypatch, system):
    """As if tickets were the host's assets, those of a person that the system names as its organisation.

    The manager may read them and the auditor may not.
    """
    described = {
        "doctype": TICKET,
        "organisation_type": "User",
        "organisation_field": "team",
        "title_field": "service",
        "place_field": "subject",
        "status_field": "result",
        "not_held": ("Sold",),
    }
    for key, value in described.items():
        monkeypatch.setitem(ASSET, key, value)
    system.update({"host_organisation_type": "User", "host_organisation": STAFF})
    system.save()
    return system


def host_asset(system, title: str, organisation: str = STAFF, status: str = "Submitted") -> str:
    values = {"service": title, "team": organisation, "result": status, "subject": system.name}
    return frappe.get_doc({"doctype": TICKET, **values}).insert().name


def test_host_assets_without_basis_stand_beside_ours(with_host_assets):
    system = with_host_assets
    known, unknown = host_asset(system, "Known"), host_asset(system, "Unknown")
    host_asset(system, "Sold", status="Sold")
    host_asset(system, "Foreign", organisation=TOP)
    link = {"reference_doctype": TICKET, "reference_name": known}
    ours = make_asset(system, title="Known", **link)
    rows = [
        (row.reference_doctype, row.reference_name, row.host_asset, row.standing) for row in register_of(system.name)
    ]
    assert rows == [
        ("ITSM Service Asset", ours.name, known, "In Order"),
        (TICKET, unknown, unknown, "No Basis"),
    ]
    with stage.acting_as(MANAGER):
        ours.is_active = 0
        ours.save()
    assert {row.reference_name for row in register_of(system.name)} == {known, unknown}


def test_basis_on_record_in_another_system_counts(with_host_assets):
    shared = host_asset(with_host_assets, "Shared")
    make_asset(stage.make_system(), reference_doctype=TICKET, reference_name=shared)
    assert register_of(with_host_assets.name) == []


def test_who_may_not_read_host_assets_is_told_so(with_host_assets, as_user):
    system = with_host_assets
    host_asset(system, "Server")
    make_asset(system, title="fine")
    with as_user(MANAGER):
        _columns, rows, message, *_rest = execute({"system": system.name})
        assert ([row.title for row in rows], message) == (["Server", "fine"], None)
    with as_user(AUDITOR):
        _columns, rows, message, *_rest = execute({"system": system.name})
        assert [row.title for row in rows] == ["fine"]
        assert "may not read" in message
    # A check judges the system, whoever runs it.
    with as_user(AUDITOR):
        assert len(register_of(system.name)) == 2


def test_host_assets_cost_the_same_for_one_and_for_many(with_host_assets, query_count):
    system = with_host_assets
    host_asset(system, "First")
    register_of(system.name)
    one = query_count(lambda: register_of(system.name))
    for number in range(12):
        host_asset(system, f"More {number}")
    assert query_count(lambda: register_of(system.name)) == one


def test_system_without_a_company_has_no_host_assets(with_host_assets):
    host_asset(with_host_assets, "Server")
    other = stage.make_system()
    assert register_of(other.name) == []


def test_import(system, as_user):
    stage.commit(system)
    head = ["System", "Title", "Kind", "Custodian", "Basis", "Document"]
    with as_user(MANAGER):
        refused = run_import(
            "ITSM Service Asset",
            "Insert New Records",
            [
                head,
                [system.name, "Imported", "Software Licence", OWNER, "Licence", "L-1"],
                [system.name, "Without basis", "Software Licence", OWNER, "Licence", ""],
            ],
        )
    assert len(refused) == 1
    assert "Name the licence" in refused[0]
    titles = frappe.get_all("ITSM Service Asset", {"system": system.name}, pluck="title", order_by="title asc")
    assert titles == ["Imported"]


def test_expiry_is_announced_to_the_custodian_and_the_manager(system):
    asset = make_asset(system, expires_on=add_days(today(), 30))
    retired = make_asset(system, expires_on=add_days(today(), 30), is_active=0, checked=False)
    notification = frappe.get_doc("Notification", "ITSM Service Asset Expiring")
    named = {doc.name for doc in notification.get_documents_for_today()}
    assert asset.name in named
    assert retired.name not in named
    notification.send(asset)
    told = frappe.get_all("Notification Log", {"document_name": asset.name}, pluck="for_user", order_by="name asc")
    assert {MANAGER, OWNER} <= set(told)
