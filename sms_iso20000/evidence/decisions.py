"""Writing and reading the hash-chained log of decisions."""

from collections.abc import Iterator
from datetime import datetime

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, get_fullname, now_datetime

from sms_iso20000.compat import clean_texts
from sms_iso20000.evidence.kept_files import keep_files_of
from sms_iso20000.rules.chain import SEALED_KEYS, START, link_hash

# The weightiest first: the log says in which capacity somebody decided.
CAPACITIES = ("ITSM Manager", "ITSM Auditor", "ITSM Process Owner", "ITSM User", "System Manager")
READ_AT_ONCE = 5000


def record_decision(
    system: str, subject: Document, decision: str, reason: str = "", verdict: str = "", content_hash: str = ""
) -> Document:
    """Append to the chain of `system` that the signed-in user decided `decision` on `subject` (4.3.3, 4.1.1)."""
    sequence, previous_hash = _end_of_chain(system)
    user = frappe.session.user
    entry = frappe.get_doc(
        {
            "doctype": "ITSM Decision",
            "system": system,
            "sequence": sequence + 1,
            "decision": decision,
            "verdict": verdict,
            "decided_by": user,
            "decided_by_name": get_fullname(user),
            "role": capacity(system, user),
            "decided_on": now_datetime(),
            "reference_doctype": subject.doctype,
            "reference_name": subject.name,
            "reason": (reason or "").strip(),
            "content_hash": content_hash,
            "previous_hash": previous_hash,
        }
    )
    clean_texts(entry)
    entry.chain_hash = link_hash(sealed_values(entry))
    entry.make()
    keep_files_of(subject, entry)
    return entry


def sealed_values(entry: dict) -> dict:
    """What the hash of a decision covers, as plain values that are the same before and after the database."""
    values = {key: entry.get(key) for key in SEALED_KEYS}
    values["sequence"] = int(values["sequence"])
    decided_on: datetime = get_datetime(values["decided_on"])
    values["decided_on"] = decided_on.isoformat(sep=" ", timespec="microseconds")
    return values


def chain_of(system: str) -> list[dict]:
    """All decisions of a system by rising sequence, as sealed values with their chain hash and name."""
    return list(each_decision(system))


def each_decision(system: str) -> Iterator[dict]:
    """The decisions of `chain_of` one after the other, however many there are."""
    read = 0
    while entries := frappe.get_all(
        "ITSM Decision",
        filters={"system": system},
        fields=["name", "chain_hash", *SEALED_KEYS],
        # By the name in the end, so that parts never overlap, whatever was forged.
        order_by="sequence asc, creation asc, name asc",
        limit_start=read,
        limit_page_length=READ_AT_ONCE,
    ):
        yield from ({**sealed_values(entry), "name": entry.name, "chain_hash": entry.chain_hash} for entry in entries)
        read += len(entries)


def capacity(system: str, user: str) -> str:
    """The role in which `user` decides for `system`: top management where named there, else the weightiest held."""
    if user in top_management(system):
        return "ITSM Top Management"
    roles = set(frappe.get_roles(user))
    return next((role for role in CAPACITIES if role in roles), "")


def top_management(system: str) -> set[str]:
    """User names of the top management of `system`."""
    return set(
        frappe.get_all(
            "ITSM System Top Management",
            filters={"parent": system, "parenttype": "ITSM System"},
            pluck="user",
            order_by="idx asc",
        )
    )


def _end_of_chain(system: str) -> tuple[int, str]:
    # Both reads lock: two decisions at the same moment queue up instead of forking the chain, and a locking read
    # sees what was committed after this transaction began.
    frappe.db.get_value("ITSM System", system, "name", for_update=True)
    last = frappe.db.get_value(
        "ITSM Decision",
        {"system": system},
        ["sequence", "chain_hash"],
        order_by="sequence desc",
        as_dict=True,
        for_update=True,
    )
    return (last.sequence, last.chain_hash) if last else (0, START)
