import frappe
from frappe import _
from frappe.utils import getdate, today

from sms_iso20000.governance.external_audits import ledger_of
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.external_audit import Response, Validity


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """Audits by certification bodies, their certificates, and what the bodies wait for (4.5.4.1).

    Filters: `system` (needed), `kind`.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Audit", filters.system)
    rows = [row for row in ledger_of(filters.system, getdate(today())) if not filters.kind or row.kind == filters.kind]
    return columns(), rows, None, None, _summary(rows)


def columns() -> list[dict]:
    return [
        {"fieldname": "name", "label": _("Audit"), "fieldtype": "Link", "options": "ITSM Audit", "width": 150},
        {"fieldname": "title", "label": _("Title"), "fieldtype": "Data", "width": 220},
        {"fieldname": "kind", "label": _("Kind"), "fieldtype": "Data", "width": 150},
        {"fieldname": "certification_body", "label": _("Certification Body"), "fieldtype": "Data", "width": 170},
        {"fieldname": "validity", "label": _("Certificate"), "fieldtype": "Data", "width": 120},
        {"fieldname": "valid_until", "label": _("Certificate Valid Until"), "fieldtype": "Date", "width": 170},
        {"fieldname": "response", "label": _("Answer"), "fieldtype": "Data", "width": 120},
        {"fieldname": "response_due_on", "label": _("Answer to the Body Due On"), "fieldtype": "Date", "width": 200},
        {"fieldname": "days_left", "label": _("Days Left"), "fieldtype": "Int", "width": 90},
        {"fieldname": "open_nonconformities", "label": _("Open Nonconformities"), "fieldtype": "Int", "width": 170},
        {"fieldname": "workflow_state", "label": _("State"), "fieldtype": "Data", "width": 110},
        {"fieldname": "starts_on", "label": _("Starts On"), "fieldtype": "Date", "width": 110},
        {"fieldname": "certificate", "label": _("Number of the Certificate"), "fieldtype": "Data", "width": 190},
        {"fieldname": "certified_on", "label": _("Certificate Issued On"), "fieldtype": "Date", "width": 160},
    ]


def _summary(rows: list[dict]) -> list[dict]:
    # Each surveillance audit names the certificate that it confirms.
    valid = len(
        {row.certificate or row.name for row in rows if row.validity in (Validity.VALID, Validity.EXPIRES_SOON)}
    )
    overdue = sum(row.response == Response.OVERDUE for row in rows)
    return [
        {"label": _("External Audits"), "value": len(rows), "datatype": "Int", "indicator": "Blue"},
        {
            "label": _("Valid Certificates"),
            "value": valid,
            "datatype": "Int",
            "indicator": "Green" if valid else "Orange",
        },
        {
            "label": _("Answers Overdue"),
            "value": overdue,
            "datatype": "Int",
            "indicator": "Red" if overdue else "Green",
        },
    ]
