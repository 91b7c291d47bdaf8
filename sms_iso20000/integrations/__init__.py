"""What exists only where ERPNext or Helpdesk is installed."""

import frappe

from sms_iso20000.integrations.erpnext.evidence_source import ISSUE
from sms_iso20000.integrations.helpdesk.evidence_source import HD_TICKET


def ready_made_mappings() -> list[dict]:
    """Evidence source values for each ticket record type that exists on this site.

    Each key names the fields that app has used over its releases, the newest first; the first that exists counts.
    A record type that lacks a field which must be mapped is left out.
    """
    mappings = []
    for preset in (ISSUE, HD_TICKET):
        if frappe.db.exists("DocType", preset["values"]["source_doctype"]):
            columns = frappe.get_meta(preset["values"]["source_doctype"]).get_valid_columns()
            fields = {
                key: next((field for field in candidates if field in columns), "")
                for key, candidates in preset["fields"].items()
            }
            if all(fields[key] for key in ("opened_field", "closed_field", "target_field")):
                mappings.append({**preset["values"], **fields})
    return mappings
