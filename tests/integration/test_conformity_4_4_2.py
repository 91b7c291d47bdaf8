"""Checks of 4.4.2: Met, Not met, Stale and Not evaluable, with the records that decide and nobody's name."""

import frappe
import pytest
from frappe.utils import add_days, add_months, today

from sms_iso20000.conformity.engine import evaluate, run_conformity
from sms_iso20000.conformity.reasons import sentence
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.made.competence import (
    make_competence,
    make_need,
    make_record,
    make_training,
    make_workforce,
    seat_of,
    told_by_top_management,
)
from tests.integration.made.plans import make_plan
from tests.integration.made.processes import process_of, role
from tests.integration.made.verdicts import answer, expect, put
from tests.integration.stage import MANAGER, OWNER, STAFF, STAFF_TWO, acting_as

MET, NOT_MET, STALE, NOT_EVALUABLE = Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE
CLAUSES = tuple(f"4.4.2 {part}" for part in (".1", "a", "b", "c", "d", "e"))


@pytest.fixture
def competence(system):
    return make_competence(system)


@pytest.fixture
def needed(system, competence):
    """One process with an owner, and one change coordinator who needs the competence."""
    make_workforce(system, STAFF)
    return make_need(system, competence)


def judge(training, effect: str = "Effective"):
    with acting_as(MANAGER):
        frappe.get_doc(training.doctype, training.name).evaluate(seat_of(training, STAFF).name, effect, "It shows.")


def test_nothing_on_record(system):
    codes = {
        "4.4.2 .1": "nobody_needs_anything",
        "4.4.2 a": "nobody_bears_a_process",
        "4.4.2 b": "nobody_needs_anything",
        "4.4.2 c": "nothing_to_evaluate",
        "4.4.2 d": "nobody_bears_a_process",
        "4.4.2 e": "nobody_bears_a_process",
    }
    for clause, code in codes.items():
        expect(system, clause, NOT_EVALUABLE, code, system)


def test_people_are_competent(system, competence, needed):
    expect(system, "4.4.2 .1", NOT_MET, "competence_lacking", competence)
    make_training(system, competence)
    expect(system, "4.4.2 .1", NOT_EVALUABLE, "competence_under_way", competence)
    record = make_record(system, competence)
    expect(system, "4.4.2 .1", MET, "competence_held", needed)
    frappe.db.set_value("ITSM Training", {"system": system.name}, "status", "Cancelled")
    put(record, expires_on=add_days(today(), -1))
    expect(system, "4.4.2 .1", STALE, "competence_expired", competence)
    put(needed, is_active=0)
    expect(system, "4.4.2 .1", NOT_EVALUABLE, "nobody_needs_anything")


def test_nobody_has_the_role_that_needs_it(system, competence, needed):
    frappe.db.set_value("ITSM Process Role", {"user": STAFF}, "user", None)
    expect(system, "4.4.2 .1", NOT_EVALUABLE, "nobody_needs_anything", needed)


def test_needs_are_determined(system, competence, needed):
    process = process_of(system, "9.2")
    expect(system, "4.4.2 a", NOT_MET, "competence_not_determined", process)
    of_owners = make_need(system, competence, needed_by="Process Owner", related_process=None)
    expect(system, "4.4.2 a", MET, "competence_determined", needed, of_owners)
    put(of_owners, reviewed_on=add_months(today(), -13))
    expect(system, "4.4.2 a", STALE, "competence_review_overdue", of_owners)
    process.append("roles", role(STAFF_TWO, role_title="Release Manager"))
    with acting_as(MANAGER):
        process.save()
    expect(system, "4.4.2 a", NOT_MET, "competence_not_determined", process)
    put(process, is_active=0)
    expect(system, "4.4.2 a", NOT_EVALUABLE, "nobody_bears_a_process", system)


def test_gaps_are_closed(system, competence, needed):
    expect(system, "4.4.2 b", NOT_MET, "gaps_without_measure", competence)
    training = make_training(system, competence)
    expect(system, "4.4.2 b", MET, "gaps_have_measures", training)
    put(training, ends_on=add_days(today(), -1))
    expect(system, "4.4.2 b", STALE, "training_overdue", training)
    put(training, status="Cancelled")
    record = make_record(system, competence)
    expect(system, "4.4.2 b", MET, "no_gaps", needed)
    put(record, expires_on=add_days(today(), -1))
    expect(system, "4.4.2 b", NOT_MET, "gaps_without_measure", competence)


def test_effect_is_evaluated(system, competence, needed):
    training = make_training(system, competence, "Held")
    expect(system, "4.4.2 c", NOT_EVALUABLE, "evaluation_to_come", training)
    put(training, ends_on=add_days(today(), -61))
    expect(system, "4.4.2 c", NOT_MET, "evaluation_overdue", training)
    judge(training)
    expect(system, "4.4.2 c", MET, "effect_evaluated", training)
    put(seat_of(training, STAFF), evaluated_on=add_months(today(), -13))
    expect(system, "4.4.2 c", STALE, "evaluated_too_long_ago", training)


def test_what_was_not_effective_is_followed_up(system, competence, needed):
    training = make_training(system, competence, "Held")
    judge(training, "Not Effective")
    expect(system, "4.4.2 c", NOT_MET, "ineffective_without_follow_up", training)
    make_training(system, competence, title="Once more")
    expect(system, "4.4.2 c", MET, "effect_evaluated", training)


def test_people_are_aware(system, competence):
    make_workforce(system, STAFF, STAFF_TWO)
    process = process_of(system, "9.2")
    put(process, process_owner=STAFF)
    expect(system, "4.4.2 d", NOT_MET, "no_policy_in_force", system)
    policy = stage.make_policy(system, "In Force")
    expect(system, "4.4.2 d", NOT_MET, "awareness_not_acknowledged", policy)
    frappe.db.set_value("ITSM Acknowledgement", {"reference_name": policy.name}, "status", "Acknowledged")
    expect(system, "4.4.2 d", NOT_MET, "awareness_nothing_told", system)
    told = told_by_top_management(system, STAFF)
    expect(system, "4.4.2 d", NOT_EVALUABLE, "awareness_told_just_now", told)
    put(told, sent_on=add_days(today(), -15))
    expect(system, "4.4.2 d", NOT_MET, "awareness_not_read", told)
    with acting_as(STAFF_TWO):
        frappe.get_doc(told.doctype, told.name).note_read()
    expect(system, "4.4.2 d", MET, "awareness_shown", policy, told)
    put(told, sent_on=add_months(today(), -13))
    expect(system, "4.4.2 d", STALE, "told_too_long_ago", told)
    # Of the plan in force nobody was asked.
    plan = make_plan(system)
    frappe.db.delete("ITSM Acknowledgement", {"reference_name": plan.name})
    expect(system, "4.4.2 d", NOT_EVALUABLE, "awareness_not_asked", plan)
    frappe.db.set_value(plan.doctype, plan.name, "workflow_state", "Draft")
    frappe.db.delete("ITSM Acknowledgement", {"reference_name": policy.name})
    expect(system, "4.4.2 d", NOT_EVALUABLE, "awareness_not_asked", policy)
    put(policy, kind="Improvement")
    expect(system, "4.4.2 d", NOT_MET, "no_policy_in_force", system)


def test_records_are_kept(system, competence):
    make_workforce(system, STAFF)
    process = process_of(system, "9.2")
    put(process, process_owner=STAFF)
    expect(system, "4.4.2 e", NOT_MET, "records_missing", system)
    draft = make_record(system, competence, "Draft")
    expect(system, "4.4.2 e", NOT_MET, "records_missing", system)
    with acting_as(MANAGER):
        draft.verify()
    expect(system, "4.4.2 e", MET, "competence_records_kept", competence)
    put(draft, expires_on=add_days(today(), -1))
    expect(system, "4.4.2 e", STALE, "records_expired", system)
    put(draft, evidence="")
    expect(system, "4.4.2 e", NOT_MET, "records_missing", system)
    # A file that is gone shows nothing.
    put(draft, evidence_file="/private/files/gone.pdf")
    expect(system, "4.4.2 e", NOT_MET, "records_missing", system)
    put(process, is_active=0)
    expect(system, "4.4.2 e", NOT_EVALUABLE, "nobody_bears_a_process", system)


def test_no_check_names_anybody(system, competence, needed):
    """In whatever status: reasons count people, and records are requirements, competences and trainings."""
    stage.make_policy(system, "In Force")
    make_training(system, competence, "Held")
    make_record(system, competence, "Draft")
    verdicts = {clause: evaluate(clause, Scope(system.name)) for clause in CLAUSES}
    told = " ".join(sentence(reason) for verdict in verdicts.values() for reason in verdict.reasons)
    for user in (STAFF, OWNER, MANAGER):
        assert user not in told
        assert frappe.utils.get_fullname(user) not in told
    linked = {doctype for verdict in verdicts.values() for doctype, _name in verdict.records}
    assert not linked & {"ITSM Competence Record", "ITSM Training Participant", "User"}


def test_as_many_queries_for_many_people(system, competence, needed, query_count):
    make_workforce(system, STAFF, STAFF_TWO)
    run = [query_count(lambda: [evaluate(clause, Scope(system.name)) for clause in CLAUSES])]
    moment = frappe.utils.now()
    users = [f"crowd.{index}@sms.example.com" for index in range(190)]
    frappe.db.bulk_insert(
        "User",
        ["name", "email", "first_name", "full_name", "enabled", "user_type", "creation", "modified"],
        [(user, user, "One", "One", 1, "System User", moment, moment) for user in users],
    )
    process = process_of(system, "9.2").name
    frappe.db.bulk_insert(
        "ITSM Process Role",
        ["name", "parent", "parenttype", "parentfield", "role_title", "user", "idx"],
        [
            (frappe.generate_hash(length=12), process, "ITSM Process", "roles", "Change Coordinator", user, 9)
            for user in users
        ],
    )
    run.append(query_count(lambda: [evaluate(clause, Scope(system.name)) for clause in CLAUSES]))
    assert run[0] == run[1]
    assert "192 of 192" in sentence(evaluate("4.4.2 .1", Scope(system.name)).reasons[0])


def test_a_run_stores_it(system, needed):
    run = run_conformity(system.name)
    rows = frappe.get_all("ITSM Conformity Result", {"run": run.name, "clause": ["like", "4.4.2%"]}, pluck="status")
    assert len(rows) == 6
    assert "No check" not in rows
    assert answer(system, "4.4.2 .1")[0] is NOT_MET
