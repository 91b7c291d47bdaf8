"""Who is asked, who answers, who is reminded (4.1.2 e)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from sms_iso20000 import tasks
from sms_iso20000.life import acknowledgement
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS, call, request
from tests.integration.stage import MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO


def asked_of(policy, user: str):
    name = frappe.db.get_value("ITSM Acknowledgement", {"reference_name": policy.name, "user": user})
    return frappe.get_doc("ITSM Acknowledgement", name) if name else None


def users_asked(policy) -> set[str]:
    return set(
        frappe.get_all("ITSM Acknowledgement", {"reference_name": policy.name}, pluck="user", order_by="user asc")
    )


def test_one_click(in_force, as_user):
    mine = asked_of(in_force, STAFF)
    with as_user(STAFF):
        mine.acknowledge()
        first = mine.acknowledged_on
        mine.acknowledge()
    mine.reload()
    assert mine.status == "Acknowledged"
    assert str(mine.acknowledged_on) == str(first)
    assert asked_of(in_force, STAFF_TWO).status == "Open"


def test_one_click_over_the_web(in_force, system, as_user):
    stage.commit(system)
    mine = asked_of(in_force, STAFF)
    body = {"dt": mine.doctype, "dn": mine.name, "method": "acknowledge"}
    with as_user(STAFF_TWO):
        assert request("POST", "/api/method/run_doc_method", body) is not None
    assert asked_of(in_force, STAFF).status == "Open"
    with as_user(STAFF):
        assert request("POST", "/api/method/run_doc_method", body) is None
    assert asked_of(in_force, STAFF).status == "Acknowledged"


@pytest.mark.parametrize("user", [MANAGER, OWNER])
def test_nobody_else_acknowledges(user, in_force, as_user):
    mine = asked_of(in_force, STAFF)
    with as_user(user), pytest.raises(Refused) as refusal:
        mine.acknowledge()
    assert refusal.value.codes == ("not_your_acknowledgement",)


def test_pretending_to_be_the_person_asked(in_force, as_user):
    """The values a request carries do not count; the stored ones do."""
    pretended = frappe.get_doc({**asked_of(in_force, STAFF).as_dict(), "user": MANAGER})
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        pretended.acknowledge()
    assert refusal.value.codes == ("not_your_acknowledgement",)
    assert asked_of(in_force, STAFF).status == "Open"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", [STAFF, MANAGER, "Administrator"])
def test_status_is_not_written_by_hand(door, user, in_force, as_user):
    mine = asked_of(in_force, STAFF)
    with as_user(user):
        refusal = door(mine, status="Acknowledged")
    assert refusal.code in ("made_by_app_only", "PermissionError")
    assert asked_of(in_force, STAFF).status == "Open"


def test_staff_see_their_own_only(in_force, system, as_user):
    theirs = asked_of(in_force, STAFF_TWO)
    with as_user(STAFF):
        seen = frappe.get_list("ITSM Acknowledgement", {"system": system.name}, pluck="user", order_by="name asc")
        assert seen == [STAFF]
        assert not theirs.has_permission("read")
    stage.commit(system)
    with as_user(STAFF):
        assert call("GET", f"/api/resource/ITSM Acknowledgement/{theirs.name}")[0] == 403
    with as_user(MANAGER):
        assert call("GET", f"/api/resource/ITSM Acknowledgement/{theirs.name}")[0] == 200


def test_newcomers_are_asked_at_night(in_force, as_user):
    in_force.reload()
    frappe.get_doc({"doctype": "User Group", "name": "Night Shift", "user_group_members": [{"user": OWNER}]}).insert()
    # The audience of a revision in force is sealed, but who belongs to its groups changes with the staff.
    row = frappe.new_doc("ITSM Audience", parent_doc=in_force, parentfield="audience")
    row.update({"audience_type": "User Group", "audience": "Night Shift"})
    row.db_insert()
    assert users_asked(in_force) == {STAFF, STAFF_TWO}
    tasks.ask_newcomers()
    assert users_asked(in_force) == {STAFF, STAFF_TWO, OWNER}
    tasks.ask_newcomers()
    assert frappe.db.count("ITSM Acknowledgement", {"reference_name": in_force.name}) == 3


def test_leavers_are_let_be(in_force):
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    tasks.ask_newcomers()
    assert asked_of(in_force, STAFF_TWO).status == "Lapsed"
    assert asked_of(in_force, STAFF).status == "Open"


def test_disabled_people_are_not_asked(system):
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    assert users_asked(stage.make_policy(system, "In Force")) == {STAFF}


def test_people_fenced_off_are_not_asked(system):
    other = stage.make_system()
    permission = {"doctype": "User Permission", "user": STAFF_TWO, "allow": "ITSM System", "for_value": other.name}
    frappe.get_doc(permission).insert()
    assert users_asked(stage.make_policy(system, "In Force")) == {STAFF}


def test_role_audience(system):
    policy = stage.make_policy(
        system, "In Force", audience=[{"audience_type": "Role", "audience": "ITSM Process Owner"}]
    )
    assert OWNER in users_asked(policy)
    assert not {STAFF, OUTSIDER, "Administrator", "Guest"} & users_asked(policy)


def test_reminders_come_at_the_interval(in_force, system):
    mine = asked_of(in_force, STAFF)
    assert acknowledgement.remind() == 0
    overdue = {"due_on": add_days(today(), -1)}
    frappe.db.set_value("ITSM Acknowledgement", mine.name, overdue)
    assert acknowledgement.remind() == 1
    assert acknowledgement.remind() == 0
    mine.reload()
    assert (mine.reminders_sent, getdate(mine.last_reminded_on)) == (1, getdate())
    frappe.db.set_value("ITSM Acknowledgement", mine.name, "last_reminded_on", add_days(today(), -7))
    assert acknowledgement.remind() == 1
    mine.reload()
    assert mine.reminders_sent == 2


def test_people_are_told_by_bell(in_force):
    mine = asked_of(in_force, STAFF)
    log = {"document_type": "ITSM Acknowledgement", "document_name": mine.name, "for_user": STAFF}
    assert frappe.db.count("Notification Log", log) == 1
    mine.write(reminders_sent=1, last_reminded_on=today())
    assert frappe.db.count("Notification Log", log) == 2


def test_superseding_lets_open_ones_rest(in_force, as_user):
    with as_user(STAFF):
        asked_of(in_force, STAFF).acknowledge()
    with as_user(MANAGER):
        second = frappe.get_doc("ITSM Policy", in_force.start_new_revision())
        second.change_summary = "New customer."
        second.save()
    stage.take_steps(second, 3)
    assert asked_of(in_force, STAFF).status == "Acknowledged"
    assert asked_of(in_force, STAFF_TWO).status == "Lapsed"
    assert asked_of(second, STAFF).status == "Open"
    with as_user(STAFF_TWO), pytest.raises(Refused) as refusal:
        asked_of(in_force, STAFF_TWO).acknowledge()
    assert refusal.value.codes == ("acknowledgement_lapsed",)


def test_status_report(in_force, system, as_user):
    from sms_iso20000.sms_iso20000.report.itsm_acknowledgement_status.itsm_acknowledgement_status import execute

    with as_user(STAFF):
        asked_of(in_force, STAFF).acknowledge()
    frappe.db.set_value("ITSM Acknowledgement", asked_of(in_force, STAFF_TWO).name, "due_on", add_days(today(), -3))
    with as_user(MANAGER):
        _columns, rows, _message, _chart, summary = execute({"system": system.name})
    assert [(row.user, row.status, row.days_overdue) for row in rows] == [
        (STAFF_TWO, "Open", 3),
        (STAFF, "Acknowledged", None),
    ]
    assert [figure["value"] for figure in summary] == [2, 1, 1]
