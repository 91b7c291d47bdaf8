"""Arrangements with who operates processes of ours: life, terms, party and agreement as they stand today (4.2)."""

from collections.abc import Iterator

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.arrangements import FACT_FIELDS, facts_of, facts_of_stored, standings_of
from sms_iso20000.refusal import Refused
from sms_iso20000.rules.arrangement import NEXT, TERMS
from sms_iso20000.rules.standing import Standing
from sms_iso20000.workflows.arrangement import ARRANGEMENT
from tests.integration import stage
from tests.integration.doors import DOORS, call, client_set_value, request, save_form
from tests.integration.made.arrangements import (
    STATES,
    arrangement_values,
    interface,
    make_arrangement,
    make_group,
    measure,
    take,
)
from tests.integration.made.documents import make_document
from tests.integration.made.objectives import make_objective
from tests.integration.made.processes import process_of
from tests.integration.records import stored
from tests.integration.stage import ADMIN, AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, TOP, TOP_TWO, acting_as

SUPPLIER = "Supplier"
# Nothing but who, what and with whom.
BARE = {
    "authority_clause": "",
    "definition_document": "",
    "definition_control": "",
    "interfaces": [],
    "measures": [],
    "compliance_questions": [],
    "improvement_planning": "",
    "escalation_path": "",
    "contact_person": "",
    "activities": "",
    "agreement_type": "",
    "agreement": "",
}


def decisions_on(arrangement) -> list[tuple[str, str]]:
    rows = frappe.get_all(
        "ITSM Decision",
        filters={"reference_name": arrangement.name},
        fields=["decision", "reason"],
        order_by="sequence asc",
    )
    return [(row.decision, row.reason) for row in rows]


def refused(work) -> tuple[str, ...]:
    """Codes that `work` is refused with; what it wrote before is undone, as the host does for a request."""
    frappe.db.savepoint("act")
    with pytest.raises(Refused) as refusal:
        work()
    frappe.db.rollback(save_point="act")
    return refusal.value.codes


def refused_new(system, **values) -> tuple[str, ...]:
    """Codes that a new arrangement with these values is refused with, and nothing of it stays."""
    given = arrangement_values(system, **values)
    with acting_as(MANAGER):
        codes = refused(frappe.get_doc(given).insert)
    assert not frappe.db.count("ITSM Arrangement", {"system": system.name})
    return codes


@pytest.fixture(scope="module")
def suppliers(site) -> Iterator[None]:
    """ERPNext's record type, or one like it where ERPNext is not installed. Making its table commits."""
    made = not frappe.db.exists("DocType", SUPPLIER)
    if made:
        make_suppliers()
    yield
    frappe.db.rollback()
    if made:
        take_away_suppliers()


def make_suppliers() -> None:
    kinds = {"supplier_name": "Data", "disabled": "Check", "status": "Data", "end_date": "Date"}
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": SUPPLIER,
            "module": "Core",
            "custom": 1,
            "autoname": "hash",
            "title_field": "supplier_name",
            "fields": [{"fieldname": name, "fieldtype": kind, "label": name} for name, kind in kinds.items()],
            "permissions": [
                {"role": "System Manager", "read": 1, "write": 1, "create": 1},
                {"role": "ITSM Manager", "read": 1},
            ],
        }
    ).insert()


def take_away_suppliers() -> None:
    """As the host does with the app that has them."""
    frappe.delete_doc("DocType", SUPPLIER, force=True)
    frappe.db.commit()
    quote = "`" if frappe.db.db_type == "mariadb" else '"'
    frappe.db.sql_ddl(f"drop table if exists {quote}tab{SUPPLIER}{quote}")


@pytest.fixture
def supplier(suppliers):
    """One whose record type has all that a record of the host may say of itself; test_erpnext.py tries ERPNext's."""
    if not frappe.db.get_value("DocType", SUPPLIER, "custom"):
        pytest.skip("ERPNext is installed")
    return frappe.get_doc({"doctype": SUPPLIER, "supplier_name": "Night & Day", "status": "Active"}).insert()


# -- life --------------------------------------------------------------------------------------------------------


def test_whole_life(system):
    arrangement = make_arrangement(system, "Draft")
    arrangement.reload()
    assert (arrangement.workflow_state, arrangement.content_hash) == ("Draft", None)
    assert arrangement.way_of_management == "Service Level Management"
    assert arrangement.party_name == arrangement.party
    take(arrangement, "Record Agreement")
    assert (arrangement.agreed_by, getdate(arrangement.agreed_on)) == (MANAGER, getdate(today()))
    assert arrangement.content_hash == arrangement.computed_hash()
    assert arrangement.next_review_on is None
    take(arrangement, "Activate", OWNER)
    assert (arrangement.activated_by, arrangement.agreed_by) == (OWNER, MANAGER)
    assert getdate(arrangement.next_review_on) == getdate(add_months(today(), 6))
    take(arrangement, "Start Improvement", TOP)
    assert (arrangement.workflow_state, arrangement.step_reason) == ("Under Improvement", "The night desk is to close.")
    take(arrangement, "Finish Improvement", MANAGER)
    assert (arrangement.workflow_state, arrangement.activated_by, arrangement.step_reason) == ("Active", OWNER, "")
    take(arrangement, "Return to Draft")
    assert (arrangement.agreed_by, arrangement.activated_on, arrangement.content_hash) == (None, None, "")
    with acting_as(MANAGER):
        arrangement.activities = "Answers the telephone at night."
        arrangement.save()
    take(arrangement, "Record Agreement")
    take(arrangement, "Activate")
    take(arrangement, "End Arrangement")
    assert (getdate(arrangement.ended_on), arrangement.next_review_on) == (getdate(today()), None)
    given = "The night desk is to close."
    assert decisions_on(arrangement) == [
        ("Agreed", ""),
        ("Activated", ""),
        ("Improvement Started", given),
        ("Improvement Finished", ""),
        ("Returned to Draft", given),
        ("Agreed", ""),
        ("Activated", ""),
        ("Ended", given),
    ]


def test_the_interval_of_the_arrangement_goes_before_that_of_the_system(system):
    frappe.db.set_value("ITSM System", system.name, "arrangement_review_interval", 3)
    own = make_arrangement(system, review_interval=1)
    assert getdate(own.next_review_on) == getdate(add_months(today(), 1))
    of_system = make_arrangement(system, part="The other part")
    assert getdate(of_system.next_review_on) == getdate(add_months(today(), 3))


@pytest.mark.parametrize("state", STATES)
def test_verification_finds_every_state_in_order_and_what_was_forged(state, system):
    arrangement = make_arrangement(system, state)
    assert first_fault(system.name) is None
    frappe.db.set_value("ITSM Arrangement", arrangement.name, "authority_clause", "None.")
    fault = first_fault(system.name)
    assert (fault and fault.name) == (None if state == "Draft" else arrangement.name)


def test_workflow_offers_the_steps_of_the_rules():
    offered = {(row.state, row.next_state) for row in ARRANGEMENT.transitions}
    assert offered == {(state.value, after.value) for state, targets in NEXT.items() for after in targets}
    assert {state for state, _role in ARRANGEMENT.states} == set(STATES)


@pytest.mark.parametrize("door", DOORS)
def test_steps_cannot_be_skipped(door, system, as_user):
    arrangement = make_arrangement(system, "Draft")
    with as_user(MANAGER):
        refusal = door(arrangement, workflow_state="Active")
    # Through the host's own doors the host may be the first to refuse.
    assert refusal.code in ("illegal_step", "WorkflowPermissionError")
    assert stored(arrangement)["workflow_state"] == "Draft"
    assert decisions_on(arrangement) == []


@pytest.mark.parametrize("door", DOORS)
def test_all_that_agreement_lacks_is_told_at_once(door, system, as_user):
    arrangement = make_arrangement(system, "Draft", **BARE)
    with as_user(MANAGER):
        refusal = door(arrangement, workflow_state="Agreed")
    assert refusal.codes == ("agreement_missing", "authority_clause_missing")
    assert stored(arrangement)["workflow_state"] == "Draft"


def test_all_that_activation_lacks_is_told_as_the_form_shows_it(system, as_user):
    supplied = {"authority_clause": "Section 4.", "party_kind": "Supplier"}
    kept = {key: value for key, value in BARE.items() if key not in ("agreement", "agreement_type", "authority_clause")}
    arrangement = make_arrangement(system, "Agreed", **{**kept, **supplied})
    with as_user(MANAGER):
        missing = arrangement.what_is_missing("Active")
        codes = refused(lambda: take(arrangement, "Activate"))
        arrangement.run_method("onload")
    expected = (
        "definition_document_missing",
        "definition_control_missing",
        "arrangement_interface_missing",
        "measure_missing",
        "compliance_question_missing",
        "improvement_planning_missing",
        "activities_missing",
        "contact_person_missing",
        "escalation_path_missing",
    )
    assert codes == tuple(missing) == expected
    parts = arrangement.get("__onload").missing
    assert [len(parts[part]) for part in ("a", "b", "c", "d", "management")] == [0, 3, 2, 1, 3]
    assert stored(arrangement)["workflow_state"] == "Agreed"


@pytest.mark.parametrize(
    ("state", "action", "after", "other"),
    [
        ("Active", "Start Improvement", "Under Improvement", "Ended"),
        ("Agreed", "Return to Draft", "Draft", "Ended"),
        ("Under Improvement", "End Arrangement", "Ended", "Draft"),
    ],
)
def test_what_is_given_up_needs_a_reason_for_that_very_step(state, action, after, other, system):
    arrangement = make_arrangement(system, state)
    assert refused(lambda: stage.step(arrangement, action, MANAGER)) == ("reason_missing",)
    arrangement.reload()
    with acting_as(MANAGER):
        assert refused(lambda: arrangement.give_reason(after, "  ")) == ("reason_missing",)
        assert refused(lambda: arrangement.give_reason(state, "Why not.")) == ("illegal_step",)
        arrangement.give_reason(other, "For something else.")
    assert refused(lambda: stage.step(arrangement, action, MANAGER)) == ("reason_missing",)
    arrangement.reload()
    assert arrangement.workflow_state == state
    take(arrangement, action)
    assert (arrangement.workflow_state, arrangement.reason_for) == (after, "")


# -- who may -----------------------------------------------------------------------------------------------------


def test_roles(system, as_user):
    arrangement = make_arrangement(system, "Draft")
    for user, reads, writes, creates in (
        (MANAGER, True, True, True),
        (OWNER, True, True, False),
        (TOP, True, True, False),
        (AUDITOR, True, False, False),
        (ADMIN, True, False, False),
        (EXTERNAL, False, False, False),
        (STAFF, False, False, False),
        (OUTSIDER, False, False, False),
    ):
        with as_user(user):
            allowed = [frappe.has_permission("ITSM Arrangement", kind, doc=arrangement) for kind in ("read", "write")]
            assert allowed == [reads, writes], user
            assert frappe.has_permission("ITSM Arrangement", "create") is creates, user
            assert not frappe.has_permission("ITSM Arrangement", "delete"), user
            if reads:
                assert frappe.get_list("ITSM Arrangement", {"system": system.name}, pluck="name") == [arrangement.name]


def test_who_takes_steps(system, as_user):
    arrangement = make_arrangement(system, "Agreed")
    for user in (AUDITOR, STAFF, OUTSIDER):
        with as_user(user):
            assert client_set_value(arrangement, workflow_state="Active").code == "PermissionError", user
    assert stored(arrangement)["workflow_state"] == "Agreed"
    take(arrangement, "Activate", OWNER)
    take(arrangement, "Start Improvement", TOP)
    assert stored(arrangement)["workflow_state"] == "Under Improvement"


def test_who_only_reads_gives_no_reason(system, as_user):
    arrangement = make_arrangement(system, "Draft")
    for user in (AUDITOR, OUTSIDER):
        with as_user(user), pytest.raises(frappe.PermissionError):
            arrangement.give_reason("Ended", "Because.")
    assert stored(arrangement)["step_reason"] in (None, "")


@pytest.mark.parametrize("door", DOORS)
def test_only_the_manager_names_the_accountable_owner(door, system, as_user):
    arrangement = make_arrangement(system, "Active")
    with as_user(OWNER):
        door(arrangement, accountable_owner=TOP)
    assert stored(arrangement)["accountable_owner"] == OWNER
    arrangement.reload()
    with as_user(MANAGER):
        assert door(arrangement, accountable_owner=TOP) is None
    assert stored(arrangement)["accountable_owner"] == TOP
    assert stored(arrangement)["content_hash"] == frappe.get_doc("ITSM Arrangement", arrangement.name).computed_hash()


# -- what stays --------------------------------------------------------------------------------------------------

CHANGED = {
    "party_kind": "Customer",
    "starts_on": "2026-02-01",
    "ends_on": "2030-01-01",
    "review_interval": 24,
    "interfaces": [interface(subject="Else")],
    "measures": [measure(target=10)],
    "compliance_questions": [{"doctype": "ITSM Arrangement Question", "question": "Else?"}],
    "party_type": "",
    "agreement_type": "",
    "definition_document": "",
    "related_process": "",
}


@pytest.mark.parametrize("state", ["Agreed", "Ended"])
def test_terms_are_sealed_field_by_field(state, system, as_user):
    arrangement = make_arrangement(system, state)
    before = stored(arrangement)
    with as_user(MANAGER):
        for field in TERMS:
            doc = frappe.get_doc("ITSM Arrangement", arrangement.name)
            doc.set(field, CHANGED.get(field, "Else"))
            doc.flags.ignore_links = doc.flags.ignore_mandatory = True
            assert refused(doc.save) == ("sealed",), field
    assert stored(arrangement) == before


def test_the_seal_holds_when_the_record_of_the_party_is_renamed(system):
    """As people of the host may, who need not know of the arrangement."""
    arrangement = make_arrangement(system, "Active")
    frappe.rename_doc("User Group", arrangement.party, f"{arrangement.party} East", force=True)
    arrangement.reload()
    assert arrangement.party.endswith(" East")
    assert arrangement.content_hash == arrangement.computed_hash()
    frappe.db.set_value(arrangement.doctype, arrangement.name, "party_name", "Somebody Else")
    arrangement.reload()
    assert arrangement.content_hash != arrangement.computed_hash()


@pytest.mark.parametrize("door", DOORS)
def test_what_is_agreed_stays_through_every_door(door, system, as_user):
    arrangement = make_arrangement(system, "Active")
    before = stored(arrangement)
    for field, given, code in (
        ("authority_clause", "None.", "sealed"),
        ("agreed_by", TOP, "changed_by_hand"),
        ("content_hash", "0" * 64, "changed_by_hand"),
    ):
        with as_user(MANAGER):
            assert door(arrangement, **{field: given}).codes == (code,), field
    assert stored(arrangement) == before


def test_the_owner_stays_once_it_has_ended(system, as_user):
    arrangement = make_arrangement(system, "Ended")
    with as_user(MANAGER):
        assert save_form(arrangement, accountable_owner=AUDITOR).codes == ("sealed",)
    assert stored(arrangement)["accountable_owner"] == OWNER


@pytest.mark.parametrize("change", [{"activities": "Else"}, {"accountable_owner": AUDITOR}])
def test_what_is_agreed_is_what_was_stored(change, system, as_user):
    arrangement = make_arrangement(system, "Draft")
    with as_user(MANAGER):
        refusal = save_form(arrangement, workflow_state="Agreed", **change)
    assert refusal.codes == ("content_and_step",)
    assert decisions_on(arrangement) == []


def test_new_arrangement_is_a_draft(system, as_user):
    given = arrangement_values(system)
    stage.commit(system)
    for values in ({"workflow_state": "Active"}, {"agreed_by": TOP}, {"next_review_on": "2099-01-01"}):
        with as_user(MANAGER):
            refusal = request("POST", "/api/resource/ITSM Arrangement", {**given, **values})
        assert refusal.codes == ("new_not_in_first_stage",)
    assert not frappe.db.count("ITSM Arrangement", {"system": system.name})


def test_nothing_is_renamed_deleted_or_written_past_the_rules(system):
    arrangement = make_arrangement(system, "Draft")
    assert refused(lambda: frappe.delete_doc("ITSM Arrangement", arrangement.name)) == ("never_deleted",)
    assert refused(lambda: arrangement.db_set("workflow_state", "Active")) == ("changed_by_hand",)
    assert refused(lambda: arrangement.db_set("authority_clause", "None.")) == ("changed_by_hand",)


# -- bad input ---------------------------------------------------------------------------------------------------


def test_bad_input_is_refused_with_every_reason(system):
    for values, codes in (
        ({"party_name": " "}, ("party_name_missing",)),
        ({"party_type": "User Group"}, ("party_missing",)),
        ({"party_type": "Vanished", "party": "X"}, ("record_type_absent",)),
        ({"party_type": "DocField", "party": "X"}, ("record_type_absent",)),
        ({"party_type": "Website Settings", "party": "X"}, ("record_type_absent",)),
        ({"agreement_type": "Vanished", "agreement": "X"}, ("record_type_absent",)),
        ({"accountable_owner": OUTSIDER}, ("accountable_owner_unfit",)),
        ({"accountable_owner": AUDITOR}, ("accountable_owner_unfit",)),
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-31"}, ("dates_out_of_order",)),
        ({"measures": [measure(unit="")]}, ("measure_without_unit",)),
        ({"measures": [measure(target=None)]}, ("measure_without_target",)),
        ({"measures": [measure(target="95 %")]}, ("measure_without_target",)),
        ({"measures": [measure(source="")]}, ("measure_without_source",)),
        ({"measures": [measure(weight=-1)]}, ("measure_weight_wrong",)),
        (
            {"measures": [measure(weight="abc"), measure(measure="Else", source="Objective")]},
            ("measure_weight_wrong", "measure_without_objective"),
        ),
    ):
        assert refused_new(system, **values) == codes, values


@pytest.mark.parametrize("door", DOORS)
def test_bad_input_is_refused_through_every_door(door, system, as_user):
    arrangement = make_arrangement(system, "Draft")
    before = stored(arrangement)
    for change, code in (
        ({"party_type": "Vanished", "party": "X"}, "record_type_absent"),
        ({"measures": [measure(weight=-1)]}, "measure_weight_wrong"),
        ({"accountable_owner": OUTSIDER}, "accountable_owner_unfit"),
    ):
        with as_user(MANAGER):
            assert door(arrangement, **change).codes == (code,), change
    assert stored(arrangement) == before


def test_a_party_that_does_not_exist_is_refused(system):
    given = arrangement_values(system, party_type="User Group", party="Nobody")
    with acting_as(MANAGER), pytest.raises(frappe.LinkValidationError, match="Nobody"):
        frappe.get_doc(given).insert()


def test_what_the_user_may_not_read_is_not_named(system):
    """The title of a record must not be learnt by linking it."""
    for values in ({"agreement_type": "User", "agreement": OWNER}, {"party_type": "User", "party": OWNER}):
        assert refused_new(system, **values) == ("record_not_readable",)


def test_records_of_another_system_are_refused(system):
    other = stage.make_system()
    document, objective = make_document(other), make_objective(other, "Approved")
    source = stage.make_source(other)
    values = (
        {"related_process": process_of(other, "8.1").name},
        {"definition_document": document.name},
        {"agreement": document.name},
        {"measures": [measure(source="Objective", objective=objective.name)]},
        {"measures": [measure(source="Service Level Snapshot", evidence_source=source.name)]},
    )
    for value in values:
        assert refused_new(system, **value) == ("other_system",), value


def test_the_same_ground_twice_is_refused_until_the_first_has_ended(system):
    group = make_group()
    same = {"party_kind": "Internal Group", "party_type": "User Group", "party": group}
    first = make_arrangement(system, "Draft", **same)
    twin = arrangement_values(system, **same)
    with acting_as(MANAGER):
        assert refused(frappe.get_doc(twin).insert) == ("arrangement_twice",)
        part = frappe.get_doc({**twin, "part": "At night"}).insert()
        assert save_form(part, part=" ").codes == ("arrangement_twice",)
        assert save_form(part, part="AT NIGHT ") is None
    take(first, "End Arrangement")
    with acting_as(MANAGER):
        frappe.get_doc(twin).insert()
    assert frappe.db.count("ITSM Arrangement", {"system": system.name}) == 3


def test_a_party_by_name_counts_as_the_same_however_it_is_written(system):
    make_arrangement(system, "Draft", party_name="Night Desk Ltd")
    with acting_as(MANAGER):
        again = frappe.get_doc(arrangement_values(system, party_name=" night desk LTD"))
        assert refused(again.insert) == ("arrangement_twice",)


# -- party, agreement and owner as they stand today --------------------------------------------------------------


def missing(arrangement, part: str = "a") -> list[str]:
    """What the form lists for a proof today."""
    arrangement.reload()
    arrangement.run_method("onload")
    return list(arrangement.get("__onload").missing[part])


def test_a_supplier_and_contract_of_another_app(supplier, system):
    party = {"party_kind": "Supplier", "party_type": "Supplier", "party": supplier.name}
    agreed = {"agreement_type": "Supplier", "agreement": supplier.name}
    arrangement = make_arrangement(system, **party, **agreed)
    assert (arrangement.party_name, arrangement.way_of_management) == ("Night & Day", "Supplier Management")
    other = stage.make_system()
    assert refused_new(other, **{**party, "party_kind": "Internal Group"}) == ("party_type_does_not_fit",)
    for values, codes in (
        ({"disabled": 1}, ("party_disabled", "agreement_ended")),
        ({"disabled": 0, "end_date": add_days(today(), -1)}, ("party_disabled", "agreement_ended")),
        ({"end_date": today(), "status": "Expired"}, ("party_disabled", "agreement_ended")),
    ):
        frappe.db.set_value(SUPPLIER, supplier.name, values)
        assert refused_new(other, **party, **agreed) == codes
        assert tuple(missing(arrangement)) == codes
    frappe.db.set_value(SUPPLIER, supplier.name, {"status": "Active"})
    assert missing(arrangement) == []


def test_what_ended_since_stops_the_next_step_and_no_change_of_the_draft(supplier, system, as_user):
    arrangement = make_arrangement(system, "Draft", agreement_type="Supplier", agreement=supplier.name)
    frappe.db.set_value(SUPPLIER, supplier.name, "end_date", add_days(today(), -1))
    with as_user(MANAGER):
        assert save_form(arrangement, activities="At night.") is None
    assert refused(lambda: take(arrangement, "Record Agreement")) == ("agreement_ended",)
    assert stored(arrangement)["workflow_state"] == "Draft"


def test_with_the_app_its_record_types_go_and_the_arrangement_can_still_be_ended(supplier, system):
    arrangement = make_arrangement(system, party_kind="Supplier", party_type=SUPPLIER, party=supplier.name)
    stage.commit(system)
    take_away_suppliers()
    try:
        assert missing(arrangement) == ["party_gone"]
        assert refused(lambda: take(arrangement, "Start Improvement")) == ("party_gone",)
        arrangement.reload()
        take(arrangement, "End Arrangement")
        assert stored(arrangement)["workflow_state"] == "Ended"
    finally:
        frappe.db.rollback()
        make_suppliers()


def test_a_document_that_is_not_in_force_is_no_agreement(system):
    draft = make_document(system, "Draft", kind="Service Level Agreement", code="SLA-02")
    arrangement = make_arrangement(system, "Draft", agreement=draft.name)
    assert missing(arrangement) == ["agreement_not_in_force"]
    assert refused(lambda: take(arrangement, "Record Agreement")) == ("agreement_not_in_force",)


def test_a_later_revision_of_the_process_description_keeps_the_proof(system):
    arrangement = make_arrangement(system, "Active")
    first = frappe.get_doc("ITSM Document", arrangement.definition_document)
    with acting_as(MANAGER):
        second = first.new_revision()
        second.update({"content": "<p>Otherwise.</p>", "change_summary": "Otherwise."})
        second.save()
    stage.take_steps(second, 3)
    assert frappe.db.get_value("ITSM Document", first.name, "workflow_state") == "Superseded"
    assert missing(arrangement, "b") == []
    frappe.db.set_value("ITSM Document", second.name, "workflow_state", "Withdrawn")
    assert missing(arrangement, "b") == ["definition_not_in_force"]


def test_an_owner_who_left_blocks_no_change_and_is_replaced(system, as_user):
    arrangement = make_arrangement(system, "Draft", accountable_owner=TOP_TWO)
    frappe.db.set_value("User", TOP_TWO, "enabled", 0)
    with as_user(MANAGER):
        assert save_form(arrangement, activities="At night.") is None
        assert missing(arrangement) == ["accountable_owner_gone"]
        assert save_form(arrangement, accountable_owner=TOP) is None
    assert missing(arrangement) == []


def test_the_last_day_of_the_arrangement_ends_its_proof(system):
    arrangement = make_arrangement(system, "Active", ends_on=add_days(today(), 1))
    assert missing(arrangement) == []
    frappe.db.set_value("ITSM Arrangement", arrangement.name, "ends_on", add_days(today(), -1))
    assert missing(arrangement) == ["arrangement_over"]


def test_facts_of_many_are_those_of_each_at_the_same_cost(system, query_count):
    def make(number: int) -> None:
        for index in range(number):
            values = BARE if index % 2 else {}
            make_arrangement(system, "Draft", **{**values, "part": frappe.generate_hash(length=8)})

    def read() -> dict:
        rows = frappe.get_all("ITSM Arrangement", {"system": system.name}, list(FACT_FIELDS), order_by="name asc")
        return facts_of_stored(rows)

    make(2)
    few = query_count(read)
    make(4)
    assert query_count(read) == few
    facts = read()
    assert len(facts) == 6
    assert facts == {name: facts_of(frappe.get_doc("ITSM Arrangement", name)) for name in facts}


def test_the_standing_of_what_is_not_there():
    gone = {("Vanished", "X"), ("User Group", "Nobody")}
    assert standings_of(gone) == dict.fromkeys(gone, Standing.GONE)


# -- notification and print --------------------------------------------------------------------------------------


def told(arrangement) -> list[tuple[str, str]]:
    rows = frappe.get_all(
        "Notification Log",
        filters={"document_name": arrangement.name},
        fields=["for_user", "subject"],
        order_by="creation asc, for_user asc",
    )
    return [(row.for_user, row.subject) for row in rows]


def test_the_accountable_owner_is_told_when_named_and_not_otherwise(system, as_user):
    arrangement = make_arrangement(system, "Active")
    subject = f"You are the accountable owner of {arrangement.title}"
    assert told(arrangement) == [(OWNER, subject)]
    with as_user(MANAGER):
        save_form(arrangement, accountable_owner=TOP)
        assert told(arrangement) == [(OWNER, subject), (TOP, subject)]
        arrangement.reload()
        # Who names themselves knows.
        save_form(arrangement, accountable_owner=MANAGER)
    assert told(arrangement) == [(OWNER, subject), (TOP, subject)]


def test_the_sheet_says_what_was_agreed_and_escapes_it(system, as_user):
    arrangement = make_arrangement(
        system, "Agreed", party_name="Night & Day", interfaces=[interface(subject="Keys & cards")]
    )
    frappe.db.set_value("ITSM Arrangement", arrangement.name, "contact_person", "<i>Who</i>")
    with as_user(AUDITOR):
        html = frappe.get_print("ITSM Arrangement", arrangement.name, "ITSM Arrangement Sheet", no_letterhead=1)
    for text in ("Night &amp; Day", "Keys &amp; cards", "Receives From", "Section 4", "95", arrangement.content_hash):
        assert text in html
    assert "<i>Who" not in html
    assert "nothing has been agreed" not in html


def test_the_form_calls_by_name(system, as_user):
    """Through the web application, as the form does, and not for who may not read."""
    arrangement = make_arrangement(
        system,
        "Agreed",
        **{
            **BARE,
            "agreement_type": "ITSM Document",
            "agreement": make_document(system).name,
            "authority_clause": "Section 4.",
        },
    )
    stage.commit(system)
    asked = {"dt": arrangement.doctype, "dn": arrangement.name, "method": "what_is_missing", "args": {"step": "Active"}}
    with as_user(AUDITOR):
        status, answer = call("POST", "/api/method/run_doc_method", asked)
    assert (status, answer["message"]["measure_missing"]) == (
        200,
        "Add at least one measure with unit, target and source.",
    )
    with as_user(STAFF):
        status, _answer = call("POST", "/api/method/run_doc_method", asked)
    assert status == 403
