"""Disposal of records: asked for, approved by a second person, done in batches, certified (4.3.3)."""

import csv
import hashlib
import io
import json
import os
import re
import signal
import time
from pathlib import Path

import frappe
import pytest
from frappe.model.delete_doc import delete_dynamic_links
from frappe.utils import add_days, today
from frappe.utils.background_jobs import get_queue

from sms_iso20000 import tasks
from sms_iso20000.compat import GONE_WITH_RECORD, UNLINKED
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance import disposal as disposals
from sms_iso20000.governance.disposal_work import work_off, work_off_some
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS, call, request
from tests.integration.made.disposals import (
    disposal_values,
    items,
    make_disposal,
    make_old_tickets,
    outcomes,
    tickets_left,
)
from tests.integration.made.retention import make_rule
from tests.integration.stage import (
    AUDITOR,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    TICKET,
    TOP,
    TOP_TWO,
    acting_as,
)
from tests.integration.workers import worker


@pytest.fixture(autouse=True)
def tidy(site):
    """No job of a test outlives it."""
    yield
    for job in jobs():
        job.delete()


def jobs(disposal=None) -> list:
    """What waits for a worker."""
    method = "sms_iso20000.governance.disposal_work.work_off"
    waiting = [
        job
        for job in get_queue("long").jobs
        if job.kwargs.get("method") == method and job.kwargs["site"] == frappe.local.site
    ]
    return [job for job in waiting if not disposal or job.kwargs["kwargs"]["disposal"] == disposal.name]


def ask(system, rule, **values):
    with acting_as(MANAGER):
        return frappe.get_doc(disposal_values(system, rule, **values)).insert()


def run_method(disposal, method: str, **arguments):
    body = {"dt": disposal.doctype, "dn": disposal.name, "method": method, "args": frappe.as_json(arguments)}
    return request("POST", "/api/method/run_doc_method", body)


def decisions_on(doc) -> list[str]:
    return frappe.get_all(
        "ITSM Decision", filters={"reference_name": doc.name}, pluck="decision", order_by="sequence asc"
    )


def stored(doc) -> dict:
    return frappe.get_doc(doc.doctype, doc.name).as_dict(convert_dates_to_str=True)


# -- requesting ------------------------------------------------------------------------------------------------------


def test_request_lists_what_is_due_the_longest_due_first(system):
    names = make_old_tickets(system, 3)
    stage.make_tickets(system, stage.last_month()[1], {"yes": 2})
    disposal = make_disposal(system, tickets=0)
    assert list(items(disposal)) == names
    assert outcomes(disposal) == ["Pending"] * 3
    assert (disposal.document_type, disposal.disposal_method) == (TICKET, "Delete")
    assert (disposal.candidates, disposal.pending, disposal.disposed, disposal.kept) == (3, 3, 0, 0)
    assert (disposal.status, disposal.requested_by, disposal.content_hash) == ("Requested", MANAGER, None)
    assert len(tickets_left(system)) == 5
    assert first_fault(system.name) is None


@pytest.mark.parametrize(
    ("status", "code"), [("Draft", "disposal_rule_not_in_force"), ("Withdrawn", "disposal_rule_not_in_force")]
)
def test_rule_not_in_force(status, code, system):
    rule = make_rule(system, status)
    make_old_tickets(system)
    with pytest.raises(Refused) as refusal:
        ask(system, rule)
    assert refusal.value.codes == (code,)
    assert not frappe.db.exists("ITSM Disposal", {"system": system.name})


def test_rule_under_a_hold_that_keeps_or_of_another_system(system):
    held, keeps, theirs = make_rule(system), make_rule(system, disposal_method="Keep"), make_rule(stage.make_system())
    make_old_tickets(system)
    with acting_as(MANAGER):
        held.place_hold("A dispute.")
    for rule, code in ((held, "disposal_on_hold"), (keeps, "disposal_rule_keeps"), (theirs, "other_system")):
        with pytest.raises(Refused) as refusal:
            ask(system, rule)
        assert refusal.value.codes == (code,)
    assert not frappe.db.exists("ITSM Disposal", {"system": system.name})


def test_day_in_the_future(system):
    rule = make_rule(system)
    make_old_tickets(system)
    with pytest.raises(Refused) as refusal:
        ask(system, rule, as_of=add_days(today(), 1))
    assert refusal.value.codes == ("date_in_future",)


def test_nothing_due(system):
    rule = make_rule(system)
    stage.make_tickets(system, stage.last_month()[1], {"yes": 1})
    with pytest.raises(Refused) as refusal:
        ask(system, rule)
    assert refusal.value.codes == ("disposal_nothing_due",)
    assert not frappe.db.exists("ITSM Disposal", {"system": system.name})


def test_request_without_a_rule_is_asked_for_one(system):
    with pytest.raises(frappe.MandatoryError):
        ask(system, frappe._dict(name=None))


def test_what_one_disposal_has_taken_the_next_leaves(system):
    rule = make_rule(system)
    first = make_disposal(system, rule=rule, tickets=2)
    with pytest.raises(Refused) as refusal:
        ask(system, rule)
    assert refusal.value.codes == ("disposal_nothing_due",)
    more = make_old_tickets(system, 1)
    assert list(items(ask(system, rule))) == more
    with acting_as(TOP):
        first.cancel_disposal("Not now.")
    assert len(items(ask(system, rule))) == 2, "what was given up is free again"


def test_bad_request_over_the_web(system, as_user):
    rule = make_rule(system)
    make_old_tickets(system)
    stage.commit(system)
    values = disposal_values(system, rule, as_of=add_days(today(), 1))
    made_up = disposal_values(system, rule, approved_by=TOP, status="Approved", candidates=1)
    with as_user(MANAGER):
        assert request("POST", "/api/resource/ITSM Disposal", values).codes == ("date_in_future",)
        assert request("POST", "/api/resource/ITSM Disposal", made_up).codes == ("new_not_in_first_stage",)
        strange = request("POST", "/api/resource/ITSM Disposal", {**values, "as_of": "no day"})
    assert strange is not None
    assert not frappe.db.exists("ITSM Disposal", {"system": system.name})


@pytest.mark.parametrize("user", [TOP, OWNER, AUDITOR, EXTERNAL, STAFF, OUTSIDER])
def test_who_may_not_request(user, system, as_user):
    rule = make_rule(system)
    make_old_tickets(system)
    with as_user(user), pytest.raises(frappe.PermissionError):
        frappe.get_doc(disposal_values(system, rule)).insert()


def test_requester_must_be_able_to_read_the_records(system):
    rule = make_rule(system)
    make_old_tickets(system)
    rows = frappe.get_all("DocPerm", {"parent": TICKET, "role": "ITSM Manager"}, pluck="name", order_by="name asc")
    frappe.db.set_value("DocPerm", rows[0], "read", 0)
    frappe.clear_cache(doctype=TICKET)
    try:
        with pytest.raises(Refused) as refusal:
            ask(system, rule)
        assert refusal.value.codes == ("disposal_type_not_readable",)
    finally:
        frappe.db.rollback()
        frappe.clear_cache(doctype=TICKET)


# -- approving -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("approver", [TOP, TOP_TWO])
def test_second_person_approves(approver, system, as_user):
    disposal = make_disposal(system)
    with as_user(approver):
        assert disposal.what_is_missing() == []
        disposal.approve()
    disposal.reload()
    assert (disposal.status, disposal.approved_by) == ("Approved", approver)
    assert disposal.content_hash == disposal.computed_hash()
    assert decisions_on(disposal) == ["Approved"]
    assert first_fault(system.name) is None
    assert len(tickets_left(system)) == 3, "the work is left to the background"


def test_another_manager_approves(system, as_user):
    """Whoever else holds the role may, without being top management."""
    disposal = make_disposal(system)
    frappe.get_doc("User", OWNER).add_roles("ITSM Manager")
    with as_user(OWNER):
        disposal.approve()
    assert frappe.db.get_value("ITSM Disposal", disposal.name, "approved_by") == OWNER


def test_requester_cannot_approve_by_function_or_web(system, as_user):
    disposal = make_disposal(system)
    was = stored(disposal)
    with as_user(MANAGER):
        assert len(disposal.what_is_missing()) == 1
        with pytest.raises(Refused) as refusal:
            disposal.approve()
        assert refusal.value.codes == ("disposal_own_request",)
        stage.commit(system)
        assert run_method(disposal, "approve").codes == ("disposal_own_request",)
        rest = request("POST", f"/api/resource/ITSM Disposal/{disposal.name}?run_method=approve")
        assert rest is not None
    assert stored(disposal) == was
    assert decisions_on(disposal) == []
    assert not jobs(disposal)


def test_requester_cannot_approve_as_somebody_else_in_the_form(system, as_user):
    """The values of a form that was not saved do not count."""
    disposal = make_disposal(system)
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        frappe.get_doc({**disposal.as_dict(), "requested_by": TOP}).approve()
    assert refusal.value.codes == ("disposal_own_request",)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", [MANAGER, TOP, "Administrator"])
@pytest.mark.parametrize(
    "change",
    [
        {"status": "Approved"},
        {"approved_by": TOP},
        {"requested_by": TOP_TWO},
        {"candidates": 1},
        {"content_hash": "0" * 64},
    ],
)
def test_nothing_is_approved_by_hand(door, user, change, system, as_user):
    disposal = make_disposal(system)
    was = stored(disposal)
    with as_user(user):
        assert door(disposal, **change).codes == ("changed_by_hand",)
    assert stored(disposal) == was


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", [{"as_of": "2024-01-01"}, {"request_reason": "Another."}])
def test_what_was_requested_stands(door, change, system, as_user):
    disposal = make_disposal(system)
    was = stored(disposal)
    with as_user(MANAGER):
        assert door(disposal, **change).codes == ("CannotChangeConstantError",)
    assert stored(disposal) == was


@pytest.mark.parametrize("user", [OWNER, AUDITOR, EXTERNAL, STAFF, OUTSIDER])
def test_who_may_not_approve(user, system, as_user):
    disposal = make_disposal(system)
    was = stored(disposal)
    with as_user(user), pytest.raises(frappe.PermissionError):
        frappe.get_doc("ITSM Disposal", disposal.name).approve()
    stage.commit(system)
    with as_user(user):
        assert run_method(disposal, "approve").status == 403
    assert stored(disposal) == was


def test_top_management_of_another_system_does_not_approve(system, as_user):
    other = stage.make_system(top_management=[{"user": TOP}])
    disposal = make_disposal(other)
    with as_user(TOP_TWO), pytest.raises(Refused) as refusal:
        disposal.approve()
    assert refusal.value.codes == ("disposal_approver_not_entitled",)


def test_hold_placed_after_the_request(system, as_user):
    disposal = make_disposal(system)
    with as_user(MANAGER):
        frappe.get_doc("ITSM Retention Rule", disposal.rule).place_hold("A dispute.")
    with as_user(TOP), pytest.raises(Refused) as refusal:
        disposal.approve()
    assert refusal.value.codes == ("disposal_on_hold",)
    assert decisions_on(disposal) == []


def test_approval_queues_one_job(system, as_user):
    disposal = make_disposal(system)
    stage.commit(system)
    with as_user(TOP):
        assert run_method(disposal, "approve") is None
        assert run_method(disposal, "approve").codes == ("not_in_stage",)
        assert run_method(disposal, "resume") is None
    tasks.resume_disposals()
    frappe.db.commit()
    assert len(jobs(disposal)) == 1


# -- giving up -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["Requested", "Approved"])
def test_cancelling(status, system, as_user):
    disposal = make_disposal(system, status)
    with as_user(MANAGER):
        with pytest.raises(Refused) as refusal:
            disposal.cancel_disposal(" ")
        assert refusal.value.codes == ("reason_missing",)
        disposal.cancel_disposal("Still needed.")
    disposal.reload()
    assert (disposal.status, disposal.cancel_reason) == ("Cancelled", "Still needed.")
    assert decisions_on(disposal)[-1] == "Cancelled"
    assert first_fault(system.name) is None
    assert work_off_some(disposal.name) is False
    assert len(tickets_left(system)) == 3


def test_what_has_begun_is_not_cancelled(system, as_user, monkeypatch):
    disposal = begun(system, monkeypatch)
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        disposal.cancel_disposal("Too late.")
    assert refusal.value.codes == ("disposal_begun",)
    assert disposal.status == "Approved"


def test_done_is_done(system, as_user):
    disposal = make_disposal(system, "Disposed")
    with as_user(TOP):
        for act in (disposal.approve, disposal.resume, lambda: disposal.cancel_disposal("Too late.")):
            with pytest.raises(Refused) as refusal:
                act()
            assert refusal.value.codes == ("not_in_stage",)


# -- deleting --------------------------------------------------------------------------------------------------------


def begun(system, monkeypatch, batch: int = 2, **values):
    """Approved, and one batch of it done."""
    monkeypatch.setattr(disposals, "BATCH", batch)
    disposal = make_disposal(system, "Approved", tickets=5, **values)
    assert work_off_some(disposal.name) is True
    disposal.reload()
    return disposal


def test_deletes_what_was_approved_and_nothing_else(system):
    disposal = make_disposal(system, "Approved")
    later = make_old_tickets(system, 2)
    hashes_before = {name: hash_of(name) for name in items(disposal)}
    while work_off_some(disposal.name):
        pass
    disposal.reload()
    assert (disposal.status, disposal.pending, disposal.disposed, disposal.kept) == ("Disposed", 0, 3, 0)
    assert outcomes(disposal) == ["Deleted"] * 3
    assert {name: row.record_hash for name, row in items(disposal).items()} == hashes_before
    assert all(row.done_on for row in items(disposal).values())
    assert tickets_left(system) == later
    assert decisions_on(disposal) == ["Approved", "Disposed"]
    assert frappe.session.user == "Administrator"


def hash_of(ticket: str) -> str:
    """As an auditor would compute it from the record."""
    values = json.loads(frappe.get_doc(TICKET, ticket).as_json())
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def test_closing_decision_is_in_the_name_of_who_approved(system):
    disposal = make_disposal(system, "Disposed")
    decision = frappe.get_last_doc("ITSM Decision", {"reference_name": disposal.name})
    assert (decision.decision, decision.decided_by, decision.content_hash) == ("Disposed", TOP, disposal.content_hash)


def attach(ticket: str, content: str) -> str:
    return (
        frappe.get_doc(
            {
                "doctype": "File",
                "file_name": f"{ticket}.txt",
                "attached_to_doctype": TICKET,
                "attached_to_name": ticket,
                "is_private": 1,
                "content": content,
            }
        )
        .insert()
        .name
    )


def furnish(ticket: str) -> dict[str, str]:
    """What a record gathers on the host: a file, a comment, a mail and its waiting copy, a task, a version."""
    about = {"reference_doctype": TICKET, "reference_name": ticket}
    mail = frappe.get_doc({"doctype": "Communication", "subject": "Secret", "content": "Secret", **about}).insert()
    waiting = frappe.get_doc(
        {"doctype": "Email Queue", "sender": "a@example.com", "message": "Secret", "recipients": [{"recipient": STAFF}]}
        | about
    ).insert(ignore_permissions=True)
    todo = frappe.get_doc(
        {"doctype": "ToDo", "description": "Secret", "reference_type": TICKET, "reference_name": ticket}
    ).insert()
    version = frappe.get_doc({"doctype": "Version", "ref_doctype": TICKET, "docname": ticket, "data": "{}"})
    version.insert(ignore_permissions=True)
    comment = frappe.get_doc(TICKET, ticket).add_comment("Comment", "Secret")
    return {
        "File": attach(ticket, f"Secret {ticket}"),
        "Communication": mail.name,
        "Email Queue": waiting.name,
        "ToDo": todo.name,
        "Version": version.name,
        "Comment": comment.name,
    }


def test_no_copy_is_left_behind(system):
    rule = make_rule(system)
    name = make_old_tickets(system, 1)[0]
    things = furnish(name)
    path = frappe.get_doc("File", things["File"]).get_full_path()
    assert os.path.exists(path)
    disposal = make_disposal(system, "Disposed", rule=rule, tickets=0)
    assert outcomes(disposal) == ["Deleted"]
    assert {doctype for doctype, thing in things.items() if frappe.db.exists(doctype, thing)} == set()
    assert not frappe.db.exists("Email Queue Recipient", {"parent": things["Email Queue"]})
    assert not os.path.exists(path)
    kept = frappe.get_all("Deleted Document", pluck="data", order_by="creation desc", limit=50)
    assert not [data for data in kept if name in data or "Secret" in data]


def test_references_end_as_the_host_ends_them(query_count):
    """Whatever the host clears for one record, ours clears for a batch: a release that clears more is noticed here."""
    statements = []
    original = frappe.db.sql

    def noted(query, *args, **kwargs):
        statements.append(str(query))
        return original(query, *args, **kwargs)

    frappe.db.sql = noted
    try:
        delete_dynamic_links(TICKET, "no such ticket")
    finally:
        frappe.db.sql = original
    changed = {found[1] for text in statements if (found := re.search(r"[`\"]tab([^`\"]+)[`\"]", text))}
    assert changed
    assert changed <= {row[0] for row in (*GONE_WITH_RECORD, *UNLINKED)}


def test_what_the_host_refuses_is_kept_with_the_reason(system):
    """A record that another points to stays whole, attachment included; the others go."""
    rule = make_rule(system)
    linked, *_others = make_old_tickets(system, 3)
    file = frappe.get_doc("File", attach(linked, "Contract"))
    frappe.get_doc(
        {
            "doctype": "ITSM Communication",
            "system": system.name,
            "title": "About it",
            "content": "<p>About it.</p>",
            "purpose": "Other",
            "audience": [{"audience_type": "User", "audience": STAFF}],
            "reference_doctype": TICKET,
            "reference_name": linked,
        }
    ).insert()
    disposal = make_disposal(system, "Disposed", rule=rule, tickets=0)
    assert outcomes(disposal) == ["Kept", "Deleted", "Deleted"]
    assert "ITSM Communication" in items(disposal)[linked].reason
    assert items(disposal)[linked].record_hash in ("", None)
    assert tickets_left(system) == [linked]
    assert os.path.exists(file.get_full_path())
    assert (disposal.status, disposal.disposed, disposal.kept) == ("Disposed", 2, 1)
    assert first_fault(system.name) is None


def test_gone_or_changed_since(system):
    disposal = make_disposal(system, "Approved")
    gone, changed, _old = items(disposal)
    frappe.db.delete(TICKET, {"name": gone})
    frappe.db.set_value(TICKET, changed, "closed", frappe.utils.now_datetime())
    while work_off_some(disposal.name):
        pass
    assert outcomes(disposal) == ["Already Gone", "Kept", "Deleted"]
    assert items(disposal)[changed].reason
    assert tickets_left(system) == [changed]


def test_another_rule_that_keeps_it_longer(system):
    """Kept by any rule is kept: the second rule came into force after the approval."""
    disposal = make_disposal(system, "Approved")
    make_rule(system, title="Longer", retention_months=600)
    while work_off_some(disposal.name):
        pass
    assert outcomes(disposal) == ["Kept"] * 3
    assert len(tickets_left(system)) == 3


def test_hold_stops_the_work_and_its_release_lets_it_go_on(system, as_user, monkeypatch):
    disposal = begun(system, monkeypatch)
    rule = frappe.get_doc("ITSM Retention Rule", disposal.rule)
    with as_user(MANAGER):
        rule.place_hold("A dispute.")
    assert work_off_some(disposal.name) is False
    disposal.reload()
    assert (disposal.status, disposal.pending, disposal.disposed) == ("Approved", 3, 2)
    assert len(tickets_left(system)) == 3
    disposal.run_method("onload")
    assert len(disposal.get_onload("stopped")) == 1
    with as_user(TOP):
        with pytest.raises(Refused) as refusal:
            disposal.resume()
        assert refusal.value.codes == ("disposal_on_hold",)
        rule.release_hold("Settled.")
    assert disposals.unfinished().count(disposal.name) == 1
    while work_off_some(disposal.name):
        pass
    disposal.reload()
    assert (disposal.status, disposal.disposed) == ("Disposed", 5)
    assert first_fault(system.name) is None


def test_rule_withdrawn_meanwhile(system, as_user, monkeypatch):
    disposal = begun(system, monkeypatch)
    with as_user(TOP):
        frappe.get_doc("ITSM Retention Rule", disposal.rule).withdraw("Replaced.")
    while work_off_some(disposal.name):
        pass
    disposal.reload()
    assert (disposal.status, disposal.disposed, disposal.kept) == ("Disposed", 2, 3)
    assert len(tickets_left(system)) == 3
    assert {row.reason for row in items(disposal).values() if row.outcome == "Kept"} == {
        "The retention rule was withdrawn."
    }


# -- anonymising -----------------------------------------------------------------------------------------------------


def anonymising(system, **values):
    fields = [{"field_name": "team"}, {"field_name": "result"}]
    return make_rule(system, disposal_method="Anonymise", anonymise_fields=fields, **values)


def test_anonymises_and_removes_what_repeats_it(system):
    rule = anonymising(system)
    name, other = make_old_tickets(system, 2, team="Jane Doe", result="yes", service="Network")
    things = furnish(name)
    path = frappe.get_doc("File", things["File"]).get_full_path()
    before = hash_of(name)
    disposal = make_disposal(system, "Disposed", rule=rule, tickets=0)
    assert outcomes(disposal) == ["Anonymised", "Anonymised"]
    fields = ["team", "result", "service", "_comments"]
    for ticket in (name, other):
        assert frappe.db.get_value(TICKET, ticket, fields) == (None, None, "Network", None)
    assert items(disposal)[name].record_hash == before != hash_of(name)
    left = {doctype for doctype, thing in things.items() if frappe.db.exists(doctype, thing)}
    assert left == {"ToDo"}
    assert not os.path.exists(path)
    assert first_fault(system.name) is None


def test_anonymised_once_is_no_candidate_again(system):
    rule = anonymising(system)
    make_disposal(system, "Disposed", rule=rule)
    with pytest.raises(Refused) as refusal:
        ask(system, rule)
    assert refusal.value.codes == ("disposal_nothing_due",)


def test_stale_form_cannot_bring_values_back(system):
    rule = anonymising(system)
    name = make_old_tickets(system, 1, team="Jane Doe")[0]
    form = frappe.get_doc(TICKET, name)
    make_disposal(system, "Disposed", rule=rule, tickets=0)
    with pytest.raises(frappe.TimestampMismatchError):
        form.save()
    assert frappe.db.get_value(TICKET, name, "team") is None


# -- the certificate -------------------------------------------------------------------------------------------------


def test_certificate(system):
    disposal = make_disposal(system, "Disposed")
    file = frappe.get_doc("File", {"file_url": disposal.certificate, "attached_to_name": disposal.name})
    content = file.get_content()
    content = content if isinstance(content, bytes) else content.encode()
    assert file.is_private
    assert hashlib.sha256(content).hexdigest() == disposal.certificate_hash
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert [(row["record_type"], row["record"], row["outcome"], row["record_hash"]) for row in rows] == [
        (TICKET, name, "Deleted", item.record_hash) for name, item in items(disposal).items()
    ]


@pytest.mark.parametrize("user", ["Administrator", MANAGER])
def test_certificate_cannot_be_taken_off(user, system, as_user):
    disposal = make_disposal(system, "Disposed")
    file = frappe.get_doc("File", {"file_url": disposal.certificate, "attached_to_name": disposal.name})
    with as_user(user), pytest.raises((Refused, frappe.PermissionError)):
        frappe.delete_doc("File", file.name, force=user == "Administrator")
    assert frappe.db.exists("File", file.name)
    assert hashlib.sha256(Path(file.get_full_path()).read_bytes()).hexdigest() == disposal.certificate_hash


@pytest.mark.parametrize(
    "change", [{"outcome": "Kept"}, {"record_hash": "0" * 64}, {"reference_name": "another"}, {"reason": "Because."}]
)
def test_tampered_item_is_found(change, system):
    disposal = make_disposal(system, "Disposed")
    assert first_fault(system.name) is None
    frappe.db.set_value("ITSM Disposal Item", next(iter(items(disposal).values())).name, change)
    fault = first_fault(system.name)
    assert (fault.doctype, fault.name, fault.code) == ("ITSM Disposal", disposal.name, "content_changed")


def test_candidate_slipped_in_after_the_approval_is_found(system):
    disposal = make_disposal(system, "Approved")
    row = next(iter(items(disposal).values()))
    frappe.db.set_value("ITSM Disposal Item", row.name, "reference_name", "another")
    assert first_fault(system.name).code == "content_changed"


def test_verification_holds_at_every_moment(system, monkeypatch):
    disposal = begun(system, monkeypatch)
    assert first_fault(system.name) is None
    steps = 0
    while work_off_some(disposal.name):
        steps += 1
        assert first_fault(system.name) is None
    assert steps == 2
    assert first_fault(system.name) is None


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", ["Administrator", MANAGER, TOP])
def test_no_role_changes_an_item(door, user, system, as_user):
    disposal = make_disposal(system, "Disposed")
    item = frappe.get_doc("ITSM Disposal Item", next(iter(items(disposal).values())).name)
    with as_user(user):
        assert door(item, outcome="Kept").code in ("made_by_app_only", "PermissionError")
    assert frappe.db.get_value("ITSM Disposal Item", item.name, "outcome") == "Deleted"


@pytest.mark.parametrize("user", ["Administrator", MANAGER, TOP])
def test_no_role_deletes_any_of_it(user, system, as_user):
    disposal = make_disposal(system, "Disposed")
    item = next(iter(items(disposal).values())).name
    for doctype, name in (("ITSM Disposal", disposal.name), ("ITSM Disposal Item", item)):
        with as_user(user), pytest.raises((Refused, frappe.PermissionError)):
            frappe.delete_doc(doctype, name, force=user == "Administrator")
        assert frappe.db.exists(doctype, name)


def test_print_says_who_when_what_and_by_which_rule(system):
    disposal = make_disposal(system, "Disposed", request_reason="<b>Yearly</b> round")
    page = frappe.get_print("ITSM Disposal", disposal.name, "ITSM Disposal Certificate")
    rule = frappe.get_doc("ITSM Retention Rule", disposal.rule)
    shown = (MANAGER, TOP, rule.basis, rule.name, disposal.content_hash, disposal.certificate_hash, *items(disposal))
    assert [text for text in shown if text not in page] == []
    assert "<b>Yearly</b>" not in page
    requested = frappe.get_print("ITSM Disposal", make_disposal(system).name, "ITSM Disposal Certificate")
    assert "This is no certificate" in requested


def test_pack_holds_the_disposal(system):
    from sms_iso20000.evidence.pack.staged import PAGE, sealed_documents, staged_files

    disposal = make_disposal(system, "Disposed")
    documents = sealed_documents(system.name)
    assert {doc.doctype for doc in documents} == {"ITSM Retention Rule", "ITSM Disposal"}
    files = staged_files(system, documents, lambda user: user)
    assert disposal.certificate_hash in files[PAGE].decode()
    assert any(disposal.name in name for name in files)


def test_people_are_told(system):
    disposal = make_disposal(system)
    assert told_of(disposal) >= {TOP}
    disposal = make_disposal(system, "Disposed", rule=frappe.get_doc("ITSM Retention Rule", disposal.rule))
    subjects = frappe.get_all(
        "Notification Log",
        filters={"document_name": disposal.name, "for_user": MANAGER},
        pluck="subject",
        order_by="creation asc",
    )
    assert any("is done: 3 records disposed of, 0 kept" in subject for subject in subjects)


def told_of(disposal) -> set[str]:
    filters = {"document_type": "ITSM Disposal", "document_name": disposal.name}
    return set(frappe.get_all("Notification Log", filters=filters, pluck="for_user", order_by="for_user asc"))


@pytest.mark.parametrize("user", [MANAGER, TOP, AUDITOR, EXTERNAL, OWNER, STAFF, OUTSIDER])
def test_who_reads_disposals(user, as_user):
    auditors = [{"user": EXTERNAL, "access_until": today()}]
    system = stage.make_system(external_auditors=auditors)
    disposal = make_disposal(system, "Disposed")
    item = frappe.get_doc("ITSM Disposal Item", next(iter(items(disposal).values())).name)
    with as_user(user):
        for doc in (disposal, item):
            assert doc.has_permission("read") is (user in (MANAGER, TOP, AUDITOR, EXTERNAL))
        assert disposal.has_permission("write") is (user in (MANAGER, TOP))
        assert not item.has_permission("write")


# -- stopped in the middle -------------------------------------------------------------------------------------------

JOB = "sms_iso20000.governance.disposal_work.work_off"


def done_by_now(disposal) -> int:
    frappe.db.commit()
    return sum(outcome != "Pending" for outcome in outcomes(disposal))


def test_killed_in_the_middle(system):
    disposal = make_disposal(system, "Approved", tickets=500)
    stage.commit(system)
    process = worker(JOB, disposal.name)
    end = time.monotonic() + 60
    while not done_by_now(disposal) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = done_by_now(disposal)
    assert 0 < done < 500
    assert done % disposals.BATCH == 0, "a batch is kept as a whole"
    assert len(tickets_left(system)) == 500 - done
    disposal.reload()
    assert (disposal.status, disposal.pending) == ("Approved", 500 - done)
    assert first_fault(system.name) is None
    tasks.resume_disposals()
    frappe.db.commit()
    assert len(jobs(disposal)) == 1
    work_off(disposal.name)
    disposal.reload()
    assert (disposal.status, disposal.disposed, disposal.kept) == ("Disposed", 500, 0)
    assert outcomes(disposal) == ["Deleted"] * 500
    assert all(len(row.record_hash) == 64 for row in items(disposal).values())
    assert tickets_left(system) == []
    assert decisions_on(disposal).count("Disposed") == 1
    assert first_fault(system.name) is None


def test_two_workers_at_once(system):
    disposal = make_disposal(system, "Approved", tickets=300)
    stage.commit(system)
    for process in [worker(JOB, disposal.name), worker(JOB, disposal.name)]:
        process.wait()
    frappe.db.commit()
    work_off(disposal.name)
    disposal.reload()
    assert (disposal.status, disposal.disposed) == ("Disposed", 300)
    assert decisions_on(disposal).count("Disposed") == 1
    files = frappe.get_all("File", filters={"attached_to_name": disposal.name}, pluck="name", order_by="name asc")
    assert len(files) == 1
    assert first_fault(system.name) is None


def test_hold_placed_over_the_web_stops_a_worker(system, as_user):
    disposal = make_disposal(system, "Approved", tickets=500)
    stage.commit(system)
    process = worker(JOB, disposal.name)
    end = time.monotonic() + 60
    while not done_by_now(disposal) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    rule = frappe.get_doc("ITSM Retention Rule", disposal.rule)
    with as_user(MANAGER):
        assert run_method(rule, "place_hold", reason="A dispute.") is None
    left = len(tickets_left(system))
    process.wait()
    frappe.db.commit()
    assert len(tickets_left(system)) == left > 0, "nothing is deleted once the hold is placed"
    disposal.reload()
    assert (disposal.status, disposal.pending) == ("Approved", left)


def test_queries_do_not_grow_with_the_request(system, query_count):
    rule = make_rule(system)

    def request_for(number: int) -> int:
        make_old_tickets(system, number)
        return query_count(lambda: ask(system, rule))

    request_for(1)
    assert request_for(10) == request_for(900)


def test_read_over_the_web(system, as_user):
    disposal = make_disposal(system, "Disposed")
    stage.commit(system)
    with as_user(AUDITOR):
        status, answer = call("GET", f"/api/resource/ITSM Disposal/{disposal.name}")
        assert (status, answer["data"]["disposed"]) == (200, 3)
    with as_user(STAFF):
        assert call("GET", f"/api/resource/ITSM Disposal/{disposal.name}")[0] == 403
        assert call("GET", disposal.certificate)[0] == 403
