"""Documents on the forms of the records they are for: in force, readable, of the same system, and nothing else."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.api import documents as api
from sms_iso20000.governance.points_of_use import add_to_boot, types_in_use
from tests.integration import stage
from tests.integration.doors import call
from tests.integration.made.documents import make_document
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, STAFF, STAFF_TWO, TOP, acting_as


def use(doctype: str, name: str = "") -> dict:
    return {"points_of_use": [{"use_doctype": doctype, "use_name": name}]}


@pytest.fixture
def process(system):
    return frappe.db.get_value("ITSM Process", {"system": system.name}, order_by="name asc")


def shown(user: str, doctype: str, name: str = "") -> list[str]:
    with acting_as(user):
        return [document["code"] for document in api.at(doctype, name)]


def test_documents_of_the_record_and_of_its_type(system, process):
    other = frappe.db.get_value("ITSM Process", {"system": system.name, "name": ["!=", process]}, order_by="name asc")
    make_document(system, code="A", **use("ITSM Process", process))
    make_document(system, code="B", **use("ITSM Process"))
    make_document(system, code="C", **use("ITSM Process", other))
    make_document(system, code="D")
    assert shown(STAFF, "ITSM Process", process) == ["A", "B"]
    assert shown(STAFF, "ITSM Process", other) == ["B", "C"]
    # A record that is being written has no name yet.
    assert shown(STAFF, "ITSM Process") == ["B"]


def test_document_says_what_a_reader_needs(system, process):
    document = make_document(system, **use("ITSM Process", process))
    with acting_as(STAFF):
        found = api.at("ITSM Process", process)
    assert found == [
        {
            "name": document.name,
            "title": "Control of Documents",
            "code": "PRO-01",
            "revision": 1,
            "kind": "Procedure",
            "to_acknowledge": True,
        }
    ]


def test_asks_for_what_is_not_acknowledged_yet(system, process):
    document = make_document(system, **use("ITSM Process", process))
    with acting_as(STAFF):
        frappe.get_doc("ITSM Acknowledgement", {"reference_name": document.name, "user": STAFF}).acknowledge()
        assert [row["to_acknowledge"] for row in api.at("ITSM Process", process)] == [False]
    with acting_as(STAFF_TWO):
        assert [row["to_acknowledge"] for row in api.at("ITSM Process", process)] == [True]
    with acting_as(AUDITOR):
        assert [row["to_acknowledge"] for row in api.at("ITSM Process", process)] == [False]


@pytest.mark.parametrize("state", ["Draft", "In Review", "Approved"])
def test_shows_what_is_in_force_only(system, process, state):
    make_document(system, state, **use("ITSM Process", process))
    for user in (MANAGER, TOP, STAFF):
        assert shown(user, "ITSM Process", process) == []


def test_shows_one_revision_of_a_document(system, process):
    document = make_document(system, **use("ITSM Process", process))
    with acting_as(MANAGER):
        revision = document.new_revision()
        revision.change_summary = "More."
        revision.save()
    stage.take_steps(revision, 3)
    with acting_as(MANAGER):
        assert [row["revision"] for row in api.at("ITSM Process", process)] == [2]


def test_withdrawn_document_is_gone(system, process):
    document = make_document(system, **use("ITSM Process", process))
    with acting_as(TOP):
        document.give_withdrawal_reason("We left the port.")
    stage.step(document, "Withdraw", TOP)
    assert shown(MANAGER, "ITSM Process", process) == []


def test_restricted_document_is_for_its_list(system, process):
    audience = [{"audience_type": "User", "audience": STAFF}]
    make_document(system, is_restricted=1, audience=audience, **use("ITSM Process", process))
    assert shown(STAFF, "ITSM Process", process) == ["PRO-01"]
    assert shown(STAFF_TWO, "ITSM Process", process) == []
    assert shown(MANAGER, "ITSM Process", process) == ["PRO-01"]


def test_record_of_one_system_shows_documents_of_that_system(system, process):
    other = stage.make_system()
    make_document(other, code="THEIRS", **use("ITSM Process"))
    make_document(system, code="OURS", **use("ITSM Process"))
    assert shown(STAFF, "ITSM Process", process) == ["OURS"]


def test_record_of_the_host_shows_documents_of_every_system_one_may_see(system):
    other = stage.make_system()
    make_document(other, code="THEIRS", **use("ToDo"))
    make_document(system, code="OURS", **use("ToDo"))
    assert shown(STAFF, "ToDo") == ["OURS", "THEIRS"]
    fence = {"doctype": "User Permission", "user": STAFF, "allow": "ITSM System", "for_value": system.name}
    frappe.get_doc(fence).insert()
    assert shown(STAFF, "ToDo") == ["OURS"]


def test_requirement_shows_its_procedure(system):
    requirement = frappe.get_all("ITSM Requirement", filters={"is_group": 0}, pluck="name", order_by="name asc")[0]
    make_document(system, **use("ITSM Requirement", requirement))
    assert shown(MANAGER, "ITSM Requirement", requirement) == ["PRO-01"]


def test_record_that_one_may_not_read_answers_nothing(system, process):
    make_document(system, **use("ITSM Process", process))
    for user, name in ((OUTSIDER, process), (OUTSIDER, ""), (EXTERNAL, process)):
        with acting_as(user), pytest.raises(frappe.PermissionError):
            api.at("ITSM Process", name)


def test_external_auditor_sees_what_their_system_shows(process, system):
    make_document(system, **use("ITSM Process", process))
    system.append("external_auditors", {"user": EXTERNAL, "access_until": add_days(today(), 1)})
    system.save()
    assert shown(EXTERNAL, "ITSM Process", process) == ["PRO-01"]


def test_record_shared_with_an_outsider_brings_no_documents_along(system, process):
    make_document(system, **use("ITSM Process", process))
    frappe.share.add("ITSM Process", process, OUTSIDER, read=1)
    assert shown(OUTSIDER, "ITSM Process", process) == []


def test_over_the_wire(system, process):
    make_document(system, **use("ITSM Process", process))
    stage.commit(system)
    path = f"/api/method/sms_iso20000.api.documents.at?doctype=ITSM Process&name={process}"
    with acting_as(STAFF):
        status, answer = call("GET", path)
    assert (status, [row["code"] for row in answer["message"]]) == (200, ["PRO-01"])
    with acting_as(OUTSIDER):
        status, answer = call("GET", path)
    assert status == 403
    assert "message" not in answer


def test_desk_knows_which_forms_to_ask_for(system):
    assert "Contact" not in types_in_use()
    document = make_document(system, **use("Contact"))
    for user in (STAFF, MANAGER):
        with acting_as(user):
            assert "Contact" in boot()
    with acting_as(OUTSIDER):
        assert boot() == []
    with acting_as(TOP):
        document.give_withdrawal_reason("We left the port.")
    stage.step(document, "Withdraw", TOP)
    assert "Contact" not in types_in_use()


def boot() -> list[str]:
    bootinfo = frappe._dict()
    add_to_boot(bootinfo)
    return bootinfo.itsm_points_of_use


def test_cost_does_not_grow_with_documents(system, process, query_count):
    def cost() -> int:
        with acting_as(STAFF):
            api.at("ITSM Process", process)
            return query_count(lambda: api.at("ITSM Process", process))

    make_document(system, code="P-0", **use("ITSM Process", process))
    one = cost()
    for index in range(1, 6):
        make_document(system, code=f"P-{index}", **use("ITSM Process"))
    assert len(shown(STAFF, "ITSM Process", process)) == 6
    assert cost() == one
