import json
from collections import Counter
from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model import no_value_fields
from frappe.model.document import Document
from frappe.utils import cint, cstr, escape_html, get_fullname
from frappe.utils.formatters import format_value

from sms_iso20000.life.kept_record import as_kept
from sms_iso20000.rules.difference import Change, difference, lines_of
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES

CHANGED = "Changed"


@frappe.read_only()
def execute(filters: dict | None = None) -> tuple:
    """What differs between two revisions that the reader may read, and what the host kept of how the later one came
    about (4.3.2 d).

    Sections, in this order: lines of text with those around them, rows of tables, fields, and the host's versions.
    All texts are plain, with markup escaped. Filters: `document_type`, `earlier`, `later`, in whatever order the
    revisions were made. Raises PermissionError where the reader may not read both.
    """
    filters = frappe._dict(filters or {})
    if not _are_revisions(filters.document_type, filters.earlier, filters.later):
        return columns(), [], _("Choose two revisions to compare.")
    before, after = (frappe.get_doc(filters.document_type, name) for name in (filters.earlier, filters.later))
    for doc in (before, after):
        doc.check_permission("read")
    found = [*_texts(before, after), *_table_rows(before, after), *_fields(before, after)]
    rows = [_escaped(row) for row in (*found, *_history(after))]
    heading = " → ".join(_named(doc) for doc in (before, after))
    return columns(), rows, heading if found else f"{heading}<br>{_('Nothing differs between these revisions.')}"


def columns() -> list[dict]:
    text = {"fieldtype": "Data", "align": "left"}
    return [
        {"fieldname": "section", "label": _("Section"), "width": 110, **text},
        {"fieldname": "what", "label": _("Field"), "width": 170, **text},
        {"fieldname": "change_shown", "label": _("Change"), "width": 100, **text},
        {"fieldname": "before", "label": _("Before"), "width": 380, **text},
        {"fieldname": "after", "label": _("After"), "width": 380, **text},
        {"fieldname": "person", "label": _("Person"), "width": 150, **text},
        {"fieldname": "moment", "label": _("When"), "fieldtype": "Datetime", "width": 160},
    ]


def _are_revisions(doctype: str | None, *names: str | None) -> bool:
    """Whoever changes the type in the filters still has the names of the other in them."""
    return doctype in CONTROLLED_DOCTYPES and all(name and frappe.db.exists(doctype, name) for name in names)


def _named(doc: Document) -> str:
    title = f"{doc.code} {doc.title}"
    return escape_html(_("{0}, revision {1} ({2})").format(title, doc.revision, _(doc.workflow_state)))


def _fields(before: Document, after: Document) -> Iterator[dict]:
    for field in before.meta.fields:
        if field.fieldtype in (*no_value_fields, "Text Editor") or field.hidden:
            continue
        if as_kept(before, field.fieldname) != as_kept(after, field.fieldname):
            values = (_shown(field, doc.get(field.fieldname)) for doc in (before, after))
            yield _row(_("Fields"), field, CHANGED, *values)


def _table_rows(before: Document, after: Document) -> Iterator[dict]:
    for field in before.meta.get_table_fields():
        earlier, later = (Counter(_joined(cells) for cells in as_kept(doc, field.fieldname)) for doc in (before, after))
        for text in (earlier - later).elements():
            yield _row(_("Rows"), field, Change.REMOVED.value, text, "")
        for text in (later - earlier).elements():
            yield _row(_("Rows"), field, Change.ADDED.value, "", text)


def _texts(before: Document, after: Document) -> Iterator[dict]:
    for field in before.meta.get("fields", {"fieldtype": "Text Editor"}):
        for line in difference(*(lines_of(doc.get(field.fieldname)) for doc in (before, after))):
            was, now = line.change is not Change.ADDED, line.change is not Change.REMOVED
            yield _row(_("Text"), field, line.change.value, line.text if was else "", line.text if now else "")


def _history(doc: Document) -> Iterator[dict]:
    """The host's versions, the newest first, as its own form shows them to whoever may read the record."""
    for version in frappe.get_all(
        "Version",
        filters={"ref_doctype": doc.doctype, "docname": doc.name},
        fields=["owner", "creation", "data"],
        order_by="creation desc, name desc",
    ):
        for row in _steps(doc, json.loads(version.data or "{}")):
            yield {**row, "person": get_fullname(version.owner), "moment": version.creation}


def _steps(doc: Document, data: dict) -> Iterator[dict]:
    section = _("Versions")
    for name, before, after in data.get("changed") or ():
        if field := doc.meta.get_field(name):
            yield _row(section, field, CHANGED, _shown(field, before), _shown(field, after))
    for kind, change in (("removed", Change.REMOVED), ("added", Change.ADDED)):
        for name, cells in data.get(kind) or ():
            if field := doc.meta.get_field(name):
                text = _joined(cells.get(column.fieldname) for column in _columns_of(field.options))
                sides = (text, "") if change is Change.REMOVED else ("", text)
                yield _row(section, field, change.value, *sides)
    for name, _index, _name, changes in data.get("row_changed") or ():
        if field := doc.meta.get_field(name):
            before, after = (_joined(change[side] for change in changes) for side in (1, 2))
            yield _row(section, field, CHANGED, before, after)


def _columns_of(doctype: str) -> list:
    return [field for field in frappe.get_meta(doctype).fields if field.fieldtype not in no_value_fields]


def _joined(values) -> str:
    return " · ".join(cstr(value) for value in values if value not in (None, ""))


def _shown(field, value) -> str:
    if field.fieldtype == "Check":
        return _("Yes") if cint(value) else _("No")
    if field.fieldtype in ("Date", "Datetime"):
        return cstr(format_value(value, field)) if value else ""
    return _(value) if value and field.fieldname in ("kind", "workflow_state") else cstr(value)


def _row(section: str, field, change: str, before: str, after: str) -> dict:
    return {
        "section": section,
        "what": _(field.label),
        "change": change,
        "change_shown": _called(change),
        "before": before,
        "after": after,
    }


def _called(change: str) -> str:
    names = {
        CHANGED: _("Changed"),
        Change.ADDED.value: _("Added"),
        Change.REMOVED.value: _("Removed"),
        Change.SAME.value: _("Same"),
    }
    return names[change]


def _escaped(row: dict) -> dict:
    return {key: escape_html(value) if isinstance(value, str) else value for key, value in row.items()}
