"""Checks of 4.3: Met, Not met, Stale and Not evaluable, with the records that decide."""

from datetime import timedelta
from pathlib import Path

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, now_datetime, today

from sms_iso20000.compat import bulk_insert
from sms_iso20000.conformity.engine import evaluate
from sms_iso20000.conformity.reasons import sentence
from sms_iso20000.conformity.registry import CHECKS
from sms_iso20000.conformity.scope import Scope
from sms_iso20000.demonstration.clock import at
from sms_iso20000.evidence.snapshot import freeze_month
from sms_iso20000.rules.completeness import REQUIREMENTS_WITH_PROCEDURE
from sms_iso20000.rules.verdict import Status
from tests.integration import stage
from tests.integration.made.communications import make_communication
from tests.integration.made.documents import make_document
from tests.integration.made.objectives import make_objective
from tests.integration.made.processes import process_of
from tests.integration.made.retention import make_rule
from tests.integration.made.verdicts import answer, expect, put
from tests.integration.stage import AUDIENCE, MANAGER, OWNER, STAFF, STAFF_TWO, TICKET, acting_as

MET, NOT_MET, STALE, NOT_EVALUABLE = Status.MET, Status.NOT_MET, Status.STALE, Status.NOT_EVALUABLE
CLAUSES = [
    *(f"4.3.1 {letter}" for letter in "abcdefgh"),
    "4.3.2 .1",
    *(f"4.3.2 {letter}" for letter in "abcdefgh"),
    *(f"4.3.3 .{number}" for number in (1, 2, 3)),
]
EXTERNAL = {
    "kind": "External Document",
    "code": "EXT-01",
    "title": "The standard",
    "issuer": "ISO",
    "edition": "2011",
    "master_location": "Shelf 4 in the office of quality management.",
}


def yesterday() -> str:
    return add_days(today(), -1)


def long_ago() -> str:
    """Longer than any interval that a system begins with."""
    return add_months(today(), -13)


def use(doctype: str, name: str = "") -> dict:
    return {"doctype": "ITSM Document Use", "use_doctype": doctype, "use_name": name or None}


def use_at(*processes) -> list[dict]:
    return [use("ITSM Process", process.name) for process in processes]


def use_of(*clauses: str) -> list[dict]:
    return [use("ITSM Requirement", f"2011 {clause}") for clause in clauses]


def operate(system, *clauses: str) -> list:
    """Only the processes of `clauses` are operated."""
    frappe.db.set_value("ITSM Process", {"system": system.name}, "is_active", 0)
    processes = [process_of(system, clause) for clause in clauses]
    for process in processes:
        put(process, is_active=1)
    return processes


def next_revision(document):
    """An approved revision that is to replace `document`."""
    with acting_as(MANAGER):
        revision = frappe.get_doc(document.doctype, document.start_new_revision())
        revision.update({"change_summary": "Shorter.", "content": "<p>Shorter.</p>"})
        revision.save()
    stage.take_steps(revision, 2)
    return revision


def issue(document) -> None:
    stage.step(document, "Put In Force", document.approver)


def test_every_requirement_of_4_3_has_a_check():
    assert set(CLAUSES) <= set(CHECKS)


# -- 4.3.1 -----------------------------------------------------------------------------------------------------------


def test_policy_and_objectives(system):
    expect(system, "4.3.1 a", NOT_EVALUABLE, "no_document_of_kind", system)
    policy = stage.make_policy(system, "Approved")
    expect(system, "4.3.1 a", NOT_MET, "documents_lacking", policy)
    stage.step(policy, "Put In Force", stage.TOP)
    expect(system, "4.3.1 a", NOT_MET, "documents_lacking", system)
    objective = make_objective(system, "Approved")
    expect(system, "4.3.1 a", MET, "documents_complete", policy, objective)
    put(objective, due_on=yesterday())
    expect(system, "4.3.1 a", STALE, "documents_overdue", objective)
    lasting = make_objective(system, "Approved", title="Lasting")
    expect(system, "4.3.1 a", MET, "documents_complete", policy, objective, lasting)
    put(policy, next_review_on=yesterday())
    expect(system, "4.3.1 a", STALE, "documents_overdue", policy)


def test_documents_stand_for_policy_and_objectives(system):
    policy = make_document(system, kind="Policy", code="POL-01")
    objectives = make_document(system, kind="Objective Set", code="OBJ-01")
    expect(system, "4.3.1 a", MET, "documents_complete", policy, objectives)


@pytest.mark.parametrize(
    ("clause", "kind"),
    [("4.3.1 b", "Plan"), ("4.3.1 d", "Service Catalogue"), ("4.3.1 e", "Service Level Agreement")],
)
def test_one_document_of_a_kind(clause, kind, system):
    make_document(system, kind="Other Document", code="ANY")
    expect(system, clause, NOT_EVALUABLE, "no_document_of_kind", system)
    document = make_document(system, "Approved", kind=kind)
    expect(system, clause, NOT_MET, "documents_lacking", document)
    issue(document)
    expect(system, clause, MET, "documents_complete", document)
    put(document, next_review_on=today())
    expect(system, clause, MET, "documents_complete", document)
    put(document, next_review_on=yesterday())
    expect(system, clause, STALE, "documents_overdue", document)
    put(document, workflow_state="Withdrawn")
    expect(system, clause, NOT_MET, "documents_lacking", document)


def test_process_policies_and_plans(system):
    operate(system)
    expect(system, "4.3.1 c", NOT_EVALUABLE, "no_process", system)
    (reporting,) = operate(system, "6.2")
    expect(system, "4.3.1 c", NOT_EVALUABLE, "no_process_needs_policy_or_plan", reporting)
    change, release = operate(system, "9.2", "9.3")
    expect(system, "4.3.1 c", NOT_EVALUABLE, "no_document_of_kind", system)
    values = {"kind": "Process Policy or Plan"}
    of_change = make_document(system, code="CHG", points_of_use=use_at(change), **values)
    expect(system, "4.3.1 c", NOT_MET, "documents_lacking", release)
    of_release = make_document(system, "Approved", code="REL", points_of_use=use_at(release), **values)
    expect(system, "4.3.1 c", NOT_MET, "documents_lacking", of_release, release)
    issue(of_release)
    expect(system, "4.3.1 c", MET, "documents_complete", of_change, of_release)
    put(of_change, next_review_on=yesterday())
    expect(system, "4.3.1 c", STALE, "documents_overdue", of_change)


def test_process_descriptions(system):
    operate(system)
    expect(system, "4.3.1 f", NOT_EVALUABLE, "no_process", system)
    reporting, change = operate(system, "6.2", "9.2")
    expect(system, "4.3.1 f", NOT_EVALUABLE, "no_document_of_kind", system)
    of_change = make_document(system, kind="Process Description", code="CHG", points_of_use=use_at(change))
    expect(system, "4.3.1 f", NOT_MET, "documents_lacking", reporting)
    put(reporting, is_active=0)
    expect(system, "4.3.1 f", MET, "documents_complete", of_change)
    put(of_change, next_review_on=yesterday())
    expect(system, "4.3.1 f", STALE, "documents_overdue", of_change)


def test_one_description_of_every_process(system):
    operate(system, "6.2", "9.2")
    handbook = make_document(system, kind="Process Description", points_of_use=[use("ITSM Process")])
    expect(system, "4.3.1 f", MET, "documents_complete", handbook)


def test_procedures_and_forms(system):
    operate(system)
    expect(system, "4.3.1 g", NOT_EVALUABLE, "no_process", system)
    (change,) = operate(system, "9.2")
    expect(system, "4.3.1 g", NOT_EVALUABLE, "no_document_of_kind", system)
    form = make_document(system, kind="Record Form", code="FORM")
    status, codes, records = answer(system, "4.3.1 g")
    assert (status, codes) == (NOT_MET, ["documents_lacking"])
    requirements = [("ITSM Requirement", f"2011 {clause}") for clause in REQUIREMENTS_WITH_PROCEDURE]
    assert records == (*requirements, ("ITSM Process", change.name))
    places = [*use_of(*REQUIREMENTS_WITH_PROCEDURE), *use_at(change)]
    procedure = make_document(system, code="ALL", points_of_use=places)
    expect(system, "4.3.1 g", MET, "documents_complete", procedure, form)
    put(form, next_review_on=yesterday())
    expect(system, "4.3.1 g", STALE, "documents_overdue", form)


def test_external_documents_held(system):
    expect(system, "4.3.1 h", NOT_EVALUABLE, "no_document_of_kind", system)
    document = make_document(system, "Approved", **EXTERNAL)
    expect(system, "4.3.1 h", NOT_MET, "documents_lacking", document)
    issue(document)
    expect(system, "4.3.1 h", MET, "documents_complete", document)
    put(document, next_review_on=yesterday())
    expect(system, "4.3.1 h", STALE, "documents_overdue", document)
    put(document, edition=" ")
    expect(system, "4.3.1 h", NOT_MET, "external_not_identified", document)


def test_what_is_missing_is_named_in_few_words(system):
    make_document(system, kind="Process Description", points_of_use=use_at(process_of(system, "5")))
    (reason,) = evaluate("4.3.1 f", Scope(system.name)).reasons
    assert reason.values["count"] == 13
    text = sentence(reason)
    assert text.startswith("13 of 14 that are needed are not in force: Process Description (6.1 ")
    assert (text.count("Process Description ("), text.endswith("; ….")) == (5, True)


# -- procedures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "at_clause"), [("4.3.2 .1", "4.3.2"), ("4.3.2 .1", "4.3.2 .1"), ("4.3.3 .2", "4.3.3")]
)
def test_procedure(clause, at_clause, system):
    if clause == "4.3.3 .2":
        make_rule(system)
    make_document(system, code="ELSE", points_of_use=use_of("4.3.1 a", "4.5.4.2"))
    expect(system, clause, NOT_EVALUABLE, "no_procedure_for_clause", system)
    procedure = make_document(system, "Approved", points_of_use=use_of(at_clause))
    expect(system, clause, NOT_MET, "procedure_for_clause_not_in_force", procedure)
    issue(procedure)
    assert answer(system, clause)[0] is MET
    put(procedure, next_review_on=yesterday())
    expect(system, clause, STALE, "documents_overdue", procedure)
    frappe.db.set_value("User", OWNER, "enabled", 0)
    expect(system, clause, NOT_MET, "procedure_for_clause_without_owner", procedure)


def test_a_plan_is_no_procedure(system):
    make_document(system, kind="Plan", points_of_use=use_of("4.3.2"))
    expect(system, "4.3.2 .1", NOT_EVALUABLE, "no_procedure_for_clause", system)


# -- 4.3.2 -----------------------------------------------------------------------------------------------------------


def forged_approval(document) -> None:
    frappe.db.delete("ITSM Decision", {"reference_name": document.name, "decision": "Approved"})


def no_summary(document) -> None:
    put(document, revision=2, change_summary="")


def no_point_of_use(document) -> None:
    frappe.db.delete("ITSM Document Use", {"parent": document.name})


def no_title(document) -> None:
    put(document, title="")


@pytest.mark.parametrize(
    ("clause", "nothing", "proven", "wrong", "forge"),
    [
        ("4.3.2 a", "nothing_in_force", "approved_before_issue", "issued_without_approval", forged_approval),
        ("4.3.2 d", "nothing_in_force", "revision_status_identified", "change_not_described", no_summary),
        ("4.3.2 e", "no_document_in_force", "documents_at_points_of_use", "documents_used_nowhere", no_point_of_use),
        ("4.3.2 f", "nothing_in_force", "documents_readable", "documents_not_readable", no_title),
    ],
)
def test_what_is_in_force(clause, nothing, proven, wrong, forge, system):
    uses = use_at(process_of(system, "9.2"))
    document = make_document(system, "Approved", points_of_use=uses)
    expect(system, clause, NOT_EVALUABLE, nothing, system)
    issue(document)
    expect(system, clause, MET, proven, document)
    put(document, next_review_on=yesterday())
    expect(system, clause, STALE, "documents_overdue", document)
    forge(document)
    expect(system, clause, NOT_MET, wrong, document)


@pytest.mark.parametrize(
    "place",
    [
        lambda system: use("ITSM Process", process_of(system, "9.3").name),
        lambda _system: use("ITSM Process", "Gone"),
        lambda _system: use("Gone"),
    ],
)
def test_a_point_of_use_that_is_gone(place, system):
    operate(system, "9.2")
    document = make_document(system, points_of_use=use_at(process_of(system, "9.2")))
    expect(system, "4.3.2 e", MET, "documents_at_points_of_use", document)
    gone = place(system)
    row = {"use_doctype": gone["use_doctype"], "use_name": gone["use_name"]}
    frappe.db.set_value("ITSM Document Use", {"parent": document.name}, row)
    expect(system, "4.3.2 e", NOT_MET, "documents_used_nowhere", document)


@pytest.mark.parametrize("place", [use(TICKET), use("ITSM Process")])
def test_a_whole_record_type_as_a_point_of_use(place, system):
    document = make_document(system, points_of_use=[place])
    expect(system, "4.3.2 e", MET, "documents_at_points_of_use", document)


@pytest.mark.parametrize(
    "lost",
    [
        {"content": "<p> &nbsp;</p>"},
        {"file": "/private/files/gone.pdf"},
        {"document_owner": ""},
        {"code": ""},
        {"revision": 0},
    ],
)
def test_what_cannot_be_read(lost, system):
    document = make_document(system)
    put(document, **lost)
    expect(system, "4.3.2 f", NOT_MET, "documents_not_readable", document)


def test_a_file_is_read_while_it_is_there(system):
    document = make_document(system)
    file = frappe.get_doc(
        {"doctype": "File", "file_name": "procedure.txt", "content": b"How we do it.", "is_private": 1}
    ).insert()
    put(document, content="", file=file.file_url)
    expect(system, "4.3.2 f", MET, "documents_readable", document)
    Path(file.get_full_path()).unlink()
    expect(system, "4.3.2 f", NOT_MET, "documents_not_readable", document)


def test_people_asked(system):
    expect(system, "4.3.2 b", NOT_EVALUABLE, "nothing_in_force", system)
    document = make_document(system)
    policy = stage.make_policy(system, "In Force")
    expect(system, "4.3.2 b", MET, "people_told", policy, document)
    frappe.db.delete("ITSM Acknowledgement", {"reference_name": document.name, "user": STAFF_TWO})
    expect(system, "4.3.2 b", MET, "people_told")
    put(document, issued_on=long_ago())
    # Here since today: there was no time yet.
    frappe.db.set_value("User", STAFF_TWO, "creation", now_datetime())
    expect(system, "4.3.2 b", MET, "people_told")
    frappe.db.set_value("User", STAFF_TWO, "creation", long_ago())
    expect(system, "4.3.2 b", STALE, "newcomers_not_told", document)
    frappe.db.delete("ITSM Acknowledgement", {"reference_name": document.name})
    expect(system, "4.3.2 b", NOT_MET, "nobody_told", document)


def test_people_told(system):
    document = make_document(system, kind="Plan")
    about = {"reference_doctype": "ITSM Document", "reference_name": document.name}
    told = frappe.get_doc("ITSM Communication", about)
    receipts = {"communication": told.name}
    assert frappe.db.count("ITSM Communication Receipt", receipts) == len(AUDIENCE)
    expect(system, "4.3.2 b", MET, "people_told", document)
    frappe.db.set_value("ITSM Communication Receipt", {**receipts, "user": STAFF}, "status", "Failed")
    expect(system, "4.3.2 b", NOT_MET, "telling_failed", document)
    frappe.db.set_value("ITSM Communication Receipt", receipts, "status", "Queued")
    expect(system, "4.3.2 b", MET, "people_told", document)
    put(document, issued_on=long_ago())
    expect(system, "4.3.2 b", NOT_MET, "telling_failed", document)
    frappe.db.set_value("ITSM Communication Receipt", receipts, "status", "Read")
    expect(system, "4.3.2 b", MET, "people_told", document)
    frappe.db.delete("ITSM Communication Receipt", receipts)
    expect(system, "4.3.2 b", NOT_MET, "nobody_told", document)


def test_a_failure_somebody_made_good_counts_no_more(system):
    document = make_document(system, kind="Plan")
    told = frappe.get_doc("ITSM Communication", {"reference_name": document.name})
    frappe.db.set_value("ITSM Communication Receipt", {"communication": told.name}, "status", "Failed")
    about = {"purpose": told.purpose, "reference_doctype": document.doctype, "reference_name": document.name}
    again = make_communication(system, "Sending", **about)
    frappe.db.set_value("ITSM Communication Receipt", {"communication": again.name}, "status", "Told")
    expect(system, "4.3.2 b", MET, "people_told", document)


def test_reviews(system):
    expect(system, "4.3.2 c", NOT_EVALUABLE, "nothing_in_force", system)
    document = make_document(system)
    policy = stage.make_policy(system, "In Force")
    expect(system, "4.3.2 c", MET, "documents_reviewed", policy, document)
    put(document, next_review_on=yesterday())
    expect(system, "4.3.2 c", STALE, "documents_overdue", document)
    put(document, next_review_on=add_days(today(), -14))
    expect(system, "4.3.2 c", STALE, "documents_overdue", document)
    put(document, next_review_on=add_days(today(), -15))
    expect(system, "4.3.2 c", NOT_MET, "reviews_long_overdue", document)
    with acting_as(OWNER):
        frappe.get_doc("ITSM Document", document.name).keep_unchanged("Still as we work.")
    expect(system, "4.3.2 c", MET, "documents_reviewed", policy, document)
    frappe.db.set_value("User", OWNER, "enabled", 0)
    expect(system, "4.3.2 c", NOT_MET, "documents_without_owner", document)


def test_a_policy_is_looked_after_by_top_management(system):
    policy = stage.make_policy(system, "In Force")
    frappe.db.set_value("User", MANAGER, "enabled", 0)
    expect(system, "4.3.2 c", MET, "documents_reviewed", policy)
    frappe.db.delete("ITSM System Top Management", {"parent": system.name})
    expect(system, "4.3.2 c", NOT_MET, "documents_without_owner", policy)


def test_external_documents_controlled(system):
    make_document(system)
    expect(system, "4.3.2 g", NOT_EVALUABLE, "no_external_document_in_force", system)
    document = make_document(system, **EXTERNAL)
    expect(system, "4.3.2 g", MET, "external_controlled", document)
    put(document, next_review_on=yesterday())
    expect(system, "4.3.2 g", STALE, "documents_overdue", document)
    for field in ("issuer", "edition", "master_location"):
        put(document, **{field: ""})
        expect(system, "4.3.2 g", NOT_MET, "external_not_controlled", document)
        put(document, **{field: EXTERNAL[field]})
    frappe.db.delete("ITSM Audience", {"parent": document.name})
    expect(system, "4.3.2 g", NOT_MET, "external_not_controlled", document)


@pytest.fixture
def ended(system):
    """A revision that another has replaced."""
    document = make_document(system)
    issue(next_revision(document))
    document.reload()
    assert document.workflow_state == "Superseded"
    return document


def shared_by_name(ended) -> None:
    frappe.get_doc(
        {"doctype": "DocShare", "user": STAFF, "share_doctype": ended.doctype, "share_name": ended.name, "read": 1}
    ).db_insert()


def shared_by_link(ended, expires_on: str | None = None) -> None:
    frappe.get_doc(
        {
            "doctype": "Document Share Key",
            "reference_doctype": ended.doctype,
            "reference_docname": ended.name,
            "expires_on": expires_on,
            "key": frappe.generate_hash(length=32),
        }
    ).db_insert()


def still_asked(ended) -> None:
    frappe.db.set_value("ITSM Acknowledgement", {"reference_name": ended.name, "user": STAFF}, "status", "Open")


def with_public_file(ended) -> None:
    file = {"doctype": "File", "file_name": "old.txt", "file_url": "/files/old.txt", "is_private": 0}
    frappe.get_doc({**file, "attached_to_doctype": ended.doctype, "attached_to_name": ended.name}).db_insert()


@pytest.mark.parametrize("put_within_reach", [shared_by_name, shared_by_link, still_asked, with_public_file])
def test_ended_within_reach(put_within_reach, ended, system):
    expect(system, "4.3.2 h", MET, "ended_out_of_reach", ended)
    put_within_reach(ended)
    expect(system, "4.3.2 h", NOT_MET, "ended_within_reach", ended)


def test_a_link_that_has_expired_leads_nowhere(ended, system):
    shared_by_link(ended, yesterday())
    expect(system, "4.3.2 h", MET, "ended_out_of_reach", ended)
    shared_by_link(ended, today())
    expect(system, "4.3.2 h", NOT_MET, "ended_within_reach", ended)


def test_nothing_has_ended(system):
    document = make_document(system)
    expect(system, "4.3.2 h", NOT_EVALUABLE, "nothing_ended", system)
    shared_by_name(document)
    expect(system, "4.3.2 h", NOT_EVALUABLE, "nothing_ended", system)


def test_a_successor_that_waits(ended, system):
    successor = next_revision(frappe.get_doc("ITSM Document", ended.superseded_by))
    expect(system, "4.3.2 h", MET, "ended_out_of_reach", ended)
    put(successor, approved_on=add_days(today(), -31))
    expect(system, "4.3.2 h", STALE, "successor_waits", successor)
    put(successor, effective_on=add_days(today(), 1))
    expect(system, "4.3.2 h", MET, "ended_out_of_reach", ended)
    put(successor, effective_on=yesterday())
    expect(system, "4.3.2 h", STALE, "successor_waits", successor)


# -- 4.3.3 -----------------------------------------------------------------------------------------------------------


def test_records_kept(system):
    expect(system, "4.3.3 .1", NOT_EVALUABLE, "no_decision_recorded", system)
    stage.make_policy(system, "In Force")
    last = frappe.get_last_doc("ITSM Decision", {"system": system.name}, order_by="sequence desc")
    expect(system, "4.3.3 .1", MET, "records_kept", last)
    source = stage.make_source(system)
    expect(system, "4.3.3 .1", NOT_MET, "source_without_snapshot", source)
    old = (getdate(today()) - timedelta(days=120)).replace(day=1)
    stage.make_tickets(system, old, {"yes": 1})
    snapshot = freeze_month(source, old)
    expect(system, "4.3.3 .1", STALE, "snapshot_stale", snapshot)
    freeze_month(source, stage.last_month()[0])
    assert answer(system, "4.3.3 .1")[0] is MET
    put(last, reason="Forged.")
    expect(system, "4.3.3 .1", NOT_MET, "decisions_broken", last)


def test_nothing_was_decided_for_long(system):
    with at(now_datetime() - timedelta(days=100)):
        stage.make_policy(system, "In Review")
    last = frappe.get_last_doc("ITSM Decision", {"system": system.name}, order_by="sequence desc")
    expect(system, "4.3.3 .1", STALE, "no_recent_decision", last)


def test_retention_rules(system):
    make_document(system, points_of_use=use_of("4.3.3"))
    expect(system, "4.3.3 .2", NOT_EVALUABLE, "no_retention_rule", system)
    rule = make_rule(system, "Draft")
    expect(system, "4.3.3 .2", NOT_MET, "no_retention_rule_in_force", rule)
    with acting_as(stage.TOP):
        rule.approve()
    assert answer(system, "4.3.3 .2")[0] is MET
    frappe.db.set_value("User", MANAGER, "enabled", 0)
    expect(system, "4.3.3 .2", NOT_MET, "retention_rule_without_owner", rule)
    frappe.db.set_value("User", MANAGER, "enabled", 1)
    source = stage.make_source(system)
    assert answer(system, "4.3.3 .2")[0] is MET
    put(source, source_doctype="ToDo")
    expect(system, "4.3.3 .2", NOT_MET, "evidence_without_retention_rule", source)
    put(source, is_enabled=0)
    assert answer(system, "4.3.3 .2")[0] is MET


def test_the_host_contradicts_a_retention_rule(system):
    make_document(system, points_of_use=use_of("4.3.3"))
    rule = make_rule(system)
    assert answer(system, "4.3.3 .2")[0] is MET
    put(rule, document_type="Error Log")
    expect(system, "4.3.3 .2", NOT_MET, "host_clears_too_early", rule)


def test_verification(system):
    expect(system, "4.3.3 .3", NOT_EVALUABLE, "never_verified", system)
    put(system, verified_on=now_datetime())
    expect(system, "4.3.3 .3", MET, "records_verified", system)
    put(system, verified_on=add_days(now_datetime(), -7))
    expect(system, "4.3.3 .3", MET, "records_verified", system)
    put(system, verified_on=add_days(now_datetime(), -8))
    expect(system, "4.3.3 .3", STALE, "verified_too_long_ago", system)
    put(system, verification_fault="A decision was changed.")
    expect(system, "4.3.3 .3", NOT_MET, "verification_found_fault", system)


# -- many ------------------------------------------------------------------------------------------------------------


def bulk_documents(system, number: int, beginning: int = 0) -> None:
    """Documents in force, as the database may hold them, each with somebody it is for and a place it is used at."""
    names = [f"{system.name} {beginning + index}" for index in range(number)]
    process = process_of(system, "9.2")
    moment = now_datetime()
    bulk_insert(
        "ITSM Document",
        (
            {
                "name": name,
                "system": system.name,
                "code": name,
                "title": name,
                "kind": "Plan",
                "revision": 1,
                "workflow_state": "In Force",
                "document_owner": OWNER,
                "approver": stage.TOP,
                "content": "Text.",
                "issued_on": moment,
                "last_reviewed_on": today(),
                "next_review_on": add_days(today(), 100),
            }
            for name in names
        ),
    )
    of_document = {"parenttype": "ITSM Document"}
    bulk_insert(
        "ITSM Audience",
        (
            {**of_document, "parent": name, "parentfield": "audience", "audience_type": "User", "audience": STAFF}
            for name in names
        ),
    )
    place = {"use_doctype": "ITSM Process", "use_name": process.name}
    bulk_insert(
        "ITSM Document Use",
        ({**of_document, "parent": name, "parentfield": "points_of_use", **place} for name in names),
    )


@pytest.mark.parametrize("clause", CLAUSES)
def test_many_documents_cost_no_more_queries(clause, system, query_count):
    make_rule(system)
    bulk_documents(system, 10)
    evaluate(clause, Scope(system.name))
    few = query_count(lambda: evaluate(clause, Scope(system.name)))
    bulk_documents(system, 300, beginning=10)
    assert query_count(lambda: evaluate(clause, Scope(system.name))) == few
