"""A user permission on one system hides the others' records everywhere; an external auditor's last day ends it all."""

import frappe
import pytest
from frappe.utils import add_days, today

from sms_iso20000.permissions.hooks import CRITERIA
from sms_iso20000.sms_iso20000.report.itsm_acknowledgement_status import itsm_acknowledgement_status
from sms_iso20000.sms_iso20000.report.itsm_arrangement_register import itsm_arrangement_register
from sms_iso20000.sms_iso20000.report.itsm_asset_register import itsm_asset_register
from sms_iso20000.sms_iso20000.report.itsm_audit_coverage import itsm_audit_coverage
from sms_iso20000.sms_iso20000.report.itsm_audit_progress import itsm_audit_progress
from sms_iso20000.sms_iso20000.report.itsm_budget_overview import itsm_budget_overview
from sms_iso20000.sms_iso20000.report.itsm_commitment_ledger import itsm_commitment_ledger
from sms_iso20000.sms_iso20000.report.itsm_communication_reach import itsm_communication_reach
from sms_iso20000.sms_iso20000.report.itsm_competence_matrix import itsm_competence_matrix
from sms_iso20000.sms_iso20000.report.itsm_conformity_comparison import itsm_conformity_comparison
from sms_iso20000.sms_iso20000.report.itsm_conformity_matrix import itsm_conformity_matrix
from sms_iso20000.sms_iso20000.report.itsm_document_completeness import itsm_document_completeness
from sms_iso20000.sms_iso20000.report.itsm_document_register import itsm_document_register
from sms_iso20000.sms_iso20000.report.itsm_external_audit_ledger import itsm_external_audit_ledger
from sms_iso20000.sms_iso20000.report.itsm_improvement_portfolio import itsm_improvement_portfolio
from sms_iso20000.sms_iso20000.report.itsm_nonconformity_report import itsm_nonconformity_report
from sms_iso20000.sms_iso20000.report.itsm_obligation_register import itsm_obligation_register
from sms_iso20000.sms_iso20000.report.itsm_orphans import itsm_orphans
from sms_iso20000.sms_iso20000.report.itsm_party_scorecard import itsm_party_scorecard
from sms_iso20000.sms_iso20000.report.itsm_plan_drift import itsm_plan_drift
from sms_iso20000.sms_iso20000.report.itsm_readiness import itsm_readiness
from sms_iso20000.sms_iso20000.report.itsm_responsibility_matrix import itsm_responsibility_matrix
from sms_iso20000.sms_iso20000.report.itsm_retention_overview import itsm_retention_overview
from sms_iso20000.sms_iso20000.report.itsm_revision_comparison import itsm_revision_comparison
from sms_iso20000.sms_iso20000.report.itsm_risk_heat_map import itsm_risk_heat_map
from sms_iso20000.sms_iso20000.report.itsm_risk_register import itsm_risk_register
from sms_iso20000.sms_iso20000.report.itsm_service_catalogue import itsm_service_catalogue
from tests.integration import stage
from tests.integration.doors import call, request
from tests.integration.made.everything import make_one_of_each
from tests.integration.stage import EXTERNAL, MANAGER, STAFF

FENCED = (
    "ITSM Policy",
    "ITSM Plan",
    "ITSM Acknowledgement",
    "ITSM Decision",
    "ITSM Evidence Source",
    "ITSM Service Level Snapshot",
    "ITSM Conformity Run",
    "ITSM Conformity Result",
    "ITSM Process",
    "ITSM Objective",
    "ITSM Appointment",
    "ITSM Management Report",
    "ITSM Management Review",
    "ITSM Management Review Addendum",
    "ITSM Communication Procedure",
    "ITSM Communication",
    "ITSM Communication Receipt",
    "ITSM Risk",
    "ITSM Service Asset",
    "ITSM Evidence",
    "ITSM Orphan",
    "ITSM Retention Rule",
    "ITSM Document",
    "ITSM Disposal",
    "ITSM Disposal Item",
    "ITSM Arrangement",
    "ITSM Arrangement Review",
    "ITSM Ticket Import",
    "ITSM Imported Ticket",
    "ITSM Service",
    "ITSM Obligation",
    "ITSM Action",
    "ITSM Budget Line",
    "ITSM Resource Plan",
    "ITSM Competence",
    "ITSM Competence Requirement",
    "ITSM Competence Record",
    "ITSM Training",
    "ITSM Training Participant",
    "ITSM Audit Programme",
    "ITSM Audit Slot",
    "ITSM Sample",
    "ITSM Audit",
    "ITSM Audit Waiver",
    "ITSM Nonconformity",
    "ITSM Service",
    "ITSM Obligation",
    "ITSM Action",
    "ITSM Budget Line",
    "ITSM Resource Plan",
    "ITSM Improvement",
)
# Records of a person, which no auditor opens (tests/integration/test_competence_privacy.py).
OF_PERSONS = ("ITSM Competence Record", "ITSM Training Participant")

OF_ONE_SYSTEM = (
    itsm_arrangement_register,
    itsm_asset_register,
    itsm_audit_coverage,
    itsm_audit_progress,
    itsm_budget_overview,
    itsm_commitment_ledger,
    itsm_communication_reach,
    itsm_competence_matrix,
    itsm_document_completeness,
    itsm_document_register,
    itsm_improvement_portfolio,
    itsm_obligation_register,
    itsm_nonconformity_report,
    itsm_orphans,
    itsm_party_scorecard,
    itsm_plan_drift,
    itsm_responsibility_matrix,
    itsm_retention_overview,
    itsm_risk_heat_map,
    itsm_risk_register,
    itsm_external_audit_ledger,
    itsm_service_catalogue,
)


def furnish(system) -> dict[str, str]:
    """One record of each kind; name by DocType."""
    make_one_of_each(system)
    records = {doctype: frappe.db.get_value(doctype, {"system": system.name}) for doctype in FENCED}
    return {"ITSM System": system.name, **records}


@pytest.fixture(scope="module")
def furnished(site):
    """The records of two systems, made once for this file; an external auditor reads the first until today."""
    frappe.set_user("Administrator")
    auditors = [{"user": EXTERNAL, "access_until": today()}]
    systems = stage.make_system(external_auditors=auditors), stage.make_system()
    records = tuple(furnish(system) for system in systems)
    frappe.db.commit()
    yield records
    for system in systems:
        stage.wipe_later(system)
    stage.wipe_committed()


@pytest.fixture
def two_systems(furnished):
    """The manager's and another; others see what holds for them."""
    mine, _theirs = furnished
    only_mine = {"user": MANAGER, "allow": "ITSM System", "for_value": mine["ITSM System"]}
    frappe.get_doc({"doctype": "User Permission", **only_mine}).insert()
    frappe.db.commit()
    yield furnished
    frappe.db.rollback()
    frappe.db.delete("User Permission", only_mine)
    frappe.db.commit()


def test_every_record_kind_of_ours_is_fenced():
    """A DocType with a link to ITSM System that is missing here would not be fenced for external auditors."""
    linked = frappe.get_all(
        "DocField",
        filters={"fieldtype": "Link", "options": "ITSM System", "parent": ["like", "ITSM %"]},
        pluck="parent",
        order_by="parent asc",
    )
    assert set(linked) == set(FENCED)
    assert set(CRITERIA) == {"ITSM System", *FENCED}


def test_global_search_indexes_nothing_that_is_fenced():
    """The host's global search asks for the DocType's permission, not for the record's."""
    for doctype in ("ITSM System", *FENCED):
        assert not frappe.get_meta(doctype).get_global_search_fields()


def test_list_and_form(two_systems, as_user):
    mine, theirs = two_systems
    with as_user(MANAGER):
        for doctype in ("ITSM System", *FENCED):
            names = frappe.get_list(doctype, pluck="name", order_by="name asc", limit_page_length=0)
            assert mine[doctype] in names, doctype
            assert theirs[doctype] not in names, doctype
            assert frappe.get_doc(doctype, mine[doctype]).has_permission("read"), doctype
            assert not frappe.get_doc(doctype, theirs[doctype]).has_permission("read"), doctype


def test_rest_and_search(two_systems, as_user):
    mine, theirs = two_systems
    with as_user(MANAGER):
        for doctype in ("ITSM System", *FENCED):
            assert call("GET", f"/api/resource/{doctype}/{mine[doctype]}")[0] == 200
            assert call("GET", f"/api/resource/{doctype}/{theirs[doctype]}")[0] == 403
            listed = call("GET", f"/api/resource/{doctype}?limit_page_length=0")[1]["data"]
            assert theirs[doctype] not in [row["name"] for row in listed]
        body = {"doctype": "ITSM Policy", "txt": "", "page_length": 200}
        answer = call("POST", "/api/method/frappe.desk.search.search_link", body)[1]
        found = [row["value"] for row in answer.get("results") or answer["message"]]
    assert mine["ITSM Policy"] in found
    assert theirs["ITSM Policy"] not in found


def test_reports(two_systems, as_user):
    mine, theirs = two_systems
    with as_user(MANAGER):
        assert itsm_conformity_matrix.execute({"system": mine["ITSM System"]})[1]
        assert {row["system"] for row in itsm_readiness.execute()[1]} == {mine["ITSM System"]}
        assert {row["system"] for row in itsm_acknowledgement_status.execute()[1]} == {mine["ITSM System"]}
        for report in (itsm_conformity_matrix, *OF_ONE_SYSTEM):
            with pytest.raises(frappe.PermissionError):
                report.execute({"system": theirs["ITSM System"]})
            assert report.execute({"system": mine["ITSM System"]})[1]
        run = theirs["ITSM Conformity Run"]
        with pytest.raises(frappe.PermissionError):
            itsm_conformity_comparison.execute({"earlier": run, "later": run})
        theirs_and_mine = {"earlier": theirs["ITSM Document"], "later": mine["ITSM Document"]}
        with pytest.raises(frappe.PermissionError):
            itsm_revision_comparison.execute({"document_type": "ITSM Document", **theirs_and_mine})


def test_functions(two_systems, as_user):
    _mine, theirs = two_systems
    body = {"system": theirs["ITSM System"]}
    judged = {**body, "requirement": "2011 4.1.2 a", "verdict": "Conforms", "reason": "Seen."}
    with as_user(MANAGER):
        assert request("POST", "/api/method/sms_iso20000.api.conformity.run_now", body).status == 403
        assert request("POST", "/api/method/sms_iso20000.api.verdict.record_verdict", judged).status == 403
        method = {"dt": "ITSM Policy", "dn": theirs["ITSM Policy"], "method": "start_new_revision"}
        assert request("POST", "/api/method/run_doc_method", method).status == 403
        new = stage.policy_values(frappe.get_doc("ITSM System", theirs["ITSM System"]), code="NEW")
        assert request("POST", "/api/resource/ITSM Policy", new).status == 403


def test_staff_read_what_is_in_force_and_nothing_else(system, as_user):
    in_force = stage.make_policy(system, "In Force")
    with as_user(MANAGER):
        draft = in_force.start_new_revision()
    with as_user(STAFF):
        names = frappe.get_list("ITSM Policy", {"system": system.name}, pluck="name", order_by="name asc")
        assert names == [in_force.name]
        assert not frappe.get_doc("ITSM Policy", draft).has_permission("read")
        assert not frappe.has_permission("ITSM Policy", "write")
        for doctype in ("ITSM Decision", "ITSM Conformity Run", "ITSM Service Level Snapshot"):
            with pytest.raises(frappe.PermissionError):
                frappe.get_list(doctype, limit_page_length=1, order_by="name asc")


def test_external_auditor_until_the_last_day(furnished, as_user):
    records, others = furnished
    for days, sees in ((1, True), (0, True), (-1, False)):
        last_day = {"access_until": add_days(today(), days)}
        frappe.db.set_value("ITSM System External Auditor", {"parent": records["ITSM System"]}, last_day)
        with as_user(EXTERNAL):
            for doctype, name in records.items():
                if doctype in OF_PERSONS:
                    assert not frappe.get_doc(doctype, name).has_permission("read")
                    with pytest.raises(frappe.PermissionError):
                        frappe.get_list(doctype, pluck="name", order_by="name asc")
                    continue
                listed = frappe.get_list(doctype, pluck="name", order_by="name asc", limit_page_length=0)
                assert (name in listed) is sees
                assert frappe.get_doc(doctype, name).has_permission("read") is sees
                assert others[doctype] not in listed
                assert not frappe.get_doc(doctype, others[doctype]).has_permission("read")
                assert not frappe.get_doc(doctype, name).has_permission("write")


def test_external_auditor_needs_the_role(as_user):
    from tests.integration.doors import save_form

    system = stage.make_system()
    row = {"user": STAFF, "access_until": today(), "doctype": "ITSM System External Auditor"}
    assert save_form(system, external_auditors=[row]).codes == ("not_an_external_auditor",)
