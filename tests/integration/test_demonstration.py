"""The demonstration organisation: loaded once for this file, committed, and removed at its end."""

import json
import time
from collections import Counter
from datetime import timedelta

import frappe
import pytest
from frappe.permissions import get_role_permissions
from frappe.utils import add_days, getdate, now_datetime, today
from frappe.utils.password import check_password

from sms_iso20000.conformity.engine import run_conformity
from sms_iso20000.demonstration import (
    MARK,
    clock,
    documents_texts,
    load,
    people,
    planning_texts,
    service_desk,
    texts,
)
from sms_iso20000.demonstration.remove import remove_demo_records
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance.arrangement_register import register_of
from sms_iso20000.governance.external_audits import ledger_of
from sms_iso20000.governance.management_reviews import sections_of
from sms_iso20000.governance.process_plans import process_plans_of
from sms_iso20000.governance.report_schedule import schedules_of
from sms_iso20000.governance.service_catalogue import public_catalogue
from sms_iso20000.refusal import Refused
from sms_iso20000.rules.document import LETTER_OF
from tests.integration import stage
from tests.integration.test_commands import command, remove_kept_packs

PASSWORD = "a-password-of-the-demonstration"


@pytest.fixture(scope="module")
def organisation(site):
    """The name of the system. Other systems of the site do not matter to it, so the check for them is left out."""
    frappe.set_user("Administrator")
    auditors = auditors_of_other_tests()
    enable(auditors, 0)
    load.load_organisation()
    people.set_passwords(PASSWORD)
    frappe.db.commit()
    yield texts.SYSTEM
    frappe.set_user("Administrator")
    frappe.db.rollback()
    enable(auditors, 1)
    wipe()


def auditors_of_other_tests() -> list[str]:
    """What the organisation asks of auditors, it would ask of them too."""
    demanded = {"role": "ITSM Auditor", "parenttype": "User"}
    users = set(frappe.get_all("Has Role", demanded, pluck="parent", order_by="name asc"))
    filters = {"name": ["in", sorted(users - {"Administrator"})], "enabled": 1}
    return frappe.get_all("User", filters, pluck="name", order_by="name asc")


def enable(users: list[str], enabled: int) -> None:
    frappe.db.set_value("User", {"name": ["in", users]}, "enabled", enabled)


def wipe() -> None:
    stage._wipe(texts.SYSTEM)
    remove_demo_records()
    frappe.db.commit()


@pytest.fixture
def system(organisation):
    return organisation


@pytest.fixture
def results(system) -> dict:
    return results_of(run_conformity(system))


def results_of(run) -> dict:
    rows = frappe.get_all(
        "ITSM Conformity Result",
        filters={"run": run.name if hasattr(run, "name") else run},
        fields=["name", "clause", "status", "reasons"],
        order_by="position asc",
    )
    return {row.clause: row for row in rows}


def reason(result) -> tuple[str, dict]:
    first = json.loads(result.reasons)[0]
    return first["code"], first["values"]


def counts() -> dict[str, int]:
    """How many records there are of everything the demonstration makes."""
    doctypes = ("User", "Has Role", "ITSM System", "ITSM Policy", "ITSM Acknowledgement", "ITSM Decision")
    doctypes += ("ITSM Evidence Source", "ITSM Service Level Snapshot", "ITSM Conformity Run", service_desk.INCIDENT)
    return {doctype: frappe.db.count(doctype) for doctype in doctypes}


# -- what is there ---------------------------------------------------------------------------------------------------


def test_people(system):
    assert len(people.STAFF) == 48
    users = frappe.get_all(
        "User",
        filters={"name": ["in", [person.user for person in people.PEOPLE]], "enabled": 1, "user_type": "System User"},
        pluck="name",
        order_by="name asc",
    )
    assert len(users) == 49
    for person in people.PEOPLE:
        assert set(person.roles) == set(frappe.get_roles(person.user)) - {"All", "Guest", "Desk User"}, person


def test_each_role_can_sign_in_and_nobody_else(system):
    assert {person.signs_in_as for person in people.SIGN_INS} == {
        "ITSM Top Management",
        "ITSM Manager",
        "ITSM Process Owner",
        "ITSM Auditor",
        "ITSM External Auditor",
        "ITSM User",
    }
    for person in people.SIGN_INS:
        assert check_password(person.user, PASSWORD) == person.user
    for person in people.OTHERS:
        with pytest.raises(frappe.AuthenticationError):
            check_password(person.user, PASSWORD)


def test_the_desk_of_those_who_sign_in_opens_on_the_workspace(system, as_user):
    from frappe.desk.desktop import get_workspace_sidebar_items

    for person in people.SIGN_INS:
        with as_user(person.user):
            assert [page["title"] for page in get_workspace_sidebar_items()["pages"]] == ["Service Management"], person


def test_policy_is_in_its_second_revision(system):
    policies = frappe.get_all(
        "ITSM Policy",
        filters={"system": system, "kind": "Service Management"},
        fields=["name", "revision", "workflow_state", "author", "reviewed_by", "approved_by"],
        order_by="revision asc",
    )
    assert [(row.revision, row.workflow_state) for row in policies] == [(1, "Superseded"), (2, "In Force")]
    for row in policies:
        assert (row.author, row.reviewed_by, row.approved_by) == (
            people.MANAGER.user,
            people.OWNER.user,
            people.TOP.user,
        )
    asked = frappe.get_all(
        "ITSM Acknowledgement",
        filters={"system": system, "reference_name": ["in", [row.name for row in policies]]},
        fields=["reference_name", "status"],
        order_by="name asc",
    )
    assert Counter((row.reference_name, row.status) for row in asked) == {
        (policies[0].name, "Acknowledged"): 46,
        (policies[0].name, "Lapsed"): 2,
        (policies[1].name, "Acknowledged"): 45,
        (policies[1].name, "Open"): 3,
    }


def test_service_desk_is_counted_as_the_log_has_it(system):
    assert frappe.db.count(service_desk.INCIDENT) == 600
    snapshots = frappe.get_all(
        "ITSM Service Level Snapshot",
        filters={"system": system},
        fields=["period_end", "closed", "in_target", "missed", "unknown"],
        order_by="period_start asc",
    )
    assert len(snapshots) == 4
    assert sum(row.closed for row in snapshots) == 592
    assert sum(row.in_target + row.missed for row in snapshots) == 592
    assert getdate(snapshots[-1].period_end) == stage.last_month()[1]
    assert snapshots[-1].closed > 0


def test_service_desk_is_readable_for_those_who_judge_it(system):
    allowed = {
        person.title for person in people.SIGN_INS if frappe.has_permission(service_desk.INCIDENT, user=person.user)
    }
    assert allowed == {person.title for person in people.SIGN_INS} - {people.AGENT.title}
    for kind in ("write", "create", "delete", "share"):
        assert not any(
            frappe.has_permission(service_desk.INCIDENT, kind, user=person.user) for person in people.SIGN_INS
        )


# -- the history -----------------------------------------------------------------------------------------------------


def test_every_seal_holds(system):
    assert first_fault(system) is None


def test_history_lies_in_the_past_in_its_order(system):
    decisions = frappe.get_all(
        "ITSM Decision",
        filters={"system": system},
        fields=["decision", "decided_on", "creation"],
        order_by="sequence asc",
    )
    moments = [row.decided_on for row in decisions]
    assert moments == sorted(moments)
    assert moments[-1] < now_datetime()
    assert now_datetime() - moments[0] > timedelta(days=3 * 355)
    assert all(row.creation - row.decided_on < timedelta(seconds=5) for row in decisions)
    assert Counter(row.decision for row in decisions)["Frozen"] == 4


def test_acknowledgements_are_spread_over_days(system):
    rows = frappe.get_all(
        "ITSM Acknowledgement",
        filters={"system": system, "status": "Acknowledged"},
        fields=["asked_on", "acknowledged_on", "modified_by", "user"],
        order_by="name asc",
    )
    assert all(getdate(row.acknowledged_on) > row.asked_on for row in rows)
    assert len({getdate(row.acknowledged_on) for row in rows}) > 20
    assert all(row.modified_by == row.user for row in rows)


def test_clock_goes_on_from_the_moment_and_comes_back(system):
    before = now_datetime()
    moment = before - timedelta(days=400)
    with pytest.raises(ZeroDivisionError), clock.at(moment):
        assert timedelta(0) <= now_datetime() - moment < timedelta(seconds=5)
        assert getdate(today()) == moment.date()
        raise ZeroDivisionError
    assert timedelta(0) <= now_datetime() - before < timedelta(seconds=5)


def test_clock_never_shows_the_future(system):
    with pytest.raises(ValueError, match="yet to come"), clock.at(now_datetime() + timedelta(hours=1)):
        pytest.fail("this block is never entered")


def test_nobody_is_notified_of_old_news_and_the_notifications_are_on_again(system):
    theirs = {"for_user": ["in", [person.user for person in people.PEOPLE]]}
    assert set(frappe.get_all("Notification Log", theirs, pluck="document_type", order_by="name asc")) == {
        "ITSM Action",
        "ITSM Communication",
        "ITSM Document",
        "ITSM Nonconformity",
    }
    assert not frappe.db.count("Notification Log", {**theirs, "read": 0})
    resting = frappe.get_all("Notification", filters={"name": ["like", "ITSM %"], "enabled": 0}, order_by="name asc")
    assert not resting


# -- flaws on purpose ------------------------------------------------------------------------------------------------


def test_acknowledgement_gap_is_not_met(results):
    result = results["4.1.2 e"]
    code, values = reason(result)
    assert (result.status, code) == ("Not met", "acknowledgements_open")
    assert (values["done"], values["asked"], values["threshold"]) == (45, 48, 95)
    links = frappe.get_all(
        "ITSM Conformity Result Record", filters={"parent": result.name}, pluck="reference_name", order_by="idx asc"
    )
    assert {frappe.db.get_value("ITSM Acknowledgement", name, "status") for name in links} == {"Open"}
    assert len(links) == 3


def test_one_click_closes_the_acknowledgement_gap(system, as_user):
    open_one = {"system": system, "user": people.AGENT.user, "status": "Open"}
    with as_user(people.AGENT.user):
        frappe.get_doc("ITSM Acknowledgement", open_one).acknowledge()
    after = results_of(run_conformity(system))
    assert (after["4.1.2 e"].status, after["4.4.2 d"].status) == ("Met", "Met")


def test_one_service_has_stale_results(results):
    code, values = reason(results["4.5.4.1 .4"])
    assert (results["4.5.4.1 .4"].status, code) == ("Stale", "service_without_recent_results")
    assert values["services"] == "Payroll Hosting"


# Requirement, status, and the reason that decides.
FLAWS = {
    "4.1.1 d": ("Not met", "told_by_others_only"),
    "4.1.1 g": ("Not met", "risks_not_handled"),
    "4.1.2 e": ("Not met", "acknowledgements_open"),
    "4.1.3 a": ("Not met", "process_without_owner"),
    "4.1.3 b": ("Stale", "procedure_overdue"),
    "4.1.4 a": ("Stale", "services_not_measured_lately"),
    "4.1.4 c": ("Not met", "process_isolated"),
    "4.1.4 d": ("Stale", "assets_not_checked"),
    "4.2 a": ("Stale", "adherence_not_looked_at"),
    **dict.fromkeys(("4.2 c", "4.2 d", "4.2 .2"), ("Stale", "arrangement_review_overdue")),
    "4.3.1 c": ("Not met", "documents_lacking"),
    "4.3.1 e": ("Stale", "documents_overdue"),
    "4.3.1 f": ("Not met", "documents_lacking"),
    **{f"4.3.2 {letter}": ("Stale", "documents_overdue") for letter in "acdef"},
    "4.3.3 .2": ("Not met", "host_clears_too_early"),
    "4.4.2 .1": ("Stale", "competence_expired"),
    "4.4.2 b": ("Not met", "gaps_without_measure"),
    "4.4.2 d": ("Not met", "awareness_not_acknowledged"),
    "4.5.2 .2": ("Not met", "process_plans_not_aligned"),
    "4.5.2 f": ("Stale", "nobody_answers_for_linked"),
    "4.5.2 h": ("Stale", "linked_arrangements_overdue"),
    "4.5.2 i": ("Stale", "linked_processes_apart"),
    "4.5.2 k": ("Stale", "linked_assets_outdated"),
    "4.5.3 b": ("Not met", "process_without_owner"),
    "4.5.3 c": ("Stale", "assets_not_checked"),
    "4.5.3 d": ("Not met", "risks_not_handled"),
    "4.5.3 e": ("Not met", "process_without_owner"),
    "4.5.4.1 .4": ("Stale", "service_without_recent_results"),
    "4.5.4.2 .7": ("Not met", "nonconformities_overdue"),
    **{f"4.5.4.3 {letter}": ("Not met", "review_input_only_explained") for letter in "ac"},
    "4.5.4.3 .3": ("Not met", "review_actions_overdue"),
    "4.5.5.1 .5": ("Not met", "cause_came_back"),
}


def test_every_flaw_is_found_and_the_rest_of_what_is_checked_is_met(results):
    checked = {clause: row for clause, row in results.items() if row.status != "No check"}
    found = {clause: (row.status, reason(row)[0]) for clause, row in checked.items() if row.status != "Met"}
    assert found == FLAWS
    assert len(checked) - len(FLAWS) > 10


def test_documents_of_all_eight_kinds(system):
    """Policy and objectives, of letter a, and the plan, of letter b, are records of their own."""
    fields = ["kind", "workflow_state", "code", "revision"]
    documents = frappe.get_all("ITSM Document", filters={"system": system}, fields=fields, order_by="code asc")
    kinds = {row.kind for row in documents if row.workflow_state == "In Force"}
    assert {LETTER_OF[kind] for kind in kinds} == set("cdefgh")
    assert Counter(row.workflow_state for row in documents) == {
        "In Force": 39,
        "Superseded": 2,
        "Withdrawn": 1,
        "In Review": 1,
    }
    assert {(row.code, row.revision) for row in documents if row.revision > 1} == {("CAT-01", 2), ("PRO-05", 2)}
    late = {"system": system, "reference_doctype": "ITSM Document", "status": "Open"}
    assert frappe.db.get_value("ITSM Acknowledgement", late, "user") == "dispatcher.2@port.example.com"
    assert frappe.db.count("ITSM Acknowledgement", late) == 1


def test_others_operate_four_parts_of_processes(system):
    """One party of each kind and a second supplier; one of them is late for review, and one is being improved."""
    register = register_of(system)
    assert Counter(row.party_kind for row in register) == {"Supplier": 2, "Internal Group": 1, "Customer": 1}
    assert [row.party_name for row in register if row.flags] == ["Data-Centre Operator"]
    assert [row.party_name for row in register if row.workflow_state != "Active"] == ["Payroll Customer"]
    reviews = frappe.get_all("ITSM Arrangement Review", {"system": system}, ["status", "score"], order_by="name asc")
    assert {row.status for row in reviews} == {"Approved"}
    assert sum(row.score < 80 for row in reviews) == 1


def test_one_management_review_is_signed_and_one_in_preparation(system):
    reviews = frappe.get_all(
        "ITSM Management Review",
        filters={"system": system},
        fields=["name", "workflow_state", "previous_review", "signed_by"],
        order_by="name asc",
    )
    assert [(row.workflow_state, row.signed_by) for row in reviews] == [
        ("Signed", people.TOP.user),
        ("Inputs Compiled", None),
    ]
    assert reviews[1].previous_review == reviews[0].name
    carried = sections_of(reviews[1].name)["earlier_reviews"]
    assert {figure.code: figure.value for figure in carried.figures}["review_actions_open"] == 1
    assert all(section.has_data for section in sections_of(reviews[1].name).values())


def test_old_tasks_were_disposed_of_by_two_people(system):
    disposal = frappe.get_doc("ITSM Disposal", {"system": system})
    assert (disposal.status, disposal.disposed, disposal.kept) == ("Disposed", documents_texts.OLD_TASKS, 0)
    assert {disposal.requested_by, disposal.approved_by} == {people.MANAGER.user, people.SECOND_TOP.user}
    assert not frappe.get_all("ToDo", filters={"name": ["like", "demo-task-%"]})


def test_who_wrote_a_retention_rule_may_read_all_that_it_is_about(system):
    """The host's later releases show nobody but a System Manager any sign-in, not even their own."""
    rules = frappe.get_all("ITSM Retention Rule", {"system": system}, ["document_type", "author"], order_by="name asc")
    assert len(rules) == 3
    for rule in rules:
        may = get_role_permissions(frappe.get_meta(rule.document_type), user=rule.author)
        assert may["read"] and not may.get("if_owner", {}).get("read"), rule


def test_orphans_are_found_and_given_to_somebody(system):
    orphans = frappe.get_all(
        "ITSM Orphan",
        filters={"system": system, "status": "Open"},
        fields=["reference_name", "cause", "task", "user"],
        order_by="name asc",
    )
    assert {row.cause for row in orphans} == {"User Disabled"}
    assert {row.user for row in orphans} == {people.CAPACITY_MANAGER_WHO_LEFT.user}
    tasks = frappe.get_all(
        "ToDo", {"name": ["in", [row.task for row in orphans]]}, ["status", "allocated_to"], order_by="name asc"
    )
    assert {(task.status, task.allocated_to) for task in tasks} == {("Open", people.MANAGER.user)}


def test_objectives_stand_differently(system):
    progress = frappe.get_all("ITSM Objective", {"system": system}, pluck="progress", order_by="name asc")
    assert Counter(progress) == {"At Risk": 2, "On Track": 1, "Achieved": 1}


def test_services_are_offered_and_one_is_in_each_other_state(system):
    states = frappe.get_all("ITSM Service", {"system": system}, pluck="workflow_state", order_by="name asc")
    assert Counter(states) == {"Live": 4, "Proposed": 1, "In Transition": 1, "Retired": 1}


def test_a_report_reaches_top_management_on_schedule(system):
    [schedule] = schedules_of(system)
    assert (schedule.enabled, schedule.recipients) == (1, [people.TOP.user, people.SECOND_TOP.user])


def test_the_public_catalogue_keeps_its_languages_apart(system):
    for service in public_catalogue(system):
        for text in (service["title"], *(line["requirement"] for line in service["targets"])):
            assert text.isascii(), text


def test_plan_is_in_force_and_one_process_plan_is_aligned_with_nothing(system):
    plans = frappe.get_all("ITSM Plan", {"system": system}, pluck="workflow_state", order_by="name asc")
    assert plans == ["In Force"]
    assert {row.code: row.alignment for row in process_plans_of(system)} == {
        **dict.fromkeys(planning_texts.ALIGNED, "Aligned"),
        "PLN-03": "Not Aligned",
    }


def test_a_competence_expired(system):
    expired = {"system": system, "expires_on": ["between", ["2000-01-01", add_days(today(), -1)]]}
    people_without = frappe.get_all("ITSM Competence Record", expired, pluck="user", order_by="name asc")
    assert people_without == [people.AGENT.user]


def test_audits_were_held_and_the_programme_goes_on(system):
    audits = frappe.get_all(
        "ITSM Audit", {"system": system}, ["kind", "workflow_state", "certificate", "name"], order_by="starts_on asc"
    )
    assert [(row.kind, row.workflow_state, row.certificate) for row in audits] == [
        ("Certification Stage 1", "Closed", None),
        ("Certification Stage 2", "Closed", texts.CERTIFICATE),
        ("Internal", "Closed", None),
        ("Surveillance", "Closed", texts.CERTIFICATE),
        ("Internal", "Closed", None),
        ("Internal", "Planned", None),
    ]
    ledger = ledger_of(system, getdate(today()))
    assert [(row.validity, row.response, row.open_nonconformities) for row in ledger] == [
        ("Valid", "Answered", 1),
        ("Valid", "", 0),
        ("", "", 0),
    ]
    assert frappe.db.get_value("ITSM Audit Programme", {"system": system}, "workflow_state") == "Running"
    slots = frappe.get_all("ITSM Audit Slot", {"system": system}, ["status", "planned_on"], order_by="name asc")
    assert {row.status for row in slots} == {"Done", "Assigned", "Planned"}
    this_month = getdate(today()).replace(day=1)
    assert {row.status for row in slots if row.planned_on < this_month} == {"Done"}


def test_a_sample_of_incidents_was_examined(system):
    sample = frappe.get_doc("ITSM Sample", {"system": system})
    assert (sample.population_doctype, sample.population_size, sample.drawn_by) == (
        service_desk.INCIDENT,
        600,
        people.AUDITOR.user,
    )
    assert Counter(row.result for row in sample.rows) == {"In Order": 7, "Deviation": 1}


def test_nonconformities_in_every_state_and_one_came_back(system):
    cases = frappe.get_all(
        "ITSM Nonconformity",
        {"system": system},
        ["name", "workflow_state", "recurrence_of"],
        order_by="creation asc, name asc",
    )
    assert Counter(case.workflow_state for case in cases) == {
        "Reported": 1,
        "Analysis": 2,
        "Action Plan": 1,
        "In Action": 1,
        "Verification": 1,
        "Closed": 2,
        "Rejected": 1,
    }
    (recurring,) = (case for case in cases if case.recurrence_of)
    assert recurring.workflow_state == "Action Plan"
    reopened = {"reference_name": recurring.recurrence_of, "decision": "Reopened"}
    assert frappe.db.count("ITSM Decision", reopened) == 1


def test_preventive_actions_answer_signs(system):
    preventive = {"system": system, "kind": "Preventive"}
    fields = ["status", "signal", "completed_by", "checked_by"]
    actions = frappe.get_all("ITSM Action", preventive, fields, order_by="name asc")
    checked = [row for row in actions if row.status == "Verified"]
    assert [(row.signal, row.completed_by, row.checked_by) for row in checked] == [
        ("Expiry", people.MANAGER.user, people.AUDITOR.user)
    ]
    assert {row.status for row in actions} == {"Verified", "Open"}


def test_improvements_in_every_state_and_one_missed_its_target(system):
    policy = {"system": system, "kind": "Improvement"}
    assert frappe.db.get_value("ITSM Policy", policy, ["code", "workflow_state"]) == ("IMP-01", "In Force")
    rows = frappe.get_all(
        "ITSM Improvement", {"system": system}, ["name", "workflow_state", "targets_missed"], order_by="name asc"
    )
    assert Counter(row.workflow_state for row in rows) == dict.fromkeys(
        ("Proposed", "Evaluated", "Approved", "In Progress", "Measured", "Closed", "Rejected"), 1
    )
    (missed,) = (row for row in rows if row.targets_missed)
    assert missed.workflow_state == "Measured"
    next_one = {"reference_name": missed.name, "status": "Open", "due_on": [">=", today()]}
    assert frappe.db.count("ITSM Action", next_one) == 1
    told = {"system": system, "purpose": "Implemented Improvements"}
    assert frappe.db.get_value("ITSM Communication", told, ["status", "told"]) == ("Sent", 4)


def test_a_review_is_signed_and_the_next_is_prepared(system):
    fields = ["name", "workflow_state", "previous_review"]
    signed, following = frappe.get_all("ITSM Management Review", {"system": system}, fields, order_by="planned_on asc")
    assert (signed.workflow_state, signed.previous_review) == ("Signed", None)
    assert (following.workflow_state, following.previous_review) == ("Inputs Compiled", signed.name)
    actions = {"system": system, "reference_doctype": "ITSM Management Review"}
    assert frappe.db.count("ITSM Action", {**actions, "status": "Done"}) == 1
    assert frappe.db.count("ITSM Action", {**actions, "status": "Open", "due_on": ["<", today()]}) == 1


def test_two_runs_differ(system, results):
    earliest = frappe.get_all(
        "ITSM Conformity Run", filters={"system": system}, pluck="name", order_by="run_on asc", limit=1
    )[0]
    earlier = results_of(earliest)
    changed = {
        clause: (earlier[clause].status, result.status)
        for clause, result in results.items()
        if earlier[clause].status != result.status
    }
    assert changed == {
        "4.1.1 a": ("Stale", "Met"),
        "4.1.1 g": ("Met", "Not met"),
        "4.1.3 a": ("Met", "Not met"),
        "4.1.4 a": ("Met", "Stale"),
        **{f"4.1.2 {letter}": ("Stale", "Met") for letter in "abcd"},
        "4.1.2 e": ("Stale", "Not met"),
        "4.1.2 f": ("Stale", "Met"),
        **dict.fromkeys(("4.2 c", "4.2 d", "4.2 .2"), ("Not met", "Stale")),
        "4.2 .3": ("Not evaluable", "Met"),
        "4.3.1 a": ("Stale", "Met"),
        "4.3.1 e": ("Met", "Stale"),
        "4.3.2 c": ("Not met", "Stale"),
        "4.3.2 e": ("Met", "Stale"),
        "4.3.3 .3": ("Not evaluable", "Met"),
        "4.4.2 .1": ("Not met", "Stale"),
        "4.4.2 e": ("Not met", "Met"),
        "4.5.2 f": ("Met", "Stale"),
        "4.5.3 b": ("Met", "Not met"),
        "4.5.3 d": ("Met", "Not met"),
        "4.5.4.1 .4": ("Met", "Stale"),
        "4.5.4.2 .1": ("Not met", "Met"),
        "4.5.4.2 .3": ("Stale", "Met"),
        "4.5.4.2 .7": ("Met", "Not met"),
        "4.5.4.3 .3": ("Met", "Not met"),
        "4.5.5.1 .3": ("Not met", "Met"),
        "4.5.5.1 .5": ("Met", "Not met"),
        "4.5.5.1 .6": ("Not evaluable", "Met"),
        **dict.fromkeys(("4.5.5.2 c", "4.5.5.2 d", "4.5.5.2 e"), ("Not evaluable", "Met")),
    }


def test_a_person_disagrees_with_a_computed_status(system, results):
    verdicts = frappe.get_all(
        "ITSM Decision",
        filters={"system": system, "decision": "Verdict"},
        fields=["reference_name", "verdict", "decided_by_name"],
        order_by="sequence asc",
    )
    assert [(row.reference_name, row.verdict, row.decided_by_name) for row in verdicts] == [
        ("2011 4.1.2 a", "Conforms", "Internal Auditor"),
        ("2011 4.1.2 e", "Does Not Conform", "Internal Auditor"),
        ("2011 4.5.4.1 .4", "Conforms", "Internal Auditor"),
    ]
    assert results["4.5.4.1 .4"].status == "Stale"


def test_a_run_takes_less_than_two_seconds(system):
    started = time.monotonic()
    run_conformity(system)
    assert time.monotonic() - started < 2


# -- once and again --------------------------------------------------------------------------------------------------


def assert_alone(system: str) -> None:
    """Loading refuses a site that holds other systems, so these tests need one that does not."""
    others = set(frappe.get_all("ITSM System", pluck="name", order_by="name asc")) - {system}
    assert not others, f"Test on a site without systems of its own; this one holds {sorted(others)}."


def test_loading_again_changes_passwords_alone(system):
    assert_alone(system)
    before = counts()
    try:
        assert load.load_demonstration("another-password-of-the-demonstration") is False
        assert counts() == before
        assert check_password(people.AGENT.user, "another-password-of-the-demonstration")
    finally:
        people.set_passwords(PASSWORD)
        frappe.db.commit()


def test_another_system_on_the_site_is_respected(system):
    stage.make_system()
    before = counts()
    with pytest.raises(Refused) as refusal:
        load.load_demonstration(PASSWORD)
    assert refusal.value.codes == ("not_a_demonstration_site",)
    assert counts() == before


def test_command_says_how_to_sign_in_and_where_the_pack_is(system):
    assert_alone(system)
    before = counts()
    answer = command("demo", "--url", "http://127.0.0.1:8000", "--password", PASSWORD)
    assert answer.exit_code == 0, answer.output
    assert "http://127.0.0.1:8000" in answer.output
    for person in people.SIGN_INS:
        assert person.user in answer.output
    assert PASSWORD in answer.output
    assert "certification-pack" in answer.output
    assert len(answer.output.splitlines()) < 50
    remove_kept_packs(system)
    after = counts()
    assert after.pop("ITSM Conformity Run") == before.pop("ITSM Conformity Run") + 1
    assert after == before


def test_removal_leaves_nothing_of_the_demonstration(organisation):
    """Last, since nothing is left afterwards."""
    stage._wipe(organisation)
    assert remove_demo_records() is True
    assert remove_demo_records() is False
    users = [person.user for person in people.PEOPLE]
    assert not frappe.db.count("User", {"name": ["in", users]})
    assert not frappe.db.count("Has Role", {"parent": ["in", users]})
    assert not frappe.db.count("Auto Email Report", {"user": ["in", users]})
    assert not frappe.db.exists("User Group", people.STAFF_GROUP)
    assert not frappe.db.exists("DocType", service_desk.INCIDENT)
    assert not frappe.db.table_exists(service_desk.INCIDENT, cached=False)
    assert not frappe.defaults.get_global_default(MARK)
    frappe.db.commit()
