"""One record of every kind that belongs to a system, through the app's own functions."""

import frappe

from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.governance.orphans import detect
from tests.integration import stage
from tests.integration.made.actions import make_action
from tests.integration.made.appointments import make_appointment
from tests.integration.made.arrangement_reviews import make_review
from tests.integration.made.arrangements import make_arrangement
from tests.integration.made.assets import make_asset
from tests.integration.made.audit_programmes import make_programme
from tests.integration.made.audits import make_audit, make_waiver
from tests.integration.made.by_hand import make_evidence
from tests.integration.made.communications import make_communication, make_procedure
from tests.integration.made.competence import make_competence, make_need, make_record, make_training, make_workforce
from tests.integration.made.disposals import make_disposal
from tests.integration.made.documents import make_document
from tests.integration.made.improvements import make_improvement, make_improvement_policy
from tests.integration.made.management_reviews import make_addendum, make_management_review
from tests.integration.made.nonconformities import make_nonconformity
from tests.integration.made.objectives import make_objective
from tests.integration.made.plans import make_plan
from tests.integration.made.reports import make_report
from tests.integration.made.resources import make_budget_line, make_resource_plan
from tests.integration.made.retention import make_rule
from tests.integration.made.risk import make_risk
from tests.integration.made.samples import make_sample
from tests.integration.made.services import make_obligation, make_service
from tests.integration.made.ticket_imports import make_import


def make_one_of_each(system) -> None:
    stage.make_policy(system, "In Force")
    source = stage.make_source(system)
    first, last = stage.last_month()
    stage.make_tickets(system, last, {"yes": 1, "no": 1})
    freeze_month(source, first)
    make_objective(system, "Approved")
    make_appointment(system, "Accepted")
    make_report(system, "Draft")
    make_procedure(system)
    make_communication(system, "Sending")
    make_risk(system, "Assessed")
    make_asset(system)
    make_evidence(system)
    make_rule(system)
    make_document(system)
    make_disposal(system, "Approved")
    make_review(make_arrangement(system))
    make_import(system)
    make_service(system)
    make_plan(system)
    make_obligation(system)
    make_action(system)
    make_budget_line(system)
    make_resource_plan(system)
    competence = make_competence(system)
    make_workforce(system)
    make_need(system, competence)
    make_record(system, competence)
    make_training(system, competence)
    make_sample(system)
    make_waiver(system, make_audit(system))
    make_audit(system, kind="Surveillance", certification_body="Registrar")
    make_nonconformity(system)
    make_improvement_policy(system)
    make_improvement(system)
    make_improvement(system, "Closed", title="List of answers")
    make_addendum(make_management_review(system, "Signed"))
    make_programme(system)
    # Which leaves few processes active.
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 1)
    detect(system.name)
    run_conformity(system.name)
