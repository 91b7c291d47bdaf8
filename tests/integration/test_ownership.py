"""Responsibilities that nobody bears (4.1.3 a)."""

from collections.abc import Iterator

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from sms_iso20000 import tasks
from sms_iso20000.governance import orphans
from sms_iso20000.governance.orphans import detect
from sms_iso20000.governance.ownership import orphans_of
from sms_iso20000.rules.responsibility import OWNERSHIPS
from tests.integration import stage
from tests.integration.doors import DOORS
from tests.integration.made.employees import employees as made_employees
from tests.integration.made.processes import insert_raw, owned, process_of, role
from tests.integration.stage import ADMIN, AUDITOR, MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO, TOP, TOP_TWO

GONE = "gone@sms.example.com"
# Links to a user that name no responsibility: what somebody did or was asked, access, and history.
NO_OWNERSHIP = {
    ("ITSM Acknowledgement", "user"),
    ("ITSM Arrangement Review", "approval_asked_of"),
    ("ITSM Audit Programme", "author"),
    ("ITSM Audit Team Member", "user"),
    ("ITSM Audit Waiver", "auditor"),
    ("ITSM Audit Waiver Conflict", "through"),
    ("ITSM Communication Receipt", "user"),
    ("ITSM Competence Record", "user"),
    ("ITSM Training", "trainer"),
    ("ITSM Training Participant", "user"),
    ("ITSM Document", "author"),
    ("ITSM Document Reviewer", "user"),
    ("ITSM Plan", "author"),
    ("ITSM Management Review Attendee", "user"),
    # It becomes an action, which somebody is responsible for.
    ("ITSM Management Review Output", "responsible"),
    ("ITSM Policy", "author"),
    ("ITSM Retention Rule", "author"),
    ("ITSM Revision Contributor", "user"),
    ("ITSM System External Auditor", "user"),
}


@pytest.fixture
def quiet(system):
    """A system without anything that nobody bears: its processes are set aside, a representative is in office."""
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 0)
    in_office(system, MANAGER)
    assert orphans_of(system.name) == []
    return system


def in_office(system, user: str, kind: str = "Management Representative", **values) -> str:
    starts_on = values.pop("starts_on", add_days(today(), -30))
    return insert_raw(
        "ITSM Appointment",
        system=system.name,
        kind=kind,
        appointee=user,
        starts_on=starts_on,
        **{"status": "Accepted", **values},
    )


def one_of_each(system, user: str) -> dict[str, str]:
    """A live record for each ownership, borne by `user`; name by label."""
    process = insert_raw("ITSM Process", system=system.name, title="Own", process_owner=user, is_active=1)
    of_role = insert_raw(
        "ITSM Process", system=system.name, title="Role", process_owner=MANAGER, is_active=1, roles=[role(user)]
    )
    risk = {"system": system.name, "title": "Flood", "workflow_state": "Assessed"}
    action = {"action": "Build a dam", "responsible": user, "due_on": today()}
    document = {"system": system.name, "workflow_state": "In Force", "kind": "Procedure"}
    rule = {"system": system.name, "document_type": "ToDo", "status": "In Force"}
    return {
        "Process Owner": process,
        "Process Role": of_role,
        "Chair": insert_raw(
            "ITSM Management Review", system=system.name, title="Spring", chair=user, workflow_state="Planned"
        ),
        "Objective Owner": insert_raw(
            "ITSM Objective", system=system.name, title="Faster", objective_owner=user, status="Approved"
        ),
        "Appointee": in_office(system, user, "Deputy"),
        "Teller": insert_raw(
            "ITSM Communication Procedure", system=system.name, title="Tell", teller=user, is_active=1
        ),
        "Risk Owner": insert_raw("ITSM Risk", **risk, risk_owner=user),
        "Risk Action": insert_raw("ITSM Risk", **risk, risk_owner=MANAGER, actions=[action]),
        "Custodian": insert_raw("ITSM Service Asset", system=system.name, title="Laptop", custodian=user, is_active=1),
        "Document Owner": insert_raw(
            "ITSM Document", **document, title="Owned", code="D-1", document_owner=user, approver=MANAGER
        ),
        "Document Approver": insert_raw(
            "ITSM Document", **document, title="Approved", code="D-2", document_owner=MANAGER, approver=user
        ),
        "Retention Rule Owner": insert_raw("ITSM Retention Rule", **rule, title="Tasks", rule_owner=user),
        "Service Owner": insert_raw(
            "ITSM Service", system=system.name, title="Mail", service_owner=user, workflow_state="In Transition"
        ),
        "Obligation Owner": insert_raw(
            "ITSM Obligation", system=system.name, title="Law", obligation_owner=user, is_active=1
        ),
        "Plan Owner": insert_raw(
            "ITSM Plan", system=system.name, title="Plan", code="P-1", plan_owner=user, workflow_state="In Force"
        ),
        "Action": insert_raw("ITSM Action", system=system.name, title="Act", responsible=user, status="Open"),
        "Budget Owner": insert_raw(
            "ITSM Budget Line", system=system.name, title="Money", budget_owner=user, is_active=1
        ),
        "Audit Programme": insert_raw(
            "ITSM Audit Programme",
            system=system.name,
            title="Cycle",
            programme_owner=user,
            cycle_start=today(),
            workflow_state="Running",
        ),
        "Lead Auditor": insert_raw(
            "ITSM Audit", system=system.name, title="Audit", lead_auditor=user, workflow_state="Planned"
        ),
        "Manager of the Area": insert_raw(
            "ITSM Nonconformity", system=system.name, title="Case", area_manager=user, workflow_state="Analysis"
        ),
        "Improvement Owner": insert_raw(
            "ITSM Improvement", system=system.name, title="Idea", improvement_owner=user, workflow_state="Approved"
        ),
    }


def found(system) -> set[tuple[str, str, str]]:
    """Ownership, cause and user of everything that nobody bears."""
    return {(orphan.ownership, orphan.cause, orphan.user) for orphan in orphans_of(system.name)}


def disable(*users: str) -> None:
    frappe.db.set_value("User", {"name": ["in", users]}, "enabled", 0)


def recorded(system, **filters) -> list:
    return frappe.get_all(
        "ITSM Orphan",
        filters={"system": system.name, **filters},
        fields=["name", "reference_name", "ownership", "cause", "user", "status", "found_on", "resolved_on", "task"],
        order_by="found_on asc, ownership asc",
    )


def aged(system, days: int) -> None:
    """As if what is open had been found so many days ago."""
    frappe.db.set_value("ITSM Orphan", {"system": system.name, "status": "Open"}, "found_on", add_days(today(), -days))


# -- the table of ownerships -----------------------------------------------------------------------------------------


def user_fields() -> set[tuple[str, str]]:
    return {
        (field.parent, field.fieldname)
        for field in frappe.get_all(
            "DocField",
            filters={"fieldtype": "Link", "options": "User", "parent": ["like", "ITSM %"]},
            fields=["parent", "fieldname"],
            order_by="parent asc, idx asc",
        )
    }


def test_no_ownership_is_forgotten():
    """A new field that names a person is an ownership, ends with `_by` for what somebody did, or is listed above."""
    watched = {ownership.place for ownership in OWNERSHIPS}
    left = {place for place in user_fields() if not place[1].endswith("_by")} - watched - NO_OWNERSHIP
    assert left == set()


def test_what_is_watched_or_left_out_exists():
    assert {ownership.place for ownership in OWNERSHIPS} <= user_fields()
    assert user_fields() >= NO_OWNERSHIP


def test_each_ownership_has_its_option():
    options = frappe.get_meta("ITSM Orphan").get_field("ownership").options.split("\n")
    assert {ownership.label for ownership in OWNERSHIPS} | {"Management Representative"} == set(options)
    assert len(options) == len(set(options))


# -- what is found ---------------------------------------------------------------------------------------------------


def test_a_new_system_has_neither_owners_nor_a_representative(system):
    assert found(system) == {("Process Owner", "Nobody Named", ""), ("Management Representative", "Nobody Named", "")}
    assert len(orphans_of(system.name)) == 15


def test_each_ownership_is_watched(quiet):
    names = one_of_each(quiet, STAFF)
    assert orphans_of(quiet.name) == []
    disable(STAFF)
    assert {(orphan.ownership, orphan.reference_name) for orphan in orphans_of(quiet.name)} == set(names.items())
    assert {orphan.cause for orphan in orphans_of(quiet.name)} == {"User Disabled"}


@pytest.mark.parametrize(
    ("label", "doctype", "ended"),
    [
        ("Process Owner", "ITSM Process", {"is_active": 0}),
        ("Process Role", "ITSM Process", {"is_active": 0}),
        ("Objective Owner", "ITSM Objective", {"status": "Closed"}),
        ("Appointee", "ITSM Appointment", {"status": "Ended"}),
        ("Teller", "ITSM Communication Procedure", {"is_active": 0}),
        ("Risk Owner", "ITSM Risk", {"workflow_state": "Closed"}),
        ("Risk Action", "ITSM Risk", {"workflow_state": "Closed"}),
        ("Custodian", "ITSM Service Asset", {"is_active": 0}),
        ("Document Owner", "ITSM Document", {"workflow_state": "Superseded"}),
        ("Document Approver", "ITSM Document", {"workflow_state": "Withdrawn"}),
        ("Retention Rule Owner", "ITSM Retention Rule", {"status": "Withdrawn"}),
        ("Service Owner", "ITSM Service", {"workflow_state": "Proposed"}),
        ("Service Owner", "ITSM Service", {"workflow_state": "Retired"}),
        ("Obligation Owner", "ITSM Obligation", {"is_active": 0}),
    ],
)
def test_what_has_ended_is_nobodys_to_bear(label, doctype, ended, quiet):
    names = one_of_each(quiet, STAFF)
    disable(STAFF)
    frappe.db.set_value(doctype, names[label], ended)
    assert label not in {orphan.ownership for orphan in orphans_of(quiet.name)}


def test_an_action_that_is_done_is_nobodys_to_bear(quiet):
    names = one_of_each(quiet, STAFF)
    disable(STAFF)
    frappe.db.set_value("ITSM Risk Action", {"parent": names["Risk Action"]}, "done_on", today())
    assert "Risk Action" not in {orphan.ownership for orphan in orphans_of(quiet.name)}


def test_a_user_who_is_missing_and_nobody(quiet):
    names = one_of_each(quiet, STAFF)
    frappe.db.set_value("ITSM Process", names["Process Owner"], "process_owner", GONE)
    frappe.db.set_value("ITSM Process Role", {"parent": names["Process Role"]}, "user", None)
    assert found(quiet) == {("Process Owner", "User Missing", GONE), ("Process Role", "Nobody Named", "")}


def test_several_roles_of_one_person_are_one(quiet):
    insert_raw(
        "ITSM Process",
        system=quiet.name,
        title="Own",
        process_owner=MANAGER,
        is_active=1,
        roles=[role(GONE), role(GONE, role_title="Second")],
    )
    assert len(orphans_of(quiet.name)) == 1


def test_top_management(quiet):
    disable(TOP)
    assert found(quiet) == {("Top Management", "User Disabled", TOP)}
    disable(TOP_TWO)
    assert ("Top Management", "Nobody Named", "") in found(quiet)
    assert len(orphans_of(quiet.name)) == 3


def test_a_system_without_top_management(quiet):
    frappe.db.delete("ITSM System Top Management", {"parent": quiet.name})
    assert found(quiet) == {("Top Management", "Nobody Named", "")}


@pytest.mark.parametrize(
    "values",
    [
        {"status": "Appointed"},
        {"starts_on": add_days("2099-01-01", 0)},
        {"ends_on": "2020-01-01", "starts_on": "2019-01-01"},
        {"kind": "Deputy"},
    ],
)
def test_the_office_of_the_representative_is_vacant(values, quiet):
    frappe.db.delete("ITSM Appointment", {"system": quiet.name})
    in_office(quiet, MANAGER, **values)
    assert found(quiet) == {("Management Representative", "Nobody Named", "")}


def test_a_representative_who_cannot_sign_in(quiet):
    frappe.db.set_value("ITSM Appointment", {"system": quiet.name}, "appointee", STAFF)
    disable(STAFF)
    assert found(quiet) == {("Appointee", "User Disabled", STAFF)}


def test_other_systems_do_not_count(quiet):
    one_of_each(stage.make_system(), GONE)
    assert orphans_of(quiet.name) == []


# -- who has left ----------------------------------------------------------------------------------------------------


@pytest.fixture
def employees(site) -> Iterator:
    with made_employees() as make:
        yield make


def test_who_has_left_bears_nothing(employees):
    system = stage.make_system()
    names = one_of_each(system, STAFF)
    employees(STAFF, "Left")
    employees(MANAGER, "Active")
    gone = {orphan.reference_name for orphan in orphans_of(system.name) if orphan.cause == "Person Has Left"}
    assert gone == set(names.values())
    assert STAFF not in {orphan.user for orphan in orphans_of(system.name) if orphan.cause != "Person Has Left"}


def test_who_came_back_bears_again(employees):
    system = stage.make_system()
    one_of_each(system, STAFF)
    employees(STAFF, "Left")
    employees(STAFF, "Active")
    assert "Person Has Left" not in {orphan.cause for orphan in orphans_of(system.name)}


# -- the cost --------------------------------------------------------------------------------------------------------


def test_the_cost_does_not_grow(quiet, query_count):
    def add(number: int) -> None:
        moment = frappe.utils.now()
        stamp = (moment, moment, "Administrator", "Administrator")
        names = [frappe.generate_hash(length=12) for _index in range(number)]
        frappe.db.bulk_insert(
            "ITSM Process",
            ["name", "creation", "modified", "owner", "modified_by", "system", "title", "is_active", "process_owner"],
            [(name, *stamp, quiet.name, "Own", 1, f"{name}@sms.example.com") for name in names],
        )
        frappe.db.bulk_insert(
            "ITSM Process Role",
            ["name", "creation", "modified", "owner", "modified_by", "parent", "parenttype", "parentfield", "user"],
            [(frappe.generate_hash(length=12), *stamp, name, "ITSM Process", "roles", GONE) for name in names],
        )

    counts = []
    for number in (10, 990):
        add(number)
        orphans_of(quiet.name)
        counts.append(query_count(lambda: orphans_of(quiet.name)))
    assert len(orphans_of(quiet.name)) == 2000
    # With ERPNext one more, for who has left.
    assert counts[0] == counts[1] <= len(OWNERSHIPS) + 8


# -- night after night -----------------------------------------------------------------------------------------------


def test_found_once_and_resolved_once_mended(quiet):
    process = one_of_each(quiet, STAFF)["Process Owner"]
    frappe.db.set_value("ITSM Process", process, "process_owner", GONE)
    for _night in range(2):
        detect(quiet.name)
    (orphan,) = recorded(quiet)
    assert (orphan.ownership, orphan.cause, orphan.user) == ("Process Owner", "User Missing", GONE)
    assert (orphan.status, orphan.found_on, orphan.task) == ("Open", getdate(today()), None)
    frappe.db.set_value("ITSM Process", process, "process_owner", STAFF)
    for _night in range(2):
        detect(quiet.name)
    (orphan,) = recorded(quiet)
    assert (orphan.status, orphan.resolved_on) == ("Resolved", getdate(today()))
    frappe.db.set_value("ITSM Process", process, "process_owner", GONE)
    detect(quiet.name)
    assert [orphan.status for orphan in recorded(quiet)].count("Open") == 1 and len(recorded(quiet)) == 2


def test_the_cause_follows(quiet):
    frappe.db.set_value("ITSM Process", one_of_each(quiet, STAFF)["Process Owner"], "process_owner", OUTSIDER)
    disable(OUTSIDER)
    detect(quiet.name)
    frappe.db.delete("User", OUTSIDER)
    detect(quiet.name)
    (orphan,) = recorded(quiet)
    assert (orphan.cause, orphan.status) == ("User Missing", "Open")


def test_after_the_grace_there_is_one_task(quiet):
    process = one_of_each(quiet, STAFF)["Process Owner"]
    frappe.db.set_value("ITSM Process", process, "process_owner", GONE)
    detect(quiet.name)
    aged(quiet, quiet.orphan_grace - 1)
    detect(quiet.name)
    assert recorded(quiet)[0].task is None
    aged(quiet, quiet.orphan_grace)
    for _night in range(2):
        detect(quiet.name)
    (task,) = frappe.get_all(
        "ToDo",
        {"reference_type": "ITSM Process", "reference_name": process},
        ["name", "allocated_to", "status", "description"],
        order_by="name asc",
    )
    assert recorded(quiet)[0].task == task.name
    assert (task.allocated_to, task.status) == (MANAGER, "Open")
    assert "Process Owner" in task.description and "User Missing" in task.description
    frappe.db.set_value("ITSM Process", process, "process_owner", STAFF)
    detect(quiet.name)
    assert frappe.db.get_value("ToDo", task.name, "status") == "Closed"


def test_a_task_that_somebody_closed_is_not_set_again(quiet):
    frappe.db.set_value("ITSM Process", one_of_each(quiet, STAFF)["Process Owner"], "process_owner", GONE)
    detect(quiet.name)
    aged(quiet, 100)
    detect(quiet.name)
    (orphan,) = recorded(quiet)
    frappe.db.set_value("ToDo", orphan.task, "status", "Cancelled")
    detect(quiet.name)
    assert frappe.db.count("ToDo", {"reference_name": orphan.reference_name}) == 1
    assert recorded(quiet)[0].task == orphan.task


def test_the_representative_is_set_the_task(quiet):
    frappe.get_doc("User", AUDITOR).add_roles("ITSM Manager")
    frappe.db.set_value("ITSM Process", one_of_each(quiet, STAFF)["Process Owner"], "process_owner", GONE)
    detect(quiet.name)
    aged(quiet, 100)
    detect(quiet.name)
    assert frappe.db.get_value("ToDo", recorded(quiet)[0].task, "allocated_to") == MANAGER


def test_a_manager_fenced_off_is_set_no_task(quiet):
    frappe.get_doc(
        {
            "doctype": "User Permission",
            "user": MANAGER,
            "allow": "ITSM System",
            "for_value": stage.make_system().name,
        }
    ).insert()
    frappe.db.set_value("ITSM Process", one_of_each(quiet, STAFF)["Process Owner"], "process_owner", GONE)
    detect(quiet.name)
    aged(quiet, 100)
    detect(quiet.name)
    assert recorded(quiet)[0].task is None
    frappe.get_doc("User", AUDITOR).add_roles("ITSM Manager")
    detect(quiet.name)
    assert frappe.db.get_value("ToDo", recorded(quiet)[0].task, "allocated_to") == AUDITOR


def test_the_vacancy_is_a_task_on_the_system(quiet):
    frappe.db.delete("ITSM Appointment", {"system": quiet.name})
    detect(quiet.name)
    aged(quiet, 100)
    detect(quiet.name)
    assert frappe.db.get_value("ToDo", recorded(quiet)[0].task, "reference_name") == quiet.name


def test_one_failure_leaves_the_others(quiet, monkeypatch):
    broken = stage.make_system()
    before = orphans.orphans_of
    monkeypatch.setattr(orphans, "orphans_of", lambda system: 1 / 0 if system == broken.name else before(system))
    frappe.db.delete("ITSM Appointment", {"system": quiet.name})
    tasks.detect_orphans()
    assert len(recorded(quiet)) == 1 and recorded(broken) == []
    assert frappe.db.exists("Error Log", {"method": f"Nightly job failed for {broken.name}"})


def test_systems_that_rest_are_left_out(quiet):
    frappe.db.delete("ITSM Appointment", {"system": quiet.name})
    frappe.db.set_value("ITSM System", quiet.name, "is_active", 0)
    tasks.detect_orphans()
    assert recorded(quiet) == []


def test_managers_are_told(quiet):
    frappe.db.delete("ITSM Appointment", {"system": quiet.name})
    detect(quiet.name)
    (orphan,) = recorded(quiet)
    told = frappe.get_all(
        "Notification Log", {"document_name": orphan.name}, ["for_user", "subject"], order_by="for_user asc"
    )
    assert MANAGER in [row.for_user for row in told]
    assert {OWNER, STAFF, STAFF_TWO, ADMIN}.isdisjoint(row.for_user for row in told)
    assert told[0].subject == f"Nobody bears Management Representative, {quiet.name}: Nobody Named"


# -- the record ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", [MANAGER, "Administrator"])
def test_it_is_not_written_by_hand(door, user, quiet, as_user):
    frappe.db.delete("ITSM Appointment", {"system": quiet.name})
    detect(quiet.name)
    (orphan,) = recorded(quiet)
    with as_user(user):
        refusal = door(frappe.get_doc("ITSM Orphan", orphan.name), status="Resolved")
    assert refusal.code in ("made_by_app_only", "PermissionError")
    assert frappe.db.get_value("ITSM Orphan", orphan.name, "status") == "Open"


def test_staff_do_not_see_it(quiet, as_user):
    frappe.db.delete("ITSM Appointment", {"system": quiet.name})
    detect(quiet.name)
    orphan = frappe.get_doc("ITSM Orphan", recorded(quiet)[0].name)
    for user, may in ((MANAGER, True), (TOP, True), (AUDITOR, True), (STAFF, False), (OUTSIDER, False)):
        with as_user(user):
            assert orphan.has_permission("read") == may


def test_an_owned_process_is_no_orphan(system):
    process = owned(system)
    assert process.name not in {orphan.reference_name for orphan in orphans_of(system.name)}
    assert process_of(system, "5").name in {orphan.reference_name for orphan in orphans_of(system.name)}
