"""Processes: those a system starts with, people, interfaces, confirmation (4.1.3 a, 4.1.4 b and c)."""

import frappe
import pytest
from frappe.utils import add_months, getdate, today

from sms_iso20000.governance.processes import seed_processes
from sms_iso20000.refusal import Refused
from sms_iso20000.setup import install
from tests.integration import stage
from tests.integration.doors import DOORS, call, client_set_value, request, save_form
from tests.integration.made.processes import interface, listed, owned, process_of, role
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO, TOP

CLAUSES = ["5", *(f"6.{n}" for n in range(1, 7)), "7.1", "7.2", "8.1", "8.2", "9.1", "9.2", "9.3"]


@pytest.fixture
def change(system):
    return process_of(system, "9.2")


@pytest.fixture
def release(system):
    return process_of(system, "9.3")


@pytest.fixture
def disabled():
    """A person who cannot sign in during this test, whatever it commits."""
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    yield STAFF_TWO
    frappe.db.rollback()
    frappe.db.set_value("User", STAFF_TWO, "enabled", 1)
    frappe.db.commit()


def clauses_of(system) -> list[str]:
    return frappe.get_all("ITSM Process", {"system": system.name}, pluck="clause", order_by="clause asc")


def stored(process, field: str):
    return frappe.db.get_value("ITSM Process", process.name, field)


# -- what a system starts with ---------------------------------------------------------------------------------------


def test_a_new_system_has_the_fourteen_processes(system):
    assert clauses_of(system) == CLAUSES
    process = process_of(system, "8.2")
    assert (process.title, process.title_zh, process.is_active) == ("Problem management", "问题管理", 1)
    assert process.purpose and process.purpose_zh and not process.process_owner
    assert process.owner == "Administrator" and process.creation


def test_a_manager_gets_them_too(as_user):
    with as_user(MANAGER):
        system = stage.make_system()
    assert len(clauses_of(system)) == 14
    assert process_of(system, "5").owner == MANAGER


def test_seeding_again_adds_nothing(system, change):
    change.is_active = 0
    change.save()
    assert seed_processes(system.name) == 0
    assert len(clauses_of(system)) == 14 and not stored(change, "is_active")


def test_what_was_made_by_hand_is_respected(system):
    frappe.db.delete("ITSM Process", {"system": system.name, "clause": ["!=", "9.2"]})
    install.sync()
    assert clauses_of(system) == ["9.2"]


def test_a_system_of_an_earlier_release_gets_them_at_the_upgrade(system):
    frappe.db.delete("ITSM Process", {"system": system.name})
    install.sync()
    assert clauses_of(system) == CLAUSES


def test_seeded_processes_can_be_saved(change, as_user):
    with as_user(MANAGER):
        assert save_form(change, inputs="Requests for change") is None
    assert stored(change, "inputs") == "Requests for change"


# -- clause ----------------------------------------------------------------------------------------------------------


def test_a_clause_has_one_process(system, as_user):
    values = {"doctype": "ITSM Process", "system": system.name, "title": "Second", "clause": " 9.2 "}
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        frappe.get_doc(values).insert()
    assert refusal.value.codes == ("clause_twice",)
    assert len(clauses_of(system)) == 14


def test_a_clause_has_one_process_over_the_web(system, as_user):
    stage.commit(system)
    values = {"system": system.name, "title": "Second", "clause": "9.2"}
    with as_user(MANAGER):
        assert request("POST", "/api/resource/ITSM Process", values).code == "clause_twice"
    assert len(clauses_of(system)) == 14


def test_processes_of_ones_own_need_no_clause(system, as_user):
    with as_user(MANAGER):
        for clause in ("", None, " "):
            frappe.get_doc(
                {"doctype": "ITSM Process", "system": system.name, "title": "Own", "clause": clause}
            ).insert()
    assert len(clauses_of(system)) == 17


# -- people ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_a_process_owner_does_not_make_owners(door, change, as_user):
    with as_user(OWNER):
        door(change, process_owner=OWNER)
    assert not stored(change, "process_owner")


@pytest.mark.parametrize("door", DOORS)
def test_a_manager_makes_owners(door, change, as_user):
    with as_user(MANAGER):
        assert door(change, process_owner=OWNER) is None
    assert stored(change, "process_owner") == OWNER


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", [STAFF, AUDITOR, EXTERNAL, TOP, OUTSIDER])
def test_who_may_not_write(door, user, change, as_user):
    with as_user(user):
        assert "PermissionError" in door(change, inputs="Mine").code
    assert not stored(change, "inputs")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("field", ["process_owner", "roles"])
def test_whoever_is_disabled_is_not_named(door, field, change, disabled, as_user):
    with as_user(MANAGER):
        refusal = door(change, **{field: disabled if field == "process_owner" else [role(disabled)]})
    assert refusal.code == "person_not_enabled"
    change.reload()
    assert not change.process_owner and not change.roles


def test_who_left_does_not_block_the_form(system, as_user):
    process = owned(system, owner=STAFF_TWO, roles=[role(STAFF)])
    frappe.db.set_value("User", {"name": ["in", [STAFF, STAFF_TWO]]}, "enabled", 0)
    process.reload()
    with as_user(MANAGER):
        assert save_form(process, inputs="Requests") is None
    assert stored(process, "inputs") == "Requests"


# -- interfaces ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_no_interface_to_itself(door, change, as_user):
    with as_user(OWNER):
        assert door(change, interfaces=[interface(change)]).codes == ("interface_to_itself",)
    assert listed(change) == []


@pytest.mark.parametrize("door", DOORS)
def test_no_interface_to_another_system(door, change, as_user):
    other = stage.make_system()
    stage.wipe_later(other)
    with as_user(OWNER):
        assert door(change, interfaces=[interface(process_of(other, "9.3"))]).codes == ("other_system",)
    assert listed(change) == [] and listed(process_of(other, "9.3")) == []


@pytest.mark.parametrize("door", DOORS)
def test_no_interface_twice(door, change, release, as_user):
    rows = [interface(release, "Plan"), interface(release, " Plan ")]
    with as_user(OWNER):
        assert door(change, interfaces=rows).codes == ("interface_twice",)
    assert listed(change) == [] and listed(release) == []


@pytest.mark.parametrize("door", DOORS)
def test_an_interface_shows_on_both_sides_and_goes_from_both(door, change, release, as_user):
    with as_user(OWNER):
        assert door(change, interfaces=[interface(release, "Approved change")]) is None
        assert listed(change) == [("Gives To", release.name, "Approved change")]
        assert listed(release) == [("Receives From", change.name, "Approved change")]
        release.reload()
        assert (
            door(release, interfaces=[interface(change, "Plan", "Receives From"), interface(change, "Result")]) is None
        )
        assert listed(change) == [("Gives To", release.name, "Plan"), ("Receives From", release.name, "Result")]
        change.reload()
        assert door(change, interfaces=[]) is None
    assert listed(change) == [] and listed(release) == []


@pytest.mark.parametrize("door", DOORS)
def test_a_row_changed_by_itself_changes_on_both_sides_or_not_at_all(door, system, change, release, as_user):
    with as_user(OWNER):
        assert save_form(change, interfaces=[interface(release, "Plan")]) is None
        change.reload()
        row = change.interfaces[0]
        row.system = system.name
        refusal = door(row, subject="Calendar")
    subject = "Calendar" if door is client_set_value else "Plan"
    assert (refusal is None) == (door is client_set_value)
    assert listed(change) == [("Gives To", release.name, subject)]
    assert listed(release) == [("Receives From", change.name, subject)]


def test_a_row_is_neither_added_nor_deleted_alone(system, change, release, as_user):
    with as_user(MANAGER):
        assert save_form(change, interfaces=[interface(release, "Plan")]) is None
        change.reload()
        stage.commit(system)
        place = {"parent": change.name, "parenttype": "ITSM Process", "parentfield": "interfaces"}
        alone = {**interface(release, "Alone"), **place}
        path = "/api/resource/ITSM Process Interface"
        assert request("POST", path, alone).code == "row_alone"
        assert request("PUT", f"{path}/{change.interfaces[0].name}", {"subject": "Alone"}).code == "row_alone"
        assert request("DELETE", f"{path}/{change.interfaces[0].name}") is not None
        saved = {**change.interfaces[0].as_dict(), "subject": "Alone"}
        body = {"doc": frappe.as_json(saved)}
        assert request("POST", "/api/method/frappe.client.save", body).code == "row_alone"
    with as_user("Administrator"):
        assert request("DELETE", f"{path}/{change.interfaces[0].name}").code == "row_alone"
    assert listed(change) == [("Gives To", release.name, "Plan")]
    assert listed(release) == [("Receives From", change.name, "Plan")]


def test_a_new_process_brings_its_interfaces(system, release, as_user):
    values = {"doctype": "ITSM Process", "system": system.name, "title": "Own", "interfaces": [interface(release)]}
    with as_user(MANAGER):
        own = frappe.get_doc(values).insert()
    assert listed(release) == [("Receives From", own.name, "Known errors")]


def test_the_other_side_follows_though_its_people_are_gone(system, change, as_user):
    release = owned(system, "9.3", owner=STAFF_TWO)
    frappe.db.set_value("ITSM Process", release.name, "process_owner", "gone@sms.example.com")
    frappe.db.set_value("User", OWNER, "enabled", 0)
    with as_user(MANAGER):
        assert save_form(change, interfaces=[interface(release)]) is None
    assert listed(release) == [("Receives From", change.name, "Known errors")]


def test_nothing_is_half_written(change, release, as_user):
    """The second interface is refused; the first shows on no side."""
    with as_user(OWNER):
        assert save_form(change, interfaces=[interface(release), interface(change)]).code == "interface_to_itself"
    assert listed(change) == [] and listed(release) == []


# -- confirmation ----------------------------------------------------------------------------------------------------


def confirmed(process) -> tuple:
    return tuple(frappe.db.get_value("ITSM Process", process.name, ["confirmed_by", "confirmed_on"]))


def decisions_on(process) -> list[tuple]:
    rows = frappe.get_all(
        "ITSM Decision",
        {"reference_name": process.name},
        ["decision", "decided_by", "reason"],
        order_by="sequence asc",
    )
    return [(row.decision, row.decided_by, row.reason) for row in rows]


@pytest.mark.parametrize("user", [OWNER, MANAGER])
def test_owner_or_manager_confirms(user, system, as_user):
    process = owned(system)
    assert process.is_confirmation_due()
    with as_user(user):
        process.confirm_responsibilities("Went through it with the team.")
    assert confirmed(process) == (user, getdate(today()))
    assert decisions_on(process) == [("Confirmed", user, "Went through it with the team.")]
    process.reload()
    assert not process.is_confirmation_due()
    with as_user(MANAGER):
        assert save_form(process, inputs="Requests") is None
    assert confirmed(process) == (user, getdate(today()))


def test_the_owner_confirms_with_the_role_of_staff(system, as_user):
    process = owned(system, owner=STAFF)
    with as_user(STAFF):
        process.confirm_responsibilities("Fine.")
    assert confirmed(process)[0] == STAFF


@pytest.mark.parametrize("user", [OWNER, TOP, AUDITOR, STAFF_TWO])
def test_nobody_else_confirms(user, system, as_user):
    process = owned(system, owner=STAFF)
    with as_user(user), pytest.raises(Refused) as refusal:
        process.confirm_responsibilities("Fine.")
    assert refusal.value.codes == ("not_process_owner",)
    assert confirmed(process) == (None, None) and decisions_on(process) == []


def test_who_may_not_read_it_does_not_confirm(system, as_user):
    process = owned(system)
    with as_user(OUTSIDER), pytest.raises(frappe.PermissionError):
        process.confirm_responsibilities("Fine.")


def test_confirming_over_the_web(system, as_user):
    process = owned(system)
    stage.commit(system)
    body = {
        "dt": process.doctype,
        "dn": process.name,
        "method": "confirm_responsibilities",
        "args": frappe.as_json({"remarks": "Fine."}),
    }
    with as_user(STAFF):
        assert request("POST", "/api/method/run_doc_method", body).code == "not_process_owner"
    assert confirmed(process) == (None, None)
    with as_user(OWNER):
        assert request("POST", "/api/method/run_doc_method", body) is None
    assert confirmed(process)[0] == OWNER


def test_pretending_to_be_the_owner(system, as_user):
    pretended = frappe.get_doc({**owned(system, owner=STAFF).as_dict(), "process_owner": OWNER})
    with as_user(OWNER), pytest.raises(Refused) as refusal:
        pretended.confirm_responsibilities("Fine.")
    assert refusal.value.codes == ("not_process_owner",)
    assert confirmed(pretended) == (None, None)


def test_all_that_is_missing_is_told_at_once(change, as_user):
    bare = role(None, responsibility="", authority=" ")
    with as_user(MANAGER):
        assert save_form(change, roles=[bare]) is None
        change.reload()
        with pytest.raises(Refused) as refusal:
            change.confirm_responsibilities("Fine.")
    missing = ("owner_missing", "role_without_person", "role_without_responsibility", "role_without_authority")
    assert refusal.value.codes == missing
    assert confirmed(change) == (None, None) and decisions_on(change) == []


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("field", ["confirmed_by", "confirmed_on"])
def test_a_confirmation_is_not_written_by_hand(door, field, system, as_user):
    process = owned(system)
    with as_user(MANAGER):
        refusal = door(process, **{field: MANAGER if field == "confirmed_by" else today()})
    assert refusal.codes == ("changed_by_hand",)
    assert confirmed(process) == (None, None)


def test_a_confirmation_is_not_brought_along(system, as_user):
    values = {"doctype": "ITSM Process", "system": system.name, "title": "Own", "confirmed_on": today()}
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        frappe.get_doc(values).insert()
    assert refusal.value.codes == ("changed_by_hand",)
    with pytest.raises(Refused):
        process_of(system, "9.2").db_set("confirmed_on", today())


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("what", ["process_owner", "roles", "interfaces"])
def test_a_change_of_what_was_confirmed_withdraws_it(door, what, system, release, as_user):
    process = owned(system)
    with as_user(OWNER):
        process.confirm_responsibilities("Fine.")
    process.reload()
    changes = {
        "process_owner": STAFF,
        "roles": [role(authority="May do anything.")],
        "interfaces": [interface(release)],
    }
    with as_user(MANAGER):
        assert door(process, **{what: changes[what]}) is None
    assert confirmed(process) == (None, None)
    assert [decision for decision, *_who in decisions_on(process)] == ["Confirmed"]


def test_an_interface_added_on_the_other_side_withdraws_it_too(system, release, as_user):
    process = owned(system)
    with as_user(OWNER):
        process.confirm_responsibilities("Fine.")
        assert save_form(release, interfaces=[interface(process)]) is None
    assert confirmed(process) == (None, None)


def test_due_again_after_the_interval(system):
    process = owned(system)
    for months, due in ((11, False), (13, True)):
        process.confirmed_on = add_months(today(), -months)
        assert process.is_confirmation_due() == due


@pytest.mark.parametrize(("user", "may"), [(OWNER, True), (MANAGER, True), (TOP, False), (STAFF, False)])
def test_the_form_knows_who_may_confirm(user, may, system, as_user):
    process = owned(system)
    with as_user(user):
        process.run_method("onload")
    assert process.get_onload().may_confirm == may and process.get_onload().confirmation_due


# -- what stays ------------------------------------------------------------------------------------------------------


def test_is_neither_deleted_nor_renamed(system, change):
    with pytest.raises(Refused):
        frappe.delete_doc("ITSM Process", change.name)
    with pytest.raises(frappe.ValidationError):
        frappe.rename_doc("ITSM Process", change.name, "Mine", force=True)
    assert frappe.db.exists("ITSM Process", change.name)


def test_a_user_of_another_system_sees_none(system, change, as_user):
    frappe.get_doc(
        {
            "doctype": "User Permission",
            "user": STAFF,
            "allow": "ITSM System",
            "for_value": stage.make_system().name,
        }
    ).insert()
    with as_user(STAFF):
        assert not change.has_permission("read")
    with as_user(STAFF_TWO):
        assert change.has_permission("read")


def test_staff_read_over_the_web(system, change, as_user):
    stage.commit(system)
    with as_user(STAFF):
        assert call("GET", f"/api/resource/ITSM Process/{change.name}")[0] == 200
    with as_user(OUTSIDER):
        assert call("GET", f"/api/resource/ITSM Process/{change.name}")[0] == 403
