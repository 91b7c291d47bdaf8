"""What stands against the content of a service, in whatever state, and what follows from it (4.1.4 a)."""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document

from sms_iso20000.governance.arrangement_terms import unmet_owner
from sms_iso20000.governance.arrangements import Reference, standings_of
from sms_iso20000.governance.named_records import unmet_reading_of, unmet_type
from sms_iso20000.governance.services import SERVICE
from sms_iso20000.rules.service import State, named_twice, ring_through, unmet_sources
from sms_iso20000.rules.standing import OVER
from sms_iso20000.rules.unmet import Unmet

# Tables whose rows name a record of whatever type: the fields of record type and name.
REFERENCES = {
    "customers": ("customer_type", "customer"),
    "agreements": ("agreement_type", "agreement"),
    "foundations": ("foundation_type", "foundation"),
}
# What two rows of a table never share.
KEYS = {
    "customers": ("customer_type", "customer", "customer_name", "customer_site"),
    "agreements": REFERENCES["agreements"],
    "foundations": REFERENCES["foundations"],
}
# What two services of a system that are not retired never share.
UNIQUE = ("title", "code")


def fill_in_names(service: Document) -> None:
    """A customer is called what its record is called, where the row names none."""
    for row in service.customers:
        if row.customer_type and row.customer and not (row.customer_name or "").strip():
            row.customer_name = _title(row.customer_type, row.customer)


def unmet_content(service: Document) -> list[Unmet]:
    """All reasons why the content cannot be kept as it stands."""
    named = _newly_named(service)
    return [
        *unmet_owner(service, "service_owner"),
        *(unmet_reading_of(named) or _unmet_standing(named)),
        *(reason for doctype, name in named for reason in service.unmet_reference(doctype, name)),
        *_unmet_assets(service),
        *unmet_sources([row.as_dict() for row in service.requirements]),
        *_unmet_customers(service),
        *_unmet_twice(service),
        *_unmet_ring(service),
        *_unmet_twin(service),
    ]


def unmet_record_types(service: Document) -> list[Unmet]:
    """Record types of customers and agreements, newly named, that this site has not or that have no records."""
    known = {(table, row.get(fields[0])) for table, fields, row in _references(service.get_doc_before_save())}
    return [
        reason
        for table, fields, row in _references(service)
        if row.get(fields[0]) and (table, row.get(fields[0])) not in known
        for reason in unmet_type(row.get(fields[0]), _(row.meta.get_label(fields[0])))
    ]


def _unmet_standing(named: Iterable[Reference]) -> list[Unmet]:
    """What is over when it is newly named; what ended since is left to the steps and the checks."""
    over = [reference for reference, standing in standings_of(named).items() if standing in OVER]
    return [Unmet("named_record_over", {"name": name, "type": _(doctype)}) for doctype, name in over]


def _unmet_assets(service: Document) -> list[Unmet]:
    named = [("ITSM Service Asset", row.asset) for row in service.technology if row.asset]
    return [reason for reference in named for reason in service.unmet_reference(*reference)]


def _unmet_customers(service: Document) -> list[Unmet]:
    """A record type without a record says nothing of who the customer is."""
    return [
        Unmet("customer_record_missing", {"type": _(row.customer_type)})
        for row in service.customers
        if row.customer_type and not row.customer
    ]


def _unmet_twice(service: Document) -> list[Unmet]:
    return [
        Unmet("row_twice", {"name": next(filter(None, reversed(key))), "table": _(service.meta.get_label(table))})
        for table, columns in KEYS.items()
        for key in named_twice([tuple(row.get(column) or "" for column in columns) for row in service.get(table)])
    ]


def _unmet_ring(service: Document) -> list[Unmet]:
    """A service that rests on itself, be it over others.

    The system is locked until the end of the transaction, so that of two saved at once one sees the other.
    """
    own = [row.foundation for row in service.foundations if row.foundation_type == SERVICE]
    if not own or service.is_new():
        return []
    frappe.db.get_value("ITSM System", service.system, "name", for_update=True)
    rests_on = defaultdict(list)
    for row in frappe.get_all(
        "ITSM Service Foundation",
        filters={"parenttype": SERVICE, "foundation_type": SERVICE, "parent": ["!=", service.name]},
        fields=["parent", "foundation"],
        order_by="parent asc, idx asc",
    ):
        rests_on[row.parent].append(row.foundation)
    between = ring_through(service.name, {**rests_on, service.name: own})
    if between is None:
        return []
    if not between:
        return [Unmet("service_rests_on_itself")]
    return [Unmet("service_ring", {"services": ", ".join(_title(SERVICE, name) for name in between)})]


def _unmet_twin(service: Document) -> list[Unmet]:
    """Another service of the system, not retired, with the same title or code; what is retired leaves both free."""
    if service.workflow_state == State.RETIRED:
        return []
    before = service.get_doc_before_save()
    if not before or any(before.get(field) != service.get(field) for field in (*UNIQUE, "workflow_state")):
        # Of two saved at once one sees the other.
        frappe.db.get_value("ITSM System", service.system, "name", for_update=True)
    others = frappe.get_all(
        SERVICE,
        filters={
            "system": service.system,
            "workflow_state": ["!=", State.RETIRED.value],
            "name": ["!=", service.name or ""],
        },
        fields=["name", *UNIQUE],
        order_by="name asc",
    )
    same_title = [row for row in others if _is_same(service, row, "title")]
    same_code = [row for row in others if _is_same(service, row, "code")]
    return [
        *(Unmet("service_title_twice", {"name": row.name, "value": service.title}) for row in same_title),
        *(Unmet("service_code_twice", {"name": row.name, "value": service.code}) for row in same_code),
    ]


def _newly_named(service: Document) -> list[Reference]:
    """Records that a row names and none did as the service is stored."""
    known = {_reference(row, fields) for _table, fields, row in _references(service.get_doc_before_save())}
    named = [_reference(row, fields) for _table, fields, row in _references(service)]
    return [reference for reference in dict.fromkeys(named) if all(reference) and reference not in known]


def _references(service: Document | None) -> list[tuple[str, tuple[str, str], Document]]:
    """Table, fields of the reference, and row of everything that names a record."""
    if not service:
        return []
    return [(table, fields, row) for table, fields in REFERENCES.items() for row in service.get(table)]


def _reference(row: Document, fields: tuple[str, str]) -> Reference:
    return tuple(row.get(field) for field in fields)


def _title(doctype: str, name: str) -> str:
    return frappe.db.get_value(doctype, name, frappe.get_meta(doctype).get_title_field()) or name


def _is_same(service: Document, row: frappe._dict, field: str) -> bool:
    """Whether both have a value in `field`, and the same but for blanks and letter case."""
    ours, theirs = ((record.get(field) or "").strip().casefold() for record in (service, row))
    return bool(ours) and ours == theirs
