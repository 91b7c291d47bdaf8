"""Fields that record types of other apps lack to be counted as evidence."""

from collections.abc import Iterable

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from sms_iso20000.integrations import fields_for_tickets

MODULE = "SMS ISO20000"
# A link that is for counting must not hide tickets from whoever may see one supplier only.
ALIKE = {"module": MODULE, "ignore_user_permissions": 1, "in_standard_filter": 1, "print_hide": 1}


def make_custom_fields() -> dict[str, list[str]]:
    """Add the fields that are missing, and leave those there be as they are; returns the names of the added by record
    type. The host changes tables for it, which commits."""
    present = {
        (row.dt, row.fieldname)
        for row in frappe.get_all(
            "Custom Field", filters={"module": MODULE}, fields=["dt", "fieldname"], order_by="name asc"
        )
    }
    missing = {
        doctype: [{**field, **ALIKE} for field in fields if (doctype, field["fieldname"]) not in present]
        for doctype, fields in fields_for_tickets().items()
    }
    missing = {doctype: fields for doctype, fields in missing.items() if fields}
    if missing:
        create_custom_fields(missing, update=False)
    return {doctype: [field["fieldname"] for field in fields] for doctype, fields in missing.items()}


def remove_custom_fields() -> None:
    """All of them, each with what was set for it; the host would leave the latter behind."""
    _remove(_fields_of_ours())


def remove_fields_without_target(app: str) -> None:
    """Another app went, and with it what some fields link to: the form of the ticket would not open any more."""
    _remove(field for field in _fields_of_ours() if not frappe.db.exists("DocType", field.options))


def _fields_of_ours() -> list[dict]:
    return frappe.get_all(
        "Custom Field",
        filters={"module": MODULE},
        fields=["name", "options"],
        order_by="name asc",
    )


def _remove(fields: Iterable[dict]) -> None:
    for field in fields:
        frappe.delete_doc("Custom Field", field.name, ignore_permissions=True, force=True)
