"""Who hears of a document, when, and once: distribution list, newcomers, reviewers, approver, overdue reviews."""

import frappe
import pytest
from frappe.utils import add_days, get_url, getdate, today

from sms_iso20000 import tasks
from sms_iso20000.governance import delivery
from sms_iso20000.rules.document import ACKNOWLEDGED_KINDS, LETTER_OF
from tests.integration import stage
from tests.integration.made.documents import make_document
from tests.integration.stage import MANAGER, OWNER, STAFF, STAFF_TWO, TOP, TOP_TWO, acting_as


def communications_on(document) -> list:
    names = frappe.get_all(
        "ITSM Communication", {"reference_name": document.name}, pluck="name", order_by="creation asc, name asc"
    )
    return [frappe.get_doc("ITSM Communication", name) for name in names]


def told(communication) -> list[str]:
    return frappe.get_all(
        "ITSM Communication Receipt", {"communication": communication.name}, pluck="user", order_by="user asc"
    )


def asked(document) -> set[str]:
    return set(
        frappe.get_all("ITSM Acknowledgement", {"reference_name": document.name}, pluck="user", order_by="user asc")
    )


def bells(document, user: str) -> list[str]:
    """What the bell told `user` of a document."""
    return frappe.get_all(
        "Notification Log",
        {"document_type": document.doctype, "document_name": document.name, "for_user": user},
        pluck="subject",
        order_by="creation asc, name asc",
    )


def join(document, user: str) -> None:
    """`user` joins a group that has been on the sealed list all along."""
    group = f"Group of {user}"
    frappe.get_doc({"doctype": "User Group", "name": group, "user_group_members": [{"user": user}]}).insert()
    row = frappe.new_doc("ITSM Audience", parent_doc=document, parentfield="audience")
    row.update({"audience_type": "User Group", "audience": group})
    row.db_insert()


# -- coming into force -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in LETTER_OF if kind != "External Document"])
def test_each_kind_asks_or_tells(kind, system):
    document = make_document(system, kind=kind)
    asks = kind in ACKNOWLEDGED_KINDS
    assert asked(document) == ({STAFF, STAFF_TWO} if asks else set())
    assert [told(communication) for communication in communications_on(document)] == (
        [] if asks else [[STAFF_TWO, STAFF]]
    )


def test_people_are_told_what_is_new_from_when_and_where(system, as_user):
    first = make_document(system, kind="Plan", title="Plan <b>" + "x" * 160)
    with as_user(MANAGER):
        second = frappe.get_doc("ITSM Document", first.start_new_revision())
        second.change_summary = "Adds the <second> site."
        second.save()
    stage.take_steps(second, 3)
    [communication] = communications_on(second)
    assert communication.purpose == "New or Changed Document"
    assert (communication.sent_by, communication.status) == (TOP, "Sending")
    assert len(communication.title) <= 140
    assert communication.title.endswith(", revision 2, is in force")
    assert "Adds the &lt;second&gt; site." in communication.content
    assert frappe.utils.formatdate(today()) in communication.content
    assert get_url(f"/itsm/{second.link_key}") in communication.content
    assert not frappe.db.exists("Email Queue", {"reference_name": communication.name})


def test_people_are_told_by_bell_once_the_step_is_done(system):
    [communication] = communications_on(make_document(system, kind="Plan"))
    assert not bells(communication, STAFF)
    delivery.deliver_in_transaction(communication.name)
    assert bells(communication, STAFF) == [communication.title]


def test_document_is_in_force_though_nobody_could_be_told(system, as_user):
    frappe.get_doc({"doctype": "User Group", "name": "Dissolved", "user_group_members": [{"user": OWNER}]}).insert()
    rows = [{"audience_type": "User", "audience": STAFF}, {"audience_type": "User Group", "audience": "Dissolved"}]
    document = make_document(system, "Approved", kind="Plan", audience=rows)
    frappe.db.delete("User Group", {"name": "Dissolved"})
    frappe.db.delete("User Group Member", {"parent": "Dissolved"})
    frappe.clear_messages()
    stage.step(document, "Put In Force", TOP)
    assert document.workflow_state == "In Force"
    assert "refusal" not in frappe.local.response
    assert [message["message"] for message in map(frappe.parse_json, frappe.local.message_log)] == [
        "Its distribution list could not be told; this is tried again each night."
    ]
    assert not communications_on(document)
    assert frappe.db.exists("Comment", {"reference_name": document.name, "content": ["like", "%could not be told%"]})
    assert frappe.db.exists("Error Log", {"method": ["like", f"%{document.name}%"]})
    tasks.tell_newcomers()
    assert [told(communication) for communication in communications_on(document)] == [[STAFF]]


# -- newcomers -------------------------------------------------------------------------------------------------------


def test_newcomers_are_told_at_night_and_once(system):
    document = make_document(system, kind="Plan")
    tasks.tell_newcomers()
    assert len(communications_on(document)) == 1
    join(document, OWNER)
    tasks.tell_newcomers()
    tasks.tell_newcomers()
    assert [told(communication) for communication in communications_on(document)] == [[STAFF_TWO, STAFF], [OWNER]]
    assert not asked(document)


def test_newcomers_are_asked_where_the_kind_asks(system):
    document = make_document(system, kind="Procedure")
    join(document, OWNER)
    tasks.ask_newcomers()
    tasks.tell_newcomers()
    assert asked(document) == {STAFF, STAFF_TWO, OWNER}
    assert not communications_on(document)


@pytest.mark.parametrize("state", ["Approved", "In Review"])
def test_nobody_is_told_of_what_is_not_in_force(state, system):
    document = make_document(system, state, kind="Plan")
    tasks.tell_newcomers()
    assert not communications_on(document)


def test_looking_for_newcomers_costs_the_same_for_many_documents(system, query_count):
    from sms_iso20000.governance.distribution import with_newcomers

    make_document(system, kind="Plan")
    one = query_count(lambda: with_newcomers([system.name]))
    for number in range(4):
        make_document(system, kind="Plan", code=f"PLA-{number}")
    assert query_count(lambda: with_newcomers([system.name])) == one


# -- the people named ------------------------------------------------------------------------------------------------


def test_reviewers_hear_of_the_review_and_the_approver_of_the_last_one(system):
    document = make_document(system, "Draft", reviewers=[{"user": STAFF}, {"user": STAFF_TWO}])
    stage.step(document, "Submit for Review", MANAGER)
    awaits = "Control of Documents, revision 1, awaits review"
    assert [bells(document, user) for user in (STAFF, STAFF_TWO, OWNER, TOP)] == [[awaits], [awaits], [], []]
    review(document, STAFF)
    assert bells(document, TOP) == []
    review(document, STAFF_TWO)
    assert bells(document, TOP) == ["Control of Documents, revision 1, was reviewed and awaits approval"]
    assert bells(document, TOP_TWO) == []


def test_with_no_reviewer_named_those_hear_who_may(system):
    document = make_document(system, "Draft")
    stage.step(document, "Submit for Review", MANAGER)
    assert len(bells(document, OWNER)) == 1
    assert bells(document, STAFF) == bells(document, TOP) == []
    review(document, OWNER)
    assert len(bells(document, TOP)) == 1


def review(document, user: str) -> None:
    # As in a request of its own: the host remembers on a document which notifications it has sent.
    with acting_as(user):
        frappe.get_doc("ITSM Document", document.name).review("Fine.")


@pytest.mark.parametrize(
    ("notification", "state", "field", "days"),
    [
        ("ITSM Document Review Due", "In Force", "next_review_on", 30),
        ("ITSM Document Review Overdue", "In Force", "next_review_on", -1),
        ("ITSM Document Effective", "Approved", "effective_on", 0),
    ],
)
def test_people_are_reminded_on_the_day(notification, state, field, days, system):
    document = make_document(system, state)
    alert = frappe.get_doc("Notification", notification)

    def is_due(day: int) -> bool:
        frappe.db.set_value("ITSM Document", document.name, field, add_days(today(), day))
        return document.name in [found.name for found in alert.get_documents_for_today()]

    assert [day for day in (days - 1, days, days + 1) if is_due(day)] == [days]
    is_due(days)
    before = len(bells(document, OWNER))
    alert.send(frappe.get_doc("ITSM Document", document.name))
    assert len(bells(document, OWNER)) == before + 1
    assert not bells(document, STAFF)


# -- escalation ------------------------------------------------------------------------------------------------------


def review_was_due(record, days: int) -> None:
    frappe.db.set_value(record.doctype, record.name, "next_review_on", add_days(today(), -days))


@pytest.mark.parametrize("make", [lambda system: stage.make_policy(system, "In Force"), make_document])
def test_overdue_reviews_come_before_top_management_once(make, system):
    record = make(system)

    def escalations() -> int:
        tasks.escalate_overdue_reviews()
        return len([subject for subject in bells(record, TOP_TWO) if "was not done" in subject])

    review_was_due(record, 13)
    assert escalations() == 0
    # A night was missed.
    review_was_due(record, 15)
    assert escalations() == 1
    assert escalations() == 1
    record.reload()
    assert record.review_escalated_on == getdate(today())
    frappe.db.set_value(record.doctype, record.name, "review_escalated_on", add_days(today(), -40))
    assert escalations() == 2


def test_systems_have_their_own_patience(system):
    patient = stage.make_system(review_escalation=60)
    mine, theirs = make_document(system), make_document(patient)
    for document in (mine, theirs):
        review_was_due(document, 20)
    tasks.escalate_overdue_reviews()
    mine.reload(), theirs.reload()
    assert (bool(mine.review_escalated_on), bool(theirs.review_escalated_on)) == (True, False)


def test_what_is_no_longer_in_force_is_not_escalated(system, as_user):
    first = make_document(system)
    with as_user(MANAGER):
        second = frappe.get_doc("ITSM Document", first.start_new_revision())
        second.change_summary = "Shorter."
        second.save()
    stage.take_steps(second, 3)
    review_was_due(first, 100)
    tasks.escalate_overdue_reviews()
    first.reload()
    assert not first.review_escalated_on
