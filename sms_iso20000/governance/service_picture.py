"""What a service rests on, and what rests on it, as a picture on its form (4.5.1)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname

from sms_iso20000.governance.processes import title_of
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
    foundations = [(row.foundation_type, row.foundation) for row in service.foundations]
    contributions = {(row.foundation_type, row.foundation): row.contribution or "" for row in service.foundations}
    own = {"name": service.name, **{field: service.get(field) for field in FIELDS[SERVICE]}}
    return frappe.render_template(
        "sms_iso20000/templates/service_picture.html",
        {
            "service": _card(SERVICE, frappe._dict(own)),
            "below": _side(foundations, contributions),
            "above": _side([(SERVICE, name) for name in resting_on(service.name)], {}),
        },
    )


def _side(references: list[tuple[str, str]], contributions: dict) -> Side:
    found = {}
    for doctype in FIELDS:
        for row in _readable(doctype, [name for kind, name in references if kind == doctype]):
            found[doctype, row.name] = _card(doctype, row, contributions.get((doctype, row.name), ""))
    # By kind, and in the order in which they were entered.
    order = sorted(references, key=lambda reference: list(FIELDS).index(reference[0]))
    cards = [found[reference] for reference in order if reference in found]
    return Side(cards, hidden=len(references) - len(cards))


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


def _card(doctype: str, row: frappe._dict, contribution: str = "") -> Card:
    if doctype == PROCESS:
        return _process(row, contribution)
    person = row.party_name if doctype == ARRANGEMENT else _person(row.service_owner)
    state = row.workflow_state or ""
    return Card(doctype, row.name, title_of(row), person or "", COLOURS.get(state, "gray"), _(state), contribution)


def _process(row: frappe._dict, contribution: str) -> Card:
    colour, word = ("green", _("Active")) if row.is_active else ("red", _("Inactive"))
    if row.is_active and not row.process_owner:
        colour, word = "red", _("No Owner")
    return Card(PROCESS, row.name, title_of(row), _person(row.process_owner), colour, word, contribution)


def _person(user: str | None) -> str:
    return get_fullname(user) if user else ""
