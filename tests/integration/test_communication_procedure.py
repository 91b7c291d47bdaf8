"""Who tells whom what, when and how (4.1.3 b)."""

import frappe
import pytest
from frappe.email.doctype.notification.notification import evaluate_alert
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS
from tests.integration.made.communications import make_procedure
from tests.integration.records import stored
from tests.integration.stage import AUDITOR, MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO, TOP


def test_first_is_due_one_interval_after_the_start(system):
    procedure = make_procedure(system)
    assert getdate(procedure.next_due_on) == getdate("2026-04-30")
    assert not procedure.last_made_on
    assert not make_procedure(system, frequency="When Needed").next_due_on


@pytest.mark.parametrize("user", [MANAGER, OWNER, TOP])
def test_draft_says_what_the_procedure_says(user, system, as_user):
    procedure = make_procedure(system, by_mail=0)
    with as_user(user):
        draft = frappe.get_doc("ITSM Communication", procedure.start_communication())
    assert (draft.status, draft.procedure, draft.system) == ("Draft", procedure.name, system.name)
    assert (draft.title, draft.purpose) == (procedure.title, procedure.purpose)
    assert (draft.by_mail, draft.asks_acknowledgement) == (0, 1)
    assert [row.audience for row in draft.audience] == [STAFF, STAFF_TWO]


@pytest.mark.parametrize("user", [AUDITOR, STAFF, OUTSIDER])
def test_who_may_not_write_messages_starts_none(user, system, as_user):
    procedure = make_procedure(system)
    with as_user(user), pytest.raises(frappe.PermissionError):
        frappe.get_doc("ITSM Communication Procedure", procedure.name).start_communication()
    assert not frappe.db.exists("ITSM Communication", {"procedure": procedure.name})


def test_procedure_at_rest_starts_nothing(system, as_user):
    procedure = make_procedure(system, is_active=0)
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        procedure.start_communication()
    assert refusal.value.codes == ("procedure_not_active",)


def test_sending_moves_the_due_date(system, as_user):
    procedure = make_procedure(system)
    with as_user(MANAGER):
        draft = frappe.get_doc("ITSM Communication", procedure.start_communication())
        draft.content = "<p>Nothing changed.</p>"
        draft.save()
        assert not stored(procedure)["last_made_on"]
        draft.send()
    procedure.reload()
    assert getdate(procedure.last_made_on) == getdate()
    assert getdate(procedure.next_due_on) == getdate(add_months(today(), 3))
    with as_user(MANAGER):
        procedure.frequency = "Yearly"
        procedure.save()
    assert getdate(procedure.next_due_on) == getdate(add_months(today(), 12))


def test_sending_does_not_wait_for_a_procedure_in_order(system, as_user):
    """Whom the procedure names may have gone since; what is sent is judged by itself."""
    procedure = make_procedure(system)
    with as_user(MANAGER):
        draft = frappe.get_doc("ITSM Communication", procedure.start_communication())
    frappe.db.set_value("ITSM Audience", {"parent": procedure.name}, "audience", "gone@sms.example.com")
    frappe.db.set_value("User", procedure.teller, "enabled", 0)
    with as_user(OWNER):
        draft.content = "<p>Nothing changed.</p>"
        draft.save()
        draft.send()
    assert getdate(stored(procedure)["last_made_on"]) == getdate()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("field", ["last_made_on", "next_due_on"])
def test_dates_are_not_written_by_hand(door, field, system, as_user):
    procedure = make_procedure(system)
    was = stored(procedure)
    with as_user(MANAGER):
        refusal = door(procedure, **{field: "2030-01-01"})
    assert refusal.codes == ("changed_by_hand",)
    assert stored(procedure) == was
    with pytest.raises(Refused):
        procedure.db_set(field, "2030-01-01")


def test_new_procedure_brings_no_dates(system):
    with pytest.raises(Refused) as refusal:
        make_procedure(system, last_made_on=today(), next_due_on="2030-01-01")
    assert refusal.value.codes == ("changed_by_hand",)


@pytest.mark.parametrize("door", DOORS)
def test_unknown_audience(door, system, as_user):
    procedure = make_procedure(system)
    with as_user(MANAGER):
        refusal = door(procedure, audience=[{"audience_type": "User Group", "audience": "No Such Group"}])
    assert refusal.codes == ("unknown_audience",)
    assert [row.audience for row in frappe.get_doc(procedure.doctype, procedure.name).audience] == [STAFF, STAFF_TWO]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("field", ["audience", "procedure"])
def test_audience_and_procedure_are_required(door, field, system, as_user):
    procedure = make_procedure(system)
    was = stored(procedure)
    with as_user(MANAGER):
        refusal = door(procedure, **{field: [] if field == "audience" else ""})
    assert refusal.codes == ("MandatoryError",)
    assert stored(procedure) == was


@pytest.fixture
def disabled():
    """Somebody who has left; what another connection must see is committed and put back."""
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    yield STAFF_TWO
    frappe.set_user("Administrator")
    frappe.db.rollback()
    frappe.db.set_value("User", STAFF_TWO, "enabled", 1)
    frappe.db.commit()


@pytest.mark.parametrize("door", DOORS)
def test_teller_is_enabled_when_named(door, system, as_user, disabled):
    procedure = make_procedure(system)
    with as_user(MANAGER):
        refusal = door(procedure, teller=disabled)
    assert refusal.codes == ("teller_disabled",)
    assert stored(procedure)["teller"] == MANAGER


def test_teller_who_has_left_does_not_stop_other_changes(system, as_user):
    procedure = make_procedure(system, teller=OWNER)
    frappe.db.set_value("User", OWNER, "enabled", 0)
    with as_user(MANAGER):
        procedure.title = "Requirements of customers"
        procedure.save()
    assert stored(procedure)["title"] == "Requirements of customers"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", [TOP, OWNER, AUDITOR, STAFF, OUTSIDER])
def test_manager_alone_writes(door, user, system, as_user):
    procedure = make_procedure(system)
    with as_user(user):
        refusal = door(procedure, title="Something else")
    assert refusal.code == "PermissionError"
    assert stored(procedure)["title"] == "Service requirements"


def test_procedure_is_never_deleted(system):
    procedure = make_procedure(system)
    with pytest.raises(Refused) as refusal:
        procedure.delete()
    assert refusal.value.codes == ("never_deleted",)


def test_teller_is_told_a_week_ahead(system):
    due, later, at_rest = (
        make_procedure(system, frequency="Monthly", starts_on=starts_on, is_active=is_active)
        for starts_on, is_active in (
            (add_months(add_days(today(), 7), -1), 1),
            (add_months(add_days(today(), 9), -1), 1),
            (add_months(add_days(today(), 7), -1), 0),
        )
    )
    # Months differ in length; what is tested is the notification.
    for procedure, days in ((due, 7), (later, 9), (at_rest, 7)):
        frappe.db.set_value(procedure.doctype, procedure.name, "next_due_on", add_days(today(), days))
    alert = frappe.get_doc("Notification", "ITSM Communication Due")
    found = [doc for doc in alert.get_documents_for_today() if doc.system == system.name]
    assert [doc.name for doc in found] == [due.name]
    evaluate_alert(found[0], alert, alert.event)
    log = frappe.get_last_doc("Notification Log", {"document_name": due.name})
    assert log.for_user == MANAGER
    assert (
        frappe.utils.strip_html(log.subject)
        == f"{due.title} is to be told by {frappe.utils.formatdate(add_days(today(), 7))}"
    )


def test_system_is_fenced(system, as_user):
    theirs = make_procedure(system)
    mine = stage.make_system()
    frappe.get_doc(
        {"doctype": "User Permission", "user": MANAGER, "allow": "ITSM System", "for_value": mine.name}
    ).insert()
    with as_user(MANAGER):
        assert not frappe.get_list(theirs.doctype, pluck="name", order_by="name asc")
        assert not theirs.has_permission("read")
