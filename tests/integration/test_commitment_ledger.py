"""The commitment ledger: what top management did for 4.1.1 a to g, from the decision log."""

import frappe
import pytest
from frappe.utils import add_months, today

from sms_iso20000.governance.commitment import CLAUSES, acts_of
from sms_iso20000.sms_iso20000.report.itsm_commitment_ledger.itsm_commitment_ledger import execute
from tests.integration import stage
from tests.integration.made.by_hand import make_evidence
from tests.integration.made.communications import make_communication
from tests.integration.made.management_reviews import make_management_review
from tests.integration.made.objectives import make_objective
from tests.integration.made.risk import make_risk
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, TOP, acting_as


def ledger(system, **filters) -> list[dict]:
    return execute({"system": system.name, **filters})[1]


def heading(system, clause: str, **filters) -> dict:
    return next(row for row in ledger(system, **filters) if row["key"] == clause)


def acts(system, clause: str) -> list[tuple[str, str]]:
    return [(row["act"], row["reference_name"]) for row in ledger(system) if row.get("parent") == clause]


def test_nothing_on_record_is_said_plainly(system):
    rows = ledger(system)
    assert [row["key"] for row in rows] == list(CLAUSES)
    assert {row["standing"] for row in rows} == {"nothing"}
    assert {row["note"] for row in rows} == {"Nothing is on record."}


def test_what_top_management_set(system):
    policy = stage.make_policy(system, "In Force")
    objective = make_objective(system, "Approved")
    # The newest first; what others did, such as the review, is no act of theirs.
    assert acts(system, "4.1.1 a") == [
        ("Approved", objective.name),
        ("Issued", policy.name),
        ("Approved", policy.name),
    ]
    row = heading(system, "4.1.1 a")
    assert (row["standing"], row["note"]) == ("own", "Acts on record: 3.")
    named = next(row for row in ledger(system) if row.get("parent") == "4.1.1 a")
    assert (named["person"], named["reference_doctype"]) == ("Top", "ITSM Objective")


@pytest.mark.parametrize(
    ("purpose", "clause"),
    [
        ("Scope, Policy and Objectives", "4.1.1 a"),
        ("Service Requirements", "4.1.1 c"),
        ("Legal, Regulatory and Contractual Duties", "4.1.1 d"),
    ],
)
def test_what_top_management_told(purpose, clause, system):
    make_communication(system, "Sending", sender=MANAGER, purpose=purpose)
    delegated = heading(system, clause)
    assert delegated["standing"] == "delegated"
    assert delegated["note"] == "All is delegated: only Manager acted, nobody of top management."
    told = make_communication(system, "Sending", sender=TOP, purpose=purpose)
    assert acts(system, clause) == [("Communicated", told.name)]
    others = {row["key"] for row in ledger(system) if row.get("standing") == "own"}
    assert others == {clause}


def test_messages_of_other_purposes_are_no_commitment(system):
    make_communication(system, "Sending", sender=TOP, purpose="Other")
    assert acts_of(system.name) == []


@pytest.mark.parametrize("letter", ["b", "e", "f"])
def test_what_top_management_confirmed_by_hand(letter, system):
    clause = f"4.1.1 {letter}"
    evidence = make_evidence(system, requirement=f"2011 {clause}")
    assert heading(system, clause)["standing"] == "nothing"
    with acting_as(TOP):
        evidence.confirm()
    assert acts(system, clause) == [("Confirmed", evidence.name)]
    with acting_as(TOP):
        evidence.withdraw("Filed by mistake.")
    assert heading(system, clause)["standing"] == "nothing"


def test_risks_accepted_at_the_top_and_below(system):
    risk = make_risk(system, "Treated")
    assert heading(system, "4.1.1 g")["standing"] == "delegated"
    with acting_as(TOP):
        risk.accept("What is left is small.")
    assert acts(system, "4.1.1 g") == [("Risk Accepted", risk.name)]


def test_reviews_that_top_management_signed(system):
    make_management_review(system, "Held")
    assert heading(system, "4.1.1 f")["standing"] == "nothing"
    review = make_management_review(system, "Signed", title="Autumn review")
    assert acts(system, "4.1.1 f") == [("Signed", review.name)]
    assert heading(system, "4.1.1 f")["standing"] == "own"


def test_the_capacity_of_the_day_counts(system):
    """Who has left top management since still decided as a member of it."""
    make_objective(system, "Approved")
    frappe.db.delete("ITSM System Top Management", {"parent": system.name})
    assert heading(system, "4.1.1 a")["standing"] == "own"


def test_months_back(system):
    make_objective(system, "Approved")
    frappe.db.set_value("ITSM Decision", {"system": system.name}, "decided_on", f"{add_months(today(), -7)} 10:00:00")
    assert heading(system, "4.1.1 a", months=6)["standing"] == "nothing"
    assert heading(system, "4.1.1 a", months=8)["standing"] == "own"
    assert heading(system, "4.1.1 a", months=0)["standing"] == "own"


def test_who_may_read_it(system):
    system.append("external_auditors", {"user": EXTERNAL, "access_until": today()})
    system.save()
    for user in (MANAGER, TOP, OWNER, AUDITOR, EXTERNAL):
        with acting_as(user):
            assert ledger(system)
    for user in (STAFF, OUTSIDER):
        with acting_as(user), pytest.raises(frappe.PermissionError):
            ledger(system)


def test_without_a_system_it_asks_for_one():
    _columns, rows, message = execute()
    assert (rows, message) == ([], "Choose a system.")


def test_queries_do_not_grow(system, query_count):
    make_objective(system, "Approved")
    before = query_count(lambda: ledger(system))
    for index in range(5):
        make_communication(system, "Sending", sender=TOP)
        make_risk(system, "Accepted", title=f"Risk {index}")
    assert query_count(lambda: ledger(system)) == before
