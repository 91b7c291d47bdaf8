"""The responsibility matrix and the report of what nobody bears (4.1.3 a, 4.1.4 b)."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.governance.orphans import detect
from sms_iso20000.sms_iso20000.report.itsm_orphans import itsm_orphans
from sms_iso20000.sms_iso20000.report.itsm_responsibility_matrix import itsm_responsibility_matrix as matrix
from tests.integration import stage
from tests.integration.doors import call
from tests.integration.made.processes import insert_raw, owned, process_of, role
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO, TOP

GONE = "gone@sms.example.com"


def shown(system) -> tuple[dict[str, str], dict[str, dict]]:
    """Column by person, and row by clause."""
    columns, rows, *_rest = matrix.execute({"system": system.name})
    return {column["label"]: column["fieldname"] for column in columns}, {row["clause"]: row for row in rows}


def in_cell(system, clause: str, person: str) -> str:
    columns, rows = shown(system)
    return rows[clause][columns[person]]


# -- the matrix ------------------------------------------------------------------------------------------------------


def test_who_is_what(system, as_user):
    owned(
        system,
        roles=[
            role(STAFF),
            role(STAFF, role_title="Analyst", involvement="Consulted"),
            role(OWNER, involvement="Informed"),
        ],
    )
    with as_user(MANAGER):
        assert in_cell(system, "9.2", "Owner") == "A, I"
        assert in_cell(system, "9.2", "Staff") == "R, C"
        assert in_cell(system, "9.3", "Owner") == ""


def test_role_and_authority_are_told(system, as_user):
    owned(system, roles=[role(STAFF)])
    with as_user(MANAGER):
        columns, rows = shown(system)
    assert rows["9.2"]["details"][columns["Staff"]] == "Process Manager: May stop a change."
    assert rows["9.2"]["details"][columns["Owner"]] == "Process Owner"


def test_what_nobody_bears_is_seen(system, as_user):
    process = owned(system)
    frappe.db.set_value("ITSM Process Role", {"parent": process.name}, "user", GONE)
    with as_user(AUDITOR):
        columns, rows = shown(system)
        summary = matrix.execute({"system": system.name})[4]
    assert rows["9.2"]["missing"] == f"Process Role: User Missing ({GONE})"
    assert rows["9.3"]["missing"] == "Process Owner: Nobody Named"
    assert GONE in columns
    assert [entry["value"] for entry in summary] == [14, 14]


def test_processes_that_rest_are_left_out(system, as_user):
    frappe.db.set_value("ITSM Process", process_of(system, "9.2").name, "is_active", 0)
    with as_user(MANAGER):
        assert "9.2" not in shown(system)[1]


def test_titles_are_in_the_readers_language(system, as_user):
    with as_user(MANAGER):
        frappe.local.lang = "zh"
        assert shown(system)[1]["8.2"]["title"] == "问题管理"
        frappe.local.lang = "en"
        assert shown(system)[1]["8.2"]["title"] == "Problem management"


def test_a_title_without_chinese_is_shown_as_it_is(system, as_user):
    frappe.db.set_value("ITSM Process", process_of(system, "8.2").name, "title_zh", "")
    with as_user(MANAGER):
        frappe.local.lang = "zh"
        assert shown(system)[1]["8.2"]["title"] == "Problem management"


@pytest.mark.parametrize("report", [matrix, itsm_orphans])
def test_a_system_has_to_be_chosen(report, as_user):
    with as_user(MANAGER):
        assert report.execute({})[1:3] == ([], "Choose a system.")


@pytest.mark.parametrize("report", [matrix, itsm_orphans])
def test_who_may_not_read(report, system, as_user):
    frappe.get_doc(
        {"doctype": "User Permission", "user": MANAGER, "allow": "ITSM System", "for_value": stage.make_system().name}
    ).insert()
    for user in (OUTSIDER, EXTERNAL, MANAGER):
        with as_user(user), pytest.raises(frappe.PermissionError):
            report.execute({"system": system.name})


@pytest.mark.parametrize(
    ("report", "user", "may"),
    [
        ("ITSM Responsibility Matrix", STAFF, True),
        ("ITSM Responsibility Matrix", OUTSIDER, False),
        ("ITSM Orphans", TOP, True),
        ("ITSM Orphans", STAFF, False),
    ],
)
def test_over_the_web(report, user, may, system, as_user):
    stage.commit(system)
    body = {"report_name": report, "filters": {"system": system.name}}
    with as_user(user):
        status, answer = call("POST", "/api/method/frappe.desk.query_report.run", body)
    assert (status == 200) == may
    assert not may or len(answer["message"]["result"]) >= 14


def test_the_matrix_costs_the_same_however_many_roles_there_are(system, query_count):
    counts = []
    for number in (1, 200):
        process = process_of(system, "9.2")
        process.roles = []
        for index in range(number):
            process.append("roles", role((OWNER, STAFF, STAFF_TWO)[index % 3], role_title=f"Role {index}"))
        process.save()
        shown(system)
        counts.append(query_count(lambda: shown(system)))
    assert counts[0] == counts[1]


# -- what nobody bears -----------------------------------------------------------------------------------------------


def rows_for(system) -> list[dict]:
    return itsm_orphans.execute({"system": system.name})[1]


def test_it_is_live(system, as_user):
    with as_user(MANAGER):
        assert len(rows_for(system)) == 15
    owned(system)
    with as_user(MANAGER):
        assert len(rows_for(system)) == 14
        assert {row["found_on"] for row in rows_for(system)} == {None}


def test_the_longest_known_come_first(system, as_user):
    detect(system.name)
    first, second = process_of(system, "6.5"), process_of(system, "6.1")
    for process, days in ((first, 9), (second, 4)):
        found_on = add_days(today(), -days)
        frappe.db.set_value("ITSM Orphan", {"reference_name": process.name}, "found_on", found_on)
    with as_user(MANAGER):
        rows = rows_for(system)
    assert [row["reference_name"] for row in rows[:2]] == [first.name, second.name]
    assert str(rows[0]["found_on"]) == add_days(today(), -9)
    assert rows[0]["cause_shown"] == "Nobody Named" and rows[0]["title"] == "Capacity management"


def test_in_chinese(system, as_user):
    with as_user(MANAGER):
        frappe.local.lang = "zh"
        rows = rows_for(system)
    assert {row["cause_shown"] for row in rows} == {"无人担任"}


def test_a_record_that_the_reader_may_not_see_is_left_out(system, as_user):
    """Process owners see what nobody bears, but for what their roles keep from them."""
    insert_raw("ITSM Risk", system=system.name, title="Flood", workflow_state="Assessed", risk_owner=GONE)
    with as_user(OWNER):
        may = frappe.has_permission("ITSM Risk", "read")
        assert ("ITSM Risk" in {row["reference_doctype"] for row in rows_for(system)}) == may
    frappe.get_doc(
        {
            "doctype": "User Permission",
            "user": OWNER,
            "allow": "ITSM Process",
            "for_value": process_of(system, "9.2").name,
        }
    ).insert()
    with as_user(OWNER):
        processes = [row["reference_name"] for row in rows_for(system) if row["reference_doctype"] == "ITSM Process"]
    assert processes == [process_of(system, "9.2").name]


def test_nothing_to_tell(system, as_user):
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 0)
    insert_raw(
        "ITSM Appointment",
        system=system.name,
        kind="Management Representative",
        appointee=MANAGER,
        status="Accepted",
        starts_on=today(),
    )
    with as_user(MANAGER):
        assert itsm_orphans.execute({"system": system.name})[1:3] == ([], "Somebody bears every responsibility.")
