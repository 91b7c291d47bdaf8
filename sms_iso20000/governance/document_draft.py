"""What is wrong with a document beside its life: whom and what it names, and its file (4.3.2, 4.3.3)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.evidence.attachment import digest_of, unmet_for_attachment
from sms_iso20000.life.audience import enabled_people, fenced_off
from sms_iso20000.life.controlled_revision import text_of
from sms_iso20000.rules.document import (
    Able,
    People,
    unmet_abilities,
    unmet_content,
    unmet_effective_day,
    unmet_four_eyes,
    unmet_uses,
)
from sms_iso20000.rules.revision import State
from sms_iso20000.rules.unmet import Unmet


def unmet_draft(document: Document, earlier: Document | None) -> list[Unmet]:
    """All reasons why a draft cannot be kept as it stands. `earlier` is the draft as it was, or the revision in force
    that a new draft follows; what it has already is let be until the draft is submitted for review."""
    people = people_of(document)
    before = people_of(earlier) if earlier else People()
    is_copy = document.is_new() and people == _as_written_by(before, people)
    unmet = [] if is_copy else unmet_four_eyes(people)
    unmet += unmet_abilities(people, _able(document), before)
    unmet += unmet_effective_day(_day(document), _day(earlier), getdate(today()))
    if document.file and (earlier is None or document.file != earlier.file):
        unmet += _unmet_file(document)
    return unmet + _unmet_uses(document)


def unmet_step(document: Document, after: str) -> list[Unmet]:
    """What stands against a step beside the gates of every revision: no content, people who cannot do their part, and
    a file that is not there or not the one that was reviewed."""
    if after == State.IN_REVIEW:
        people = people_of(document)
        unmet = _unmet_content(document) + unmet_four_eyes(people) + unmet_abilities(people, _able(document))
        return unmet + (_unmet_file(document) if document.file else [])
    if after in (State.APPROVED, State.IN_FORCE):
        is_same = not document.file or digest_of(document.file) == document.file_hash
        return _unmet_content(document) + ([] if is_same else [Unmet("file_not_as_reviewed")])
    return []


def people_of(document: Document) -> People:
    return People(
        owner=document.document_owner or "",
        approver=document.approver or "",
        reviewers=tuple(row.user for row in document.reviewers),
        contributors=frozenset(row.user for row in document.contributors),
    )


def _unmet_content(document: Document) -> list[Unmet]:
    return unmet_content(document.kind, text_of(document.content), bool(document.file))


def _as_written_by(named: People, author: People) -> People:
    return People(named.owner, named.approver, named.reviewers, author.contributors)


def _able(document: Document) -> Able:
    named = people_of(document)
    named = named.writers | set(named.reviewers)
    inside = named & enabled_people() - fenced_off(document.system)
    able = {
        permission: {user for user in inside if frappe.has_permission(document.doctype, permission, user=user)}
        for permission in ("read", "write")
    }
    return Able(enabled=named & enabled_people(), **able)


def _day(document: Document | None):
    return getdate(document.effective_on) if document and document.effective_on else None


def _unmet_file(document: Document) -> list[Unmet]:
    return unmet_for_attachment(document.file, _(document.meta.get_label("file")))


def _unmet_uses(document: Document) -> list[Unmet]:
    uses = [(row.use_doctype, row.use_name or "") for row in document.points_of_use]
    unmet = unmet_uses(uses)
    for doctype, name in dict.fromkeys(uses):
        meta = frappe.get_meta(doctype)
        if meta.istable or meta.issingle or meta.get("is_virtual"):
            unmet.append(Unmet("doctype_without_records", {"doctype": doctype}))
        elif name:
            unmet += document.unmet_reference(doctype, name)
    return unmet
