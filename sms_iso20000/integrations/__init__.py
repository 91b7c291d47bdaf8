"""What exists only where ERPNext or Helpdesk is installed."""

from collections.abc import Collection

import frappe

from sms_iso20000.integrations.erpnext.asset import ASSET
from sms_iso20000.integrations.erpnext.custom_fields import ISSUE_FIELDS
from sms_iso20000.integrations.erpnext.employee import EMPLOYEE
from sms_iso20000.integrations.erpnext.evidence_source import ISSUE
from sms_iso20000.integrations.helpdesk.custom_fields import HD_TICKET_FIELDS
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


def fields_for_tickets() -> dict[str, list[dict]]:
    """Fields by ticket record type, of those that exist on this site, which link to a record type that exists too."""
    return {
        preset["doctype"]: [field for field in preset["fields"] if frappe.db.exists("DocType", field["options"])]
        for preset in (ISSUE_FIELDS, HD_TICKET_FIELDS)
        if frappe.db.exists("DocType", preset["doctype"])
    }


def leavers_among(users: Collection[str]) -> set[str]:
    """Those of `users` whose every employee record says that they have left; nobody without ERPNext."""
    if not frappe.db.exists("DocType", EMPLOYEE["doctype"]):
        return set()
    user, status = EMPLOYEE["user_field"], EMPLOYEE["status_field"]
    rows = frappe.get_all(
        EMPLOYEE["doctype"],
        filters={user: ["in", sorted(users)]},
        fields=[user, status],
        order_by=f"{user} asc",
    )
    # Who came back has a second record.
    working = {row[user] for row in rows if row[status] != EMPLOYEE["left"]}
    return {row[user] for row in rows} - working


def hides_assets(organisation_type: str | None) -> bool:
    """Whether the host keeps assets of such an organisation that the signed-in user may not read."""
    if organisation_type != ASSET["organisation_type"] or not _keeps_assets():
        return False
    return not frappe.has_permission(ASSET["doctype"], "read")


def host_assets(organisation_type: str | None, organisation: str | None, as_reader: bool) -> list[frappe._dict]:
    """Assets that the host holds for an organisation, by title; none where it keeps no assets of such.

    Each row has reference_doctype, reference_name, title and place. With `as_reader` only what the signed-in user may
    read.
    """
    if not organisation or organisation_type != ASSET["organisation_type"] or not _keeps_assets():
        return []
    if as_reader and hides_assets(organisation_type):
        return []
    title, place = ASSET["title_field"], ASSET["place_field"]
    rows = (frappe.get_list if as_reader else frappe.get_all)(
        ASSET["doctype"],
        filters={
            ASSET["organisation_field"]: organisation,
            ASSET["status_field"]: ["not in", ASSET["not_held"]],
        },
        fields=["name", title, place],
        order_by=f"{title} asc, name asc",
        limit_page_length=0,
    )
    return [
        frappe._dict(
            reference_doctype=ASSET["doctype"], reference_name=row.name, title=row.get(title), place=row.get(place)
        )
        for row in rows
    ]


def _keeps_assets() -> bool:
    fields = [ASSET[key] for key in ("organisation_field", "title_field", "place_field", "status_field")]
    if not frappe.db.exists("DocType", ASSET["doctype"]):
        return False
    return set(fields) <= set(frappe.get_meta(ASSET["doctype"]).get_valid_columns())
