"""The host's Data Import is one more door."""

import frappe
import pytest
from frappe.core.doctype.data_import.importer import Importer

from tests.integration import stage
from tests.integration.stage import MANAGER, STAFF


def run_import(doctype: str, kind: str, rows: list[list[str]]) -> list[str]:
    """Messages of the rows that were refused; the file is what a person would upload."""
    content = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    upload = frappe.get_doc(
        {"doctype": "File", "file_name": f"{frappe.generate_hash(length=8)}.csv", "is_private": 1, "content": content}
    ).insert(ignore_permissions=True)
    data_import = frappe.get_doc(
        {
            "doctype": "Data Import",
            "reference_doctype": doctype,
            "import_type": kind,
            "import_file": upload.file_url,
        }
    ).insert(ignore_permissions=True)
    Importer(doctype, data_import=data_import).import_data()
    logs = frappe.get_all(
        "Data Import Log",
        filters={"data_import": data_import.name, "success": 0},
        fields=["messages", "exception"],
        order_by="row_indexes asc",
    )
    return [f"{log.messages} {log.exception}" for log in logs]


@pytest.fixture
def committed(system):
    """Data Import commits row by row."""
    stage.commit(system)
    return system


def test_update_of_sealed_content_is_refused(committed, as_user):
    policy = stage.make_policy(committed, "In Force")
    stage.commit(committed)
    with as_user(MANAGER):
        refusals = run_import(
            "ITSM Policy", "Update Existing Records", [["ID", "Policy Text"], [policy.name, "Forged"]]
        )
    assert len(refusals) == 1
    assert "sealed" in refusals[0]
    assert frappe.db.get_value("ITSM Policy", policy.name, "content") == policy.content


def test_update_of_the_state_is_refused(committed, as_user):
    policy = stage.make_policy(committed, "Draft")
    stage.commit(committed)
    with as_user(MANAGER):
        refusals = run_import("ITSM Policy", "Update Existing Records", [["ID", "Status"], [policy.name, "In Force"]])
    assert len(refusals) == 1
    assert frappe.db.get_value("ITSM Policy", policy.name, "workflow_state") == "Draft"


def test_new_policy_in_force_is_refused(committed, as_user):
    rows = [["System", "Title", "Code", "Status"], [committed.name, "Policy", "IMP", "In Force"]]
    with as_user(MANAGER):
        refusals = run_import("ITSM Policy", "Insert New Records", rows)
    assert len(refusals) == 1
    assert not frappe.db.exists("ITSM Policy", {"system": committed.name})


def test_new_draft_is_imported(committed, as_user):
    rows = [["System", "Title", "Code", "Policy Text"], [committed.name, "Policy", "IMP", "We serve."]]
    with as_user(MANAGER):
        assert run_import("ITSM Policy", "Insert New Records", rows) == []
    policy = frappe.get_doc("ITSM Policy", {"system": committed.name})
    assert (policy.workflow_state, policy.author, policy.revision) == ("Draft", MANAGER, 1)


@pytest.mark.parametrize("doctype", ["ITSM Decision", "ITSM Service Level Snapshot", "ITSM Acknowledgement"])
@pytest.mark.parametrize("user", ["Administrator", MANAGER, STAFF])
def test_proof_is_not_imported(doctype, user, committed, as_user):
    before = frappe.db.count(doctype)
    with as_user(user):
        try:
            refusals = run_import(doctype, "Insert New Records", [["System"], [committed.name]])
        except frappe.ValidationError:
            frappe.db.rollback()
            refusals = ["the host imports no records of this kind"]
    assert len(refusals) == 1
    assert frappe.db.count(doctype) == before
