"""Audits: prepared, carried out by the team alone, reported, told, and closed at last (4.5.4.1, 4.5.4.2)."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.api.audit import answer_item
from sms_iso20000.evidence.verification import first_fault
from tests.integration.doors import DOORS, request
from tests.integration.made.audits import (
    REQUIREMENTS,
    answer_all,
    audit_values,
    finding,
    make_audit,
    settle_nonconformities,
    told,
)
from tests.integration.made.processes import owned, process_of
from tests.integration.made.risk import make_risk
from tests.integration.records import decisions_on, refused, stored
from tests.integration.stage import (
    AUDITOR,
    AUDITOR_TWO,
    EXTERNAL,
    MANAGER,
    OUTSIDER,
    OWNER,
    STAFF,
    TOP,
    acting_as,
    commit,
    make_system,
)


def as_(user: str, work):
    with acting_as(user):
        return refused(work)


def rows(audit, *changes: dict) -> list[dict]:
    """The checklist as a client sends it, with `changes` to the first of its items."""
    audit.reload()
    sent = frappe.parse_json(frappe.as_json([row.as_dict() for row in audit.checklist]))
    for row, values in zip(sent, changes, strict=False):
        row.update(values)
    return sent


def in_reporting(system, **found):
    """An audit whose second item is a minor finding, or `found`."""
    audit = make_audit(system, "Fieldwork")
    with acting_as(AUDITOR):
        answer_all(audit)
        audit.checklist[1].update(finding(**found))
        audit.save()
    return audit


# -- life ------------------------------------------------------------------------------------------------------------


def test_whole_life_is_in_the_log_and_verifies(system):
    audit = make_audit(system, "Closed")
    assert decisions_on(audit) == [
        ("Preparation Started", AUDITOR),
        ("Fieldwork Started", AUDITOR),
        ("Fieldwork Finished", AUDITOR),
        ("Report Issued", AUDITOR),
        ("Closed", AUDITOR),
    ]
    assert first_fault(system.name) is None
    frappe.db.set_value("ITSM Audit Item", {"parent": audit.name, "result": "Minor"}, "result", "Conforming")
    assert first_fault(system.name).code == "content_changed"


@pytest.mark.parametrize("door", DOORS)
def test_preparation_needs_a_plan(door, system):
    lacking = {"objectives": "", "criteria": "", "scope_text": "", "lead_auditor": None}
    audit = make_audit(system, **lacking, subjects=[], requirements=[])
    was = stored(audit)
    with acting_as(MANAGER):
        codes = door(audit, workflow_state="Preparing").codes
    assert set(codes) == {
        "audit_objectives_missing",
        "audit_criteria_missing",
        "audit_scope_missing",
        "lead_auditor_missing",
        "audit_without_subject",
    }
    assert stored(audit) == was


@pytest.mark.parametrize("door", DOORS)
def test_fieldwork_needs_a_checklist_and_a_day(door, system):
    audit = make_audit(system, "Preparing", starts_on=None, ends_on=None)
    with acting_as(AUDITOR):
        assert set(door(audit, workflow_state="Fieldwork").codes) == {"checklist_missing", "audit_without_day"}
    assert stored(audit)["workflow_state"] == "Preparing"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"workflow_state": "Follow-up"}, "illegal_step"),
        ({"ends_on": "2020-01-01"}, "audit_ends_before_start"),
        ({"fieldwork_started_by": MANAGER}, "changed_by_hand"),
        ({"team": [{"user": AUDITOR, "team_role": "Auditor"}]}, "auditor_twice"),
        ({"team": [{"user": STAFF, "team_role": "Auditor"}]}, "auditor_without_role"),
        ({"subjects": [{"subject_type": "Site", "site": " "}]}, "subject_missing"),
        (
            {"checklist": [{"requirement": REQUIREMENTS[0], "question": "?", "computed_status": "Met"}]},
            "changed_by_hand",
        ),
        (
            {"checklist": [{"requirement": REQUIREMENTS[0], "question": "?", "result": "Conforming"}]},
            "answer_in_fieldwork_only",
        ),
    ],
)
def test_what_cannot_be_kept(door, change, code, system):
    audit = make_audit(system)
    was = stored(audit)
    with acting_as(MANAGER):
        assert code in door(audit, **change).codes
    assert stored(audit) == was


def test_subject_of_another_system_is_refused(system):
    other = process_of(make_system(), "8.1").name
    values = audit_values(system, subjects=[{"subject_type": "ITSM Process", "subject": other}])
    assert as_(MANAGER, lambda: frappe.get_doc(values).insert()) == ("other_system",)


# -- the checklist ---------------------------------------------------------------------------------------------------


def test_a_clause_stands_for_all_below_it_and_generating_again_adds_nothing(system):
    audit = make_audit(system, requirements=[{"requirement": "2011 4.2"}])
    with acting_as(AUDITOR):
        assert audit.generate_checklist() == 7
        assert audit.generate_checklist() == 0
    audit.reload()
    assert [row.clause for row in audit.checklist] == [
        *("4.2 .1", "4.2 a", "4.2 b", "4.2 c", "4.2 d", "4.2 .2", "4.2 .3"),
    ]
    assert all(row.question for row in audit.checklist)


def test_subjects_alone_say_what_is_asked(system):
    audit = make_audit(system, requirements=[])
    with acting_as(AUDITOR):
        audit.generate_checklist()
    audit.reload()
    assert "4.5.3 e" in [row.clause for row in audit.checklist]


def test_items_know_the_newest_status_and_what_was_found_before(system):
    from sms_iso20000.conformity.engine import run_conformity

    before = make_audit(system, "Closed")
    run_conformity(system.name)
    audit = make_audit(system, "Preparing", title="The year after", lead_auditor=AUDITOR_TWO)
    with acting_as(AUDITOR_TWO):
        audit.generate_checklist()
    audit.reload()
    item = audit.checklist[1]
    assert item.computed_status and item.conformity_result
    found = frappe.parse_json(item.earlier_findings)
    before.reload()
    case = before.checklist[1].nonconformity
    assert {(row["name"], row["grade"]) for row in found} == {(before.name, "Minor"), (case, "Minor")}
    assert not audit.checklist[0].earlier_findings


def test_answer_saves_one_item_and_says_who_and_when(system):
    audit = make_audit(system, "Fieldwork")
    audit.reload()
    item = audit.checklist[0].name
    with acting_as(AUDITOR):
        answer = answer_item(audit.name, item, result="Conforming", note="Seen.", method="Observation")
    row = stored(audit)["checklist"][0]
    assert (row.result, row.method, row.answered_by) == ("Conforming", "Observation", AUDITOR)
    assert (answer["answered"], answer["total"]) == (1, 2)
    assert stored(audit)["checklist"][1].result in (None, "")


@pytest.mark.parametrize("door", DOORS)
def test_nobody_but_the_team_writes_what_was_found(door, system):
    audit = make_audit(system, "Fieldwork")
    changed = rows(audit, {"result": "Conforming"})
    with acting_as(MANAGER):
        assert door(audit, checklist=changed).codes == ("answer_for_team_only",)
    assert not stored(audit)["checklist"][0].result


@pytest.mark.parametrize("door", DOORS)
def test_nobody_but_the_team_changes_what_is_asked_or_concluded(door, system):
    audit = make_audit(system, "Fieldwork")
    was = stored(audit)
    with acting_as(MANAGER):
        for values in ({"question": "Is all well?"}, {"requirement": "2011 4.2 b"}, {"method": "Observation"}):
            assert door(audit, checklist=rows(audit, values)).codes == ("answer_for_team_only",)
        assert door(audit, conclusion="All is well.").codes == ("answer_for_team_only",)
    assert stored(audit) == was


@pytest.mark.parametrize("door", DOORS)
def test_no_item_goes_and_the_kind_stays_once_fieldwork_has_begun(door, system):
    audit = make_audit(system, "Fieldwork")
    was = stored(audit)
    with acting_as(AUDITOR):
        refusal = door(audit, checklist=rows(audit)[:1])
        assert (refusal.codes, REQUIREMENTS[1].removeprefix("2011 ") in refusal.message) == (("item_stays",), True)
        assert door(audit, kind="Supplier").codes == ("kind_stays",)
    assert stored(audit) == was


def test_an_item_that_the_team_adds_says_its_clause(system):
    audit = make_audit(system, "Fieldwork")
    with acting_as(AUDITOR):
        audit.reload()
        audit.append("checklist", {"requirement": "2011 4.2 b", "question": "At night too?", "method": "Interview"})
        audit.save()
    assert [row.clause for row in stored(audit)["checklist"]] == ["4.2 .1", "4.2 a", "4.2 b"]


def test_evidence_has_to_be_readable_and_of_this_system(system):
    audit = make_audit(system, "Fieldwork")
    audit.reload()
    item = audit.checklist[0].name
    elsewhere = make_risk(make_system())
    with acting_as(AUDITOR):
        named = {"evidence_type": "ITSM Risk", "evidence": elsewhere.name}
        assert refused(lambda: answer_item(audit.name, item, result="Conforming", **named)) == ("other_system",)
        half = {"evidence_type": "ITSM Risk"}
        assert refused(lambda: answer_item(audit.name, item, result="Conforming", **half)) == ("record_type_missing",)


# -- what was found --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_reporting_needs_every_answer_and_the_evidence_of_findings(door, system):
    audit = make_audit(system, "Fieldwork")
    with acting_as(AUDITOR):
        assert door(audit, workflow_state="Reporting").codes == ("items_unanswered",)
        answer_all(audit)
        bare = rows(audit, {"result": "Not Audited", "note": ""}, {"result": "Major", "note": "", "evidence_note": ""})
        codes = door(audit, checklist=bare, workflow_state="Reporting").codes
    assert set(codes) == {"not_audited_without_note", "finding_without_note", "finding_without_evidence"}
    assert stored(audit)["workflow_state"] == "Fieldwork"


@pytest.mark.parametrize("door", DOORS)
def test_lead_auditor_stays_through_fieldwork(door, system):
    audit = make_audit(system, "Fieldwork")
    with acting_as(MANAGER):
        assert "lead_auditor_stays" in door(audit, lead_auditor=None).codes
        assert "lead_auditor_stays" in door(audit, lead_auditor=AUDITOR_TWO).codes
        assert "lead_auditor_stays" in door(audit, kind="Surveillance", certification_body="Body").codes
    assert stored(audit)["lead_auditor"] == AUDITOR


@pytest.mark.parametrize("door", DOORS)
def test_report_needs_conclusion_readers_and_nonconformities(door, system):
    audit = make_audit(system, "Reporting")
    with acting_as(AUDITOR):
        audit.audience = []
        audit.save()
        codes = door(audit, workflow_state="Follow-up").codes
    assert set(codes) == {"conclusion_missing", "nobody_to_tell", "finding_without_nonconformity"}


@pytest.mark.parametrize("door", DOORS)
def test_only_who_audited_issues_the_report(door, system):
    audit = make_audit(system, "Reporting")
    with acting_as(AUDITOR):
        audit.raise_nonconformities()
        audit.reload()
        audit.update({"conclusion": "Good.", "audience": told()})
        audit.save()
    with acting_as(MANAGER):
        assert door(audit, workflow_state="Follow-up").codes == ("step_for_auditors_only",)


def test_findings_become_nonconformities_once(system):
    audit = make_audit(system, "Reporting")
    with acting_as(AUDITOR):
        (name,) = audit.raise_nonconformities()
        assert audit.raise_nonconformities() == []
    case = frappe.get_doc("ITSM Nonconformity", name)
    assert (case.reference_name, case.grade, case.source_kind) == (audit.name, "Minor", "Audit Finding")
    assert [row.requirement for row in case.requirements] == [REQUIREMENTS[1]]
    assert case.related_process == process_of(system, "8.1").name
    assert "Tickets 17 and 23." in case.objective_evidence


@pytest.mark.parametrize("door", DOORS)
def test_result_stays_what_its_nonconformity_says(door, system):
    audit = make_audit(system, "Reporting")
    with acting_as(AUDITOR):
        (name,) = audit.raise_nonconformities()
        better = rows(audit, {}, {"result": "Conforming"})
        refusal = door(audit, checklist=better)
        assert (refusal.codes, name in refusal.message) == (("finding_is_reported",), True)
    settle_nonconformities(audit)
    with acting_as(AUDITOR):
        assert door(audit, checklist=better) is None
    assert stored(audit)["checklist"][1].result == "Conforming"


def test_report_is_told_with_record_of_whom(system):
    audit = make_audit(system, "Follow-up")
    receipts = frappe.get_all("ITSM Communication Receipt", {"communication": audit.communication}, pluck="user")
    assert set(receipts) == {STAFF, TOP}
    told_of = frappe.get_doc("ITSM Communication", audit.communication)
    assert (told_of.reference_name, told_of.purpose) == (audit.name, "Result of an Audit")
    assert "no time of closing" in told_of.content


def test_who_has_an_interest_is_proposed(system):
    owned(system, "8.1", owner=OWNER)
    audit = make_audit(system, "Reporting")
    assert {OWNER, TOP} <= {row.audience for row in audit.audience}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "change", [{"conclusion": "Fine."}, {"audience": []}, {"checklist": []}, {"title": "Other"}, {"subjects": []}]
)
def test_what_is_reported_is_sealed(door, change, system):
    audit = make_audit(system, "Follow-up")
    was = stored(audit)
    with acting_as(AUDITOR):
        assert door(audit, **change).codes == ("sealed",)
    assert stored(audit) == was


@pytest.mark.parametrize("door", DOORS)
def test_closing_waits_for_nonconformities(door, system):
    audit = make_audit(system, "Follow-up")
    with acting_as(AUDITOR):
        refusal = door(audit, workflow_state="Closed")
    assert refusal.codes == ("nonconformities_unfinished",)
    assert "ITSM-NCR-" in refusal.message
    assert stored(audit)["workflow_state"] == "Follow-up"
    with acting_as(MANAGER):
        settle_nonconformities(audit)
        assert door(frappe.get_doc(audit.doctype, audit.name), workflow_state="Closed") is None


# -- audits of certification bodies ----------------------------------------------------------------------------------


def external(system, state: str = "Planned", **values):
    body = {"kind": "Surveillance", "lead_auditor": None, "certification_body": "Registrar", "requirements": []}
    return make_audit(system, state, **{**body, **values})


def test_external_audit_needs_its_body_and_no_auditor_of_ours(system):
    audit = external(system, certification_body="")
    assert as_(MANAGER, lambda: _step(audit, "Preparing")) == ("certification_body_missing",)
    audit = external(system, "Fieldwork", lead_auditor=AUDITOR)
    assert not audit.lead_auditor


def test_certificate_may_come_after_the_report_and_is_sealed_when_closed(system):
    audit = external(system, "Follow-up")
    with acting_as(MANAGER):
        audit.update({"certificate": "C-1", "valid_until": add_days(today(), 400)})
        audit.save()
        _step(audit, "Closed")
        audit.certificate = "C-2"
        assert refused(audit.save) == ("sealed",)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("state", ["Planned", "Follow-up"])
def test_days_of_the_ledger_that_cannot_be(door, state, system):
    audit = external(system, state)
    was = stored(audit)
    with acting_as(MANAGER):
        days = {"certified_on": today(), "valid_until": add_days(today(), -1)}
        assert door(audit, **days).codes == ("certificate_ends_before_issue",)
        assert door(audit, responded_on=add_days(today(), 1)).codes == ("answered_in_future",)
    assert stored(audit) == was


# -- who may what ----------------------------------------------------------------------------------------------------


def test_who_reads_and_who_writes(system):
    audit = make_audit(system)
    assert not frappe.has_permission(audit.doctype, "read", doc=audit, user=OWNER)
    owned(system, "8.1", owner=OWNER)
    for user in (OWNER, TOP, AUDITOR_TWO):
        assert frappe.has_permission(audit.doctype, "read", doc=audit, user=user)
        with acting_as(user):
            assert audit.name in frappe.get_list(audit.doctype, pluck="name", limit_page_length=0)
    for user in (OWNER, TOP, EXTERNAL, STAFF, OUTSIDER):
        assert not frappe.has_permission(audit.doctype, "write", doc=audit, user=user)
    for user in (STAFF, OUTSIDER):
        assert not frappe.has_permission(audit.doctype, "read", doc=audit, user=user)
    commit(system)
    with acting_as(OWNER):
        assert request("PUT", f"/api/resource/ITSM Audit/{audit.name}", {"title": "Mine"}).status == 403


def _step(audit, state: str) -> None:
    audit.workflow_state = state
    audit.save()
