"""The log of decisions is append-only and hash-chained; verification names the first record that does not hold."""

from threading import Thread

import frappe
import pytest

from sms_iso20000.evidence.decisions import chain_of, record_decision
from sms_iso20000.evidence.verification import Fault, first_fault
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS, request
from tests.integration.stage import ADMIN, MANAGER, TOP


def decision_of(policy, kind: str = "Approved"):
    return frappe.get_doc("ITSM Decision", {"reference_name": policy.name, "decision": kind})


def test_says_who_in_which_role_what_and_when(in_force):
    entry = decision_of(in_force)
    assert (entry.decided_by, entry.role, entry.content_hash) == (TOP, "ITSM Top Management", in_force.content_hash)
    assert entry.decided_by_name == "Top"
    assert entry.decided_on is not None


def test_chain_holds(in_force, system):
    chain = chain_of(system.name)
    assert [entry["sequence"] for entry in chain] == [1, 2, 3, 4]
    assert [entry["previous_hash"] for entry in chain[1:]] == [entry["chain_hash"] for entry in chain[:-1]]
    assert first_fault(system.name) is None


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", ["Administrator", ADMIN, MANAGER, TOP])
@pytest.mark.parametrize("change", [{"reason": "Rewritten"}, {"chain_hash": "0" * 64}])
def test_no_role_changes_a_decision(door, user, change, in_force, as_user):
    entry = decision_of(in_force)
    with as_user(user):
        refusal = door(entry, **change)
    assert refusal.code in ("append_only", "PermissionError")
    if user == "Administrator":
        assert refusal.codes == ("append_only",)
    field = next(iter(change))
    assert (frappe.db.get_value("ITSM Decision", entry.name, field) or "") == (entry.get(field) or "")


@pytest.mark.parametrize("user", ["Administrator", ADMIN, MANAGER, TOP])
def test_no_role_deletes_or_renames_a_decision(user, in_force, system, as_user):
    entry = decision_of(in_force)
    with as_user(user):
        with pytest.raises((Refused, frappe.PermissionError)):
            frappe.delete_doc("ITSM Decision", entry.name, force=user == "Administrator")
        with pytest.raises((Refused, frappe.PermissionError, frappe.ValidationError)):
            frappe.rename_doc("ITSM Decision", entry.name, "Another", force=user == "Administrator")
    stage.commit(system)
    with as_user(user):
        assert request("DELETE", f"/api/resource/ITSM Decision/{entry.name}") is not None
    assert frappe.db.exists("ITSM Decision", entry.name)


@pytest.mark.parametrize("user", ["Administrator", ADMIN, MANAGER])
def test_no_role_makes_one_up(user, in_force, system, as_user):
    stage.commit(system)
    made_up = {**decision_of(in_force).as_dict(convert_dates_to_str=True), "name": None, "sequence": 99}
    with as_user(user):
        refusal = request("POST", "/api/resource/ITSM Decision", made_up)
    assert refusal.code in ("made_by_app_only", "PermissionError")
    assert not frappe.db.exists("ITSM Decision", {"system": system.name, "sequence": 99})


def test_flags_in_a_request_open_no_door(in_force, system, as_user):
    stage.commit(system)
    made_up = {**decision_of(in_force).as_dict(convert_dates_to_str=True), "name": None, "sequence": 99}
    made_up["flags"] = {"made_by_app": True, "ignore_permissions": True}
    with as_user("Administrator"):
        refusal = request("POST", "/api/resource/ITSM Decision", made_up)
    assert refusal.codes == ("made_by_app_only",)


def test_db_set_is_closed(in_force):
    entry = decision_of(in_force)
    with pytest.raises(Refused):
        entry.db_set("reason", "x")
    with pytest.raises(Refused):
        entry.write(reason="x")


@pytest.mark.parametrize(
    ("doctype", "values", "fault"),
    [
        ("ITSM Decision", {"reason": "Rewritten"}, "decision_changed"),
        ("ITSM Decision", {"decided_by": MANAGER}, "decision_changed"),
        ("ITSM Decision", {"decided_on": "2020-01-01 00:00:00"}, "decision_changed"),
        ("ITSM Policy", {"content": "<p>Forged.</p>"}, "content_changed"),
        ("ITSM Policy", {"commitment_to_improvement": "Forged."}, "content_changed"),
        ("ITSM Policy", {"workflow_state": "Withdrawn"}, "state_differs_from_decision"),
    ],
)
def test_tampering_is_named(doctype, values, fault, in_force, system):
    name = in_force.name if doctype == "ITSM Policy" else decision_of(in_force).name
    frappe.db.set_value(doctype, name, values)
    assert first_fault(system.name) == Fault(doctype, name, fault)


def test_a_removed_decision_is_missed(in_force, system):
    frappe.db.delete("ITSM Decision", {"name": decision_of(in_force).name})
    following = decision_of(in_force, "Issued")
    assert first_fault(system.name) == Fault("ITSM Decision", following.name, "decision_missing_before")


def test_a_chain_cut_at_its_end_is_found_by_what_it_sealed(in_force, system):
    frappe.db.delete("ITSM Decision", {"name": decision_of(in_force, "Issued").name})
    assert first_fault(system.name) == Fault("ITSM Policy", in_force.name, "decision_missing")


def test_a_forged_seal_differs_from_the_decision(in_force, system):
    frappe.db.set_value("ITSM Policy", in_force.name, "content", "<p>Forged.</p>")
    forged = frappe.get_doc("ITSM Policy", in_force.name).computed_hash()
    frappe.db.set_value("ITSM Policy", in_force.name, "content_hash", forged)
    assert first_fault(system.name) == Fault("ITSM Policy", in_force.name, "content_differs_from_decision")


def test_chains_of_two_systems_are_apart(in_force, system):
    other = stage.make_system()
    stage.make_policy(other, "In Force")
    assert [entry["sequence"] for entry in chain_of(other.name)] == [1, 2, 3, 4]
    assert first_fault(other.name) is None


def test_decisions_at_the_same_moment_queue_up(in_force, system):
    """Two connections decide at once; the chain neither forks nor loses one."""
    stage.commit(system)
    site, path, faults = frappe.local.site, frappe.local.sites_path, []

    def decide() -> None:
        try:
            frappe.init(site=site, sites_path=path)
            frappe.connect()
            frappe.set_user("Administrator")
            for attempt in range(5):
                # PostgreSQL answers a lost race with an error instead of a wait; the host's jobs try again.
                try:
                    record_decision(system.name, frappe.get_doc("ITSM Policy", in_force.name), "Reviewed", "At once.")
                    frappe.db.commit()
                    break
                except Exception:
                    frappe.db.rollback()
                    if attempt == 4:
                        raise
        except Exception as fault:
            faults.append(fault)
        finally:
            frappe.destroy()

    threads = [Thread(target=decide) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    frappe.db.commit()
    assert faults == []
    assert [entry["sequence"] for entry in chain_of(system.name)] == list(range(1, 9))
    assert first_fault(system.name) is None


def test_renaming_a_user_breaks_nothing(in_force, system):
    """The log keeps who it was then as text, not as a link that the host rewrites."""
    fields = frappe.get_meta("ITSM Decision").fields
    assert not [field.fieldname for field in fields if field.fieldtype == "Link" and field.options == "User"]


@pytest.mark.parametrize(
    "reason",
    ["Mail from <max@example.com>", "1 < 2 & <b>so</b>", "<script>alert(1)</script>", "  spaces  ", "中文 < 4", ""],
)
def test_whatever_people_write_the_chain_holds(reason, in_force, system):
    """The host cleans texts when it saves; the hash is of what it stores."""
    record_decision(system.name, in_force, "Reviewed", reason)
    assert first_fault(system.name) is None
