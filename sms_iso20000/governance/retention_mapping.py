"""Whether a retention rule fits the records it is about."""

import frappe
from frappe.model import default_fields, no_value_fields
from frappe.model.document import Document

from sms_iso20000.evidence.source import unmet_date_field, unmet_field, unmet_record_type
from sms_iso20000.governance.retention import filters_of
from sms_iso20000.rules.retention import (
    Field,
    unmet_disposal,
    unmet_emptying,
    unmet_filters,
    unmet_period,
    unmet_personal,
)
from sms_iso20000.rules.unmet import Unmet

OUR_MODULE = "SMS ISO20000"
EXAMPLE = '{"status": "Closed"}'


def unmet_mapping(rule: Document, user: str) -> list[Unmet]:
    """All reasons why the rule cannot say so of its record type, as `user` may read it."""
    doctype = rule.document_type
    unmet = unmet_period(rule.retention_months, rule.disposal_method)
    if not doctype:
        return unmet
    if not_usable := unmet_record_type(doctype, user):
        return unmet + not_usable
    meta = frappe.get_meta(doctype)
    unmet += unmet_disposal(rule.disposal_method, doctype, meta.module == OUR_MODULE)
    unmet += _unmet_start(meta, rule.start_field, user)
    unmet += unmet_emptying(rule.disposal_method, _emptied(rule), rule.start_field, _known_fields(meta))
    unmet += unmet_personal(rule.disposal_method, _emptied(rule), doctype)
    return unmet + _unmet_filters(rule, meta, user)


def _unmet_start(meta, start_field: str | None, user: str) -> list[Unmet]:
    if not start_field:
        return []
    return unmet_field(meta, start_field, _readable(meta, user)) + unmet_date_field(meta, start_field)


def _unmet_filters(rule: Document, meta, user: str) -> list[Unmet]:
    try:
        rows = filters_of(rule)
    except ValueError:
        return [Unmet("rule_filters_not_rows", {"example": EXAMPLE})]
    readable = _readable(meta, user)
    unmet = [unmet for row in rows for unmet in unmet_field(meta, str(row[0]), readable)]
    return unmet + unmet_filters(rows) or _unmet_search(meta.name, rows)


def _unmet_search(doctype: str, rows: list[list]) -> list[Unmet]:
    """Only the host knows whether it can compare so; its database forgets the attempt."""
    if not rows:
        return []
    frappe.db.savepoint("retention_filters")
    try:
        frappe.get_all(doctype, filters=rows, pluck="name", limit=1, order_by="name asc")
    except Exception:
        frappe.db.rollback(save_point="retention_filters")
        frappe.clear_messages()
        return [Unmet("filters_do_not_run", {"doctype": doctype})]
    return []


def _readable(meta, user: str) -> set[str]:
    return set(meta.get_permitted_fieldnames(permission_type="read", user=user)) | set(default_fields)


def _emptied(rule: Document) -> list[str]:
    return [row.field_name for row in rule.anonymise_fields if row.field_name]


def _known_fields(meta) -> dict[str, Field]:
    return {
        field.fieldname: Field(field.fieldname, field.fieldtype, bool(field.reqd), bool(field.unique))
        for field in meta.fields
        if field.fieldtype not in no_value_fields and not field.get("is_virtual")
    }
