"""What stands against the terms of an arrangement before they are agreed, and what follows from them (4.2)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from sms_iso20000.governance.arrangements import owners_in_place, standings_of
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
        *_unmet_dates(arrangement),
        *_unmet_twin(arrangement),
    ]


def unmet_owner(arrangement: Document) -> list[Unmet]:
    """Who left since stays named until somebody else is; nobody unfit is newly named."""
    before, owner = arrangement.get_doc_before_save(), arrangement.accountable_owner
    if not owner or (before and before.accountable_owner == owner) or owners_in_place([owner]):
        return []
    return [Unmet("accountable_owner_unfit", {"user": owner})]


def unmet_record_types(arrangement: Document) -> list[Unmet]:
    """Record types of party and agreement that this site has not, or that have no records of their own."""
    unmet = []
    for field, _name in (PARTY, AGREEMENT):
        if record_type := arrangement.get(field):
            kind = frappe.db.get_value("DocType", record_type, ["istable", "issingle"], as_dict=True)
            if not kind or kind.istable or kind.issingle:
                label = _(arrangement.meta.get_label(field))
                unmet.append(Unmet("record_type_absent", {"type": record_type, "field": label}))
    return unmet


def unmet_reading(arrangement: Document) -> list[Unmet]:
    """Records newly named as party or agreement that the signed-in user may not read."""
    return [
        Unmet("record_not_readable", {"name": name, "type": _(doctype)})
        for doctype, name in _newly_named(arrangement)
        if not frappe.has_permission(doctype, "read", doc=name)
    ]


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


def _unmet_dates(arrangement: Document) -> list[Unmet]:
    starts_on, ends_on = arrangement.starts_on, arrangement.ends_on
    if not (starts_on and ends_on) or getdate(starts_on) <= getdate(ends_on):
        return []
    labels = {"later": _(arrangement.meta.get_label("ends_on")), "earlier": _(arrangement.meta.get_label("starts_on"))}
    return [Unmet("dates_out_of_order", labels)]


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
