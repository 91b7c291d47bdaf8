"""Disposing of records whose retention is over: requested, approved by a second person, done in batches (4.3.3)."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Case
from frappe.query_builder.functions import Count
from frappe.utils import create_batch, getdate, now_datetime

from sms_iso20000.compat import bulk_insert
from sms_iso20000.governance.removal import anonymise_records, delete_records
from sms_iso20000.governance.retention import AT_ONCE, RULE, due, still_due
from sms_iso20000.rules.disposal import DISPOSED_OF, OPEN, Outcome, Result, Rule, Stage, candidates_among
from sms_iso20000.rules.retention import ANONYMISE, IN_FORCE

DISPOSAL, ITEM = "ITSM Disposal", "ITSM Disposal Item"
# Records worked off before the work done is committed.
BATCH = 100
# Records of one disposal: its certificate stays a file that the host accepts. What is left over is due still.
MOST = 50_000
# Seconds that the worker is given, beside one for each record.
ALLOWANCE = 600


# -- requesting and approving ----------------------------------------------------------------------------------------


def as_rule(rule: Document) -> Rule:
    return Rule(rule.name, rule.status, rule.disposal_method, bool(rule.legal_hold))


def candidates(rule: Document, as_of: str) -> list[str]:
    """What can be disposed of by `rule` as of that day, the longest due first; nothing that another disposal has."""
    names = due(rule, getdate(as_of))
    taken = {name for some in create_batch(names, AT_ONCE) for name in _taken(rule.document_type, some)}
    return candidates_among(names, taken, MOST)


def list_candidates(disposal: Document, names: list[str]) -> None:
    """One item per record, in one statement for thousands of them."""
    about = {"system": disposal.system, "disposal": disposal.name, "reference_doctype": disposal.document_type}
    bulk_insert(
        ITEM,
        (
            {**about, "reference_name": name, "outcome": Outcome.PENDING.value, "idx": number}
            for number, name in enumerate(names, 1)
        ),
    )


def items_of(disposal: str) -> list[dict]:
    """The records of a disposal in their order, and what became of each."""
    return frappe.get_all(
        ITEM,
        filters={"disposal": disposal},
        fields=["reference_name", "outcome", "record_hash", "reason", "done_on"],
        order_by="idx asc",
    )


def _taken(doctype: str, names: list[str]) -> set[str]:
    """Those of `names` that wait in an open disposal, and those that one anonymised."""
    item, disposal = frappe.qb.DocType(ITEM), frappe.qb.DocType(DISPOSAL)
    waiting = (
        frappe.qb.from_(item)
        .join(disposal)
        .on(disposal.name == item.disposal)
        .select(item.reference_name)
        .where((item.reference_doctype == doctype) & item.reference_name.isin(names))
        .where((item.outcome == Outcome.PENDING.value) & disposal.status.isin([stage.value for stage in OPEN]))
    )
    return {*waiting.run(pluck=True), *_anonymised(doctype, names)}


def _anonymised(doctype: str, names: Collection[str]) -> set[str]:
    filters = {
        "reference_doctype": doctype,
        "reference_name": ["in", list(names)],
        "outcome": Outcome.ANONYMISED.value,
    }
    return set(frappe.get_all(ITEM, filters=filters, pluck="reference_name", order_by="reference_name asc"))


# -- the work --------------------------------------------------------------------------------------------------------


def begin(disposal: Document) -> None:
    """Have an approved disposal worked off, or gone on with, once the transaction is committed."""
    frappe.enqueue(
        "sms_iso20000.governance.disposal_work.work_off",
        queue="long",
        timeout=ALLOWANCE + disposal.candidates,
        enqueue_after_commit=True,
        job_id=f"itsm_disposal_{disposal.name}",
        deduplicate=True,
        disposal=disposal.name,
    )


def resume(disposal: str) -> None:
    begin(frappe.get_doc(DISPOSAL, disposal))


def unfinished() -> list[str]:
    """Disposals that were approved and are not done, because a worker was stopped or a legal hold was placed."""
    return frappe.get_all(
        DISPOSAL, filters={"status": Stage.APPROVED.value}, pluck="name", order_by="creation asc, name asc"
    )


def next_batch(disposal: str) -> int | None:
    """Work off the next records; answers how many, 0 where none is pending, and None where the disposal is stopped: it
    is not approved or no more, or its rule is under a legal hold.

    Locks before it looks, so that of two workers one goes first, a legal hold placed meanwhile waits for this batch
    and stops the next, and no record changes between the question whether it is due and its end.
    """
    fields = ["status", "rule", "as_of", "document_type"]
    held = frappe.db.get_value(DISPOSAL, disposal, fields, as_dict=True, for_update=True)
    if not held or held.status != Stage.APPROVED:
        return None
    frappe.db.get_value(RULE, held.rule, "name", for_update=True)
    items = _pending(disposal)
    there = _found(held.document_type, list(items))
    rule = frappe.get_doc(RULE, held.rule)
    if items and rule.legal_hold:
        return None
    if items:
        _note(items, _dispose(rule, held.as_of, list(items), there))
    _count(disposal)
    return len(items)


def _pending(disposal: str) -> dict[str, str]:
    """The item of each of the next records."""
    item = frappe.qb.DocType(ITEM)
    rows = (
        frappe.qb.from_(item)
        .select(item.reference_name, item.name)
        .where((item.disposal == disposal) & (item.outcome == Outcome.PENDING.value))
        .orderby(item.idx)
        .limit(BATCH)
        .for_update()
    ).run()
    return dict(rows)


def _found(doctype: str, names: list[str]) -> set[str]:
    """Those of `names` that are there, locked."""
    if not names:
        return set()
    record = frappe.qb.DocType(doctype)
    found = frappe.qb.from_(record).select(record.name).where(record.name.isin(names)).for_update().run(pluck=True)
    return {str(name) for name in found}


def _dispose(rule: Document, as_of: str, names: list[str], there: set[str]) -> dict[str, Result]:
    """What becomes of `names`, of which those in `there` are still on the site."""
    doctype = rule.document_type
    results = {name: Result(Outcome.ALREADY_GONE) for name in names if name not in there}
    if rule.status != IN_FORCE:
        return results | dict.fromkeys(there, Result(Outcome.KEPT, _("The retention rule was withdrawn.")))
    ended = still_due(rule, getdate(as_of), there)
    not_due = Result(Outcome.KEPT, _("It is not due any more: it was changed, or another rule keeps it."))
    results |= dict.fromkeys(there - ended, not_due)
    now_due = [name for name in names if name in ended]
    if rule.disposal_method != ANONYMISE:
        return results | delete_records(doctype, now_due)
    done_before = _anonymised(doctype, now_due)
    results |= dict.fromkeys(done_before, Result(Outcome.ALREADY_GONE, _("Another disposal has anonymised it.")))
    now_due = [name for name in now_due if name not in done_before]
    return results | anonymise_records(doctype, [row.field_name for row in rule.anonymise_fields], now_due)


def _note(items: dict[str, str], results: dict[str, Result]) -> None:
    """Write what became of a batch in one statement."""
    item = frappe.qb.DocType(ITEM)
    outcome, reason, record_hash = Case(), Case(), Case()
    for name, row in items.items():
        result = results[name]
        outcome = outcome.when(item.name == row, result.outcome.value)
        reason = reason.when(item.name == row, result.reason)
        record_hash = record_hash.when(item.name == row, result.record_hash)
    (
        frappe.qb.update(item)
        .set(item.outcome, outcome)
        .set(item.reason, reason)
        .set(item.record_hash, record_hash)
        .set(item.done_on, now_datetime())
        .where(item.name.isin(list(items.values())))
    ).run()


def _count(disposal: str) -> None:
    item = frappe.qb.DocType(ITEM)
    counted = dict(
        frappe.qb.from_(item)
        .select(item.outcome, Count(item.name))
        .where(item.disposal == disposal)
        .groupby(item.outcome)
        .run()
    )
    number = {outcome: counted.get(outcome.value, 0) for outcome in Outcome}
    figures = {
        "pending": number[Outcome.PENDING],
        "disposed": sum(number[outcome] for outcome in DISPOSED_OF),
        "kept": number[Outcome.KEPT],
    }
    frappe.db.set_value(DISPOSAL, disposal, figures, update_modified=False)
