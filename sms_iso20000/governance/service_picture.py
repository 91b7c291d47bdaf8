"""What a service rests on, and what rests on it, as a picture on its form (4.5.1)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from sms_iso20000.governance.arrangements import Reference
from sms_iso20000.governance.language import in_reader_language
from sms_iso20000.governance.people import full_names
from sms_iso20000.governance.services import PROCESS, SERVICE, resting_on
from sms_iso20000.rules.arrangement import State as ArrangementState
from sms_iso20000.rules.service import State

ARRANGEMENT = "ITSM Arrangement"
# What is read of each kind of record that a service rests on.
FIELDS = {
    PROCESS: ("title", "title_zh", "process_owner", "is_active"),
    ARRANGEMENT: ("title", "party_name", "workflow_state"),
    SERVICE: ("title", "title_zh", "service_owner", "workflow_state"),
}
COLOURS = {
    ArrangementState.DRAFT.value: "orange",
    ArrangementState.AGREED.value: "orange",
    ArrangementState.ACTIVE.value: "green",
    ArrangementState.UNDER_IMPROVEMENT.value: "orange",
    ArrangementState.ENDED.value: "red",
    State.LIVE.value: "green",
    State.IN_TRANSITION.value: "blue",
    State.RETIRED.value: "red",
}


@dataclass(frozen=True)
class Card:
    """A record in the picture: its kind, title and who is behind it, and how it stands in colour and word."""

    doctype: str
    name: str
    title: str
    person: str
    colour: str
    word: str
    contribution: str = ""


@dataclass(frozen=True)
class Side:
    """Cards on one side of the service, and how many records the reader may not see."""

    cards: list[Card]
    hidden: int


def picture_of(service: Document) -> str:
    """The picture as HTML, with the records that the signed-in user may read; of the others only how many there are."""
    own = frappe._dict(name=service.name, **{field: service.get(field) for field in FIELDS[SERVICE]})
    resting = resting_on(service.name)
    below, above = foundations_of(service), _cards([(SERVICE, name) for name in resting])
    return frappe.render_template(
        "sms_iso20000/templates/service_picture.html",
        {
            "service": _card(SERVICE, own, _owners([own])),
            "below": Side(below, hidden=len(service.foundations) - len(below)),
            "above": Side(list(above.values()), hidden=len(resting) - len(above)),
        },
    )


def foundations_of(service: Mapping[str, Any]) -> list[Card]:
    """What the service rests on, as far as the signed-in user may read it; takes its rows of `foundations`."""
    return all_foundations_of([service])[service.get("name")]


def all_foundations_of(services: Sequence[Mapping[str, Any]]) -> dict[str, list[Card]]:
    """The same of many services, by their names; one query for each kind of record."""
    cards = _cards({_reference(row) for service in services for row in service.get("foundations")})
    return {
        service.get("name"): [
            replace(cards[_reference(row)], contribution=row.get("contribution") or "")
            for row in _by_kind(service.get("foundations"))
            if _reference(row) in cards
        ]
        for service in services
    }


def _reference(row: Mapping[str, Any]) -> Reference:
    return row.get("foundation_type"), row.get("foundation")


def _by_kind(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Processes first; within a kind in the order in which they were entered."""
    return sorted(rows, key=lambda row: list(FIELDS).index(row.get("foundation_type")))


def _cards(references: Collection[Reference]) -> dict[Reference, Card]:
    rows = {
        (doctype, row.name): row
        for doctype in FIELDS
        for row in _readable(doctype, [name for kind, name in references if kind == doctype])
    }
    people = _owners(rows.values())
    return {reference: _card(reference[0], row, people) for reference, row in rows.items()}


def _readable(doctype: str, names: Collection[str]) -> Iterable[frappe._dict]:
    if not names or not frappe.has_permission(doctype, "read"):
        return []
    return frappe.get_list(
        doctype,
        filters={"name": ["in", sorted(names)]},
        fields=["name", *FIELDS[doctype]],
        order_by="name asc",
        limit_page_length=0,
    )


def _card(doctype: str, row: frappe._dict, people: Mapping[str, str]) -> Card:
    title, state = in_reader_language(row), row.workflow_state or ""
    if doctype == PROCESS:
        return Card(PROCESS, row.name, title, people.get(row.process_owner, ""), *_standing_of_process(row))
    person = row.party_name if doctype == ARRANGEMENT else people.get(row.service_owner)
    return Card(doctype, row.name, title, person or "", COLOURS.get(state, "gray"), _(state))


def _standing_of_process(row: frappe._dict) -> tuple[str, str]:
    if not row.is_active:
        return "red", _("Inactive")
    return ("green", _("Active")) if row.process_owner else ("red", _("No Owner"))


def _owners(rows: Iterable[frappe._dict]) -> dict[str, str]:
    """What the owners of processes and services are called, by user; one query."""
    return full_names(row.process_owner or row.service_owner for row in rows)
