"""Deleting and anonymising records of the host, with everything that repeats what they said (4.3.3)."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime, strip_html

from sms_iso20000.compat import INTERRUPTIONS, delete_for_good, forget, forget_what_repeats
from sms_iso20000.rules.disposal import Outcome, Result, emptied
from sms_iso20000.rules.retention import PERSONAL
from sms_iso20000.rules.sealing import content_hash

MAIL = "Communication"
SAVE_POINT = "sms_iso20000_removal"
# Characters of a reason that are kept.
LONGEST_REASON = 500
# Columns in which the host notes people beside the fields of a record.
NAMING_PEOPLE = {"_assign", "_liked_by", "_seen", "_user_tags"}


def delete_records(doctype: str, names: list[str]) -> dict[str, Result]:
    """Delete records for good, with their attachments and mails; what the host refuses to delete is kept as it was."""
    mails = _mails(doctype, names)

    def delete(name: str) -> Result:
        digest = _delete(doctype, name)
        for mail in mails[name]:
            _delete(MAIL, mail)
        return Result(Outcome.DELETED, record_hash=digest)

    results = {name: _one(delete, name) for name in names}
    _forget_deleted(doctype, _those(results, Outcome.DELETED), mails)
    return results


def anonymise_records(doctype: str, fields: Collection[str], names: list[str]) -> dict[str, Result]:
    """Empty `fields` of records, and remove the attachments, mails, versions and comments that repeat them."""
    mails, files = _mails(doctype, names), _files(doctype, names)

    def strip(name: str) -> Result:
        digest = _digest(frappe.get_doc(doctype, name))
        for file in files[name]:
            frappe.delete_doc("File", file, ignore_permissions=True, delete_permanently=True)
        for mail in mails[name]:
            _delete(MAIL, mail)
        return Result(Outcome.ANONYMISED, record_hash=digest)

    results = {name: _one(strip, name) for name in names}
    if stripped := _those(results, Outcome.ANONYMISED):
        _empty(doctype, fields, stripped)
        forget_what_repeats(doctype, stripped)
        if doctype in PERSONAL:
            # What only refers to the record tells of the person, too: who was asked to see to it, or follows it.
            forget(doctype, stripped)
        _forget_deleted(MAIL, [mail for name in stripped for mail in mails[name]], {})
    return results


def _one(work: Callable[[str], Result], name: str) -> Result:
    """What became of one record, none of it where the host refuses any part."""
    frappe.db.savepoint(SAVE_POINT)
    try:
        result = work(name)
    except INTERRUPTIONS:
        raise
    except Exception as refusal:
        frappe.db.rollback(save_point=SAVE_POINT)
        frappe.clear_messages()
        return Result(Outcome.KEPT, _reason(refusal))
    frappe.db.release_savepoint(SAVE_POINT)
    return result


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, frappe.ValidationError | frappe.PermissionError):
        said = strip_html(str(refusal)).strip()
        return (said or _("The host refuses it: {0}").format(type(refusal).__name__))[:LONGEST_REASON]
    frappe.log_error(title="Disposal of a record failed")
    return _("It could not be done; the host's Error Log says why: {0}").format(type(refusal).__name__)


def _delete(doctype: str, name: str) -> str:
    """Delete one record; answers the hash of what it was."""
    doc = frappe.get_doc(doctype, name)
    # The guard of what is kept asks for nobody's approval twice; mails have rules of their own.
    doc.flags.update(ignore_permissions=True, by_disposal=doctype != MAIL)
    digest = _digest(doc)
    delete_for_good(doc)
    return digest


def _digest(doc: Document) -> str:
    """SHA-256 of the record as it is, its rows included."""
    return content_hash(json.loads(doc.as_json()))


def _empty(doctype: str, fields: Collection[str], names: list[str]) -> None:
    meta, table = frappe.get_meta(doctype), frappe.qb.DocType(doctype)
    query = frappe.qb.update(table).where(table.name.isin(names))
    for field in fields:
        described = meta.get_field(field)
        query = query.set(table[field], emptied(described.fieldtype, bool(described.reqd), _("Anonymised")))
    if "_comments" in frappe.db.get_table_columns(doctype):
        query = query.set(table["_comments"], None)
    if doctype in PERSONAL:
        # Who made a record of their own is named by it too, and so is who was asked to see to it.
        query = query.set(table.owner, frappe.session.user)
        for column in NAMING_PEOPLE & set(frappe.db.get_table_columns(doctype)):
            query = query.set(table[column], None)
    # Whoever has one of them open in a form cannot save the earlier values back.
    query.set(table.modified, now_datetime()).set(table.modified_by, frappe.session.user).run()
    for name in names:
        frappe.clear_document_cache(doctype, name)


def _forget_deleted(doctype: str, names: list[str], mails: dict[str, list[str]]) -> None:
    if not names:
        return
    forget(doctype, names)
    if of_mails := [mail for name in names for mail in mails.get(name, ())]:
        forget(MAIL, of_mails)


def _those(results: dict[str, Result], outcome: Outcome) -> list[str]:
    return [name for name, result in results.items() if result.outcome is outcome]


def _mails(doctype: str, names: list[str]) -> dict[str, list[str]]:
    return _belonging(MAIL, "reference_doctype", "reference_name", doctype, names)


def _files(doctype: str, names: list[str]) -> dict[str, list[str]]:
    return _belonging("File", "attached_to_doctype", "attached_to_name", doctype, names)


def _belonging(kind: str, type_field: str, name_field: str, doctype: str, names: list[str]) -> dict[str, list[str]]:
    rows = frappe.get_all(
        kind,
        filters={type_field: doctype, name_field: ["in", names]},
        fields=["name", name_field],
        order_by="creation asc, name asc",
    )
    belonging = defaultdict(list)
    for row in rows:
        belonging[row[name_field]].append(row.name)
    return belonging
