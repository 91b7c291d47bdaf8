"""Checks of 4.2: Met, Not met, Stale and Not evaluable, with the records that decide."""

import frappe
import pytest
from frappe.utils import add_days, add_months, today

from sms_iso20000.conformity.scope import Scope
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.made.arrangement_reviews import make_review
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.processes import process_of
from tests.integration.made.verdicts import answer, expect, put

MET, NOT_MET, STALE, NOT_EVALUABLE = Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE
PROOFS = ("4.2 a", "4.2 b", "4.2 c", "4.2 d")
CLAUSES = ("4.2 .1", *PROOFS, "4.2 .2", "4.2 .3")
SUPPLIER, GROUP, CUSTOMER = (
    {"party_kind": "Supplier", "party_name": "Carrier"},
    {},
    {"party_kind": "Customer", "party_name": "Payroll Customer"},
)


def say(system, operated_by: str, clause: str = "") -> None:
    """Who operates the processes, or the one of `clause`; confirmed today."""
    filters = {"system": system.name, **({"clause": clause} if clause else {})}
    frappe.db.set_value("ITSM Process", filters, {"operated_by": operated_by, "confirmed_on": today()})


@pytest.fixture
def arranged(system):
    """Ours but for one process, a part of which a group operates; reviewed."""
    say(system, "Ourselves")
    say(system, "Partly by Others", "8.1")
    arrangement = make_arrangement(system)
    make_review(arrangement)
    arrangement.reload()
    return arrangement


@pytest.mark.parametrize("clause", CLAUSES)
def test_nothing_said_and_nothing_arranged(system, clause):
    assert answer(system, clause)[:2] == (NOT_EVALUABLE, ["operation_never_said"])


@pytest.mark.parametrize("clause", CLAUSES)
def test_all_operated_by_ourselves(system, clause):
    say(system, "Ourselves")
    kind = "nobody_of_that_kind" if clause in ("4.2 .2", "4.2 .3") else "nobody_else_operates"
    assert answer(system, clause)[:2] == (MET, [kind])
    process = process_of(system, "8.1")
    put(process, confirmed_on=add_months(today(), -13))
    expect(system, clause, STALE, "process_confirmed_too_long_ago", process)


def test_arranged_agreed_and_reviewed(arranged):
    system = frappe.get_doc("ITSM System", arranged.system)
    codes = {
        "4.2 .1": "others_identified",
        "4.2 a": "accountability_shown",
        "4.2 b": "definition_controlled",
        "4.2 c": "performance_determined",
        "4.2 d": "improvement_decided",
        "4.2 .2": "nobody_of_that_kind",
        "4.2 .3": "parties_managed",
    }
    for clause, code in codes.items():
        status, reasons, records = answer(system, clause)
        assert (status, reasons) == (MET, [code]), clause
        assert (arranged.doctype, arranged.name) in records or clause == "4.2 .2"


# -- 4.2 .1 ----------------------------------------------------------------------------------------------------------


def test_a_process_that_does_not_say(arranged, system):
    say(system, "", "9.2")
    expect(system, "4.2 .1", NOT_MET, "operation_not_said", process_of(system, "9.2"))


def test_others_operate_and_nothing_is_arranged(arranged, system):
    say(system, "Wholly by Others", "9.2")
    process = process_of(system, "9.2")
    expect(system, "4.2 .1", NOT_MET, "operated_without_arrangement", process)
    for clause in PROOFS:
        expect(system, clause, NOT_MET, "proof_missing", process)
    expect(system, "4.2 .2", NOT_EVALUABLE, "kind_of_party_unknown", process)


def test_an_arrangement_on_what_we_operate_ourselves(arranged, system):
    say(system, "Ourselves", "8.1")
    expect(system, "4.2 .1", NOT_MET, "arranged_though_in_house", arranged)


def test_a_supplier_in_the_tickets_that_nobody_arranged_with(arranged, system):
    # The field of the team stands for that of the supplier.
    source = stage.make_source(system, supplier_field="team", team_field="")
    first, last = stage.last_month()
    stage.make_tickets(system, last, {"yes": 1})
    snapshot = freeze_month(source, first)
    expect(system, "4.2 .1", NOT_MET, "party_in_tickets_unknown", snapshot)
    make_arrangement(system, party_kind="Supplier", party_name="DESK", part="Line faults")
    expect(system, "4.2 .1", MET, "others_identified")


# -- proofs and ways of management -----------------------------------------------------------------------------------


MISSING = {
    "4.2 a": ("proof_missing", {"authority_clause": ""}),
    "4.2 b": ("proof_missing", {"definition_control": ""}),
    "4.2 c": ("arrangement_not_active", {"workflow_state": "Agreed"}),
    "4.2 d": ("proof_missing", {"improvement_planning": ""}),
    "4.2 .3": ("party_not_managed", {"activities": ""}),
}


@pytest.mark.parametrize("clause", MISSING)
def test_a_part_is_missing(arranged, system, clause):
    code, values = MISSING[clause]
    put(arranged, **values)
    expect(system, clause, NOT_MET, code, arranged)


def test_an_owner_who_has_gone(arranged, system):
    frappe.db.set_value("User", arranged.accountable_owner, "enabled", 0)
    expect(system, "4.2 a", NOT_MET, "proof_missing", arranged)


def test_terms_that_nobody_agreed(arranged, system):
    put(arranged, workflow_state="Draft")
    expect(system, "4.2 a", NOT_MET, "arrangement_not_agreed", arranged)


OVERDUE = {
    "4.2 a": "adherence_not_looked_at",
    "4.2 c": "arrangement_review_overdue",
    "4.2 d": "arrangement_review_overdue",
    "4.2 .3": "arrangement_review_overdue",
}


@pytest.mark.parametrize("clause", OVERDUE)
def test_a_review_is_overdue(arranged, system, clause):
    put(arranged, next_review_on=add_days(today(), -1))
    expect(system, clause, STALE, OVERDUE[clause], arranged)


@pytest.mark.parametrize("clause", ("4.2 c", "4.2 d", "4.2 .3"))
def test_never_reviewed(system, clause):
    arrangement = make_arrangement(system)
    expect(system, clause, NOT_EVALUABLE, "first_review_to_come", arrangement)
    put(arrangement, next_review_on=add_days(today(), -1))
    expect(system, clause, NOT_MET, "arrangement_never_reviewed", arrangement)


def test_the_process_description_is_overdue(arranged, system):
    document = frappe.get_doc("ITSM Document", arranged.definition_document)
    put(document, next_review_on=add_days(today(), -1))
    expect(system, "4.2 b", STALE, "definition_review_overdue", arranged)


def test_a_review_that_measured_nothing(arranged, system):
    frappe.db.set_value("ITSM Arrangement Review", {"arrangement": arranged.name}, "is_scored", 0)
    expect(system, "4.2 c", NOT_MET, "review_measured_nothing", arranged)


def test_no_decision_on_improvements_of_late(arranged, system):
    long_ago = add_months(today(), -13)
    frappe.db.set_value("ITSM Arrangement Review", {"arrangement": arranged.name}, "approved_on", long_ago)
    expect(system, "4.2 d", STALE, "improvement_not_decided", arranged)


@pytest.mark.parametrize(
    ("party", "clause", "lacks"),
    ((SUPPLIER, "4.2 .2", "contact_person"), (CUSTOMER, "4.2 .3", "activities"), (GROUP, "4.2 .3", "activities")),
)
def test_each_kind_of_party_is_managed_in_its_way(system, party, clause, lacks):
    arrangement = make_arrangement(system, **party)
    make_review(arrangement)
    expect(system, clause, MET, "parties_managed", arrangement)
    put(arrangement, next_review_on=add_days(today(), -1))
    expect(system, clause, STALE, "arrangement_review_overdue", arrangement)
    put(arrangement, **{lacks: ""})
    expect(system, clause, NOT_MET, "party_not_managed", arrangement)


def test_a_constant_number_of_queries(arranged, system, query_count):
    def evaluate_all():
        for clause in CLAUSES:
            answer(system, clause)

    evaluate_all()
    few = query_count(evaluate_all)
    for part in ("Faults", "Requests", "Orders"):
        make_review(make_arrangement(system, part=part, party_name=f"Night Desk {part}"))
    assert query_count(evaluate_all) == few
    assert len(Scope(system.name).other_parties.arrangements) == 4
