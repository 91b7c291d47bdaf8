"""The service catalogue: life, gates and content of services, whatever door a change comes through (4.1.4 a)."""

import frappe
import pytest
from frappe.utils import getdate, today

from sms_iso20000.governance.language import in_reader_language
from sms_iso20000.governance.services import (
    TABLES,
    live_services_of,
    services_of,
    services_without_requirements,
)
from sms_iso20000.rules.service import NEXT, State
from sms_iso20000.workflows.service import SERVICE
from tests.integration import stage
from tests.integration.doors import DOORS, client_set_value
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.assets import make_asset
from tests.integration.made.documents import make_document
from tests.integration.made.processes import process_of
from tests.integration.made.services import (
    STATES,
    agreement,
    foundation,
    make_service,
    requirement,
    service_values,
    take,
)
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import (
    ADMIN,
    AUDITOR,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    TOP,
    TOP_TWO,
    acting_as,
)
from tests.integration.test_data_import import run_import

# Nothing but what it is called.
BARE = {
    "service_owner": "",
    "description": "",
    "requirements": [],
    "agreements": [],
    "customers": [],
    "sites": [],
    "foundations": [],
}


def refused_new(system, **values) -> tuple[str, ...]:
    """Codes that a new service with these values is refused with, and nothing of it stays."""
    before = frappe.db.count("ITSM Service", {"system": system.name})
    given = {"title": "New", "code": "NEW", **values}
    service = frappe.get_doc(service_values(system, **given))
    frappe.db.savepoint("new")
    with acting_as(MANAGER):
        codes = refused(service.insert)
    frappe.db.rollback(save_point="new")
    assert frappe.db.count("ITSM Service", {"system": system.name}) == before
    return codes


# -- life --------------------------------------------------------------------------------------------------------


def test_whole_life(system):
    service = make_service(system, "Proposed")
    take(service, "Begin Transition", OWNER)
    take(service, "Return to Proposal")
    take(service, "Begin Transition")
    take(service, "Go Live", TOP)
    assert (service.workflow_state, getdate(service.live_since)) == ("Live", getdate(today()))
    take(service, "Retire Service")
    assert (service.step_reason, service.reason_for) == ("Nobody uses it any more.", "")
    assert (getdate(service.retired_on), getdate(service.live_since)) == (getdate(today()), getdate(today()))
    take(service, "Reopen Service")
    assert (service.workflow_state, service.live_since, service.retired_on) == ("Proposed", None, None)
    assert decisions_on(service) == [
        ("Transition Begun", OWNER),
        ("Returned to Proposal", MANAGER),
        ("Transition Begun", MANAGER),
        ("Put Live", TOP),
        ("Retired", MANAGER),
        ("Reopened", MANAGER),
    ]


def test_workflow_offers_the_steps_of_the_rules():
    offered = {(row.state, row.next_state) for row in SERVICE.transitions}
    assert offered == {(state.value, after.value) for state, targets in NEXT.items() for after in targets}
    assert {state for state, _role in SERVICE.states} == set(STATES)


@pytest.mark.parametrize("door", DOORS)
def test_steps_cannot_be_skipped(door, system, as_user):
    service = make_service(system, "Proposed")
    with as_user(MANAGER):
        refusal = door(service, workflow_state="Live")
    # Through the host's own doors the host may be the first to refuse.
    assert refusal.code in ("illegal_step", "WorkflowPermissionError")
    assert stored(service)["workflow_state"] == "Proposed"
    assert decisions_on(service) == []


@pytest.mark.parametrize("door", DOORS)
def test_all_that_transition_lacks_is_told_at_once(door, system, as_user):
    service = make_service(system, "Proposed", **BARE)
    with as_user(MANAGER):
        refusal = door(service, workflow_state="In Transition")
    assert refusal.codes == ("service_owner_missing", "service_description_missing")
    assert stored(service)["workflow_state"] == "Proposed"


@pytest.mark.parametrize("door", DOORS)
def test_all_that_a_live_service_lacks_is_told_as_the_form_shows_it(door, system, as_user):
    kept = {field: value for field, value in BARE.items() if field not in ("service_owner", "description")}
    service = make_service(system, "In Transition", **kept)
    expected = (
        "service_requirement_missing",
        "service_agreement_missing",
        "service_customer_missing",
        "service_site_missing",
        "service_process_missing",
    )
    with as_user(MANAGER):
        service.run_method("onload")
        assert tuple(service.what_is_missing("Live")) == tuple(service.get_onload("missing")) == expected
        assert door(service, workflow_state="Live").codes == expected
    assert (stored(service)["workflow_state"], stored(service)["live_since"]) == ("In Transition", None)


def test_what_no_longer_holds_keeps_a_service_from_going_live(system):
    service = make_service(system, "In Transition", requirements=[requirement(target="")])
    frappe.db.set_value("ITSM Document", service.agreements[0].agreement, "workflow_state", "Withdrawn")
    frappe.db.set_value("User", OWNER, "enabled", 0)
    with acting_as(MANAGER):
        assert tuple(service.what_is_missing("Live")) == (
            "service_owner_gone",
            "service_requirement_not_stated",
            "service_agreement_not_standing",
        )


@pytest.mark.parametrize(
    ("state", "action", "after", "other"),
    [
        ("In Transition", "Return to Proposal", "Proposed", "Retired"),
        ("Live", "Retire Service", "Retired", "Retired"),
        ("Retired", "Reopen Service", "Proposed", "Proposed"),
    ],
)
def test_what_is_given_up_needs_a_reason_for_that_very_step(state, action, after, other, system):
    service = make_service(system, state)
    assert refused(lambda: stage.step(service, action, MANAGER)) == ("reason_missing",)
    service.reload()
    with acting_as(MANAGER):
        assert refused(lambda: service.give_reason(after, "  ")) == ("reason_missing",)
        assert refused(lambda: service.give_reason(state, "Why not.")) == ("illegal_step",)
        assert refused(lambda: service.give_reason("Live", "Why not.")) == ("illegal_step",)
        if other != after:
            service.give_reason(other, "For something else.")
            assert refused(lambda: stage.step(service, action, MANAGER)) == ("reason_missing",)
    service.reload()
    take(service, action)
    assert (service.workflow_state, service.reason_for) == (after, "")


def test_a_service_that_live_ones_rest_on_is_not_retired(system):
    network = make_service(system)
    mail = make_service(system, title="Mail", code="MAIL", foundations=[*_below(system), foundation(network)])
    codes = refused(lambda: take(network, "Retire Service"))
    assert codes == ("service_carries_others",)
    network.reload()
    assert network.workflow_state == "Live"
    take(mail, "Retire Service")
    take(network, "Retire Service")
    assert stored(network)["workflow_state"] == "Retired"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", [{"live_since": "2020-01-01"}, {"step_reason": "Because."}])
def test_life_is_not_written_by_hand(door, change, system, as_user):
    service = make_service(system)
    was = stored(service)
    with as_user(MANAGER):
        assert door(service, **change).codes == ("changed_by_hand",)
    assert stored(service) == was


def test_a_new_service_is_a_proposal(system):
    assert refused_new(system, workflow_state="Live") == ("new_not_in_first_stage",)
    assert refused_new(system, retired_on="2026-01-01") == ("new_not_in_first_stage",)


def test_life_is_not_written_past_the_rules(system):
    service = make_service(system)
    assert refused(lambda: service.db_set("workflow_state", "Retired")) == ("changed_by_hand",)
    assert refused(lambda: service.requirements[0].save()) == ("row_alone",)
    assert refused(lambda: frappe.delete_doc("ITSM Service", service.name)) == ("never_deleted",)


# -- content -----------------------------------------------------------------------------------------------------


def _below(system) -> list[dict]:
    return [foundation(process_of(system, "8.1"))]


def test_what_is_about_another_system_is_refused(system):
    other = stage.make_system()
    theirs = {
        "foundations": [foundation(process_of(other, "8.1"))],
        "agreements": [agreement("ITSM Document", make_document(other).name)],
        "technology": [{"technology": "Router", "asset": make_asset(other).name}],
        "customers": [{"customer_type": "ITSM Process", "customer": process_of(other, "9.1").name}],
    }
    for table, rows in theirs.items():
        assert refused_new(system, **{table: rows}) == ("other_system",), table


@pytest.mark.parametrize("record_type", ["Absent Type", "Has Role", "System Settings"])
def test_record_types_that_keep_no_records_here_are_refused(record_type, system):
    for rows in (
        {"customers": [{"customer_type": record_type, "customer": "One", "customer_name": "One"}]},
        {"agreements": [agreement(record_type, "One")]},
    ):
        assert refused_new(system, **rows) == ("record_type_absent",)


def test_a_record_that_the_user_may_not_read_is_not_named(system, as_user):
    assert refused_new(system, customers=[{"customer_type": "Role", "customer": "ITSM User"}]) == (
        "record_not_readable",
    )
    service = make_service(system)
    with as_user("Administrator"):
        service.append("customers", {"customer_type": "Role", "customer": "ITSM User"})
        service.save()
    assert service.customers[1].customer_name == "ITSM User"
    # Once it is named, the others go on with the rest.
    service.reload()
    with as_user(MANAGER):
        service.description = "Every office and every home is connected."
        service.save()


@pytest.mark.parametrize("state", STATES)
def test_what_nobody_could_mean_is_refused_in_every_state(state, system, as_user):
    service = make_service(system, state)
    was = stored(service)
    twice = {
        "foundations": [*_below(system), *_below(system)],
        "agreements": [dict(agreement("ITSM Document", service.agreements[0].agreement)) for _ in range(2)],
        "customers": [{"customer_name": "Sales"}, {"customer_name": " sales "}],
    }
    with as_user(MANAGER):
        for table, rows in twice.items():
            changed = frappe.get_doc("ITSM Service", service.name)
            changed.set(table, rows)
            assert refused(changed.save) == ("row_twice",), table
        changed = frappe.get_doc("ITSM Service", service.name)
        changed.append("requirements", {"requirement": "It is fast", "source": ""})
        changed.append("customers", {"customer_type": "User Group", "customer_name": "Somebody"})
        assert refused(changed.save) == ("requirement_without_source", "customer_record_missing")
    assert stored(service) == was


@pytest.mark.parametrize("door", DOORS)
def test_a_table_with_faults_is_refused_through_every_door(door, system, as_user):
    service = make_service(system)
    was = stored(service)
    rows = [
        {"doctype": "ITSM Service Customer", "customer_name": "Sales", "customer_type": "User Group"},
        {"doctype": "ITSM Service Customer", "customer_name": "Sales", "customer_type": "User Group"},
    ]
    with as_user(OWNER):
        assert door(service, customers=rows).codes == ("customer_record_missing", "row_twice")
    assert stored(service) == was


def test_what_is_over_is_not_newly_named(system):
    retired, ended = make_service(system, "Retired"), make_arrangement(system, "Ended")
    inactive = process_of(system, "9.1")
    frappe.db.set_value("ITSM Process", inactive.name, "is_active", 0)
    withdrawn = make_document(system, code="OLD")
    frappe.db.set_value("ITSM Document", withdrawn.name, "workflow_state", "Withdrawn")
    for record in (retired, ended, inactive):
        assert refused_new(system, foundations=[foundation(record)]) == ("named_record_over",)
    assert refused_new(system, agreements=[agreement("ITSM Document", withdrawn.name)]) == ("named_record_over",)


def test_what_is_gone_since_does_not_keep_a_service(system, as_user):
    service = make_service(system)
    frappe.db.set_value(
        "ITSM Service Agreement", {"parent": service.name}, {"agreement_type": "Absent Type", "agreement": "One"}
    )
    service.reload()
    with as_user(MANAGER):
        assert tuple(service.missing_parts()) == ("service_agreement_not_standing",)
        service.description = "Every office is connected at last."
        service.save()
    take(service, "Retire Service")
    assert stored(service)["workflow_state"] == "Retired"


@pytest.mark.parametrize("door", DOORS)
def test_a_service_does_not_rest_on_itself(door, system, as_user):
    network = make_service(system)
    mail = make_service(system, title="Mail", code="MAIL", foundations=[*_below(system), foundation(network)])
    payroll = make_service(system, title="Payroll", code="PAY", foundations=[*_below(system), foundation(mail)])
    with as_user(MANAGER):
        for record, code in ((network, "service_rests_on_itself"), (payroll, "service_ring"), (mail, "service_ring")):
            refusal = door(network, foundations=[foundation(record)])
            assert refusal.codes == (code,)
            network.reload()
    assert [row.foundation_type for row in network.foundations] == ["ITSM Process"]


@pytest.mark.parametrize("door", DOORS)
def test_two_services_share_neither_title_nor_code(door, system, as_user):
    make_service(system)
    mail = make_service(system, "Proposed", title="Mail", code="MAIL")
    with as_user(MANAGER):
        assert door(mail, title=" network", code="net").codes == ("service_title_twice", "service_code_twice")
        assert door(mail, code="") is None
    assert (stored(mail)["title"], stored(mail)["code"]) == ("Mail", "")


def test_what_is_retired_leaves_title_and_code_until_it_is_reopened(system):
    old = make_service(system, "Retired")
    new = make_service(system)
    assert (new.title, new.code) == (old.title, old.code)
    assert refused(lambda: take(old, "Reopen Service")) == ("service_title_twice", "service_code_twice")
    make_service(stage.make_system())


@pytest.mark.parametrize("user", [STAFF, OUTSIDER, AUDITOR])
def test_nobody_unfit_is_named_owner(user, system):
    assert refused_new(system, service_owner=user) == ("accountable_owner_unfit",)


def test_who_left_stays_owner_until_somebody_else_is_named(system, as_user):
    service = make_service(system)
    frappe.db.set_value("User", OWNER, "enabled", 0)
    with as_user(MANAGER):
        service.description = "Every office is connected at last."
        service.save()
        service.service_owner = TOP
        service.save()
    assert stored(service)["service_owner"] == TOP


# -- who may -----------------------------------------------------------------------------------------------------


def test_roles(system, as_user):
    live, proposed = make_service(system), make_service(system, "Proposed", title="Mail", code="MAIL")
    for user, reads, writes, creates in (
        (MANAGER, (True, True), True, True),
        (OWNER, (True, True), True, True),
        (TOP, (True, True), True, False),
        (AUDITOR, (True, True), False, False),
        (ADMIN, (True, True), False, False),
        (STAFF, (True, False), False, False),
        (EXTERNAL, (False, False), False, False),
        (OUTSIDER, (False, False), False, False),
    ):
        with as_user(user):
            read = tuple(frappe.has_permission("ITSM Service", "read", doc=doc) for doc in (live, proposed))
            assert read == reads, user
            assert frappe.has_permission("ITSM Service", "write", doc=live) is writes, user
            assert frappe.has_permission("ITSM Service", "create") is creates, user
            assert not frappe.has_permission("ITSM Service", "delete"), user
            if any(reads):
                listed = frappe.get_list("ITSM Service", {"system": system.name}, pluck="name", order_by="name asc")
                assert listed == [doc.name for doc, may in zip((live, proposed), reads, strict=True) if may], user


def test_who_only_reads_takes_no_step(system, as_user):
    service = make_service(system, "In Transition")
    for user in (AUDITOR, STAFF, OUTSIDER):
        with as_user(user):
            assert client_set_value(service, workflow_state="Live").code == "PermissionError", user
            with pytest.raises(frappe.PermissionError):
                service.give_reason("Retired", "Because.")
    assert stored(service)["workflow_state"] == "In Transition"


def test_staff_see_no_picture_of_a_proposal(system, as_user):
    service = make_service(system, "Proposed")
    with as_user(STAFF), pytest.raises(frappe.PermissionError):
        service.show_picture()


# -- picture and results -----------------------------------------------------------------------------------------


def test_picture_names_what_the_reader_may_read(system, as_user):
    arrangement = make_arrangement(system, "Draft")
    network = make_service(system, foundations=[*_below(system), foundation(arrangement)])
    make_service(system, title="Mail <b>", code="MAIL", foundations=[*_below(system), foundation(network)])
    make_service(system, "Proposed", title="Idea", code="IDEA", foundations=[foundation(network)])
    with as_user(MANAGER):
        picture = network.show_picture()
    for text in ("Incident", "No Owner", arrangement.title, arrangement.party_name, "Draft", "Mail &lt;b&gt;", "Idea"):
        assert text in picture, text
    assert "Mail <b>" not in picture
    with as_user(STAFF):
        picture = network.show_picture()
    assert "Mail &lt;b&gt;" in picture
    for text in (arrangement.title, "Idea"):
        assert text not in picture, text
    assert "Incident" in picture
    assert "not drawn: 2" in picture


# -- rows for others ---------------------------------------------------------------------------------------------


def test_rows_of_services(system):
    make_service(system)
    make_service(system, "Retired", title="Mail", code="MAIL")
    bare = make_service(system, title="Advice", code="ADV", requirements=[requirement(target="", reference="C 1")])
    make_service(stage.make_system())
    rows = services_of(system.name)
    assert [(row.title, row.workflow_state) for row in rows] == [
        ("Advice", "Live"),
        ("Mail", "Retired"),
        ("Network", "Live"),
    ]
    assert {table: len(rows[2][table]) for table in TABLES} == {
        "requirements": 1,
        "agreements": 1,
        "customers": 1,
        "sites": 1,
        "technology": 0,
        "foundations": 1,
    }
    assert [row.title for row in services_of(system.name, State.RETIRED)] == ["Mail"]
    assert [row.title for row in live_services_of(system.name)] == ["Advice", "Network"]
    assert services_without_requirements(system.name) == []
    frappe.db.set_value("ITSM Service Requirement", {"parent": bare.name}, "reference", "")
    assert [row.name for row in services_without_requirements(system.name)] == [bare.name]


def test_rows_cost_the_same_for_one_and_for_many(system, query_count):
    make_service(system)
    services_of(system.name)
    one = query_count(lambda: services_of(system.name))
    for number in range(4):
        make_service(system, title=f"More {number}", code=f"M-{number}")
    assert query_count(lambda: services_of(system.name)) == one


def test_title_in_the_language_of_the_reader(system):
    service = make_service(system)
    assert in_reader_language(service) == "Network"
    frappe.local.lang = "zh"
    assert in_reader_language(service) == "网络服务"
    assert in_reader_language(service.customers[0], "customer_name") == "Sales"


# -- import ------------------------------------------------------------------------------------------------------


def test_import(system, as_user):
    stage.commit(system)
    head = [
        "System",
        "Title",
        "Code",
        "Description",
        "Requirement (Service Requirements)",
        "Source (Service Requirements)",
    ]
    with as_user(MANAGER):
        messages = run_import(
            "ITSM Service",
            "Insert New Records",
            [
                head,
                [system.name, "Imported", "IMP", "It is there.", "Works", "Customer"],
                [system.name, "Imported", "IMP-2", "It is there.", "Works", "Customer"],
            ],
        )
    assert len(messages) == 1
    assert "already has the title" in messages[0]
    rows = services_of(system.name)
    assert [(row.title, row.workflow_state, row.requirements[0].source) for row in rows] == [
        ("Imported", "Proposed", "Customer")
    ]


def test_a_disabled_top_manager_is_no_owner(system):
    frappe.db.set_value("User", TOP_TWO, "enabled", 0)
    assert refused_new(system, service_owner=TOP_TWO) == ("accountable_owner_unfit",)
