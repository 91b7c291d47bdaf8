"""Check of 4.1.4 a, service requirements: Met, Not met, Stale and Not evaluable, with the services that decide."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.conformity.engine import evaluate
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.made.services import make_service, requirement
from tests.integration.made.verdicts import answer, expect, put
from tests.integration.stage import OWNER

CLAUSE = "4.1.4 a"
MET, NOT_MET, STALE, NOT_EVALUABLE = Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE


def measure(system, service: str = "Network") -> None:
    """Tickets of last month of which three of four were in target, frozen."""
    first, last = stage.last_month()
    source = stage.make_source(system)
    stage.make_tickets(system, last, {"yes": 3, "no": 1}, service=service)
    freeze_month(source, first)


def test_without_a_live_service_there_is_nothing_to_look_after(system):
    expect(system, CLAUSE, NOT_EVALUABLE, "no_live_service", system)
    make_service(system, "In Transition")
    expect(system, CLAUSE, NOT_EVALUABLE, "no_live_service", system)


def test_from_what_is_lacking_to_results(system):
    service = make_service(system, requirements=[requirement(target="", reference="Contract 7")])
    expect(system, CLAUSE, NOT_EVALUABLE, "services_never_measured", service)
    put(service, names_in_tickets="")
    expect(system, CLAUSE, NOT_EVALUABLE, "services_not_named_in_tickets", service)
    put(service, names_in_tickets="Elsewhere\nNetwork")
    measure(system)
    expect(system, CLAUSE, MET, "service_requirements_kept", service)
    values = evaluate(CLAUSE, Scope(system.name)).reasons[0].values
    assert (values["total"], values["share"]) == (1, 75)
    frappe.db.set_value("ITSM System", system.name, "evidence_age", 45)
    frappe.db.set_value("ITSM Service Level Snapshot", {"system": system.name}, "period_end", add_days(today(), -46))
    expect(system, CLAUSE, STALE, "services_not_measured_lately", service)


def test_all_that_is_lacking_is_told(system):
    bare = make_service(system)
    orphaned = make_service(system, title="Mail", code="MAIL")
    fine = make_service(system, title="Payroll", code="PAY")
    frappe.db.set_value("ITSM Service Requirement", {"parent": bare.name}, {"target": "", "reference": ""})
    frappe.db.set_value("ITSM Service Agreement", {"parent": bare.name}, "agreement", "Gone")
    put(orphaned, service_owner=None)
    status, codes, records = answer(system, CLAUSE)
    assert (status, codes) == (
        NOT_MET,
        ["services_without_requirements", "services_without_owner", "services_without_agreement"],
    )
    assert {name for _doctype, name in records} == {bare.name, orphaned.name}
    assert fine.name not in str(records)


def test_an_owner_who_left_does_not_look_after_it(system):
    service = make_service(system)
    frappe.db.set_value("User", OWNER, "enabled", 0)
    expect(system, CLAUSE, NOT_MET, "services_without_owner", service)


@pytest.mark.parametrize("state", ["Proposed", "Retired"])
def test_what_is_not_live_does_not_count(state, system):
    service = make_service(system)
    make_service(system, state, title="Mail", code="MAIL", names_in_tickets="")
    measure(system)
    expect(system, CLAUSE, MET, "service_requirements_kept", service)


def test_queries_do_not_grow(system, query_count):
    make_service(system)
    measure(system)
    evaluate(CLAUSE, Scope(system.name))
    one = query_count(lambda: evaluate(CLAUSE, Scope(system.name)))
    for number in range(4):
        make_service(system, title=f"More {number}", code=f"M-{number}")
    assert query_count(lambda: evaluate(CLAUSE, Scope(system.name))) == one
