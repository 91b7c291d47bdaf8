"""What became of party and agreement since the terms were agreed, on the form of the arrangement (4.2)."""

from collections.abc import Iterator

import frappe
import pytest
from frappe.utils import add_days, formatdate, today

from tests.integration import stage
from tests.integration.doors import call
from tests.integration.made.arrangements import make_arrangement, take
from tests.integration.stage import MANAGER, OUTSIDER, OWNER, TOP

CONTRACT = "Test Contract"


@pytest.fixture(scope="module", autouse=True)
def contracts(site) -> Iterator[None]:
    """A record type of the host that stands for contracts. Making its table commits."""
    fields = (
        ("end_date", "Date", "End Date", 0),
        ("is_signed", "Check", "Signed", 0),
        ("terms", "Text Editor", "Terms", 0),
        ("fee", "Currency", "Fee", 1),
        ("roles", "Table", "Roles", 0),
    )
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": CONTRACT,
            "module": "Core",
            "custom": 1,
            "autoname": "hash",
            "track_changes": 1,
            "fields": [
                {"fieldname": name, "fieldtype": kind, "label": label, "permlevel": level, "options": "Has Role"}
                if kind == "Table"
                else {"fieldname": name, "fieldtype": kind, "label": label, "permlevel": level}
                for name, kind, label, level in fields
            ],
            "permissions": [
                {"role": "System Manager", "read": 1, "write": 1, "create": 1},
                {"role": "System Manager", "read": 1, "write": 1, "permlevel": 1},
                {"role": "ITSM Manager", "read": 1},
                {"role": "ITSM Manager", "read": 1, "permlevel": 1},
                {"role": "ITSM Process Owner", "read": 1},
            ],
        }
    ).insert()
    yield
    frappe.db.rollback()
    frappe.delete_doc("DocType", CONTRACT, force=True)
    frappe.db.commit()
    frappe.db.sql_ddl(f"drop table if exists `tab{CONTRACT}`")


@pytest.fixture
def contract():
    return frappe.get_doc({"doctype": CONTRACT, "end_date": add_days(today(), 90), "is_signed": 1}).insert()


@pytest.fixture
def arrangement(system, contract):
    return make_arrangement(system, "Agreed", agreement_type=CONTRACT, agreement=contract.name)


def change(record, **values) -> None:
    with stage.acting_as("Administrator"):
        record.reload()
        record.update(values)
        # Tests of the host keep no versions unless asked to.
        record.save(ignore_version=False)


def shown(arrangement, user: str = OWNER) -> dict:
    with stage.acting_as(user):
        return frappe.get_doc(arrangement.doctype, arrangement.name).show_changes()


def standing(arrangement, user: str = OWNER) -> dict:
    return next(row for row in shown(arrangement, user)["standings"] if row["doctype"] == arrangement.agreement_type)


def test_what_changed_since_it_was_agreed(system, contract):
    change(contract, end_date=add_days(today(), 80))
    arrangement = make_arrangement(system, "Agreed", agreement_type=CONTRACT, agreement=contract.name)
    assert shown(arrangement)["changes"] == []
    sooner = add_days(today(), 5)
    change(contract, end_date=sooner, is_signed=0, terms="<p>Other terms</p>", roles=[{"role": "Guest"}])
    changes = {row["field"]: (row["before"], row["after"]) for row in shown(arrangement)["changes"]}
    assert changes == {
        "End Date": (formatdate(add_days(today(), 80)), formatdate(sooner)),
        "Signed": ("Yes", "No"),
        "Terms": ("", "Other terms"),
        "Roles": ("", "Rows changed: 1"),
    }
    assert {(row["name"], row["changed_by"]) for row in shown(arrangement)["changes"]} == {
        (contract.name, "Administrator")
    }


def test_the_newest_come_first(arrangement, contract):
    for days in (10, 20, 30):
        change(contract, end_date=add_days(today(), days))
    assert [row["after"] for row in shown(arrangement)["changes"]] == [
        formatdate(add_days(today(), days)) for days in (30, 20, 10)
    ]


def test_fields_kept_from_a_reader_are_kept_here_too(arrangement, contract):
    change(contract, fee=900)
    assert [row["field"] for row in shown(arrangement, MANAGER)["changes"]] == ["Fee"]
    assert shown(arrangement, OWNER)["changes"] == []


def test_who_may_not_read_the_agreement_learns_its_standing_alone(arrangement, contract):
    change(contract, end_date=add_days(today(), -1))
    row = standing(arrangement, TOP)
    assert (row["standing"], row["is_readable"], row["facts"]) == ("Ended", False, [])
    assert shown(arrangement, TOP)["changes"] == []


def test_how_they_stand_now(arrangement, contract):
    row = standing(arrangement)
    assert row["standing"] == "Stands" and row["is_tracked"]
    assert {fact["label"]: fact["value"] for fact in row["facts"]} == {
        "Signed": "Yes",
        "End Date": formatdate(contract.end_date),
    }
    party = next(row for row in shown(arrangement, MANAGER)["standings"] if row["doctype"] == "User Group")
    assert (party["name"], party["standing"], party["is_readable"]) == (arrangement.party, "Stands", True)


@pytest.mark.parametrize("gone", ["record", "record type"])
def test_what_is_gone_is_said_to_be(gone, arrangement, contract):
    if gone == "record":
        frappe.db.delete(CONTRACT, {"name": contract.name})
        row = standing(arrangement)
    else:
        frappe.db.set_value("ITSM Arrangement", arrangement.name, "agreement_type", "Nowhere")
        arrangement.reload()
        row = standing(arrangement)
    assert (row["standing"], row["is_readable"]) == ("Gone", False)


def test_an_arrangement_is_ended_though_its_party_is_gone(system):
    arrangement = make_arrangement(system)
    frappe.db.delete("User Group", {"name": arrangement.party})
    frappe.clear_cache()
    frappe.db.value_cache.clear()
    arrangement.reload()
    take(arrangement, "End Arrangement")
    assert frappe.db.get_value(arrangement.doctype, arrangement.name, "workflow_state") == "Ended"


def test_a_party_named_by_hand_has_nothing_to_show(system):
    arrangement = make_arrangement(system, "Draft", party_kind="Supplier")
    assert [row["doctype"] for row in shown(arrangement)["standings"]] == ["ITSM Document"]
    frappe.db.set_value(arrangement.doctype, arrangement.name, {"agreement_type": None, "agreement": None})
    assert shown(arrangement) == {"standings": [], "changes": []}


def test_who_may_not_read_the_arrangement_sees_nothing(arrangement, as_user):
    stage.commit(frappe.get_doc("ITSM System", arrangement.system))
    body = {"docs": frappe.as_json(arrangement.as_dict()), "method": "show_changes"}
    with as_user(OUTSIDER):
        status, answer = call("POST", "/api/method/run_doc_method", body)
    assert status == 403 and not answer.get("message")


def test_the_cost_does_not_grow(arrangement, contract, query_count):
    change(contract, end_date=add_days(today(), 10))
    shown(arrangement)
    few = query_count(lambda: shown(arrangement))
    for days in range(11, 31):
        change(contract, end_date=add_days(today(), days))
    assert query_count(lambda: shown(arrangement)) == few
    assert len(shown(arrangement)["changes"]) == 21


# -- on the form of the party ----------------------------------------------------------------------------------------


def test_the_form_of_a_party_leads_to_its_arrangements(arrangement):
    from frappe.desk.notifications import get_open_count

    dashboard = frappe.get_meta("User Group").get_dashboard_data()
    assert ["ITSM Arrangement"] in [group["items"] for group in dashboard.transactions]
    counts = get_open_count("User Group", arrangement.party)["count"]
    rows = counts if isinstance(counts, list) else counts["external_links_found"]
    found = {row.get("doctype") or row["name"]: row["count"] for row in rows}
    assert found["ITSM Arrangement"] == 1
