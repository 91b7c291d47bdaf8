"""Obligations: what binds the service provider, kept current by reviews (4.5.2 d)."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.governance.obligations import obligations_of
from sms_iso20000.sms_iso20000.report.itsm_obligation_register.itsm_obligation_register import execute
from tests.integration import stage
from tests.integration.doors import DOORS, request
from tests.integration.made.documents import make_document
from tests.integration.made.services import make_obligation, make_service, obligation_values
from tests.integration.made.verdicts import put
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import ADMIN, AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO, TOP
from tests.integration.test_data_import import run_import

LONG_AGO = "2020-01-01"


def refused_new(system, **values) -> tuple[str, ...]:
    frappe.db.savepoint("new")
    with stage.acting_as(MANAGER):
        codes = refused(frappe.get_doc(obligation_values(system, **values)).insert)
    frappe.db.rollback(save_point="new")
    assert not frappe.db.count("ITSM Obligation", {"system": system.name})
    return codes


# -- content -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"concerns_all": 0}, "obligation_without_service"),
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-31"}, "dates_out_of_order"),
        ({"source_type": "ITSM Document"}, "obligation_source_missing"),
        ({"source_type": "Absent Type", "source_document": "One"}, "record_type_absent"),
        ({"review_interval": -1}, "interval_not_whole"),
        ({"last_reviewed_on": "2026-01-01"}, "changed_by_hand"),
        ({"next_review_on": "2030-01-01"}, "changed_by_hand"),
    ],
)
def test_what_cannot_be_kept(door, change, code, system, as_user):
    obligation = make_obligation(system)
    was = stored(obligation)
    with as_user(OWNER):
        assert door(obligation, **change).codes == (code,)
    assert stored(obligation) == was


def test_what_a_new_one_is_refused_for(system):
    other = stage.make_system()
    frappe.db.set_value("User", STAFF_TWO, "enabled", 0)
    foreign = {"concerns_all": 0, "services": [{"service": make_service(other).name}]}
    twice = {"services": [{"service": name} for name in [make_service(system).name] * 2]}
    for values, code in (
        (foreign, "other_system"),
        (twice, "row_twice"),
        ({"source_type": "ITSM Document", "source_document": make_document(other).name}, "other_system"),
        ({"source_type": "Has Role", "source_document": "One"}, "record_type_absent"),
        ({"source_type": "Role", "source_document": "ITSM User"}, "record_not_readable"),
        ({"obligation_owner": STAFF_TWO}, "person_not_enabled"),
        ({"review_interval": "1.5"}, "interval_not_whole"),
        ({"reviewed_by": TOP}, "changed_by_hand"),
    ):
        assert refused_new(system, **values) == (code,)


def test_all_reasons_at_once(system):
    values = {"concerns_all": 0, "starts_on": "2026-02-01", "ends_on": "2026-01-31", "review_interval": -1}
    assert refused_new(system, **values) == ("obligation_without_service", "dates_out_of_order", "interval_not_whole")


def test_a_source_that_is_gone_does_not_keep_an_obligation(system, as_user):
    obligation = make_obligation(system)
    put(obligation, source_type="Absent Type", source_document="One")
    obligation.reload()
    with as_user(OWNER):
        obligation.compliance = "Erased every January."
        obligation.save()
        obligation.review("Still so.")
    assert (stored(obligation)["source_document"], obligation.compliance) == ("One", "Erased every January.")


def test_who_left_stays_owner_until_somebody_else_is_named(system, as_user):
    obligation = make_obligation(system)
    frappe.db.set_value("User", OWNER, "enabled", 0)
    with as_user(MANAGER):
        obligation.compliance = "Erased every January."
        obligation.save()
    assert stored(obligation)["obligation_owner"] == OWNER


# -- review ------------------------------------------------------------------------------------------------------


def test_review(system, as_user):
    obligation = make_obligation(system)
    assert getdate(obligation.next_review_on) == getdate(add_months(today(), 12))
    put(obligation, next_review_on=LONG_AGO)
    pretended = frappe.get_doc({**obligation.as_dict(), "is_active": 0, "duties": "None."})
    with as_user(OWNER):
        pretended.review(" Erasure was tried; two copies were found. ")
    kept = stored(obligation)
    assert (kept["reviewed_by"], getdate(kept["last_reviewed_on"])) == (OWNER, getdate(today()))
    assert getdate(kept["next_review_on"]) == getdate(add_months(today(), 12))
    assert (kept["is_active"], kept["duties"]) == (1, obligation.duties)
    assert decisions_on(obligation) == [("Reviewed", OWNER)]
    reason = frappe.db.get_value("ITSM Decision", {"reference_name": obligation.name}, "reason")
    assert reason == "Erasure was tried; two copies were found."


def test_interval_of_the_obligation_goes_before_that_of_the_system(system, as_user):
    frappe.db.set_value("ITSM System", system.name, "obligation_review_interval", 6)
    obligation = make_obligation(system)
    assert getdate(obligation.next_review_on) == getdate(add_months(today(), 6))
    with as_user(OWNER):
        obligation.review_interval = 3
        obligation.save()
    assert getdate(stored(obligation)["next_review_on"]) == getdate(add_months(today(), 3))


def test_interval_of_the_system_is_a_number_of_months(system):
    system.obligation_review_interval = 0
    assert refused(system.save) == ("not_positive",)


def test_what_is_over_is_not_reviewed(system, as_user):
    with as_user(OWNER):
        assert refused(lambda: make_obligation(system, is_active=0).review("So.")) == ("obligation_not_active",)
        ended = make_obligation(system, ends_on=add_days(today(), -1))
        assert refused(lambda: ended.review(" ")) == ("obligation_over", "review_without_remarks")
    assert stored(ended)["last_reviewed_on"] is None
    assert decisions_on(ended) == []


@pytest.mark.parametrize("user", [TOP, AUDITOR, EXTERNAL, STAFF, OUTSIDER, ADMIN])
def test_who_only_reads_reviews_nothing(user, system, as_user):
    obligation = make_obligation(system)
    with as_user(user), pytest.raises(frappe.PermissionError):
        obligation.review("So.")
    assert decisions_on(obligation) == []


def test_who_writes_registers(system, as_user):
    stage.commit(system)
    for user, status in ((STAFF, 403), (TOP, 403), (AUDITOR, 403)):
        with as_user(user):
            assert request("POST", "/api/resource/ITSM Obligation", obligation_values(system)).status == status
    with as_user(OWNER):
        assert request("POST", "/api/resource/ITSM Obligation", obligation_values(system)) is None


def test_roles(system, as_user):
    obligation = make_obligation(system)
    for user, reads, writes in (
        (MANAGER, True, True),
        (OWNER, True, True),
        (TOP, True, False),
        (AUDITOR, True, False),
        (ADMIN, True, False),
        (STAFF, False, False),
        (EXTERNAL, False, False),
        (OUTSIDER, False, False),
    ):
        with as_user(user):
            may = tuple(frappe.has_permission("ITSM Obligation", kind, doc=obligation) for kind in ("read", "write"))
            assert may == (reads, writes), user
            assert not frappe.has_permission("ITSM Obligation", "delete"), user


def test_nothing_is_deleted(system):
    obligation = make_obligation(system)
    assert refused(lambda: frappe.delete_doc("ITSM Obligation", obligation.name)) == ("never_deleted",)
    assert refused(lambda: obligation.db_set("last_reviewed_on", today())) == ("changed_by_hand",)


# -- register ----------------------------------------------------------------------------------------------------


def test_register(system, as_user):
    document, followed = make_document(system, code="LAW-1"), make_document(system, code="LAW-2")
    with as_user(MANAGER):
        later = frappe.get_doc("ITSM Document", followed.start_new_revision())
    source = {"source_type": "ITSM Document"}
    make_obligation(system, title="fine", ends_on=add_days(today(), 31))
    make_obligation(system, title="soon", ends_on=add_days(today(), 30))
    make_obligation(system, title="ended", ends_on=add_days(today(), -1))
    make_obligation(system, title="to come", starts_on=add_days(today(), 1))
    make_obligation(system, title="inactive", is_active=0)
    put(make_obligation(system, title="overdue"), next_review_on=add_days(today(), -1))
    make_obligation(system, title="gone", **source, source_document=document.name)
    make_obligation(system, title="revised", **source, source_document=followed.name)
    make_obligation(stage.make_system(), title="theirs")
    put(document, workflow_state="Withdrawn")
    put(followed, workflow_state="Superseded")
    put(later, workflow_state="In Force")
    standings = {row.title: row.reasons for row in obligations_of(system.name)}
    assert standings == {
        "fine": ["In Force"],
        "soon": ["Ends Soon"],
        "ended": ["Ended"],
        "to come": ["Not Yet in Force"],
        "overdue": ["Review Overdue"],
        "gone": ["Source Gone"],
        "revised": ["In Force"],
    }
    with as_user(MANAGER):
        _columns, rows, _message, _chart, summary = execute({"system": system.name})
        assert [row["title"] for row in rows][:3] == ["ended", "gone", "overdue"]
        assert [row["source"] for row in rows if row["source"]] == [document.title, followed.title]
        assert [figure["value"] for figure in summary] == [7, 1, 1, 1, 1]
        narrowed = execute({"system": system.name, "standing": "Ends Soon", "kind": "Law"})[1]
    assert [row["title"] for row in narrowed] == ["soon"]


def test_services_concerned(system, as_user):
    network, mail = make_service(system), make_service(system, title="Mail", code="MAIL")
    make_obligation(system, title="all")
    make_obligation(system, title="one", concerns_all=0, services=[{"service": mail.name}])
    with as_user(AUDITOR):
        shown = {row["title"]: row["services"] for row in execute({"system": system.name})[1]}
        of_network = execute({"system": system.name, "service": network.name})[1]
    assert shown == {"all": "All Services", "one": "Mail"}
    assert [row["title"] for row in of_network] == ["all"]


def test_register_costs_the_same_for_one_and_for_many(system, query_count):
    make_obligation(system)
    obligations_of(system.name)
    one = query_count(lambda: obligations_of(system.name))
    for number in range(4):
        make_obligation(system, title=f"More {number}")
    assert query_count(lambda: obligations_of(system.name)) == one


def test_form_is_told_the_standing(system):
    obligation = make_obligation(system, ends_on=add_days(today(), 3))
    obligation.run_method("onload")
    assert obligation.get_onload("reasons") == ["Ends Soon"]


# -- notifications and import ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notification", "field", "days"),
    [
        ("ITSM Obligation Review Due", "next_review_on", 14),
        ("ITSM Obligation Review Overdue", "next_review_on", -1),
        ("ITSM Obligation Ending", "ends_on", 30),
    ],
)
def test_what_is_due_is_announced_to_owner_and_manager(notification, field, days, system):
    due, inactive = make_obligation(system), make_obligation(system, is_active=0)
    for obligation in (due, inactive):
        put(obligation, **{field: add_days(today(), days)})
    announced = frappe.get_doc("Notification", notification)
    named = {doc.name for doc in announced.get_documents_for_today()}
    assert due.name in named
    assert inactive.name not in named
    due.reload()
    announced.send(due)
    told = frappe.get_all("Notification Log", {"document_name": due.name}, pluck="for_user", order_by="name asc")
    assert {MANAGER, OWNER} <= set(told)
    assert STAFF not in told


def test_import(system, as_user):
    stage.commit(system)
    head = ["System", "Title", "Kind", "Obligation Owner", "What It Demands", "Concerns All Services"]
    with as_user(MANAGER):
        messages = run_import(
            "ITSM Obligation",
            "Insert New Records",
            [
                head,
                [system.name, "Imported", "Standard", OWNER, "It is kept to.", "1"],
                [system.name, "Nowhere", "Standard", OWNER, "It is kept to.", "0"],
            ],
        )
    assert len(messages) == 1
    assert "List the services concerned" in messages[0]
    assert [row.title for row in obligations_of(system.name)] == ["Imported"]
