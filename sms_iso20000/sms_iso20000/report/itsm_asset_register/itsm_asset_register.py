import frappe
from frappe import _

from sms_iso20000.governance.assets import register_of
from sms_iso20000.integrations import hides_assets
from sms_iso20000.permissions.access import require_read
from sms_iso20000.rules.asset import Standing

GRAVE = (Standing.EXPIRED, Standing.OVER_USED, Standing.NO_BASIS)


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """Assets and licences of a system, with what the host keeps beside them and no basis is on record for (4.1.4 d).

    Filters: `system` (needed), `standing` (any of an asset's, not the gravest alone), `kind`.
    """
    filters = frappe._dict(filters or {})
    if not filters.system:
        return columns(), [], _("Choose a system first.")
    require_read("ITSM Service Asset", filters.system)
    rows = [
        row
        for row in register_of(filters.system, as_reader=True)
        if (not filters.standing or filters.standing in row.reasons) and (not filters.kind or row.kind == filters.kind)
    ]
    rows.sort(key=lambda row: list(Standing).index(row.standing))
    return columns(), rows, _message(filters.system), None, _summary(rows)


def columns() -> list[dict]:
    return [
        {"fieldname": "title", "label": _("Title"), "fieldtype": "Data", "width": 220},
        {"fieldname": "standing", "label": _("Standing"), "fieldtype": "Data", "width": 200},
        {"fieldname": "kind", "label": _("Kind"), "fieldtype": "Data", "width": 130},
        {"fieldname": "basis_reference", "label": _("Document"), "fieldtype": "Data", "width": 180},
        {"fieldname": "entitled", "label": _("Allowed"), "fieldtype": "Int", "width": 90},
        {"fieldname": "in_use", "label": _("In Use"), "fieldtype": "Int", "width": 90},
        {"fieldname": "expires_on", "label": _("Expires On"), "fieldtype": "Date", "width": 110},
        {"fieldname": "checked_on", "label": _("Checked On"), "fieldtype": "Date", "width": 110},
        {"fieldname": "custodian", "label": _("Custodian"), "fieldtype": "Link", "options": "User", "width": 180},
        {
            "fieldname": "reference_name",
            "label": _("Record"),
            "fieldtype": "Dynamic Link",
            "options": "reference_doctype",
            "width": 170,
        },
        {"fieldname": "host_asset", "label": _("Asset of the Host"), "fieldtype": "Data", "width": 170},
    ]


def _message(system: str) -> str | None:
    if not hides_assets(frappe.db.get_value("ITSM System", system, "host_organisation_type")):
        return None
    return _("You may not read the assets that the host keeps, so that those without a basis are not shown.")


def _summary(rows: list[dict]) -> list[dict]:
    grave = sum(row.standing in GRAVE for row in rows)
    soon = sum(row.standing not in (*GRAVE, Standing.IN_ORDER) for row in rows)
    return [
        {"label": _("Assets"), "value": len(rows), "datatype": "Int", "indicator": "Blue"},
        {"label": _("Not Lawful"), "value": grave, "datatype": "Int", "indicator": "Red" if grave else "Green"},
        {"label": _("Soon Due"), "value": soon, "datatype": "Int", "indicator": "Orange" if soon else "Green"},
    ]
