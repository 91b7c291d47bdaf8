"""Who bears each responsibility in the app, and which of them nobody bears (4.1.3 a)."""

from collections.abc import Iterator
from dataclasses import dataclass

import frappe

from sms_iso20000.governance.appointments import in_office
from sms_iso20000.integrations import leavers_among
from sms_iso20000.rules.responsibility import (
    OWNERSHIPS,
    REPRESENTATIVE,
    TOP_MANAGEMENT,
    Cause,
    Ownership,
    cause_of,
)


@dataclass(frozen=True)
class Orphaned:
    """A responsibility that nobody bears: the record, what is to be borne, why nobody does, and who is named."""

    reference_doctype: str
    reference_name: str
    title: str
    ownership: str
    cause: str
    user: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What stays the same from day to day while nobody mends it."""
        return self.reference_doctype, self.reference_name, self.ownership, self.user


@dataclass(frozen=True)
class _Borne:
    """A responsibility and who is named for it; empty where nobody is."""

    ownership: Ownership
    name: str
    title: str
    user: str


def orphans_of(system: str) -> list[Orphaned]:
    """What nobody bears in `system` today: in the order of `OWNERSHIPS`, then of the records' names.

    Costs the same number of queries however many records there are.
    """
    borne = [entry for ownership in OWNERSHIPS for entry in _borne(ownership, system)]
    users = sorted({entry.user for entry in borne if entry.user})
    enabled = _enabled(users)
    leavers = leavers_among(users)
    causes = {entry: cause_of(entry.user, enabled, leavers) for entry in borne}
    found = [
        Orphaned(entry.ownership.doctype, entry.name, entry.title, entry.ownership.label, cause.value, entry.user)
        for entry, cause in causes.items()
        if cause
    ]
    return [*_vacancies(system, causes), *found]


def _borne(ownership: Ownership, system: str) -> Iterator[_Borne]:
    """Each person once per record, in one query for the records and one for the rows of their table."""
    belongs = {"name": system} if ownership.doctype == "ITSM System" else {"system": system}
    title_field = frappe.get_meta(ownership.doctype).get_title_field()
    own_field = [] if ownership.table else [ownership.field]
    records = frappe.get_all(
        ownership.doctype,
        filters={**belongs, **ownership.live},
        fields=list(dict.fromkeys(["name", title_field, *own_field])),
        order_by="name asc",
    )
    if not ownership.table:
        for row in records:
            yield _Borne(ownership, row.name, row[title_field], row[ownership.field] or "")
        return
    titles = {row.name: row[title_field] for row in records}
    rows = frappe.get_all(
        ownership.table,
        filters={"parenttype": ownership.doctype, "parent": ["in", sorted(titles)]},
        fields=["parent", ownership.field, *filter(None, [ownership.until])],
        order_by="parent asc, idx asc",
    )
    for row in rows:
        if not (ownership.until and row[ownership.until]):
            yield _Borne(ownership, row.parent, titles[row.parent], row[ownership.field] or "")


def _enabled(users: list[str]) -> dict[str, bool]:
    rows = frappe.get_all("User", filters={"name": ["in", users]}, fields=["name", "enabled"], order_by="name asc")
    return {row.name: bool(row.enabled) for row in rows}


def _vacancies(system: str, causes: dict[_Borne, Cause | None]) -> Iterator[Orphaned]:
    """Offices of the system that have no holder at all."""
    top_management = {entry for entry, cause in causes.items() if entry.ownership.label == TOP_MANAGEMENT and not cause}
    filled = {REPRESENTATIVE: in_office(system), TOP_MANAGEMENT: top_management}
    for office, holders in filled.items():
        if not holders:
            yield Orphaned("ITSM System", system, system, office, Cause.NOBODY_NAMED.value, "")
