"""Each check answers Met, Not met, Stale and Not evaluable, with the records that decide it."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from sms_iso20000 import tasks
from sms_iso20000.api.conformity import run_now
from sms_iso20000.api.verdict import record_verdict
from sms_iso20000.conformity import registry
from sms_iso20000.conformity.checks.clause_4_5 import results_recent_for_every_service
from sms_iso20000.conformity.engine import evaluate, run_conformity
from sms_iso20000.conformity.reasons import sentence
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.conformity.verdicts import disagrees
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.refusal import Refused
from sms_iso20000.rules.schedule import month_of, previous_month
from sms_iso20000.rules.verdict import Status, met
from sms_iso20000.sms_iso20000.report.itsm_conformity_comparison import itsm_conformity_comparison
from sms_iso20000.sms_iso20000.report.itsm_conformity_matrix import itsm_conformity_matrix
from sms_iso20000.sms_iso20000.report.itsm_readiness import itsm_readiness
from tests.integration import stage
from tests.integration.doors import DOORS, request
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO, TOP, last_month

STATEMENTS = ("4.1.2 a", "4.1.2 b", "4.1.2 c", "4.1.2 d")


def answer(system, clause: str):
    return evaluate(clause, Scope(system.name))


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def acknowledge(policy, *users: str) -> None:
    for user in users:
        with stage.acting_as(user):
            frappe.get_doc("ITSM Acknowledgement", {"reference_name": policy.name, "user": user}).acknowledge()


@pytest.mark.parametrize("clause", [*STATEMENTS, "4.1.2 e", "4.1.2 f"])
def test_without_a_policy_in_force(clause, draft, system):
    verdict = answer(system, clause)
    assert (verdict.status, codes(verdict)) == (Status.NOT_MET, ["no_policy_in_force"])
    assert verdict.records == (("ITSM System", system.name),)


@pytest.mark.parametrize("clause", STATEMENTS)
def test_statement_in_force_is_met(clause, in_force, system):
    verdict = answer(system, clause)
    assert verdict.status is Status.MET
    approval = frappe.db.get_value("ITSM Decision", {"reference_name": in_force.name, "decision": "Approved"})
    assert verdict.records == (("ITSM Policy", in_force.name), ("ITSM Decision", approval))
    assert verdict.evidence_date == getdate(in_force.approved_on)


@pytest.mark.parametrize(
    ("clause", "field"),
    [
        ("4.1.2 a", "fitness_for_purpose"),
        ("4.1.2 b", "commitment_to_requirements"),
        ("4.1.2 c", "commitment_to_improvement"),
        ("4.1.2 d", "objectives_framework"),
    ],
)
def test_missing_and_forged_statements_are_not_met(clause, field, in_force, system):
    """Neither can happen through the app; the check looks all the same."""
    frappe.db.set_value("ITSM Policy", in_force.name, field, "")
    assert answer(system, clause).status is Status.NOT_MET
    frappe.db.set_value("ITSM Policy", in_force.name, field, "Forged.")
    assert codes(answer(system, clause)) == ["policy_changed_after_approval"]


def test_statement_without_recorded_approval_is_not_met(in_force, system):
    frappe.db.delete("ITSM Decision", {"reference_name": in_force.name, "decision": "Approved"})
    assert codes(answer(system, "4.1.2 a")) == ["policy_approval_not_recorded"]


def test_approver_who_is_no_longer_top_management(in_force, system):
    system.top_management = [row for row in system.top_management if row.user != TOP]
    system.save()
    assert codes(answer(system, "4.1.2 a")) == ["policy_not_approved_by_top_management"]


def test_acknowledgements_at_the_threshold(in_force, system):
    acknowledge(in_force, STAFF)
    verdict = answer(system, "4.1.2 e")
    open_one = frappe.db.get_value("ITSM Acknowledgement", {"reference_name": in_force.name, "user": STAFF_TWO})
    assert (verdict.status, verdict.records) == (Status.NOT_MET, (("ITSM Acknowledgement", open_one),))
    assert "1 of 2 people (50.0 %)" in sentence(verdict.reasons[0])
    frappe.db.set_value("ITSM System", system.name, "acknowledgement_threshold", 50)
    assert answer(system, "4.1.2 e").status is Status.MET
    frappe.db.set_value("ITSM System", system.name, "acknowledgement_threshold", 100)
    acknowledge(in_force, STAFF_TWO)
    assert answer(system, "4.1.2 e").status is Status.MET


@pytest.mark.parametrize("clause", [*STATEMENTS, "4.1.2 e"])
def test_what_an_overdue_policy_says_is_stale(clause, in_force, system):
    acknowledge(in_force, STAFF, STAFF_TWO)
    assert answer(system, clause).status is Status.MET
    frappe.db.set_value("ITSM Policy", in_force.name, "next_review_on", add_days(today(), -1))
    verdict = answer(system, clause)
    assert (verdict.status, codes(verdict)) == (Status.STALE, ["policy_review_overdue"])
    assert verdict.records == (("ITSM Policy", in_force.name),)


@pytest.mark.parametrize("clause", STATEMENTS)
def test_without_top_management_an_approval_cannot_be_judged(clause, in_force, system):
    frappe.db.delete("ITSM System Top Management", {"parent": system.name})
    verdict = answer(system, clause)
    assert (verdict.status, codes(verdict)) == (Status.NOT_EVALUABLE, ["nobody_can_approve"])
    assert verdict.records == (("ITSM System", system.name),)


def test_nobody_asked_is_not_evaluable(in_force, system):
    frappe.db.delete("ITSM Acknowledgement", {"reference_name": in_force.name})
    assert answer(system, "4.1.2 e").status is Status.NOT_EVALUABLE


def test_review_met_stale_and_not_evaluable(in_force, system):
    assert answer(system, "4.1.2 f").status is Status.MET
    frappe.db.set_value("ITSM Policy", in_force.name, "next_review_on", add_days(today(), -1))
    verdict = answer(system, "4.1.2 f")
    assert (verdict.status, verdict.records) == (Status.STALE, (("ITSM Policy", in_force.name),))
    with stage.acting_as(TOP):
        frappe.get_doc("ITSM Policy", in_force.name).keep_unchanged("Still fits.")
    assert answer(system, "4.1.2 f").status is Status.MET
    frappe.db.set_value("ITSM Policy", in_force.name, "last_reviewed_on", None)
    assert answer(system, "4.1.2 f").status is Status.NOT_EVALUABLE


@pytest.mark.parametrize("clause", ["4.3.2 a", "4.3.2 d"])
def test_documents_not_evaluable_and_met(clause, system):
    assert codes(answer(system, clause)) == ["nothing_in_force"]
    policy = stage.make_policy(system, "In Force")
    verdict = answer(system, clause)
    assert (verdict.status, verdict.records) == (Status.MET, (("ITSM Policy", policy.name),))


@pytest.mark.parametrize(
    "forgery",
    [
        lambda policy: frappe.db.set_value("ITSM Policy", policy.name, "content_hash", "0" * 64),
        lambda policy: frappe.db.set_value("ITSM Policy", policy.name, "author", TOP),
        lambda policy: frappe.db.delete("ITSM Decision", {"reference_name": policy.name, "decision": "Approved"}),
    ],
)
def test_issue_without_approval_is_not_met(forgery, in_force, system):
    forgery(in_force)
    verdict = answer(system, "4.3.2 a")
    assert (verdict.status, verdict.records) == (Status.NOT_MET, (("ITSM Policy", in_force.name),))


def test_revision_status_not_met(in_force, system):
    frappe.db.set_value("ITSM Policy", in_force.name, {"revision": 2, "change_summary": ""})
    assert codes(answer(system, "4.3.2 d")) == ["change_not_described"]


def test_service_levels(system):
    def status() -> tuple:
        verdict = registry.CHECKS["4.5.4.1 .1"][0].answer(Scope(system.name))
        return verdict.status, codes(verdict)

    assert status() == (Status.NOT_EVALUABLE, ["no_evidence_source"])
    source = stage.make_source(system)
    assert status() == (Status.NOT_MET, ["source_without_snapshot"])
    old = month_of(getdate(today()) - timedelta(days=120))[0]
    stage.make_tickets(system, old, {"yes": 1})
    freeze_month(source, old)
    assert status() == (Status.STALE, ["snapshot_stale"])
    freeze_month(source, last_month()[0])
    assert status() == (Status.NOT_EVALUABLE, ["nothing_measured"])
    stage.make_tickets(system, last_month()[1], {"yes": 1})
    freeze_month(source, last_month()[0])
    assert status() == (Status.MET, ["service_levels_measured"])
    # What is measured is recent, and still the requirement is not Met: nobody shows audits and management reviews.
    assert answer(system, "4.5.4.1 .1").status is Status.NOT_MET
    # Recent as the months on record are, none will follow.
    frappe.db.set_value("ITSM Evidence Source", source.name, "closed_field", "gone")
    tasks.find_broken_sources()
    assert status() == (Status.NOT_EVALUABLE, ["source_broken"])


def results_of_services(system):
    """What the check of services says; those of audits and reviews stand in `test_conformity_findings.py`."""
    return results_recent_for_every_service(Scope(system.name))


def test_silent_service_is_stale(system):
    source = stage.make_source(system)
    assert codes(results_of_services(system)) == ["no_snapshot"]
    old = previous_month(last_month()[0] - timedelta(days=70))[0]
    stage.make_tickets(system, old, {"yes": 1}, service="Payroll")
    stage.make_tickets(system, last_month()[1], {"yes": 1}, service="Network")
    for month in (old, last_month()[0]):
        freeze_month(source, month)
    verdict = results_of_services(system)
    assert (verdict.status, verdict.reasons[0].values["services"]) == (Status.STALE, "Payroll")
    stage.make_tickets(system, last_month()[1], {"no": 1}, service="Payroll")
    freeze_month(source, last_month()[0])
    assert codes(results_of_services(system))[0] == "results_recorded"


def test_replaced_snapshots_prove_nothing(system):
    """The tickets of a service were wrong: once the month is frozen again, it counts as silent."""
    source = stage.make_source(system)
    old = previous_month(last_month()[0] - timedelta(days=70))[0]
    for month, service in ((old, "Payroll"), (last_month()[1], "Payroll"), (last_month()[1], "Network")):
        stage.make_tickets(system, month, {"yes": 1}, service=service)
    for month in (old, last_month()[0]):
        freeze_month(source, month)
    assert codes(results_of_services(system))[0] == "results_recorded"
    wrong = {"subject": system.name, "service": "Payroll", "closed": [">", str(last_month()[0])]}
    frappe.db.set_value(stage.TICKET, wrong, "service", "Network")
    freeze_month(source, last_month()[0])
    assert codes(results_of_services(system)) == ["service_without_recent_results"]


def test_partial_checks_are_never_met():
    """A check that leaves a part of its requirement out never makes it Met; no check of this release does."""
    partial = {clause for clause, checks in registry.CHECKS.items() if any(check.unchecked for check in checks)}
    assert partial == set()
    whole = registry.CHECKS["4.5.4.1 .1"][0]
    verdict = registry.Check(whole.clause, lambda scope: met("records_kept", [scope.itself]), "first_audit_to_come")
    assert verdict.answer(Scope(stage.make_system().name)).status is Status.NOT_EVALUABLE


def test_run_covers_every_requirement_honestly(in_force, system):
    run = run_conformity(system.name)
    results = frappe.get_all(
        "ITSM Conformity Result", {"run": run.name}, ["clause", "status", "reasons"], order_by="position asc"
    )
    catalogue = frappe.get_all(
        "ITSM Requirement", {"edition": "2011", "is_group": 0}, pluck="clause", order_by="position asc"
    )
    assert [row.clause for row in results] == catalogue
    assert set(registry.CHECKS) == set(catalogue)
    assert {row.status for row in results} <= {"Met", "Not met", "Stale", "Not evaluable"}
    assert run.met + run.not_met + run.stale + run.not_evaluable == run.requirements == len(catalogue) == 119
    assert (run.no_check, run.coverage) == (0, 100)
    assert run.readiness == pytest.approx(100 * run.met / run.requirements, abs=0.01)


def test_requirement_without_a_check_says_so(in_force, system, monkeypatch):
    """A release may know requirements that it has no check for; they count against the coverage."""
    monkeypatch.delitem(registry.CHECKS, "4.5.4.3 j")
    run = run_conformity(system.name)
    result = frappe.get_doc("ITSM Conformity Result", {"run": run.name, "clause": "4.5.4.3 j"})
    assert (result.status, run.no_check) == ("No check", 1)
    assert "no_check" in result.reasons
    assert run.coverage == pytest.approx(100 * 118 / 119, abs=0.01)


def test_result_keeps_reason_and_records(in_force, system):
    run = run_conformity(system.name)
    result = frappe.get_doc("ITSM Conformity Result", {"run": run.name, "clause": "4.1.2 e"})
    assert result.status == "Not met"
    assert "0 of 2 people" in result.reason
    assert {row.reference_doctype for row in result.records} == {"ITSM Acknowledgement"}
    frappe.local.lang = "zh"
    assert "0 of 2" not in frappe.get_doc("ITSM Conformity Result", result.name).reason


def test_a_failing_check_says_so_and_leaves_the_others_be(in_force, system, monkeypatch):
    def broken(scope):
        raise ZeroDivisionError

    monkeypatch.setitem(registry.CHECKS, "4.1.2 a", [registry.Check("4.1.2 a", broken)])
    run = run_conformity(system.name)
    result = frappe.get_doc("ITSM Conformity Result", {"run": run.name, "clause": "4.1.2 a"})
    assert result.status == "Not evaluable"
    assert "check_failed" in result.reasons
    assert frappe.db.get_value("ITSM Conformity Result", {"run": run.name, "clause": "4.1.2 b"}, "status") == "Met"
    assert frappe.db.exists("Error Log", {"method": ["like", "%broken%"]})


def test_queries_do_not_grow_with_the_records(system, query_count):
    source = stage.make_source(system)
    policy = stage.make_policy(system, "In Force")
    freeze_month(source, last_month()[0])
    run_conformity(system.name)  # what the host reads once per process is read now
    small = query_count(lambda: run_conformity(system.name))
    stage.bulk_acknowledgements(policy, 1000)
    large = query_count(lambda: run_conformity(system.name))
    assert large == small


def test_runs_are_kept_apart_by_system(in_force, system):
    other = stage.make_system()
    assert run_conformity(other.name).met == 0
    assert run_conformity(system.name).met > 0


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("user", ["Administrator", MANAGER])
def test_runs_and_results_are_not_changed(door, user, system, as_user):
    run = run_conformity(system.name)
    result = frappe.get_doc("ITSM Conformity Result", {"run": run.name, "clause": "4.1.2 a"})
    with as_user(user):
        assert door(result, status="Met").code in ("append_only", "PermissionError")
        assert door(run, readiness=100).code in ("append_only", "PermissionError")
    assert frappe.db.get_value("ITSM Conformity Result", result.name, "status") == "Not met"
    assert frappe.db.get_value("ITSM Conformity Run", run.name, "readiness") == 0


def test_nightly_job_runs_active_systems(system):
    resting = stage.make_system(is_active=0)
    tasks.run_conformity()
    assert frappe.db.exists("ITSM Conformity Run", {"system": system.name})
    assert not frappe.db.exists("ITSM Conformity Run", {"system": resting.name})


@pytest.mark.parametrize("user", [STAFF, OUTSIDER])
def test_who_may_not_run(user, system, as_user):
    stage.commit(system)
    with as_user(user):
        assert request("POST", "/api/method/sms_iso20000.api.conformity.run_now", {"system": system.name}).status == 403
    assert not frappe.db.exists("ITSM Conformity Run", {"system": system.name})


def test_a_run_is_not_started_by_a_link(system, as_user):
    stage.commit(system)
    with as_user(MANAGER):
        path = f"/api/method/sms_iso20000.api.conformity.run_now?system={system.name}"
        assert request("GET", path) is not None
    assert not frappe.db.exists("ITSM Conformity Run", {"system": system.name})


# -- the human verdict -------------------------------------------------------------------------------------------------


def test_verdict_stands_beside_the_status(in_force, system, as_user):
    run_conformity(system.name)
    with as_user(AUDITOR):
        record_verdict(system.name, "2011 4.1.2 a", "Does Not Conform", "The purpose is not named.")
        rows = {row["clause"]: row for row in itsm_conformity_matrix.execute({"system": system.name})[1]}
    row = rows["4.1.2 a"]
    assert (row["status"], row["verdict"], row["verdict_by"], row["disagrees"]) == (
        "Met",
        "Does Not Conform",
        "Auditor",
        True,
    )
    with as_user(AUDITOR):
        record_verdict(system.name, "2011 4.1.2 a", "Conforms", "Seen in the second edition.")
        rows = {row["clause"]: row for row in itsm_conformity_matrix.execute({"system": system.name})[1]}
    assert (rows["4.1.2 a"]["verdict"], rows["4.1.2 a"]["disagrees"]) == ("Conforms", False)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"verdict": "Met"}, "verdict_unknown"),
        ({"reason": "  "}, "verdict_without_reason"),
        ({"requirement": "2011 4.1.2"}, "not_a_requirement"),
        ({"requirement": "2011 9.9"}, "DoesNotExistError"),
    ],
)
def test_verdict_bad_input(values, code, system, as_user):
    stage.commit(system)
    body = {"system": system.name, "requirement": "2011 4.1.2 a", "verdict": "Conforms", "reason": "Seen.", **values}
    with as_user(AUDITOR):
        assert request("POST", "/api/method/sms_iso20000.api.verdict.record_verdict", body).code == code
    assert not frappe.db.exists("ITSM Decision", {"system": system.name})


@pytest.mark.parametrize("user", [STAFF, OWNER, EXTERNAL, OUTSIDER])
def test_who_may_not_judge(user, system, as_user):
    stage.commit(system)
    body = {"system": system.name, "requirement": "2011 4.1.2 a", "verdict": "Conforms", "reason": "Seen."}
    with as_user(user):
        assert request("POST", "/api/method/sms_iso20000.api.verdict.record_verdict", body).status == 403
    assert not frappe.db.exists("ITSM Decision", {"system": system.name})


@pytest.mark.parametrize(
    ("status", "verdict", "expected"),
    [
        ("Met", "Conforms", False),
        ("Met", "Does Not Conform", True),
        ("Not met", "Conforms", True),
        ("No check", "Conforms", True),
        ("Stale", "Does Not Conform", False),
        ("Met", "Observation", False),
    ],
)
def test_disagreement(status, verdict, expected):
    assert disagrees(status, verdict) is expected


# -- reports -----------------------------------------------------------------------------------------------------------


def test_matrix_is_the_whole_tree(in_force, system, as_user):
    run_conformity(system.name)
    with as_user(MANAGER):
        _columns, rows, message, _chart, summary = itsm_conformity_matrix.execute({"system": system.name})
    assert rows[0]["clause"] == "4"
    assert len(rows) == frappe.db.count("ITSM Requirement", {"edition": "2011"})
    assert system.name in message
    assert sum(figure["value"] for figure in summary) == frappe.db.count(
        "ITSM Requirement", {"edition": "2011", "is_group": 0}
    )
    by_clause = {row["clause"]: row for row in rows}
    assert by_clause["4.1.2 a"]["links"][0] == ["ITSM Policy", in_force.name]
    assert by_clause["4.1.2 a"]["evidence_age"] == 0
    assert by_clause["4.1.2"]["reason"] == "5 Met, 1 Not met"


@pytest.mark.parametrize(
    ("filters", "clauses"),
    [
        ({"clause": "4.1.2", "status": "Not met"}, ["4", "4.1", "4.1.2", "4.1.2 e"]),
        ({"clause": "4.2"}, ["4", "4.2", "4.2 .1", "4.2 a", "4.2 b", "4.2 c", "4.2 d", "4.2 .2", "4.2 .3"]),
        ({"status": "Stale"}, []),
    ],
)
def test_matrix_filters(filters, clauses, in_force, system, as_user):
    run_conformity(system.name)
    with as_user(MANAGER):
        rows = itsm_conformity_matrix.execute({"system": system.name, **filters})[1]
    assert [row["clause"] for row in rows] == clauses


def test_matrix_in_chinese(in_force, system):
    run_conformity(system.name)
    frappe.local.lang = "zh"
    rows = {row["clause"]: row for row in itsm_conformity_matrix.execute({"system": system.name})[1]}
    assert rows["4.1.2"]["title"].endswith(frappe.db.get_value("ITSM Requirement", "2011 4.1.2", "title_zh"))
    assert not rows["4.1.2 f"]["reason"].isascii()


def test_matrix_says_what_to_do_first(system, as_user):
    with as_user(MANAGER):
        _columns, rows, message = itsm_conformity_matrix.execute({"system": system.name})
    assert rows == []
    assert "Evaluate Now" in message


def test_matrix_costs_the_same_for_many_records(in_force, system, query_count):
    run_conformity(system.name)
    small = query_count(lambda: itsm_conformity_matrix.execute({"system": system.name}))
    stage.bulk_acknowledgements(in_force, 1000)
    run_conformity(system.name)
    assert query_count(lambda: itsm_conformity_matrix.execute({"system": system.name})) == small


def test_two_runs_compared(in_force, system, as_user):
    earlier = run_conformity(system.name)
    acknowledge(in_force, STAFF, STAFF_TWO)
    later = run_conformity(system.name)
    with as_user(MANAGER):
        rows = itsm_conformity_comparison.execute({"earlier": earlier.name, "later": later.name})[1]
        readiness = [row for row in itsm_readiness.execute()[1] if row["system"] == system.name]
    assert [(row["before"], row["after"]) for row in rows] == [("Not met", "Met")]
    assert rows[0]["title"].startswith("4.1.2 e")
    assert readiness[0]["name"] == later.name
    assert readiness[0]["change"] == pytest.approx(later.readiness - earlier.readiness, abs=0.01)


def test_no_catalogue_is_said(system, monkeypatch):
    monkeypatch.setattr("sms_iso20000.conformity.engine.EDITION", "1999")
    with pytest.raises(Refused) as refusal:
        run_now(system.name)
    assert refusal.value.codes == ("no_catalogue",)
