"""The only place that knows how the host works inside, where that matters and may differ between its versions."""

import inspect
import shutil
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe.core.doctype.log_settings import log_settings
from frappe.desk.form import assign_to
from frappe.model.delete_doc import (
    check_if_doc_is_dynamically_linked,
    check_if_doc_is_linked,
    check_permission_and_not_submitted,
)
from frappe.model.document import Document
from frappe.query_builder.functions import Cast, CustomFunction, Extract
from frappe.twofactor import get_qr_svg_code
from frappe.utils import data, now
from pypika.terms import PseudoColumn, Term
from rq.timeouts import JobTimeoutException


def clean_texts(doc: Document) -> None:
    """Clean all texts of an unsaved document as the host will when it saves, so that a seal is of what is stored."""
    for part in (doc, *doc.get_all_children()):
        part._sanitize_content()


def bulk_insert(doctype: str, rows: Iterable[dict]) -> None:
    """Write many records of equal fields in one statement, stamped as now and by the signed-in user unless they say
    otherwise; who names none gets a name by chance. No event of the host runs."""
    moment, user = now(), frappe.session.user
    stamps = {"creation": moment, "modified": moment, "owner": user, "modified_by": user, "docstatus": 0, "idx": 0}
    whole = [{"name": frappe.generate_hash(length=16), **stamps, **row} for row in rows]
    if whole:
        fields = list(whole[0])
        frappe.db.bulk_insert(doctype, fields, [tuple(row[field] for field in fields) for row in whole])


def exact_text(column: Term) -> Term:
    """A column as text in which every letter counts; `read_exact` reads it.

    MariaDB by itself takes texts that differ in case, accents or spaces at the end for one, and answers any of them.
    """
    return Cast(column, "BINARY" if frappe.db.db_type == "mariadb" else "TEXT")


def read_exact(value: bytes | str | None) -> str:
    """What was selected by `exact_text`; empty where there is no value."""
    return value.decode() if isinstance(value, bytes) else value or ""


def elapsed(earlier: Term, later: Term) -> Term:
    """Time between two columns of dates or moments, for comparing only: each database has a unit of its own."""
    if frappe.db.db_type == "mariadb":
        return CustomFunction("TIMESTAMPDIFF", ["unit", "earlier", "later"])(
            PseudoColumn("MICROSECOND"), earlier, later
        )
    return Extract("epoch", Cast(later, "TIMESTAMP") - Cast(earlier, "TIMESTAMP"))


def shifted_conversion(earlier: timedelta) -> tuple[str, Callable]:
    """Name of what in `frappe.utils.data` converts the computer's time to that of the site, and what answers `earlier`.

    Version 16 goes through `ZoneInfo`, version 15 through a function of its own.
    """
    if hasattr(data, "ZoneInfo"):

        class EarlierZone(ZoneInfo):
            def fromutc(self, moment: datetime) -> datetime:
                return super().fromutc(moment) + earlier

        return "ZoneInfo", EarlierZone
    convert = data.convert_utc_to_system_timezone
    return "convert_utc_to_system_timezone", lambda timestamp: convert(timestamp) + earlier


def qr_code(text: str) -> str:
    """`text` for cameras, as the address of an image: drawn as the host does to hand out a second factor."""
    return f"data:image/svg+xml;base64,{get_qr_svg_code(text).decode()}"


def can_make_pdf() -> bool:
    """Whether the host finds the program by which it makes PDF files."""
    return shutil.which("wkhtmltopdf") is not None


def print_of(doc: Document, print_format: str) -> str:
    """HTML of `doc` in `print_format`. What goes wrong is a page about it in some releases, and is raised in others."""
    return frappe.get_print(doc.doctype, doc.name, print_format, doc=doc)


def pdf_of(html: str) -> bytes:
    """PDF of what `print_of` answered."""
    # The host loads its libraries for PDF files only where one is made.
    from frappe.utils.pdf import get_pdf

    return get_pdf(html)


# What ends a background job from outside, and must not be taken for an answer of the record at hand.
INTERRUPTIONS = (JobTimeoutException, frappe.QueryDeadlockError, frappe.QueryTimeoutError)

# What refers to a record beside its links, as record type, field of the type and field of the name: gone with it.
GONE_WITH_RECORD = (
    ("ToDo", "reference_type", "reference_name"),
    ("Email Unsubscribe", "reference_doctype", "reference_name"),
    ("DocShare", "share_doctype", "share_name"),
    ("Version", "ref_doctype", "docname"),
    ("Comment", "reference_doctype", "reference_name"),
    ("View Log", "reference_doctype", "reference_name"),
    ("Document Follow", "ref_doctype", "ref_docname"),
    ("Notification Log", "document_type", "document_name"),
    ("Tag Link", "document_type", "document_name"),
    ("Communication Link", "link_doctype", "link_name"),
    ("Submission Queue", "ref_doctype", "ref_docname"),
)
# What stays, and no longer says whom it was about.
UNLINKED = (
    ("Communication", "reference_doctype", "reference_name"),
    ("Activity Log", "reference_doctype", "reference_name"),
    ("Activity Log", "timeline_doctype", "timeline_name"),
)
# Those that repeat what an anonymised record said.
REPEATING = ("Version", "Comment", "Notification Log", "Submission Queue")


def delete_for_good(doc: Document) -> None:
    """Delete a document with every event and check of `frappe.delete_doc`, but without its copy in Deleted Document.

    The host leaves what refers to a deleted document to a job of its own, which begins before the deletion is
    committed: with thousands of them a queue of thousands, and what refers to a document is lost even where its
    deletion is taken back. So the caller ends the references, with `forget`, in the same transaction.
    """
    check_permission_and_not_submitted(doc)
    doc.run_method("on_trash")
    doc.flags.in_delete = True
    doc.run_method("on_change")
    check_if_doc_is_linked(doc)
    check_if_doc_is_dynamically_linked(doc)
    # So called, the host removes the document with all that is its own, and neither asks nor tells again.
    frappe.delete_doc(doc.doctype, doc.name, for_reload=True, delete_permanently=True)


def forget(doctype: str, names: Collection[str]) -> None:
    """End what refers to deleted documents as the host does, in one statement for each kind, and with it the mails
    about them in the host's queue."""
    _drop_queued_mails(doctype, names)
    for referring, type_field, name_field in GONE_WITH_RECORD:
        frappe.db.delete(referring, {type_field: doctype, name_field: ["in", names]})
    for referring, type_field, name_field in UNLINKED:
        table = frappe.qb.DocType(referring)
        (
            frappe.qb.update(table)
            .set(table[type_field], None)
            .set(table[name_field], None)
            .where((table[type_field] == doctype) & table[name_field].isin(list(names)))
        ).run()


def forget_what_repeats(doctype: str, names: Collection[str]) -> None:
    """Remove what repeats the earlier values of documents that stay: versions, comments, notices, mails in the queue
    and the host's index for its search."""
    _drop_queued_mails(doctype, names)
    for referring, type_field, name_field in GONE_WITH_RECORD:
        if referring in REPEATING:
            frappe.db.delete(referring, {type_field: doctype, name_field: ["in", names]})
    frappe.db.delete("__global_search", {"doctype": doctype, "name": ["in", names]})


def default_log_days() -> dict[str, int]:
    """Days after which the host clears each kind of log where its settings say nothing. Later releases ask the apps."""
    asked = frappe.get_hooks("default_log_clearing_doctypes", default={})
    known = getattr(log_settings, "DEFAULT_LOGTYPES_RETENTION", {})
    return {doctype: int(days) for doctype, days in known.items()} | {
        doctype: int(days[-1]) for doctype, days in asked.items()
    }


# What later releases make of a workspace by themselves, and leave behind when its app goes.
MADE_OF_WORKSPACE = ("Workspace Sidebar", "Desktop Icon")


def host_at_work() -> bool:
    """Whether the host itself installs, migrates or removes an app now, for which no person could answer."""
    return any(frappe.flags.get(flag) for flag in ("in_install", "in_uninstall", "in_migrate", "in_patch"))


def assign(doctype: str, name: str, user: str, description: str, due_on: date) -> None:
    """Put a record among the to-dos of `user`, who may read it, whatever the signed-in user may share."""
    asked = {"doctype": doctype, "name": name, "assign_to": [user], "description": description, "date": due_on}
    assign_to.add(asked, **_without_asking(assign_to.add))


def unassign(doctype: str, name: str, user: str) -> None:
    """Take a record from the to-dos of `user`."""
    assign_to.remove(doctype, name, user, **_without_asking(assign_to.remove))


def close_assignments(doctype: str, name: str) -> None:
    """Nothing is left to be done with a record, for nobody."""
    assign_to.close_all_assignments(doctype, name, **_without_asking(assign_to.close_all_assignments))


def _without_asking(function: Callable) -> dict[str, bool]:
    """Later releases ask for permissions where they are not told otherwise."""
    takes = inspect.signature(inspect.unwrap(function)).parameters
    return {"ignore_permissions": True} if "ignore_permissions" in takes else {}


def _drop_queued_mails(doctype: str, names: Collection[str]) -> None:
    about = {"reference_doctype": doctype, "reference_name": ["in", names]}
    if mails := frappe.get_all("Email Queue", filters=about, pluck="name", order_by="creation asc"):
        # The host numbers them; its rows name their parent in letters.
        frappe.db.delete("Email Queue Recipient", {"parent": ["in", [str(mail) for mail in mails]]})
        frappe.db.delete("Email Queue", {"name": ["in", mails]})
