"""Telling people: what is sealed, who is told, who has read it, and what becomes of mails (4.1.1 c and d, 4.1.3 b)."""

import signal
import time
from email import message_from_string
from threading import Thread

import frappe
import pytest
from frappe.utils import add_days, getdate, today
from frappe.utils.background_jobs import get_queue
from werkzeug.test import Client

from sms_iso20000 import tasks
from sms_iso20000.api.audience import choices
from sms_iso20000.governance import delivery
from sms_iso20000.governance.communication import made_for
from sms_iso20000.refusal import Refused
from sms_iso20000.sms_iso20000.report.itsm_communication_reach.itsm_communication_reach import execute
from tests.integration import doors, stage
from tests.integration.doors import DOORS, call, request
from tests.integration.made.communications import (
    RECEIPT,
    bells_of,
    clear_mails,
    closed_port,
    disperse_crowd,
    mail_goes_out,
    mails_of,
    make_communication,
    make_crowd,
    receipts_of,
    send_queued_mails,
)
from tests.integration.records import stored
from tests.integration.stage import (
    AUDITOR,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    STAFF_TWO,
    TOP,
    TOP_TWO,
)
from tests.integration.workers import worker

EVERYBODY = [MANAGER, OWNER, TOP, TOP_TWO, AUDITOR, STAFF, STAFF_TWO]


@pytest.fixture
def system():
    """Delivery commits, so the system is wiped after each test."""
    system = stage.make_system()
    stage.wipe_later(system)
    return system


@pytest.fixture(autouse=True)
def tidy(site):
    """No mail, no person and no job of a test outlives it."""
    yield
    frappe.db.rollback()
    clear_mails()
    disperse_crowd()
    for user in (STAFF, STAFF_TWO):
        frappe.db.set_value("User", user, {"enabled": 1, "email": user})
    frappe.db.commit()
    for job in [*jobs(), *jobs(method="settle")]:
        job.delete()


def jobs(communication=None, method: str = "deliver") -> list:
    """What waits for a worker."""
    everything = [*get_queue("long").jobs, *get_queue("default").jobs]
    waiting = [job for job in everything if job.kwargs.get("method") == f"sms_iso20000.governance.delivery.{method}"]
    return [job for job in waiting if not communication or job.kwargs["kwargs"]["communication"] == communication.name]


def users(*names: str) -> list[dict]:
    return [{"audience_type": "User", "audience": name} for name in names]


def run_method(communication, method: str):
    body = {"dt": communication.doctype, "dn": communication.name, "method": method}
    return request("POST", "/api/method/run_doc_method", body)


# -- sending ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sender", [MANAGER, OWNER, TOP])
def test_sending(sender, system):
    sent = make_communication(system, "Sending", sender=sender)
    sent.reload()
    assert (sent.status, sent.sent_by, sent.addressed) == ("Sending", sender, 2)
    assert getdate(sent.sent_on) == getdate()
    assert sent.content_hash == sent.computed_hash()
    receipts = receipts_of(sent)
    assert {user: (row.status, row.mail_status) for user, row in receipts.items()} == {
        STAFF: ("Queued", "Not Asked"),
        STAFF_TWO: ("Queued", "Not Asked"),
    }
    decision = frappe.get_last_doc("ITSM Decision", {"reference_name": sent.name})
    assert (decision.decision, decision.decided_by, decision.content_hash) == (
        "Communicated",
        sender,
        sent.content_hash,
    )


@pytest.mark.parametrize("sender", [AUDITOR, EXTERNAL, STAFF, OUTSIDER])
def test_who_may_not_write_does_not_send(sender, system, as_user):
    draft = make_communication(system)
    was = stored(draft)
    stage.commit(system)
    with as_user(sender):
        with pytest.raises(frappe.PermissionError):
            frappe.get_doc("ITSM Communication", draft.name).send()
        assert run_method(draft, "send").status == 403
    assert stored(draft) == was
    assert not receipts_of(draft)


@pytest.mark.parametrize(
    "audience",
    [
        [],
        [{"audience_type": "User", "audience": "Guest"}],
        [{"audience_type": "User Group", "audience": "Nobody Here"}],
    ],
)
@pytest.mark.parametrize("sender", [MANAGER, OWNER, TOP])
def test_empty_audience(sender, audience, system, as_user):
    nobody = {"doctype": "User Group", "name": "Nobody Here", "user_group_members": [{"user": "Guest"}]}
    # Another test may have committed it.
    if not frappe.db.exists("User Group", nobody["name"]):
        frappe.get_doc(nobody).insert()
    draft = make_communication(system, audience=audience)
    was = stored(draft)
    with as_user(sender), pytest.raises(Refused) as refusal:
        draft.send()
    assert refusal.value.codes == ("audience_nobody",)
    assert stored(draft) == was
    assert not receipts_of(draft)
    assert not frappe.db.exists("ITSM Decision", {"reference_name": draft.name})


def test_empty_audience_over_the_web(system, as_user):
    draft = make_communication(system, audience=[], content="<p>&nbsp;</p>")
    stage.commit(system)
    with as_user(MANAGER):
        refusal = run_method(draft, "send")
    assert refusal.codes == ("no_message", "audience_nobody")
    assert stored(draft)["status"] == "Draft"
    assert not receipts_of(draft)


def test_form_cannot_bring_its_own_audience(system, as_user):
    """The values of a form that was not saved do not count: nobody is told what is not on record."""
    draft = make_communication(system, audience=[])
    with as_user(MANAGER), pytest.raises(Refused):
        frappe.get_doc({**draft.as_dict(), "audience": users(STAFF), "content": "<p>Other</p>"}).send()
    assert not receipts_of(draft)


def test_disabled_and_fenced_off_people_are_not_addressed(system):
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    assert set(receipts_of(make_communication(system, "Sending"))) == {STAFF}
    other = stage.make_system()
    frappe.get_doc(
        {"doctype": "User Permission", "user": STAFF, "allow": "ITSM System", "for_value": other.name}
    ).insert()
    with pytest.raises(Refused) as refusal:
        make_communication(system, "Sending")
    assert refusal.value.codes == ("audience_nobody",)


@pytest.mark.parametrize("door", DOORS)
def test_unknown_audience(door, system, as_user):
    draft = make_communication(system)
    with as_user(MANAGER):
        refusal = door(draft, audience=[{"audience_type": "Role", "audience": "No Such Role"}])
    assert refusal.codes == ("unknown_audience",)
    assert [row.audience for row in frappe.get_doc("ITSM Communication", draft.name).audience] == [STAFF, STAFF_TWO]


@pytest.mark.parametrize("door", DOORS)
def test_about_a_record_of_another_system(door, system, as_user):
    theirs = stage.make_policy(stage.make_system(), "Draft")
    stage.wipe_later(frappe.get_doc("ITSM System", theirs.system))
    mine = stage.make_policy(system, "Draft")
    draft = make_communication(system)
    with as_user(MANAGER):
        refusal = door(draft, reference_doctype="ITSM Policy", reference_name=theirs.name)
        assert refusal.codes == ("other_system",)
        assert not stored(draft)["reference_name"]
        assert door(draft, reference_doctype="ITSM Policy", reference_name=mine.name) is None
    assert stored(draft)["reference_name"] == mine.name


CHANGES = {
    "title": ("Something else", "sealed"),
    "content": ("<p>Something else</p>", "sealed"),
    "purpose": ("Other", "sealed"),
    "by_mail": (1, "sealed"),
    "asks_acknowledgement": (1, "sealed"),
    "audience": (users(MANAGER), "sealed"),
    "status": ("Draft", "changed_by_hand"),
    "sent_by": (TOP, "changed_by_hand"),
    "sent_on": ("2020-01-01 00:00:00", "changed_by_hand"),
    "addressed": (1, "changed_by_hand"),
    "was_read": (2, "changed_by_hand"),
    "reach": (100, "changed_by_hand"),
    "content_hash": ("0" * 64, "changed_by_hand"),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("field", CHANGES)
def test_sealed_after_sending(door, field, system, as_user):
    sent = make_communication(system, "Sending")
    sent.reload()
    was = stored(sent)
    value, code = CHANGES[field]
    with as_user(MANAGER):
        refusal = door(sent, **{field: value})
    assert refusal.codes == (code,)
    assert stored(sent) == was


def test_sealed_audience_row_by_row(system, as_user):
    sent = make_communication(system, "Sending")
    sent.reload()
    row = sent.audience[0]
    stage.commit(system)
    with as_user(MANAGER):
        refusal = request("PUT", f"/api/resource/ITSM Audience/{row.name}", {"audience": TOP})
        assert refusal.codes == ("row_alone",)
    with pytest.raises(Refused):
        sent.db_set("title", "Something else")
    assert stored(sent)["audience"][0]["audience"] == STAFF


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", [STAFF, MANAGER, "Administrator"])
def test_receipt_is_not_written_by_hand(door, user, system, as_user):
    sent = make_communication(system, "Sending")
    receipt = frappe.get_doc(RECEIPT, receipts_of(sent)[STAFF].name)
    with as_user(user):
        refusal = door(receipt, status="Read")
    assert refusal.code in ("made_by_app_only", "PermissionError")
    assert receipts_of(sent)[STAFF].status == "Queued"


def test_nothing_is_sent_twice(system, as_user):
    sent = make_communication(system, "Sending")
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        sent.send()
    assert refusal.value.codes == ("communication_sent",)
    assert len(receipts_of(sent)) == 2


def test_rolled_back_sends_nothing(system, monkeypatch):
    stage.commit(system)
    with mail_goes_out(monkeypatch):
        sent = make_communication(system, "Sending", by_mail=1)
        assert not jobs(sent)
        assert not bells_of(sent)
        assert not mails_of(sent)
        frappe.db.rollback()
        assert not jobs(sent)
        assert not receipts_of(sent)
        assert not bells_of(sent)
        assert not mails_of(sent)
        assert not frappe.db.exists("ITSM Communication", sent.name)
        again = make_communication(system, "Sending", by_mail=1)
        frappe.db.commit()
        assert len(jobs(again)) == 1
        assert not mails_of(again)


def test_told_in_one_go(system, as_user):
    about = stage.make_policy(system, "Draft")
    with as_user(STAFF):
        sent = delivery.tell(
            system.name,
            "Report",
            "<p>Read it.</p>",
            users(TOP, TOP_TWO),
            "Report to Top Management",
            about,
            by_mail=False,
        )
    sent.reload()
    assert (sent.status, sent.sent_by, sent.reference_name, sent.by_mail) == ("Sending", STAFF, about.name, 0)
    assert set(receipts_of(sent)) == {TOP, TOP_TWO}
    with as_user(STAFF), pytest.raises(Refused) as refusal:
        delivery.tell(system.name, "Report", "<p>Read it.</p>", [], "Report to Top Management")
    assert refusal.value.codes == ("audience_nobody",)


# -- delivery --------------------------------------------------------------------------------------------------------


def test_bell_alone(system):
    sent = make_communication(system, "Sending")
    delivery.deliver(sent.name)
    delivery.deliver(sent.name)
    assert bells_of(sent) == sorted([STAFF, STAFF_TWO])
    assert not mails_of(sent)
    sent.reload()
    assert (sent.status, sent.told, sent.failed, sent.was_read, sent.reach) == ("Sent", 2, 0, 0, 0)
    assert {row.mail_status for row in receipts_of(sent).values()} == {"Not Asked"}


def test_mail_goes_through_the_hosts_queue(system, monkeypatch):
    with mail_goes_out(monkeypatch):
        sent = make_communication(system, "Sending", by_mail=1, title="Nights & days")
        delivery.deliver(sent.name)
        assert mails_of(sent) == sorted([STAFF, STAFF_TWO])
        assert {row.mail_status for row in receipts_of(sent).values()} == {"Waiting"}
        delivery.deliver(sent.name)
        assert len(mails_of(sent)) == len(bells_of(sent)) == 2
        mail = message_from_string(frappe.get_value("Email Queue", receipts_of(sent)[STAFF].email_queue, "message"))
        said = next(part for part in mail.walk() if part.get_content_type() == "text/html").get_payload(decode=True)
        assert "<b>at night</b>" in said.decode()
        assert frappe.utils.get_url_to_form(sent.doctype, sent.name) in said.decode()
        assert mail["Subject"] == "Nights & days"
        send_queued_mails()
        tasks.follow_up_communications()
        assert {row.mail_status for row in receipts_of(sent).values()} == {"Sent"}
        sent.reload()
        assert (sent.status, sent.told, sent.failed) == ("Sent", 2, 0)
        assert sent.name not in delivery.unfinished()


def test_site_that_mutes_mails(system, monkeypatch):
    """Nothing is queued, to come out on some later day; people are told by bell, and the receipts say why."""
    assert frappe.are_emails_muted()
    sent = make_communication(system, "Sending", by_mail=1)
    delivery.deliver(sent.name)
    assert bells_of(sent) == sorted([STAFF, STAFF_TWO])
    assert not mails_of(sent)
    assert {(row.status, row.mail_status) for row in receipts_of(sent).values()} == {("Told", "Failed")}
    assert "no mail" in receipts_of(sent)[STAFF].failure
    with mail_goes_out(monkeypatch):
        delivery.deliver(sent.name)
        assert mails_of(sent) == sorted([STAFF, STAFF_TWO])
    sent.reload()
    sent.run_method("onload")
    assert sent.get_onload("mail") == {"waiting": 2, "failed": 0}
    assert len(bells_of(sent)) == 2


def test_no_outgoing_account(system, monkeypatch):
    with mail_goes_out(monkeypatch, account=False):
        sent = make_communication(system, "Sending", by_mail=1)
        delivery.deliver(sent.name)
    assert bells_of(sent) == sorted([STAFF, STAFF_TWO])
    assert not mails_of(sent)
    for row in receipts_of(sent).values():
        assert (row.status, row.mail_status, row.attempts) == ("Told", "Failed", 1)
        assert "Email Account" in row.failure
    sent.reload()
    assert (sent.status, sent.told, sent.failed) == ("Sent in Part", 2, 2)


def test_mail_server_refuses(system, monkeypatch, as_user):
    """The host tries, gives up, and the receipt says so; with a server that answers, the mail goes out after all."""
    with mail_goes_out(monkeypatch, port=closed_port()):
        sent = make_communication(system, "Sending", by_mail=1, audience=users(STAFF))
        delivery.deliver(sent.name)
        # In tests the host speaks to no server at all.
        monkeypatch.setattr(frappe.flags, "in_test", False)
        send_queued_mails(times=5)
        monkeypatch.setattr(frappe.flags, "in_test", True)
        assert frappe.get_value("Email Queue", receipts_of(sent)[STAFF].email_queue, "status") == "Error"
        tasks.follow_up_communications()
        receipt = receipts_of(sent)[STAFF]
        assert (receipt.status, receipt.mail_status) == ("Told", "Failed")
        assert "Email Queue" in receipt.failure
        sent.reload()
        assert (sent.status, sent.told, sent.failed) == ("Sent in Part", 1, 1)
        frappe.db.commit()
        assert len(jobs(sent)) == 2, "one of sending, one to try again"

        delivery.deliver(sent.name)
        send_queued_mails()
        tasks.follow_up_communications()
    receipt = receipts_of(sent)[STAFF]
    assert (receipt.mail_status, receipt.attempts, receipt.failure) == ("Sent", 2, "")
    sent.reload()
    assert (sent.status, sent.failed) == ("Sent", 0)
    assert bells_of(sent) == [STAFF]


def test_three_attempts_and_then_by_hand(system, monkeypatch, as_user):
    with mail_goes_out(monkeypatch, account=False):
        sent = make_communication(system, "Sending", by_mail=1, audience=users(STAFF))
        for _night in range(5):
            delivery.deliver(sent.name)
        assert receipts_of(sent)[STAFF].attempts == delivery.MOST_ATTEMPTS
        for job in jobs():
            job.delete()
        delivery.follow_up(sent.name)
        frappe.db.commit()
        assert not jobs(sent)
        with as_user(STAFF), pytest.raises(frappe.PermissionError):
            frappe.get_doc("ITSM Communication", sent.name).try_again()
        with as_user(MANAGER):
            sent.try_again()
        frappe.db.commit()
        assert [job.kwargs["kwargs"]["even_given_up"] for job in jobs(sent)] == [True]
    with mail_goes_out(monkeypatch):
        delivery.deliver(sent.name, even_given_up=True)
        assert (receipts_of(sent)[STAFF].attempts, receipts_of(sent)[STAFF].mail_status) == (4, "Waiting")
    assert bells_of(sent) == [STAFF]


def test_draft_is_not_tried_again(system, as_user):
    draft = make_communication(system)
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        draft.try_again()
    assert refusal.value.codes == ("communication_not_sent",)


@pytest.mark.parametrize("address", ["", "no address at all"])
def test_one_bad_address_stops_nobody(address, system, monkeypatch):
    with mail_goes_out(monkeypatch):
        sent = make_communication(system, "Sending", by_mail=1)
        frappe.db.set_value("User", STAFF, "email", address)
        delivery.deliver(sent.name)
    receipts = receipts_of(sent)
    assert (receipts[STAFF].status, receipts[STAFF].mail_status) == ("Told", "Failed")
    assert STAFF in receipts[STAFF].failure
    assert (receipts[STAFF_TWO].mail_status, receipts[STAFF_TWO].failure) == ("Waiting", "")
    assert mails_of(sent) == [STAFF_TWO]


def test_unsubscribed(system, monkeypatch):
    """The host takes such a mail without a word and queues nothing."""
    with mail_goes_out(monkeypatch):
        frappe.get_doc({"doctype": "Email Unsubscribe", "email": STAFF, "global_unsubscribe": 1}).insert()
        sent = make_communication(system, "Sending", by_mail=1)
        delivery.deliver(sent.name)
        frappe.db.delete("Email Unsubscribe", {"email": STAFF})
        frappe.db.commit()
    assert receipts_of(sent)[STAFF].mail_status == "Failed"
    assert "unsubscribed" in receipts_of(sent)[STAFF].failure


def test_disabled_since(system, monkeypatch):
    sent = make_communication(system, "Sending", by_mail=1)
    frappe.db.set_value("User", STAFF, "enabled", 0)
    with mail_goes_out(monkeypatch):
        delivery.deliver(sent.name)
    receipt = receipts_of(sent)[STAFF]
    assert (receipt.status, receipt.mail_status) == ("Failed", "Failed")
    assert "disabled" in receipt.failure
    assert bells_of(sent) == [STAFF_TWO]
    sent.reload()
    assert (sent.status, sent.told, sent.failed) == ("Sent in Part", 1, 1)


def test_queue_cleared_before_anybody_looked(system, monkeypatch):
    with mail_goes_out(monkeypatch):
        sent = make_communication(system, "Sending", by_mail=1)
        delivery.deliver(sent.name)
        clear_mails()
        delivery.follow_up(sent.name)
    assert {row.mail_status for row in receipts_of(sent).values()} == {"Failed"}


JOB = "sms_iso20000.governance.delivery.deliver"


def told_by_now(communication) -> int:
    frappe.db.commit()
    return frappe.db.count(RECEIPT, {"communication": communication.name, "attempts": [">", 0]})


@pytest.fixture
def crowd(system, monkeypatch):
    """A communication to many, committed so that other processes see it."""
    with mail_goes_out(monkeypatch):
        sent = make_communication(system, "Sending", by_mail=1, audience=make_crowd(300))
        stage.commit(system)
        yield sent


def test_killed_in_the_middle(crowd):
    process = worker(JOB, crowd.name)
    end = time.monotonic() + 60
    while not told_by_now(crowd) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    told = told_by_now(crowd)
    assert 0 < told < 300
    assert told == len(bells_of(crowd)) == len(mails_of(crowd)), "a batch is kept as a whole"
    crowd.reload()
    assert crowd.status == "Sending"
    tasks.follow_up_communications()
    frappe.db.commit()
    assert len(jobs(crowd)) == 2, "one of sending, one for those who were left"
    delivery.deliver(crowd.name)
    assert len(bells_of(crowd)) == len(set(bells_of(crowd))) == 300
    assert len(mails_of(crowd)) == len(set(mails_of(crowd))) == 300
    crowd.reload()
    assert (crowd.status, crowd.told) == ("Sent", 300)


def test_two_workers_at_once(crowd):
    for process in [worker(JOB, crowd.name), worker(JOB, crowd.name)]:
        process.wait()
    frappe.db.commit()
    delivery.deliver(crowd.name)
    assert len(bells_of(crowd)) == len(set(bells_of(crowd))) == 300
    assert len(mails_of(crowd)) == len(set(mails_of(crowd))) == 300
    assert {row.attempts for row in receipts_of(crowd).values()} == {1}


def test_queries_do_not_grow_with_the_crowd(system, query_count):
    """Sending costs the same for ten and for a thousand; telling costs as much for each person, however many."""
    few, some, many = (make_communication(system, audience=make_crowd(number)) for number in (10, 100, 1000))
    with stage.acting_as(MANAGER):
        some.send()
        assert query_count(many.send) == query_count(few.send)
    assert len(receipts_of(many)) == 1000
    # What the host reads once and keeps is read here.
    delivery.deliver(few.name)
    each = query_count(lambda: delivery.deliver(some.name)) / 100
    assert query_count(lambda: delivery.deliver(many.name)) / 1000 <= each
    many.reload()
    assert (many.status, many.told) == ("Sent", 1000)


# -- reading ---------------------------------------------------------------------------------------------------------


def test_reading(system, as_user):
    sent = make_communication(system, "Sending")
    delivery.deliver(sent.name)
    with as_user(STAFF):
        sent.run_method("onload")
        assert sent.get_onload("unread")
        sent.note_read()
        first = receipts_of(sent)[STAFF].read_on
        sent.note_read()
        sent.run_method("onload")
        assert not sent.get_onload("unread")
    receipt = receipts_of(sent)[STAFF]
    assert (receipt.status, receipt.read_on) == ("Read", first)
    sent.reload()
    assert (sent.told, sent.was_read, sent.reach) == (2, 1, 50)


def test_who_was_not_addressed_reads_without_a_trace(system, as_user):
    sent = make_communication(system, "Sending")
    with as_user(MANAGER):
        sent.note_read()
    sent.reload()
    assert (sent.was_read, set(receipts_of(sent))) == (0, {STAFF, STAFF_TWO})
    with as_user(OUTSIDER), pytest.raises(frappe.PermissionError):
        frappe.get_doc("ITSM Communication", sent.name).note_read()


def test_read_before_it_was_told(system, monkeypatch, as_user):
    """Whoever found it in the list needs no bell; the mail was promised and still goes out."""
    sent = make_communication(system, "Sending", by_mail=1)
    with as_user(STAFF):
        sent.note_read()
    with mail_goes_out(monkeypatch):
        delivery.deliver(sent.name)
    assert bells_of(sent) == [STAFF_TWO]
    assert mails_of(sent) == sorted([STAFF, STAFF_TWO])
    assert receipts_of(sent)[STAFF].status == "Read"


def test_all_read_at_the_same_moment(system):
    """Requests of several workers at once: none is lost from the count."""
    sent = make_communication(system, "Sending", audience=users(*EVERYBODY))
    delivery.deliver(sent.name)
    tokens = []
    for user in EVERYBODY:
        with stage.acting_as(user):
            tokens.append(doors._token(user))
    frappe.db.commit()
    site, answers = frappe.local.site, []

    def read(token: str) -> None:
        from frappe.app import application

        body = {"dt": sent.doctype, "dn": sent.name, "method": "note_read"}
        headers = {"X-Frappe-Site-Name": site, "Authorization": f"token {token}", "Accept": "application/json"}
        answer = Client(application).post("/api/method/run_doc_method", json=body, headers=headers)
        answers.append(answer.status_code)

    threads = [Thread(target=read, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * len(EVERYBODY)
    frappe.db.commit()
    assert {row.status for row in receipts_of(sent).values()} == {"Read"}
    # PostgreSQL lets nobody queue up behind a change they could not see; a worker counts for them.
    for _job in jobs(sent, "settle"):
        delivery.settle(sent.name)
    sent.reload()
    assert (sent.was_read, sent.reach) == (len(EVERYBODY), 100)


def test_acknowledging(system, as_user):
    sent = make_communication(system, "Sending", asks_acknowledgement=1)
    delivery.deliver(sent.name)
    name = frappe.db.get_value("ITSM Acknowledgement", {"reference_name": sent.name, "user": STAFF})
    asked = frappe.get_doc("ITSM Acknowledgement", name)
    assert (asked.title, asked.revision, asked.content_hash) == (sent.title, 0, sent.content_hash)
    with as_user(STAFF):
        asked.acknowledge()
    receipt = receipts_of(sent)[STAFF]
    assert (receipt.status, receipt.acknowledged_on) == ("Acknowledged", asked.acknowledged_on)
    sent.reload()
    assert (sent.was_read, sent.acknowledged, sent.reach) == (1, 1, 50)
    with as_user(STAFF):
        sent.note_read()
    assert receipts_of(sent)[STAFF].status == "Acknowledged"


def test_requests_name_no_revision(system, in_force):
    sent = make_communication(system, "Sending", asks_acknowledgement=1)
    frappe.db.set_value("ITSM Acknowledgement", {"reference_name": sent.name}, "due_on", add_days(today(), -1))
    tasks.remind()
    asked = frappe.get_all("ITSM Acknowledgement", {"reference_name": sent.name}, pluck="name", order_by="name asc")
    logs = frappe.get_all(
        "Notification Log", {"document_name": ["in", asked]}, ["subject", "for_user"], order_by="creation asc"
    )
    assert sorted((frappe.utils.strip_html(log.subject), log.for_user) for log in logs) == sorted(
        (said.format(sent.title), user)
        for said in ("Please read and acknowledge {0}", "Reminder: {0} awaits your acknowledgement")
        for user in (STAFF, STAFF_TWO)
    )
    of_policy = frappe.db.get_value("ITSM Acknowledgement", {"reference_name": in_force.name, "user": STAFF})
    subject = frappe.db.get_value("Notification Log", {"document_name": of_policy}, "subject")
    assert "Service Management Policy, revision 1" in subject


# -- who sees what ---------------------------------------------------------------------------------------------------


def test_staff_see_what_was_told_to_them(system, as_user):
    to_one = make_communication(system, "Sending", audience=users(STAFF))
    to_two = make_communication(system, "Sending", audience=users(STAFF_TWO))
    draft = make_communication(system, audience=users(STAFF))
    stage.commit(system)
    own = {"system": system.name}
    for user, seen in ((STAFF, [to_one]), (STAFF_TWO, [to_two]), (MANAGER, [to_one, to_two, draft])):
        with as_user(user):
            names = frappe.get_list("ITSM Communication", own, pluck="name", order_by="name asc")
            assert names == [one.name for one in seen]
    with as_user(STAFF):
        assert frappe.get_list(RECEIPT, own, pluck="user", order_by="user asc") == [STAFF]
        assert call("GET", f"/api/resource/ITSM Communication/{to_one.name}")[0] == 200
        for hidden in (to_two, draft):
            assert call("GET", f"/api/resource/ITSM Communication/{hidden.name}")[0] == 403
            assert run_method(hidden, "note_read").status == 403
    assert receipts_of(to_two)[STAFF_TWO].status == "Queued"


@pytest.mark.parametrize("user", [MANAGER, OWNER, TOP])
def test_audience_is_chosen_without_administering_roles(user, as_user):
    with as_user(user):
        assert {"value": "ITSM Auditor", "label": "ITSM Auditor"} in choices("Role", "ITSM Audi")
    with as_user(STAFF), pytest.raises(frappe.PermissionError):
        choices("Role", "ITSM")


def test_preview(system, as_user):
    draft = make_communication(system)
    with as_user(MANAGER):
        assert draft.reach_preview() == 2
    with as_user(AUDITOR), pytest.raises(frappe.PermissionError):
        draft.reach_preview()


def test_what_was_made(system, query_count):
    make_communication(system)
    first = make_communication(system, "Sending", purpose="Other")
    second = make_communication(system, "Sending")
    delivery.deliver(first.name)
    made = made_for(system.name)
    assert [row.name for row in made] == [second.name, first.name]
    assert (made[1].told, made[1].addressed, made[1].reach) == (2, 2, 0)
    assert [row.name for row in made_for(system.name, ("Other",))] == [first.name]
    assert query_count(lambda: made_for(system.name)) == 1


def test_reach_report(system, as_user):
    make_communication(system)
    sent = make_communication(system, "Sending")
    delivery.deliver(sent.name)
    with as_user(STAFF):
        sent.note_read()
    with as_user(MANAGER):
        _columns, rows, _message, _chart, summary = execute({"system": system.name, "purpose": "Service Requirements"})
        assert [(row.name, row.addressed, row.told, row.was_read, row.reach) for row in rows] == [
            (sent.name, 2, 2, 1, 50)
        ]
        assert [figure["value"] for figure in summary] == [1, 50, 0]
        assert not execute({"system": system.name, "purpose": "Other"})[1]
        assert not execute({"system": system.name, "to_date": add_days(today(), -1)})[1]
        assert len(execute({"system": system.name, "from_date": today(), "to_date": today()})[1]) == 1
        assert not execute({})[1]
    with as_user(OUTSIDER), pytest.raises(frappe.PermissionError):
        execute({"system": system.name})
