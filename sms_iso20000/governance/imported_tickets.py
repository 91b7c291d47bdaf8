"""Tickets of service desks outside, kept once each: added, changed or left as they are (4.5.4.1)."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import frappe
from frappe.model.document import Document
from frappe.utils import now

from sms_iso20000.compat import bulk_insert
from sms_iso20000.life.kept_record import plain
from sms_iso20000.rules.sealing import content_hash
from sms_iso20000.rules.ticket_file import DATES, TEXTS, Ticket
from sms_iso20000.rules.ticket_layout import guess_results

TICKET = "ITSM Imported Ticket"
AT_ONCE = 1000
FIELDS = ("ticket_id", *DATES, *TEXTS)


def ticket_name(system: str, service_desk: str, ticket_id: str) -> str:
    """The name of a ticket's record, so that there is one of each. An index over the three would take ids for equal
    that differ in a capital letter or an accent alone, in some databases and not in others."""
    return content_hash({"system": system, "service_desk": service_desk, "ticket_id": ticket_id})


def save_tickets(ticket_import: Document, tickets: Iterator[Ticket]) -> Iterator[Counter]:
    """Write `tickets` in parts, and answer for each part how many were added, changed and left unchanged.

    The caller has seen to it that nobody else imports tickets of this service desk at the same time.
    """
    while some := list(islice(tickets, AT_ONCE)):
        yield _save(ticket_import, some)


def source_of(ticket_import: Document) -> dict[str, str]:
    """Values of an evidence source that counts the tickets of an import's service desk; what no common word tells of
    its target results is left to a person."""
    about = {"system": ticket_import.system, "service_desk": ticket_import.service_desk}
    columns = {"opened_on": "opened", "closed_on": "closed", "target_result": "target"}
    mapped = {
        f"{columns.get(field, field)}_field": field
        for field in FIELDS[1:]
        if ticket_import.get(f"{columns.get(field, field)}_column")
    }
    meanings = guess_results(_target_results(about))
    return {
        "title": ticket_import.service_desk,
        "system": ticket_import.system,
        "source_doctype": TICKET,
        "filters": json.dumps(about, ensure_ascii=False, sort_keys=True),
        **mapped,
        **{field: "\n".join(values) for field, values in meanings.items()},
    }


def _target_results(about: dict[str, str]) -> list[str]:
    ticket = frappe.qb.DocType(TICKET)
    return (
        frappe.qb.from_(ticket)
        .select(ticket.target_result)
        .distinct()
        .where((ticket.system == about["system"]) & (ticket.service_desk == about["service_desk"]))
        .orderby(ticket.target_result)
        .limit(AT_ONCE)
    ).run(pluck=True)


def _save(ticket_import: Document, tickets: list[Ticket]) -> Counter:
    about = {"system": ticket_import.system, "service_desk": ticket_import.service_desk}
    said = {ticket_name(**about, ticket_id=ticket.ticket_id): _values(ticket) for ticket in tickets}
    known = _known(list(said))
    changed = [name for name in known if _values(known[name]) != said[name]]
    added = [name for name in said if name not in known]
    # Written anew with the rest, which takes two statements for a thousand of them.
    if changed:
        frappe.db.delete(TICKET, {"name": ["in", changed]})
    bulk_insert(
        TICKET,
        (
            {"name": name, **about, "ticket_import": ticket_import.name, **said[name], **_origin(known.get(name))}
            for name in (*changed, *added)
        ),
    )
    return Counter(added=len(added), changed=len(changed), unchanged=len(said) - len(added) - len(changed))


def _known(names: list[str]) -> dict[str, dict]:
    fields = ["name", "creation", "owner", *FIELDS]
    rows = frappe.get_all(TICKET, filters={"name": ["in", names]}, fields=fields, order_by="name asc")
    return {row.name: row for row in rows}


def _values(ticket: Ticket | dict) -> dict[str, str | None]:
    """A ticket as the database takes it, whether it comes from there or from a file."""
    values = ticket if isinstance(ticket, dict) else vars(ticket)
    return {field: plain(values[field]) or (None if field in DATES else "") for field in FIELDS}


def _origin(known: dict | None) -> dict[str, str]:
    """When a ticket was first imported, and by whom."""
    if not known:
        return {"creation": now(), "owner": frappe.session.user}
    return {"creation": str(known["creation"]), "owner": known["owner"]}
