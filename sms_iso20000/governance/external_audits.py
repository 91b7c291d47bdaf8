"""The ledger of audits by certification bodies: certificates, and what they wait for (4.5.4.1)."""

from collections import Counter
from datetime import date

import frappe

from sms_iso20000.governance.dates import as_date
from sms_iso20000.rules.audit import EXTERNAL_KINDS
from sms_iso20000.rules.external_audit import days_left, response_of, validity_of
from sms_iso20000.rules.nonconformity import SETTLED


def ledger_of(system: str, today: date) -> list[dict]:
    """External audits of `system`, the newest first, with `validity` of the certificate, `response` and `days_left`;
    two queries."""
    audits = frappe.get_all(
        "ITSM Audit",
        filters={"system": system, "kind": ["in", EXTERNAL_KINDS]},
        fields=[
            *("name", "title", "kind", "workflow_state", "certification_body", "starts_on", "ends_on"),
            *("certificate", "certified_on", "valid_until", "response_due_on", "responded_on"),
        ],
        order_by="starts_on desc, name desc",
    )
    open_cases = _open_nonconformities([row.name for row in audits])
    for row in audits:
        due_on, responded_on = as_date(row.response_due_on), as_date(row.responded_on)
        row.validity = validity_of(as_date(row.valid_until), today).value
        row.response = response_of(due_on, responded_on, today).value
        row.days_left = days_left(due_on, responded_on, today)
        row.open_nonconformities = open_cases[row.name]
    return audits


def _open_nonconformities(audits: list[str]) -> Counter[str]:
    rows = frappe.get_all(
        "ITSM Nonconformity",
        filters={
            "reference_doctype": "ITSM Audit",
            "reference_name": ["in", audits],
            "workflow_state": ["not in", [state.value for state in SETTLED]],
        },
        pluck="reference_name",
        order_by="name asc",
    )
    return Counter(rows)
