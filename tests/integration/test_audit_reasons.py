"""What speaks for auditing something more often, each read from live records (4.5.4.2)."""

import frappe
import pytest
from frappe.utils import add_months, getdate, today

from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.governance.audit_planning import as_json
from sms_iso20000.governance.audit_programmes import ground_of
from sms_iso20000.governance.audit_why import sentences_of
from sms_iso20000.rules.audit_planning import Cell, Kind
from sms_iso20000.rules.schedule import previous_month
from tests.integration import stage
from tests.integration.made.audit_programmes import programme_values
from tests.integration.made.audits import audit_values, make_audit
from tests.integration.made.nonconformities import make_nonconformity
from tests.integration.made.objectives import make_objective
from tests.integration.made.plans import make_plan
from tests.integration.made.processes import indicator, process_of
from tests.integration.made.services import make_service
from tests.integration.made.verdicts import put

INCIDENTS = "8.1"


@pytest.fixture
def process(system):
    return process_of(system, INCIDENTS)


def needs_in(system) -> dict[Cell, object]:
    programme = frappe.get_doc(programme_values(system, workflow_state="Draft"))
    return {need.cell: need for need in ground_of(programme).needs}


def reasons_for(system, subject: str, group: str, kind: Kind = Kind.PROCESS) -> dict[str, dict]:
    """Values by code for one cell, each of which has a sentence."""
    need = needs_in(system)[Cell(kind.value, subject, group)]
    assert all("{" not in sentence for sentence in sentences_of(as_json(need.reasons)))
    return {reason.code: reason.values for reason in need.reasons}


def test_live_services_and_their_sites(system, process):
    assert "serves_live_services" not in reasons_for(system, process.name, "8")
    service = make_service(system, foundations=[{"foundation_type": "ITSM Process", "foundation": process.name}])
    assert reasons_for(system, process.name, "8")["serves_live_services"] == {"count": 1}
    assert reasons_for(system, "Main data centre", "4.5", Kind.SITE)["serves_live_services"] == {"count": 1}
    put(service, workflow_state="Retired")
    assert "serves_live_services" not in reasons_for(system, process.name, "8")
    assert Cell("Site", "Main data centre", "4.5") not in needs_in(system)


def test_objectives_missed(system, process):
    objective = make_objective(system, "Approved", related_process=process.name)
    assert "objectives_missed" not in reasons_for(system, process.name, "8")
    put(objective, progress="Missed")
    assert reasons_for(system, process.name, "8")["objectives_missed"] == {"count": 1}
    assert "objectives_missed" not in reasons_for(system, process.name, "4.1")


def test_earlier_nonconformities_by_process_and_requirement(system, process):
    case = make_nonconformity(system, related_process=process.name, grade="Major")
    for place in ((process.name, "4.3", Kind.PROCESS), ("4.3", "4.3", Kind.CLAUSE)):
        assert reasons_for(system, *place)["major_nonconformities"] == {"count": 1}
    assert "major_nonconformities" not in reasons_for(system, process.name, "8")
    put(case, grade="Concern")
    assert reasons_for(system, process.name, "4.3")["nonconformities"] == {"count": 1}
    put(case, reported_on=add_months(today(), -13))
    assert "nonconformities" not in reasons_for(system, process.name, "4.3")
    put(case, reported_on=today(), workflow_state="Rejected")
    assert "nonconformities" not in reasons_for(system, process.name, "4.3")


def test_changes(system, process):
    for number in range(10):
        process.purpose = f"Purpose {number}"
        process.save(ignore_version=False)
    assert reasons_for(system, process.name, "8")["changed_often"] == {"count": 10}
    versions = frappe.get_all("Version", {"docname": process.name}, pluck="name", order_by="creation asc")
    frappe.db.set_value("Version", versions[0], "creation", add_months(today(), -13))
    assert "changed_often" not in reasons_for(system, process.name, "8")


def test_drift_of_the_plan_and_its_sites(system):
    make_plan(system)
    assert "plan_has_drifted" not in reasons_for(system, "4.5", "4.5", Kind.CLAUSE)
    assert Cell("Site", "Main data centre", "4.5") in needs_in(system)
    make_service(system, title="Mail", code="MAIL", sites=[{"site": "Other site"}])
    assert reasons_for(system, "4.5", "4.5", Kind.CLAUSE)["plan_has_drifted"]["count"] >= 1
    # The plan says what is in scope.
    assert Cell("Site", "Other site", "4.5") not in needs_in(system)


def test_falling_share(system, process):
    source = stage.make_source(system)
    process.append("indicators", indicator(source="Service Level Snapshot", evidence_source=source.name))
    process.save()
    month = previous_month(getdate(today()))
    for late in (8, 4, 1):
        first, last = month
        stage.make_tickets(system, last, {"yes": 10, "no": late})
        freeze_month(source, first)
        month = previous_month(first)
    falling = reasons_for(system, process.name, "8")["share_is_falling"]
    assert falling == {"share": 55.6}


def test_last_audit(system, process):
    assert "never_audited" in reasons_for(system, process.name, "8")
    programme = frappe.get_doc(programme_values(system, cycle_start="2020-01-01", cycle_end="2020-12-31")).insert()
    audit = frappe.get_doc(audit_values(system, programme=programme.name)).insert()
    put(audit, ends_on="2020-06-15")
    slot = {
        "doctype": "ITSM Audit Slot",
        "system": system.name,
        "programme": programme.name,
        "subject_type": "ITSM Process",
        "subject": process.name,
        "clause_group": "8",
        "planned_on": "2020-06-01",
        "status": "Done",
        "audit": audit.name,
    }
    frappe.get_doc(slot).make()
    assert reasons_for(system, process.name, "8")["last_audited"] == {"last": "2020-06-15"}
    assert "never_audited" in reasons_for(system, process.name, "4.1")


def test_clause_that_no_process_stands_for(system):
    frappe.db.set_value("ITSM Process", {"system": system.name, "clause": ["like", "9%"]}, "is_active", 0)
    assert Cell("Clause Group", "9", "9") in needs_in(system)
    assert Cell("Clause Group", "8", "8") not in needs_in(system)


def test_audits_held_before_any_programme(system, process):
    whole, part = {"requirement": "2011 4.4"}, {"requirement": "2011 4.3.1 f"}
    audit = make_audit(system, "Follow-up", requirements=[whole, part])
    held = add_months(today(), -6)
    put(audit, starts_on=held, ends_on=None)
    last = {"last_audited": {"last": str(held)}}
    assert last.items() <= reasons_for(system, process.name, "4.3").items()
    assert last.items() <= reasons_for(system, process.name, "8").items()
    assert last.items() <= reasons_for(system, "4.4", "4.4", Kind.CLAUSE).items()
    for subject, group, kind in ((process.name, "4.1", Kind.PROCESS), ("4.3", "4.3", Kind.CLAUSE)):
        assert "never_audited" in reasons_for(system, subject, group, kind)
    put(audit, workflow_state="Reporting")
    assert "never_audited" in reasons_for(system, process.name, "8")
