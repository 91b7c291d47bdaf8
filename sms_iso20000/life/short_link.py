"""One address per document, the same for all its revisions: what is printed leads to what is in force (4.3.2 d, h)."""

import secrets
from dataclasses import dataclass
from enum import Enum

import frappe
from frappe.model.document import Document
from frappe.utils import get_url

from sms_iso20000.life.audience import audience_users

# Nothing that is read as another character when somebody types it from paper; 31 to the power of 10 keys.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10
DOCUMENT = "ITSM Document"


class Answer(str, Enum):
    """What the address has for the person who followed it."""

    UNKNOWN = "unknown"
    IN_FORCE = "in force"
    ENDED = "ended"
    NOT_YET = "not yet"
    NOT_FOR_YOU = "not for you"


@dataclass(frozen=True)
class Found:
    """`revision` is the one in force, or the last there is where that person may know of it."""

    answer: Answer
    revision: Document | None = None
    may_open: bool = False


def link_key_of(system: str, code: str) -> str:
    """The key that all revisions of `code` in `system` share: that of the earlier ones, or a new one by chance."""
    present = frappe.get_all(
        DOCUMENT,
        filters={"system": system, "code": code, "link_key": ["!=", ""]},
        pluck="link_key",
        order_by="revision asc",
        limit=1,
    )
    return present[0] if present else _new_key()


def short_url(key: str) -> str:
    """The whole address to print."""
    return get_url(f"/itsm/{key}")


def follow(key: str) -> Found:
    """What the signed-in user finds behind `key`; nothing of a document that is not for them."""
    names = frappe.get_all(DOCUMENT, filters={"link_key": key or "-"}, pluck="name", order_by="revision desc")
    revisions = [frappe.get_doc(DOCUMENT, name) for name in names]
    if not revisions:
        return Found(Answer.UNKNOWN)
    in_force = next((revision for revision in revisions if revision.is_in_force), None)
    if in_force:
        may_open = in_force.has_permission("read")
        return Found(Answer.IN_FORCE, in_force, True) if may_open else Found(Answer.NOT_FOR_YOU)
    last = next((revision for revision in revisions if revision.issued_on), None)
    shown = last or revisions[0]
    if not _may_know_of(shown):
        return Found(Answer.NOT_FOR_YOU)
    return Found(Answer.ENDED if last else Answer.NOT_YET, shown, shown.has_permission("read"))


def _may_know_of(revision: Document) -> bool:
    """Whether the signed-in user may hear of the end of a document that they might have read while it was in force."""
    if revision.has_permission("read"):
        return True
    readable = frappe.has_permission(DOCUMENT, "read") and frappe.has_permission(
        "ITSM System", "read", doc=revision.system
    )
    meant = not revision.is_restricted or frappe.session.user in audience_users(revision.system, revision.audience)
    return bool(readable and meant)


def _new_key() -> str:
    while True:
        key = "".join(secrets.choice(LETTERS) for _index in range(LENGTH))
        if not frappe.db.exists(DOCUMENT, {"link_key": key}):
            return key
