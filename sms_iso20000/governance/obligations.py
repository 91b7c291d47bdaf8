"""Laws, standards and contracts that bind the service provider, as plain rows (4.5.2 d)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate, today

from sms_iso20000.governance.arrangements import DOCUMENT, Reference, definitions_in_force, standings_of
from sms_iso20000.rules.obligation import Obligation, standing
from sms_iso20000.rules.standing import OVER, Standing

OBLIGATION = "ITSM Obligation"
FIELDS = (
    *(
        "name",
        "creation",
        "title",
        "kind",
        "issuer",
        "reference",
        "is_active",
        "obligation_owner",
        "starts_on",
        "ends_on",
    ),
    *("duties", "compliance", "source_type", "source_document", "concerns_all"),
    *("review_interval", "last_reviewed_on", "reviewed_by", "next_review_on"),
)


def obligations_of(system: str, as_reader: bool = False, day: date | None = None) -> list[frappe._dict]:
    """The active obligations of `system` by title, whatever their number in the same queries, and one for each record
    type of their sources.

    Each row has the `FIELDS`; `services`, the names of those it concerns where it does not concern all; `standing`,
    the gravest that holds today or on `day`, and `reasons`, all of them, as `rules.obligation.Standing` has them. With
    `as_reader` only what the signed-in user may read is listed.
    """
    read = frappe.get_list if as_reader else frappe.get_all
    rows = read(
        OBLIGATION,
        filters={"system": system, "is_active": 1},
        fields=list(FIELDS),
        order_by="title asc, name asc",
        limit_page_length=0,
    )
    services = _services([row.name for row in rows])
    gone = sources_gone({_source(row) for row in rows if all(_source(row))})
    for row in rows:
        found = standing(_facts(row, gone), day or getdate(today()))
        row.update(services=services[row.name], standing=found[0].value, reasons=[standing.value for standing in found])
    return rows


def standings_of_obligation(obligation: Mapping[str, Any]) -> list[str]:
    """Everything that holds of one obligation today, the gravest first."""
    source = _source(obligation)
    facts = _facts(obligation, sources_gone([source]) if all(source) else set())
    return [found.value for found in standing(facts, getdate(today()))]


def sources_gone(references: Collection[Reference]) -> set[Reference]:
    """Those records that are gone or no longer stand; a document of ours stands while a later revision is in force."""
    over = {named for named, found in standings_of(references).items() if found in (*OVER, Standing.GONE)}
    followed = definitions_in_force({name for doctype, name in over if doctype == DOCUMENT})
    return {named for named in over if not (named[0] == DOCUMENT and named[1] in followed)}


def _facts(row: Mapping[str, Any], gone: Collection[Reference]) -> Obligation:
    days = {
        field: getdate(row.get(field)) if row.get(field) else None
        for field in ("starts_on", "ends_on", "next_review_on")
    }
    return Obligation(**days, is_source_gone=_source(row) in gone)


def _services(names: Collection[str]) -> dict[str, list[str]]:
    found = defaultdict(list)
    for row in frappe.get_all(
        "ITSM Obligation Service",
        filters={"parenttype": OBLIGATION, "parent": ["in", sorted(names)]},
        fields=["parent", "service"],
        order_by="parent asc, idx asc",
    ):
        found[row.parent].append(row.service)
    return found


def _source(row: Mapping[str, Any]) -> Reference:
    return row.get("source_type"), row.get("source_document")
