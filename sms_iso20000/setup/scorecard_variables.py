"""Our variables among those of ERPNext's Supplier Scorecard, where it is installed."""

import frappe

from sms_iso20000.integrations.erpnext.supplier_scorecard import VARIABLE, VARIABLES


def make_scorecard_variables() -> None:
    """Add those that are missing; nobody's wording of the others is changed."""
    doctype, path = VARIABLE["doctype"], VARIABLE["path_field"]
    if not frappe.db.exists("DocType", doctype):
        return
    present = _paths()
    for variable in VARIABLES:
        if variable[path] not in present:
            frappe.get_doc({"doctype": doctype, "is_custom": 1, **variable}).insert(ignore_permissions=True)


def remove_scorecard_variables() -> None:
    """All that lead to this app; periods that were evaluated keep their values."""
    if frappe.db.exists("DocType", VARIABLE["doctype"]):
        for name in _paths().values():
            frappe.delete_doc(VARIABLE["doctype"], name, ignore_permissions=True, force=True)


def _paths() -> dict[str, str]:
    path = VARIABLE["path_field"]
    rows = frappe.get_all(
        VARIABLE["doctype"], filters={path: ["like", "sms_iso20000.%"]}, fields=["name", path], order_by="name asc"
    )
    return {row[path]: row.name for row in rows}
