"""What stands against the terms of an arrangement before they are agreed, and what follows from them (4.2)."""

import frappe
from frappe import _
from frappe.model.document import Document

from sms_iso20000.governance.arrangements import owners_in_place, standings_of
from sms_iso20000.governance.dates import unmet_order
from sms_iso20000.governance.named_records import unmet_reading_of, unmet_type
from sms_iso20000.rules.arrangement import State, same_ground, unmet_measures, unmet_party, way_of
from sms_iso20000.rules.standing import OVER
from sms_iso20000.rules.unmet import Unmet

# Records of the host that an arrangement names: field of the record type, field of the name.
PARTY, AGREEMENT = ("party_type", "party"), ("agreement_type", "agreement")
# What each link of a measure points to.
SOURCES = {"evidence_source": "ITSM Evidence Source", "objective": "ITSM Objective"}


def fill_in_terms(arrangement: Document) -> None:
    """The way of management follows the kind of party; what the party is called, its record."""
    arrangement.way_of_management = way_of(arrangement.party_kind).value if arrangement.party_kind else ""
    if all(_named(arrangement, PARTY)) and not unmet_reading(arrangement):
        field = frappe.get_meta(arrangement.party_type).get_title_field()
        title = frappe.db.get_value(*_named(arrangement, PARTY), field)
        arrangement.party_name = title or arrangement.party


def unmet_terms(arrangement: Document) -> list[Unmet]:
    """All reasons why the terms cannot be kept as they stand."""
    return [
        *(unmet_reading(arrangement) or [*unmet_party(arrangement.as_dict()), *_unmet_standing(arrangement)]),
        *arrangement.unmet_links("related_process", "definition_document"),
        *(arrangement.unmet_reference(*_named(arrangement, AGREEMENT)) if arrangement.agreement else []),
        *unmet_measures(_measures_as_given(arrangement)),
        *_unmet_sources(arrangement),
        *unmet_order(arrangement, "starts_on", "ends_on"),
        *_unmet_twin(arrangement),
    ]


def unmet_owner(record: Document, field: str = "accountable_owner") -> list[Unmet]:
    """Who left since stays named in `field` until somebody else is; nobody unfit is newly named."""
    before, owner = record.get_doc_before_save(), record.get(field)
    if not owner or (before and before.get(field) == owner) or owners_in_place([owner]):
        return []
    return [Unmet("accountable_owner_unfit", {"user": owner})]


def unmet_record_types(arrangement: Document) -> list[Unmet]:
    """Record types of party and agreement that this site has not, or that have no records of their own."""
    return [
        reason
        for field, _name in (PARTY, AGREEMENT)
        if arrangement.get(field)
        for reason in unmet_type(arrangement.get(field), _(arrangement.meta.get_label(field)))
    ]


def unmet_reading(arrangement: Document) -> list[Unmet]:
    """Records newly named as party or agreement that the signed-in user may not read."""
    return unmet_reading_of(_newly_named(arrangement))


def _unmet_standing(arrangement: Document) -> list[Unmet]:
    """A party that is disabled, or an agreement that has ended; what ended since it was named is left to the steps."""
    over = {named for named, standing in standings_of(_newly_named(arrangement)).items() if standing in OVER}
    unmet = [Unmet("party_disabled")] if _named(arrangement, PARTY) in over else []
    return [*unmet, Unmet("agreement_ended")] if _named(arrangement, AGREEMENT) in over else unmet


def _unmet_sources(arrangement: Document) -> list[Unmet]:
    unmet = []
    for field, doctype in SOURCES.items():
        named = [row.get(field) for row in arrangement.measures if row.get(field)]
        foreign = frappe.get_all(
            doctype,
            filters={"name": ["in", named], "system": ["!=", arrangement.system]},
            pluck="name",
            order_by="name asc",
        )
        unmet += [Unmet("other_system", {"name": name, "system": arrangement.system}) for name in foreign]
    return unmet


def _unmet_twin(arrangement: Document) -> list[Unmet]:
    """Another arrangement of the same process, part and party that has not ended.

    The process is locked until the end of the transaction, so that of two saved at once one sees the other.
    """
    before, ground = arrangement.get_doc_before_save(), same_ground(arrangement.as_dict())
    if before and same_ground(before.as_dict()) == ground:
        return []
    frappe.db.get_value("ITSM Process", arrangement.related_process, "name", for_update=True)
    others = frappe.get_all(
        arrangement.doctype,
        filters={
            "related_process": arrangement.related_process,
            "workflow_state": ["!=", State.ENDED.value],
            "name": ["!=", arrangement.name or ""],
        },
        fields=["name", "related_process", "part", "party_type", "party", "party_name"],
        order_by="name asc",
    )
    return [Unmet("arrangement_twice", {"name": row.name}) for row in others if same_ground(row) == ground]


def _measures_as_given(arrangement: Document) -> list[dict]:
    """As they came: the host's own `as_dict` would make 0 of what is no number."""
    return [{field.fieldname: row.get(field.fieldname) for field in row.meta.fields} for row in arrangement.measures]


def _newly_named(arrangement: Document) -> list[tuple[str, str]]:
    before = arrangement.get_doc_before_save()
    known = {_named(before, fields) for fields in (PARTY, AGREEMENT)} if before else set()
    named = [_named(arrangement, fields) for fields in (PARTY, AGREEMENT)]
    return [reference for reference in named if all(reference) and reference not in known]


def _named(arrangement: Document, fields: tuple[str, str]) -> tuple[str, str]:
    return tuple(arrangement.get(field) for field in fields)
