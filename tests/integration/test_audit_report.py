"""What audits leave for others: the printed report in both languages, the ledger, and what people are told."""

import frappe
import pytest
from frappe.utils import add_days, formatdate, today

from sms_iso20000.compat import print_of
from sms_iso20000.sms_iso20000.report.itsm_external_audit_ledger import itsm_external_audit_ledger
from tests.integration.made.audits import make_audit, make_waiver
from tests.integration.stage import AUDITOR_TWO, EXTERNAL, MANAGER, OUTSIDER, TOP, TOP_TWO, acting_as

REPORT = "ITSM Audit Report"
BODY = {"kind": "Surveillance", "lead_auditor": None, "certification_body": "Registrar", "requirements": []}


def test_report_says_what_was_found_by_whom_and_who_was_told(system):
    audit = make_audit(system, "Follow-up")
    printed = print_of(audit, REPORT)
    for text in (
        audit.objectives,
        audit.criteria,
        "Independent: no stake in what is audited",
        "No competence is demanded of auditors",
        "Two of ten incidents bear no time of closing.",
        "Tickets 17 and 23.",
        audit.checklist[1].nonconformity,
        "Staff (",
        audit.content_hash,
    ):
        assert text in printed
    assert "draft" not in printed


def test_report_of_a_body_says_which_certificate_and_when_it_was_answered(system):
    days = {"certified_on": today(), "valid_until": add_days(today(), 400), "responded_on": today()}
    audit = make_audit(system, **{**BODY, "certificate": "C-<1>", "response_due_on": add_days(today(), 28), **days})
    printed = print_of(audit, REPORT)
    for text in ("C-&lt;1&gt;", *(formatdate(audit.get(field)) for field in ("valid_until", "response_due_on"))):
        assert text in printed
    assert "Answer to the Body Due On" not in print_of(make_audit(system), REPORT)


def test_report_in_chinese_and_of_a_draft(system):
    audit = make_audit(system, "Fieldwork", title="<b>Bold</b>")
    frappe.local.lang = "zh"
    printed = print_of(audit, REPORT)
    assert "审核报告" in printed and "此为草稿" in printed
    assert "<b>Bold</b>" not in printed.replace("<title>", "")
    assert frappe.db.get_value("ITSM Requirement", audit.checklist[0].requirement, "title_zh") in printed


def test_report_prints_the_waiver(system):
    audit = make_audit(system)
    waiver = make_waiver(system, audit)
    with acting_as(TOP):
        waiver.grant()
    with acting_as(TOP_TWO):
        waiver.confirm()
    with acting_as(MANAGER):
        audit.append("team", {"user": AUDITOR_TWO, "team_role": "Auditor"})
        audit.save()
    printed = print_of(audit, REPORT)
    for text in (f"Has a stake that is waived: {waiver.name}", "Nobody else knows the process.", "Granted by Top on"):
        assert text in printed


def ledger(system, **filters) -> list[dict]:
    with acting_as(MANAGER):
        return itsm_external_audit_ledger.execute({"system": system.name, **filters})[1]


def test_ledger_shows_certificates_and_what_bodies_wait_for(system):
    make_audit(system)
    audit = make_audit(system, "Follow-up", **BODY)
    with acting_as(MANAGER):
        audit.update({"certificate": "C-1", "valid_until": add_days(today(), 30)})
        audit.response_due_on = add_days(today(), -2)
        audit.save()
    (row,) = ledger(system)
    assert (row.name, row.validity, row.response, row.days_left) == (audit.name, "Expires Soon", "Overdue", -2)
    assert ledger(system, kind="Recertification") == []
    with acting_as(OUTSIDER), pytest.raises(frappe.PermissionError):
        itsm_external_audit_ledger.execute({"system": system.name})


def test_a_certificate_that_two_audits_name_is_one(system):
    named = {"certificate": "C-1", "valid_until": add_days(today(), 400)}
    for title in ("Stage two", "A year after"):
        make_audit(system, **{**BODY, **named, "title": title})
    assert _figures(system)["Valid Certificates"] == 1


def _figures(system) -> dict[str, int]:
    with acting_as(MANAGER):
        *_parts, summary = itsm_external_audit_ledger.execute({"system": system.name})
    return {figure["label"]: figure["value"] for figure in summary}


@pytest.mark.parametrize(
    ("values", "ahead", "name"),
    [
        ({"valid_until": 90}, 90, "ITSM Certificate Expiring"),
        ({"response_due_on": 7}, 7, "ITSM Answer to Body Due"),
        ({"response_due_on": -1}, -1, "ITSM Answer to Body Overdue"),
        ({"starts_on": 7}, 7, "ITSM Audit Starting"),
    ],
)
def test_people_are_told_before_a_day_passes(values, ahead, name, system):
    days = {field: add_days(today(), days) for field, days in values.items()}
    audit = make_audit(system, **{**BODY, "ends_on": None, **days})
    notification = frappe.get_doc("Notification", name)
    due = [doc.name for doc in notification.get_documents_for_today()]
    assert audit.name in due


def test_lead_auditor_learns_of_it(system):
    assert make_audit(system, lead_auditor=AUDITOR_TWO).has_new_lead is not None
    bells = frappe.get_all(
        "Notification Log", {"for_user": AUDITOR_TWO, "document_type": "ITSM Audit"}, pluck="subject"
    )
    assert any("You lead the audit" in subject for subject in bells)


def test_external_auditor_reads_what_the_system_lets_them(system):
    audit = make_audit(system)
    assert not frappe.has_permission(audit.doctype, "read", doc=audit, user=EXTERNAL)
