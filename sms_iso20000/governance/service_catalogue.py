"""The catalogue that customers get: live services that are public, and nothing internal of them (6.1)."""

import frappe

from sms_iso20000.governance.language import in_reader_language
from sms_iso20000.governance.services import live_services_of

# What is required by ourselves is our own affair.
OWN = "Organisation"


def public_catalogue(system: str) -> list[dict]:
    """Title, code, description, hours, how to order and targets of each public live service, in the language of the
    reader, by title. No owner, customer, agreement or arrangement is named."""
    return [_entry(row) for row in live_services_of(system) if row.is_public]


def _entry(row: frappe._dict) -> dict:
    texts = ("title", "description", "service_hours", "how_to_order")
    return {
        **{field: in_reader_language(row, field) for field in texts},
        "code": row.code or "",
        "targets": [
            {"requirement": in_reader_language(line, "requirement"), "target": in_reader_language(line, "target")}
            for line in row.requirements
            if line.source != OWN and (line.target or "").strip()
        ],
    }
