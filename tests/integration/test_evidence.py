"""Evidence sources and frozen months."""

import json
import os
from datetime import timedelta
from threading import Event, Thread

import frappe
import pytest
from frappe.model import data_fieldtypes, numeric_fieldtypes
from frappe.utils import getdate, today

from sms_iso20000 import tasks
from sms_iso20000.evidence.snapshot import freeze_month, sealed_hash
from sms_iso20000.evidence.verification import Fault, first_fault
from sms_iso20000.refusal import Refused
from tests.integration import stage
from tests.integration.doors import DOORS, call, request, save_form
from tests.integration.stage import AUDITOR, MANAGER, OUTSIDER, STAFF, TICKET, last_month

SNAPSHOT = "ITSM Service Level Snapshot"


def figures(snapshot) -> tuple:
    return tuple(snapshot.get(field) for field in ("closed", "in_target", "missed", "paused", "unknown", "empty"))


@pytest.fixture
def source(system):
    return stage.make_source(system)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"closed_field": "no_such_field"}, "unknown_field"),
        ({"service_field": "name; drop table"}, "unknown_field"),
        ({"closed_field": "result"}, "field_not_a_date"),
        ({"source_doctype": "No Such Record"}, "unknown_doctype"),
        ({"source_doctype": "System Settings"}, "doctype_without_records"),
        ({"source_doctype": "Has Role"}, "doctype_without_records"),
        ({"source_doctype": "Scheduled Job Log"}, "doctype_not_readable"),
        ({"service_field": "cost"}, "field_not_readable"),
        ({"filters": "[]"}, "filters_not_an_object"),
        ({"filters": '{"subject": ["like", "%"]}'}, "filter_value_not_plain"),
        ({"filters": '{"no_such_field": 1}'}, "unknown_field"),
        ({"filters": '{"number": "many"}'}, "filter_value_not_a_number"),
        ({"paused_values": "Yes"}, "value_read_twice"),
        ({"rating_field": "no_such_field"}, "unknown_field"),
        ({"rating_field": "cost"}, "field_not_readable"),
        ({"rating_field": "result"}, "rating_not_a_number"),
        ({"rating_field": "docstatus"}, "rating_not_a_number"),
        ({"rating_field": "number", "highest_rating": 0}, "highest_rating_missing"),
        ({"complaint_field": "no_such_field"}, "unknown_field"),
        ({"complaint_field": "kind"}, "complaint_values_missing"),
        ({"complaint_field": "kind", "complaint_values": " \n"}, "complaint_values_missing"),
    ],
)
def test_mapping_is_checked(change, code, source, as_user):
    with as_user(MANAGER):
        refusal = save_form(source, **change)
    assert code in refusal.codes
    field = next(iter(change))
    assert frappe.db.get_value("ITSM Evidence Source", source.name, field) == source.get(field)


@pytest.mark.parametrize("door", DOORS)
def test_no_door_lets_a_broken_mapping_in(door, source, as_user):
    with as_user(MANAGER):
        refusal = door(source, closed_field="no_such_field")
    assert refusal.codes == ("unknown_field",)
    assert frappe.db.get_value("ITSM Evidence Source", source.name, "closed_field") == "closed"


def test_broken_filters_are_refused(source, as_user):
    with as_user(MANAGER):
        assert save_form(source, filters="{").code in ("filters_not_an_object", "ValidationError")


def test_feedback_is_mapped_beside_service_levels(source, system, as_user):
    """It is optional, and no month has to be counted again for it."""
    _first, last = last_month()
    stage.make_tickets(system, last, {"yes": 1}, stars=0.2)
    frozen = freeze_month(source, last)
    with as_user(MANAGER):
        assert save_form(source, rating_field="stars", complaint_field="kind", complaint_values="Complaint") is None
        source.reload()
        assert save_form(source, rating_field="number", highest_rating=10) is None
    assert freeze_month(frappe.get_doc(source.doctype, source.name), last).name == frozen.name


@pytest.mark.parametrize("user", [STAFF, OUTSIDER])
def test_who_may_not_map(user, source, as_user):
    with as_user(user):
        assert save_form(source, title="Mine").code == "PermissionError"


def test_month_is_counted(source, system):
    first, last = last_month()
    stage.make_tickets(system, last, {"yes": 5, "YES ": 1, "no": 2, "paused": 1, "?": 1})
    stage.make_tickets(system, first, {"yes": 1, "": 2}, service="Payroll")
    stage.make_tickets(system, first - timedelta(days=1), {"no": 3})
    snapshot = freeze_month(source, first)
    assert figures(snapshot) == (13, 7, 2, 1, 1, 2)
    assert snapshot.share_in_target == pytest.approx(77.78)
    by_service = {row.value: row for row in snapshot.counts if row.dimension == "Service"}
    assert figures(by_service["Payroll"]) == (3, 1, 0, 0, 0, 2)
    assert [row.hours_open for row in snapshot.worst_cases] == [2, 1]
    assert (snapshot.period_start, snapshot.period_end) == (first.isoformat(), last.isoformat())


def test_nothing_known_is_never_in_target(source, system):
    first, last = last_month()
    stage.make_tickets(system, last, {"?": 3, "paused": 2, "": 1})
    snapshot = freeze_month(source, first)
    assert figures(snapshot) == (6, 0, 0, 2, 3, 1)
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
    assert later.difference.split("\n") == [
        *("Closed: 2 → 3", "Missed: 0 → 1", "Service Network, Closed: 2 → 3", "Service Network, Missed: 0 → 1"),
        *("Team Desk, Closed: 2 → 3", "Team Desk, Missed: 0 → 1", "The worst cases are not the same."),
    ]
    assert figures(frappe.get_doc(SNAPSHOT, earlier.name)) == (2, 2, 0, 0, 0, 0)
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


# What a snapshot says but for who took it and when, which the decision says.
LIFE = {"taken_on", "taken_by", "content_hash"}


def test_seal_covers_all_that_is_shown(source, system):
    stage.make_tickets(system, last_month()[1], {"no": 1}, customer="Sales", supplier="Acme", priority="High")
    source.update({"customer_field": "customer", "supplier_field": "supplier", "priority_field": "priority"}).save()
    snapshot = frappe.get_doc(SNAPSHOT, freeze_month(source, last_month()[0]).name)
    covered = []
    for part in (snapshot, snapshot.counts[0], snapshot.worst_cases[0]):
        for described in part.meta.get("fields", {"fieldtype": ["in", data_fieldtypes]}):
            if described.fieldname in LIFE:
                continue
            true = part.get(described.fieldname)
            number = described.fieldtype in numeric_fieldtypes
            forged = "2026-09-09" if "Date" in described.fieldtype else 77 if number else "forged"
            part.set(described.fieldname, forged)
            assert sealed_hash(snapshot) != snapshot.content_hash, f"{part.doctype}: {described.fieldname}"
            part.set(described.fieldname, true)
            covered.append(described.fieldname)
    assert {"empty", "difference", "mapping", "customer", "share_in_target", "opened_on"} <= set(covered)
    assert sealed_hash(snapshot) == snapshot.content_hash


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


def test_every_dimension_is_counted_letter_by_letter(system):
    """The database may take `Café` for `CAFE`; a count by hand would not."""
    fields = {"customer_field": "customer", "supplier_field": "supplier", "priority_field": "priority"}
    source = stage.make_source(system, **fields)
    first, last = last_month()
    for customer in ("Café", "CAFE", " Café", ""):
        stage.make_tickets(system, last, {"yes": 1, "no": 1}, customer=customer, supplier="Acme", priority="High")
    frappe.db.set_value(TICKET, {"subject": system.name, "customer": ""}, "supplier", None)
    snapshot = freeze_month(source, first)
    counted = {(row.dimension, row.value): figures(row)[:3] for row in snapshot.counts}
    assert counted == {
        ("Customer", "CAFE"): (2, 1, 1),
        ("Customer", "Café"): (4, 2, 2),
        ("Priority", "High"): (8, 4, 4),
        ("Service", "Network"): (8, 4, 4),
        ("Supplier", "Acme"): (6, 3, 3),
        ("Team", "Desk"): (8, 4, 4),
    }
    case = snapshot.worst_cases[0]
    assert (case.reference_doctype, case.service, case.team, case.priority) == (TICKET, "Network", "Desk", "High")
    assert {row.customer for row in snapshot.worst_cases} == {"Café", "CAFE", ""}
    assert all(frappe.db.exists(TICKET, row.reference_name) for row in snapshot.worst_cases)


def test_worst_cases_are_the_ten_slowest_that_missed(source, system):
    first, last = last_month()
    stage.make_tickets(system, last, {"no": 8, "NO": 4, "yes": 15, "nö": 20})
    missed = frappe.get_all(TICKET, {"subject": system.name}, ["name", "result"], order_by="name asc")
    # MariaDB would take "no" for it as well.
    tickets = [ticket.name for ticket in missed if ticket.result == "NO"]
    # An error of the ticket, and one that does not say when it was opened: both after all the others.
    frappe.db.set_value(TICKET, tickets[0], "opened", f"{last} 23:00:00")
    frappe.db.set_value(TICKET, tickets[1], "opened", None)
    snapshot = freeze_month(source, first)
    assert (snapshot.missed, snapshot.unknown) == (12, 20)
    hours = [row.hours_open for row in snapshot.worst_cases]
    assert (len(hours), hours[0]) == (10, 8)
    assert hours == sorted(hours, reverse=True)
    assert not {*tickets[:2]} & {row.reference_name for row in snapshot.worst_cases}


def test_filters_of_each_kind_fit(system):
    first, last = last_month()
    stage.make_tickets(system, last, {"yes": 2}, number=3)
    stage.make_tickets(system, last, {"no": 3}, number=0, service="7")
    for filters, closed in (({"number": 3}, 2), ({"number": "3"}, 2), ({"service": 7}, 3), ({"customer": ""}, 5)):
        source = stage.make_source(system, filters=frappe.as_json({"subject": system.name, **filters}))
        assert freeze_month(source, first).closed == closed, filters


def test_another_mapping_is_another_count(source, system):
    first, last = last_month()
    stage.make_tickets(system, last, {"yes": 2, "late": 1})
    earlier = freeze_month(source, first)
    source.missed_values = "no\nlate"
    source.save()
    later = freeze_month(source, first)
    assert (later.replaces, later.missed) == (earlier.name, 1)
    assert "read in another way" in later.difference
    # A new title alone changes nothing that was counted.
    source.title = "Renamed"
    source.save()
    assert freeze_month(source, first).name == later.name


def test_two_workers_that_freeze_at_once_make_one_snapshot(source, system):
    """The other began before this one had finished, so that its plain reads know nothing of it."""
    stage.make_tickets(system, last_month()[1], {"yes": 3})
    stage.commit(system)
    began, finished, answers = Event(), Event(), []
    other = Thread(target=freeze_elsewhere, args=(frappe.local.site, source.name, began, finished, answers))
    other.start()
    assert began.wait(timeout=30)
    snapshot = freeze_month(source, last_month()[0])
    frappe.db.commit()
    finished.set()
    other.join()
    # See what it committed.
    frappe.db.commit()
    assert frappe.db.count(SNAPSHOT, {"source": source.name}) == 1
    assert first_fault(system.name) is None
    # PostgreSQL ends the later of two transactions with an error instead.
    assert answers == [snapshot.name] or frappe.db.db_type == "postgres"


def freeze_elsewhere(site: str, source: str, began: Event, finished: Event, answers: list) -> None:
    """Another worker, with a connection of its own."""
    frappe.init(site=site, sites_path=os.environ["SMS_TEST_SITES_PATH"])
    frappe.connect()
    try:
        mine = frappe.get_doc("ITSM Evidence Source", source)
        assert not frappe.db.exists(SNAPSHOT, {"source": source})
        began.set()
        assert finished.wait(timeout=30)
        answers.append(freeze_month(mine, last_month()[0]).name)
        frappe.db.commit()
    except Exception as fault:
        answers.append(fault)
    finally:
        frappe.destroy()


# -- preview ---------------------------------------------------------------------------------------------------------


def preview(source, user: str = MANAGER, **changes) -> list[dict]:
    """As the form asks for it: on the values it shows, saved or not."""
    with stage.acting_as(user):
        shown = frappe.get_doc(json.loads(frappe.as_json({**source.as_dict(), **changes})))
        return shown.show_preview()


def test_preview_says_what_each_ticket_would_count_as(source, system):
    first, last = last_month()
    results = {"yes": 1, "NO": 1, "paused": 1, "?": 1, "": 1}
    stage.make_tickets(system, last, results)
    frappe.get_doc({"doctype": TICKET, "subject": system.name, "result": "open", "opened": f"{last} 10:00:00"}).insert()
    assert {row["value"] for row in preview(source)} == set(results)
    stage.make_tickets(system, first, {"yes": 30})
    rows = preview(source)
    assert len(rows) == 20
    assert {row["value"]: row["result"] for row in rows[:5]} == {
        "yes": "in_target",
        "NO": "missed",
        "paused": "paused",
        "?": "unknown",
        "": "empty",
    }
    assert rows[0]["values"] == {"Service": "Network", "Team": "Desk"}
    # What the form says and nobody has saved yet.
    unsaved = preview(source, in_target_values="?", missed_values="yes", team_field="")
    assert {row["value"]: row["result"] for row in unsaved[:5]}["?"] == "in_target"
    assert "Team" not in unsaved[0]["values"]


@pytest.mark.parametrize(
    ("user", "changes", "refusal"),
    [
        (MANAGER, {"service_field": "cost"}, "field_not_readable"),
        (MANAGER, {"source_doctype": "Scheduled Job Log"}, "doctype_not_readable"),
        (MANAGER, {"closed_field": "gone"}, "unknown_field"),
        (MANAGER, {"filters": "{"}, "filters_not_an_object"),
        (AUDITOR, {}, "PermissionError"),
        (OUTSIDER, {}, "PermissionError"),
    ],
)
def test_preview_shows_nothing_that_may_not_be_mapped(user, changes, refusal, source, system):
    stage.make_tickets(system, last_month()[1], {"yes": 1})
    with pytest.raises((Refused, frappe.PermissionError)) as raised:
        preview(source, user, **changes)
    assert refusal in (getattr(raised.value, "codes", None) or (type(raised.value).__name__,))


def test_preview_of_a_source_not_saved_yet(system):
    stage.make_tickets(system, last_month()[1], {"yes": 2})
    source = stage.make_source(system)
    new = {**source.as_dict(), "name": "new-itsm-evidence-source-1", "__islocal": 1, "__unsaved": 1}
    stage.commit(system)
    with stage.acting_as(MANAGER):
        status, answer = call(
            "POST", "/api/method/run_doc_method", {"docs": json.dumps(new, default=str), "method": "show_preview"}
        )
    assert (status, len(answer["message"])) == (200, 2)
    assert not frappe.db.exists("ITSM Evidence Source", new["name"])


# -- sources whose fields are gone -----------------------------------------------------------------------------------


def noted(source) -> tuple:
    return frappe.db.get_value("ITSM Evidence Source", source.name, ["fault", "fault_found_on"])


def notices(source) -> int:
    return frappe.db.count("Notification Log", {"document_name": source.name, "for_user": MANAGER})


@pytest.mark.parametrize(
    ("gone", "code"),
    [({"closed_field": "gone"}, "unknown_field"), ({"source_doctype": "Gone Ticket"}, "unknown_doctype")],
)
def test_broken_source_is_told_once_and_never_counted_as_nothing(gone, code, source, system):
    stage.make_tickets(system, last_month()[1], {"yes": 1})
    before = {field: source.get(field) for field in gone}
    frappe.db.set_value("ITSM Evidence Source", source.name, gone)
    for _night in range(2):
        tasks.find_broken_sources()
        tasks.freeze_last_month()
    fault, found_on = noted(source)
    assert next(iter(gone.values())) in fault
    assert (found_on, notices(source)) == (getdate(today()), 1)
    assert not frappe.db.exists(SNAPSHOT, {"source": source.name})
    with pytest.raises(Refused) as refusal:
        freeze_month(frappe.get_doc("ITSM Evidence Source", source.name), last_month()[0])
    assert code in refusal.value.codes

    frappe.db.set_value("ITSM Evidence Source", source.name, before)
    tasks.find_broken_sources()
    tasks.freeze_last_month()
    assert noted(source) == (None, None)
    assert frappe.db.get_value(SNAPSHOT, {"source": source.name}, "closed") == 1
    assert notices(source) == 1


def test_broken_source_can_be_switched_off_but_not_on(source, as_user):
    """As the first thing to do where the app that kept the tickets is gone for good."""
    frappe.db.set_value("ITSM Evidence Source", source.name, "source_doctype", "Gone Ticket")
    tasks.find_broken_sources()
    source.reload()
    with as_user(MANAGER):
        assert save_form(source, title="Still on").codes == ("unknown_doctype",)
        assert save_form(source, is_enabled=0) is None
        source.reload()
        assert (source.is_enabled, source.fault) == (0, None)
        assert save_form(source, is_enabled=1).codes == ("unknown_doctype",)
        assert save_form(source, closed_field="opened").codes == ("unknown_doctype",)


def test_nobody_writes_a_fault_by_hand(source, as_user):
    with as_user(MANAGER):
        save_form(source, fault="Not so", fault_found_on=today())
    assert noted(source) == (None, None)
