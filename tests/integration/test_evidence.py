"""Evidence sources and frozen months."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate, today

from sms_iso20000 import tasks
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.evidence.verification import Fault, first_fault
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS, request, save_form
from tests.integration.stage import MANAGER, OUTSIDER, STAFF, TICKET, last_month

SNAPSHOT = "ITSM Service Level Snapshot"


def figures(snapshot) -> tuple:
    return tuple(snapshot.get(field) for field in ("closed", "in_target", "missed", "paused", "unknown"))


@pytest.fixture
def source(system):
    return stage.make_source(system)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"closed_field": "no_such_field"}, "unknown_field"),
        ({"service_field": "name; drop table"}, "unknown_field"),
        ({"closed_field": "result"}, "field_not_a_date"),
        ({"source_doctype": "No Such Record"}, "LinkValidationError"),
        ({"source_doctype": "System Settings"}, "doctype_without_records"),
        ({"source_doctype": "Has Role"}, "doctype_without_records"),
        ({"source_doctype": "Scheduled Job Log"}, "doctype_not_readable"),
        ({"service_field": "cost"}, "field_not_readable"),
        ({"filters": "[]"}, "filters_not_an_object"),
        ({"filters": '{"subject": ["like", "%"]}'}, "filter_value_not_plain"),
        ({"filters": '{"no_such_field": 1}'}, "unknown_field"),
        ({"paused_values": "yes"}, "value_read_twice"),
    ],
)
def test_mapping_is_checked(door, change, code, source, as_user):
    with as_user(MANAGER):
        refusal = door(source, **change)
    assert code in refusal.codes
    field = next(iter(change))
    assert frappe.db.get_value("ITSM Evidence Source", source.name, field) == source.get(field)


def test_broken_filters_are_refused(source, as_user):
    with as_user(MANAGER):
        assert save_form(source, filters="{").code in ("filters_not_an_object", "ValidationError")


@pytest.mark.parametrize("user", [STAFF, OUTSIDER])
def test_who_may_not_map(user, source, as_user):
    with as_user(user):
        assert save_form(source, title="Mine").code == "PermissionError"


def test_month_is_counted(source, system):
    first, last = last_month()
    stage.make_tickets(system, last, {"yes": 6, "no": 2, "paused": 1, "?": 1})
    stage.make_tickets(system, first, {"yes": 1}, service="Payroll")
    stage.make_tickets(system, first - timedelta(days=1), {"no": 3})
    snapshot = freeze_month(source, first)
    assert figures(snapshot) == (11, 7, 2, 1, 1)
    assert snapshot.share_in_target == pytest.approx(77.78)
    by_service = {row.value: row for row in snapshot.counts if row.dimension == "Service"}
    assert figures(by_service["Payroll"]) == (1, 1, 0, 0, 0)
    assert [row.hours_open for row in snapshot.worst_cases] == [2, 1]
    assert (snapshot.period_start, snapshot.period_end) == (first.isoformat(), last.isoformat())


def test_nothing_known_is_never_in_target(source, system):
    first, last = last_month()
    stage.make_tickets(system, last, {"?": 3, "paused": 2, "": 1})
    snapshot = freeze_month(source, first)
    assert (snapshot.in_target, snapshot.unknown, snapshot.paused) == (0, 4, 2)
    assert (snapshot.is_measured, snapshot.share_in_target) == (0, 0)


def test_month_must_be_over(source, as_user):
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        source.freeze(today())
    assert refusal.value.codes == ("month_not_over",)
    assert not frappe.db.exists(SNAPSHOT, {"source": source.name})


def test_freezing_again_changes_nothing(source, system):
    first, last = last_month()
    stage.make_tickets(system, last, {"yes": 2})
    assert freeze_month(source, first).name == freeze_month(source, last).name
    assert frappe.db.count(SNAPSHOT, {"source": source.name}) == 1


def test_late_change_makes_a_new_snapshot(source, system):
    first, last = last_month()
    stage.make_tickets(system, last, {"yes": 2})
    earlier = freeze_month(source, first)
    stage.make_tickets(system, last, {"no": 1})
    later = freeze_month(source, first)
    assert later.replaces == earlier.name
    assert figures(frappe.get_doc(SNAPSHOT, earlier.name)) == (2, 2, 0, 0, 0)
    assert freeze_month(source, first).name == later.name
    assert first_fault(system.name) is None


def test_nightly_job_freezes_last_month_once(source, system):
    stage.make_tickets(system, last_month()[1], {"yes": 1})
    tasks.freeze_last_month()
    tasks.freeze_last_month()
    assert frappe.db.count(SNAPSHOT, {"source": source.name}) == 1


def test_one_failing_source_leaves_the_others_be(source, system):
    broken = stage.make_source(system, title="Broken")
    frappe.db.set_value("ITSM Evidence Source", broken.name, "closed_field", "gone")
    stage.make_tickets(system, last_month()[1], {"yes": 1})
    tasks.freeze_last_month()
    assert frappe.db.count(SNAPSHOT, {"source": source.name}) == 1
    assert frappe.db.count(SNAPSHOT, {"source": broken.name}) == 0


def test_switched_off_sources_are_left_alone(source, system):
    source.is_enabled = 0
    source.save()
    tasks.freeze_last_month()
    assert not frappe.db.exists(SNAPSHOT, {"source": source.name})
    with pytest.raises(Refused) as refusal:
        source.freeze(str(last_month()[0]))
    assert refusal.value.codes == ("source_disabled",)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", ["Administrator", MANAGER])
def test_snapshot_is_not_changed(door, user, source, as_user):
    snapshot = freeze_month(source, last_month()[0])
    with as_user(user):
        refusal = door(snapshot, in_target=100)
    assert refusal.code in ("append_only", "PermissionError")
    assert frappe.db.get_value(SNAPSHOT, snapshot.name, "in_target") == 0


def test_snapshot_is_not_made_up(source, system, as_user):
    values = frappe.get_doc(SNAPSHOT, freeze_month(source, last_month()[0]).name).as_dict(convert_dates_to_str=True)
    stage.commit(system)
    with as_user("Administrator"):
        refusal = request("POST", f"/api/resource/{SNAPSHOT}", {**values, "name": None, "in_target": 100})
    assert refusal.codes == ("made_by_app_only",)


@pytest.mark.parametrize("change", [{"in_target": 100}, {"filters": "{}"}])
def test_tampering_is_named(change, source, system):
    snapshot = freeze_month(source, last_month()[0])
    frappe.db.set_value(SNAPSHOT, snapshot.name, change)
    assert first_fault(system.name) == Fault(SNAPSHOT, snapshot.name, "content_changed")


def test_a_thousand_tickets_cost_as_many_queries_as_ten(system, query_count):
    first, last = last_month()
    few, many = stage.make_source(system, title="Few"), stage.make_source(system, title="Many")
    for source, number in ((few, 10), (many, 1000)):
        subject = f"{system.name} {number}"
        source.filters = frappe.as_json({"subject": subject})
        source.save()
        stage.bulk_tickets(subject, last, number)
    small = query_count(lambda: freeze_month(few, first))
    large = query_count(lambda: freeze_month(many, first))
    # The worst cases are rows of the snapshot: at most ten of them, each one insert.
    assert large <= small + 10


def test_mapping_of_another_user_is_not_a_way_round_permissions(source, as_user):
    """Freezing by hand asks again whether this user may read the tickets."""
    frappe.db.set_value("ITSM Evidence Source", source.name, "source_doctype", "Scheduled Job Log")
    with as_user(MANAGER), pytest.raises(Refused) as refusal:
        source.freeze(str(last_month()[0]))
    assert "doctype_not_readable" in refusal.value.codes


def test_month_is_that_of_closing(source, system):
    first, _last = last_month()
    closed = frappe.utils.get_datetime(f"{first} 00:00:00")
    frappe.get_doc(
        {
            "doctype": TICKET,
            "opened": closed - timedelta(days=40),
            "closed": closed,
            "result": "yes",
            "subject": system.name,
        }
    ).insert()
    assert freeze_month(source, getdate(first)).closed == 1


def test_whatever_a_ticket_says_the_snapshot_holds(source, system):
    """Tickets may be stored raw; the host cleans the texts of the snapshot when it saves."""
    stage.make_tickets(system, last_month()[1], {"no": 1}, service="Mail <internal> & more")
    frappe.db.set_value(TICKET, {"subject": system.name}, "service", "Mail <internal> & more")
    snapshot = freeze_month(source, last_month()[0])
    assert first_fault(system.name) is None
    assert freeze_month(source, last_month()[0]).name == snapshot.name
