"""How an evidence source maps tickets of the host, and what is wrong with a mapping."""

import json

import frappe
from frappe.model import default_fields, numeric_fieldtypes
from frappe.model.document import Document
from frappe.utils import cint

from sms_iso20000.rules.objective import as_number
from sms_iso20000.rules.service_level import DIMENSIONS
from sms_iso20000.rules.unmet import Unmet

DATE_FIELDS = ("opened_field", "closed_field")
DIMENSION_FIELDS = {dimension: f"{dimension.lower()}_field" for dimension in DIMENSIONS}
FIELDS = (*DATE_FIELDS, "target_field", *DIMENSION_FIELDS.values())
VALUE_FIELDS = ("in_target_values", "missed_values", "paused_values")
# What customers say in their tickets; service levels do not depend on it.
FEEDBACK_FIELDS = ("rating_field", "complaint_field")
# All that says which tickets are counted, and how.
MAPPING = ("source_doctype", "filters", *FIELDS, *VALUE_FIELDS, *FEEDBACK_FIELDS, "highest_rating", "complaint_values")
RATINGS = ("Rating", "Int", "Float", "Percent")
STANDARD_DATES = {"creation", "modified"}
STANDARD_NUMBERS = {"docstatus", "idx"}


def unmet_mapping(source: Document, user: str) -> list[Unmet]:
    """All reasons why `user` cannot map tickets like this: what does not exist, and what they may not read."""
    doctype = source.source_doctype
    if unmet := unmet_record_type(doctype, user):
        return unmet
    meta = frappe.get_meta(doctype)
    filters, unmet = _read_filters(source)
    readable = set(meta.get_permitted_fieldnames(permission_type="read", user=user)) | set(default_fields)
    for field in [*(source.get(key) for key in (*FIELDS, *FEEDBACK_FIELDS) if source.get(key)), *filters]:
        unmet += unmet_field(meta, field, readable)
    for field, value in filters.items():
        unmet += _unmet_number(meta, field, value)
    for key in DATE_FIELDS:
        unmet += unmet_date_field(meta, source.get(key))
    return unmet + _unmet_feedback(meta, source) + _unmet_values(source)


def unmet_record_type(doctype: str, user: str) -> list[Unmet]:
    """Why `user` cannot refer to a list of records of this type: it is none, or they may not read it."""
    if not frappe.db.exists("DocType", doctype):
        return [Unmet("unknown_doctype", {"doctype": doctype})]
    meta = frappe.get_meta(doctype)
    if meta.istable or meta.issingle or meta.get("is_virtual"):
        return [Unmet("doctype_without_records", {"doctype": doctype})]
    if not frappe.has_permission(doctype, "read", user=user):
        return [Unmet("doctype_not_readable", {"doctype": doctype})]
    return []


def unmet_field(meta, field: str, readable: set[str]) -> list[Unmet]:
    """Why a field cannot be referred to: the record type has none of that name, or it is not among `readable`."""
    values = {"doctype": meta.name, "field": field}
    if field not in meta.get_valid_columns():
        return [Unmet("unknown_field", values)]
    return [] if field in readable else [Unmet("field_not_readable", values)]


def unmet_date_field(meta, field: str) -> list[Unmet]:
    """Why a field that exists holds no date."""
    described = meta.get_field(field)
    if not field or field in STANDARD_DATES or not (described or field in meta.get_valid_columns()):
        return []
    if described and described.fieldtype in ("Date", "Datetime"):
        return []
    return [Unmet("field_not_a_date", {"doctype": meta.name, "field": field})]


def dimensions_of(source: Document) -> dict[str, str]:
    """Name of the field that holds each dimension, for those that are mapped."""
    return {dimension: source.get(key) for dimension, key in DIMENSION_FIELDS.items() if source.get(key)}


def values_of(source: Document, field: str) -> set[str]:
    """The lines of a value list; letters of either case are the same."""
    return {line.strip().casefold() for line in (source.get(field) or "").splitlines() if line.strip()}


def filters_of(source: Document) -> dict:
    """The filters as an object of field names and plain values; an empty one where there are none."""
    return json.loads(source.filters) if (source.filters or "").strip() else {}


def _read_filters(source: Document) -> tuple[dict, list[Unmet]]:
    try:
        filters = filters_of(source)
    except ValueError:
        filters = None
    if not isinstance(filters, dict):
        return {}, [Unmet("filters_not_an_object")]
    plain = (str, int, float, bool)
    return filters, [
        Unmet("filter_value_not_plain", {"field": field})
        for field, value in filters.items()
        if not isinstance(value, plain)
    ]


def _unmet_number(meta, field: str, value: object) -> list[Unmet]:
    """One database takes any text for 0 where it is compared with a number, the other fails."""
    described = meta.get_field(field)
    is_number = described.fieldtype in numeric_fieldtypes if described else field in STANDARD_NUMBERS
    if is_number and as_number(value) is None:
        return [Unmet("filter_value_not_a_number", {"field": field})]
    return []


def _unmet_feedback(meta, source: Document) -> list[Unmet]:
    unmet = []
    if source.rating_field in meta.get_valid_columns():
        described = meta.get_field(source.rating_field)
        if not described or described.fieldtype not in RATINGS:
            unmet.append(Unmet("rating_not_a_number", {"field": source.rating_field}))
        elif described.fieldtype != "Rating" and cint(source.highest_rating) < 1:
            unmet.append(Unmet("highest_rating_missing", {"field": source.rating_field}))
    if source.complaint_field and not values_of(source, "complaint_values"):
        unmet.append(Unmet("complaint_values_missing"))
    return unmet


def _unmet_values(source: Document) -> list[Unmet]:
    seen: set[str] = set()
    unmet = []
    for field in VALUE_FIELDS:
        values = values_of(source, field)
        unmet += [Unmet("value_read_twice", {"value": value}) for value in sorted(seen & values)]
        seen |= values
    return unmet
