"""Reading tickets of the host as an evidence source maps them."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import frappe
from frappe.model import default_fields
from frappe.model.document import Document
from frappe.utils import get_datetime

from sms_iso20000.rules.service_level import Ticket, read_result
from sms_iso20000.rules.unmet import Unmet

DATE_FIELDS = ("opened_field", "closed_field")
PLAIN_FIELDS = ("target_field", "service_field", "team_field", "supplier_field", "priority_field")
VALUE_FIELDS = ("in_target_values", "missed_values", "paused_values")
STANDARD_DATES = {"creation", "modified"}


def unmet_mapping(source: Document, user: str) -> list[Unmet]:
    """All reasons why `user` cannot map tickets like this: what does not exist, and what they may not read."""
    doctype = source.source_doctype
    if unmet := unmet_record_type(doctype, user):
        return unmet
    meta = frappe.get_meta(doctype)
    filters, unmet = _read_filters(source)
    readable = set(meta.get_permitted_fieldnames(permission_type="read", user=user)) | set(default_fields)
    for field in [*_mapped_fields(source), *filters]:
        unmet += unmet_field(meta, field, readable)
    for key in DATE_FIELDS:
        unmet += unmet_date_field(meta, source.get(key))
    return unmet + _unmet_values(source)


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


def tickets_closed_between(source: Document, first: date, last: date) -> Iterator[Ticket]:
    """Tickets closed from `first` to `last`, both days included, in the order of closing.

    Reads as the source says, whoever is signed in: what may be read was settled when the source was saved.
    """
    in_target, missed, paused = (values_of(source, field) for field in VALUE_FIELDS)
    keys = {key: source.get(key) for key in (*DATE_FIELDS, *PLAIN_FIELDS) if source.get(key)}
    rows = frappe.get_all(
        source.source_doctype,
        filters=[
            *([field, "=", value] for field, value in filters_of(source).items()),
            [source.closed_field, ">=", first.isoformat()],
            [source.closed_field, "<", (last + timedelta(days=1)).isoformat()],
        ],
        fields=["name", *sorted(set(keys.values()))],
        order_by=f"{source.closed_field} asc, name asc",
    )
    for row in rows:
        yield Ticket(
            name=str(row.name),
            opened_on=_moment(row.get(source.opened_field)),
            closed_on=_moment(row.get(source.closed_field)),
            result=read_result(row.get(source.target_field), in_target, missed, paused),
            **{
                key.removesuffix("_field"): str(row.get(field) or "")
                for key, field in keys.items()
                if key in PLAIN_FIELDS[1:]
            },
        )


def values_of(source: Document, field: str) -> set[str]:
    """The lines of a value list."""
    return {line.strip() for line in (source.get(field) or "").splitlines() if line.strip()}


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


def _mapped_fields(source: Document) -> list[str]:
    return [source.get(key) for key in (*DATE_FIELDS, *PLAIN_FIELDS) if source.get(key)]


def _unmet_values(source: Document) -> list[Unmet]:
    seen: set[str] = set()
    unmet = []
    for field in VALUE_FIELDS:
        values = values_of(source, field)
        unmet += [Unmet("value_read_twice", {"value": value}) for value in sorted(seen & values)]
        seen |= values
    return unmet


def _moment(value: object) -> datetime | None:
    return get_datetime(value) if value else None
