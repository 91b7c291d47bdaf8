"""Nothing is deleted that a retention rule in force keeps, by any role or route (4.3.3)."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, today

from sms_iso20000.compat import host_at_work
from sms_iso20000.governance.retention import RULE, kept_by, rules_in_force
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.retention import IN_FORCE, KEEP, kept_until
from sms_iso20000.rules.unmet import Unmet

# Record types that have, or once had, a rule in force. Nothing is ever taken out: an old name costs a query, a missing
# one would let a record be deleted. The empty name says that the set was filled.
REMEMBERED = "sms_iso20000_kept_record_types"
FILLED = ""


def refuse_deletion_of_kept(doc: Document, event: str | None = None) -> None:
    """What the host calls before it deletes any record. A disposal says `doc.flags.by_disposal`: it has asked."""
    if doc.flags.by_disposal or host_at_work():
        return
    if doc.doctype not in _remembered():
        return
    if unmet := unmet_for_deleting(doc, getdate(today())):
        refuse(*unmet)


def unmet_for_deleting(doc: Document, day: date) -> list[Unmet]:
    """Each rule in force, of whatever system, that keeps `doc` on `day`. One query, and one per rule of its type."""
    unmet = []
    for rule in rules_in_force(doc.doctype):
        kept = kept_by(rule, day, [doc.name])
        if kept:
            unmet.append(_why(rule, doc, *kept.values()))
    return unmet


def remember(document_type: str) -> None:
    """A rule of this record type comes into force: all processes know at once, and for certain once it is committed."""
    _remember(document_type)
    frappe.db.after_commit.add(lambda: _remember(document_type))


def _why(rule: dict, doc: Document, start: date | None) -> Unmet:
    values = {"name": doc.name, "title": rule.title, "rule": rule.name}
    if rule.legal_hold:
        return Unmet("record_under_hold", values)
    if rule.disposal_method == KEEP:
        return Unmet("record_kept_for_good", values)
    if start is None:
        field = _(frappe.get_meta(doc.doctype).get_label(rule.start_field))
        return Unmet("record_period_not_begun", {**values, "field": field})
    return Unmet("record_kept_until", {**values, "day": formatdate(kept_until(start, rule.retention_months))})


def _remembered() -> set[str]:
    known = {_text(name) for name in frappe.cache.smembers(REMEMBERED)}
    if FILLED in known:
        return known
    types = frappe.get_all(
        RULE, filters={"status": IN_FORCE}, pluck="document_type", distinct=True, order_by="document_type asc"
    )
    _remember(FILLED, *types)
    return set(types)


def _remember(*document_types: str) -> None:
    frappe.cache.sadd(REMEMBERED, *document_types)


def _text(name: bytes | str) -> str:
    return name.decode() if isinstance(name, bytes) else name
