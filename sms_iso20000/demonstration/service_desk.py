"""The service desk of the demonstration: a plain record type of the host, filled with the real incidents."""

from datetime import date

import frappe

from sms_iso20000.compat import bulk_insert
from sms_iso20000.demonstration.incidents import Incident, recent_incidents

INCIDENT = "Demo Incident"
# Field name, type, label, whether the list shows it. Labels are those of the data, as in any system of the host.
FIELDS = (
    ("number", "Data", "Number", 0),
    ("state", "Data", "State", 1),
    ("priority", "Data", "Priority", 1),
    ("service", "Data", "Service", 1),
    ("team", "Data", "Team", 1),
    ("supplier", "Data", "Supplier", 0),
    ("opened_on", "Datetime", "Opened On", 1),
    ("closed_on", "Datetime", "Closed On", 1),
    ("made_sla", "Data", "Made SLA", 1),
    ("category", "Data", "Category", 0),
    ("assignment_group", "Data", "Assignment Group", 0),
)
READERS = ("ITSM Manager", "ITSM Top Management", "ITSM Process Owner", "ITSM Auditor", "ITSM External Auditor")
# How the evidence source reads it.
SOURCE = {
    "doctype": "ITSM Evidence Source",
    "title": "Service desk incidents",
    "source_doctype": INCIDENT,
    "is_enabled": 1,
    "opened_field": "opened_on",
    "closed_field": "closed_on",
    "target_field": "made_sla",
    "service_field": "service",
    "team_field": "team",
    "supplier_field": "supplier",
    "priority_field": "priority",
    "in_target_values": "TRUE",
    "missed_values": "FALSE",
}


def make_record_type() -> None:
    """The DocType, if it is missing. Making a table ends the transaction."""
    if frappe.db.exists("DocType", INCIDENT):
        return
    # The host would give what is not refused here.
    reading = {"read": 1, "report": 1, "export": 1, "write": 0, "create": 0, "delete": 0, "share": 0, "email": 0}
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": INCIDENT,
            "module": "Custom",
            "custom": 1,
            "autoname": "field:number",
            "naming_rule": "By fieldname",
            "sort_field": "creation",
            "sort_order": "DESC",
            "fields": [
                {
                    "fieldname": name,
                    "fieldtype": kind,
                    "label": label,
                    "in_list_view": listed,
                    "unique": int(name == "number"),
                    "reqd": int(name == "number"),
                }
                for name, kind, label, listed in FIELDS
            ],
            "permissions": [
                {**reading, "role": "System Manager", "write": 1, "create": 1, "delete": 1},
                *({"role": role, **reading} for role in READERS),
            ],
        }
    ).insert()


def fill(today: date) -> int:
    """Write all incidents at once; returns how many. Nothing is written where there are any."""
    if frappe.db.count(INCIDENT):
        return 0
    incidents = recent_incidents(today)
    bulk_insert(INCIDENT, map(_row, incidents))
    return len(incidents)


def _row(incident: Incident) -> dict:
    stamps = {"name": incident.number, "creation": incident.opened_on.isoformat(sep=" ")}
    by = {"owner": "Administrator", "modified_by": "Administrator"}
    return {**stamps, **by, **{name: _plain(getattr(incident, name)) for name, _kind, _label, _listed in FIELDS}}


def _plain(value: object) -> object:
    return value.isoformat(sep=" ") if hasattr(value, "isoformat") else value
