"""Other parties compared by what was measured of them, whatever their kind (4.2 c)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import frappe

from sms_iso20000.governance.scorecard import scorecard_of
from sms_iso20000.rules.arrangement import State
from sms_iso20000.rules.scorecard import Card


@dataclass(frozen=True)
class Party:
    """A party with its arrangements, each as its row and its card; the party's own card weighs them alike."""

    kind: str
    name: str
    arrangements: tuple[tuple[frappe._dict, Card], ...]

    @property
    def card(self) -> Card:
        return Card(tuple(card for _row, card in self.arrangements))


def parties_of(system: str, first: date, last: date, kind: str = "", as_reader: bool = True) -> list[Party]:
    """The parties of arrangements that have not ended, the lowest score first; with `as_reader` only of those that the
    signed-in user may read.

    Those without a score come last. Takes a `kind` of party, or all. A fixed number of queries.
    """
    filters = {"system": system, "workflow_state": ["!=", State.ENDED.value]}
    read = frappe.get_list if as_reader else frappe.get_all
    rows = read(
        "ITSM Arrangement",
        filters={**filters, "party_kind": kind} if kind else filters,
        fields=["name", "title", "party_kind", "party_type", "party", "party_name"],
        order_by="title asc, name asc",
        limit_page_length=0,
    )
    cards = scorecard_of([row.name for row in rows], first, last)
    parties = [
        Party(found[0].party_kind, _name(found[0]), tuple((row, cards[row.name]) for row in found))
        for found in _by_party(rows)
    ]
    return sorted(parties, key=lambda party: (party.card.score is None, party.card.score or 0, party.name))


def _by_party(rows: Iterable[frappe._dict]) -> list[list[frappe._dict]]:
    """Rows of one party together: of one record, or of one name where there is no record."""
    found: dict[tuple[str, ...], list[frappe._dict]] = {}
    # Databases differ in what comes first, names that people see do not.
    for row in sorted(rows, key=lambda row: (_name(row), row.title, row.name)):
        record = (row.party_type, row.party) if row.party else ("", (row.party_name or "").strip().casefold())
        found.setdefault((row.party_kind, *record), []).append(row)
    return list(found.values())


def _name(row: frappe._dict) -> str:
    return row.party_name or row.party or ""
