"""What stands behind items a to l of the service management plan: a text, or records that are live (4.5.2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from sms_iso20000.governance.arrangements import standings_in
from sms_iso20000.rules.plan import LETTERS, REGISTERS, Item
from sms_iso20000.rules.standing import Standing
from sms_iso20000.rules.unmet import Unmet

Record = tuple[str, str]
# So many records of each type are named beside an item; the count says how many there are.
SHOWN = 3


@dataclass(frozen=True)
class Behind:
    """The records of one type that answer an item: those that are live, and those that are named but are not."""

    doctype: str
    live: tuple[str, ...]
    idle: tuple[str, ...] = ()


def items_of(plan: Document) -> list[Item]:
    """Items a to l as the record gives them, saved or not."""
    behind = behind_items(plan)
    return [
        Item(
            letter,
            _(plan.meta.get_label(f"item_{letter}")),
            bool((plan.get(f"item_{letter}") or "").strip()),
            sum(len(records.live) for records in behind[letter]),
        )
        for letter in LETTERS
    ]


def behind_items(plan: Document) -> dict[str, list[Behind]]:
    """The linked records behind each item, by letter; one query for each record type. A link without a name stands for
    every record of its type."""
    links = [(row.letter, row.link_type, row.link_name or "") for row in plan.links if row.link_type]
    standings = {doctype: standings_in(plan.system, doctype) for doctype in dict.fromkeys(link[1] for link in links)}
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for letter, doctype, name in links:
        named[letter, doctype].add(name)
    behind: dict[str, list[Behind]] = {letter: [] for letter in LETTERS}
    for (letter, doctype), names in named.items():
        behind[letter].append(_behind(doctype, names, standings[doctype]))
    return behind


def unmet_links(plan: Document) -> list[Unmet]:
    """Links that cannot be: to records that belong to no system or to another one, and those that stand twice."""
    unmet = []
    links = [(row.letter or "", row.link_type or "", row.link_name or "") for row in plan.links]
    for letter, doctype, name in dict.fromkeys(links):
        if not _belongs_to_a_system(doctype):
            unmet.append(Unmet("record_type_of_no_system", {"type": _(doctype)}))
        elif name:
            unmet += plan.unmet_reference(doctype, name)
        if links.count((letter, doctype, name)) > 1:
            unmet.append(Unmet("plan_link_twice", {"letter": letter, "record": name or _(doctype)}))
    return unmet


def propose(plan: Document) -> None:
    """Add to the draft a link to each register that answers an item and has a live record, where none is there."""
    there = {(row.letter, row.link_type) for row in plan.links}
    wanted = [
        (letter, doctype) for letter, doctypes in REGISTERS.items() for doctype in doctypes if _is_present(doctype)
    ]
    live = {
        doctype: _has_live(plan.system, doctype) for doctype in dict.fromkeys(doctype for _letter, doctype in wanted)
    }
    for letter, doctype in wanted:
        if live[doctype] and (letter, doctype) not in there:
            plan.append("links", {"letter": letter, "link_type": doctype})


def shown_behind(plan: Document) -> dict[str, list[dict]]:
    """For the form: of each record type behind an item how many are live and idle, and the newest of them, as far as
    the signed-in user may read them."""
    return {
        letter: [_shown(records) for records in rows if frappe.has_permission(records.doctype, "read")]
        for letter, rows in behind_items(plan).items()
    }


def written_items(plan: Document) -> list[dict]:
    """Each item for prints: its heading, its text, and what is linked under it, in words."""
    linked: dict[str, list[str]] = {letter: [] for letter in LETTERS}
    for row in plan.links:
        linked[row.letter].append(_called(row.link_type, row.link_name))
    return [
        {
            "heading": _(plan.meta.get_label(f"item_{letter}_section")),
            "text": (plan.get(f"item_{letter}") or "").strip(),
            "links": linked[letter],
        }
        for letter in LETTERS
    ]


def _called(doctype: str, name: str | None) -> str:
    if not name:
        return _("All live records of the type {0}").format(_(doctype))
    title_field = frappe.get_meta(doctype).get_title_field()
    return f"{_(doctype)}: {frappe.db.get_value(doctype, name, title_field) or name}"


def _behind(doctype: str, names: set[str], standings: dict[str, Standing]) -> Behind:
    live = {name for name, standing in standings.items() if standing is Standing.STANDS}
    if "" in names:
        return Behind(doctype, tuple(sorted(live)), tuple(sorted(names - live - {""})))
    return Behind(doctype, tuple(sorted(names & live)), tuple(sorted(names - live)))


def _shown(records: Behind) -> dict:
    """The host's list knows who may read which record."""
    title_field = frappe.get_meta(records.doctype).get_title_field()
    rows = frappe.get_list(
        records.doctype,
        filters={"name": ["in", list(records.live)]},
        fields=list(dict.fromkeys(["name", title_field, "modified"])),
        order_by="modified desc, name asc",
        limit_page_length=SHOWN,
    )
    return {
        "doctype": records.doctype,
        "live": len(records.live),
        "idle": list(records.idle),
        "records": [{"name": row.name, "title": row[title_field] or row.name} for row in rows],
    }


def _has_live(system: str, doctype: str) -> bool:
    return Standing.STANDS in standings_in(system, doctype).values()


def _is_present(doctype: str) -> bool:
    return bool(frappe.db.exists("DocType", doctype))


def _belongs_to_a_system(doctype: str) -> bool:
    if doctype == "ITSM System":
        return True
    if not (doctype and _is_present(doctype)):
        return False
    meta = frappe.get_meta(doctype)
    return bool(meta.has_field("system")) and not (meta.istable or meta.issingle)


def records_of(rows: Iterable[Behind]) -> list[Record]:
    """The live records, by record type and name."""
    return [(records.doctype, name) for records in rows for name in records.live]
