"""The part of a pack that holds what was approved, appointed, sent, signed or confirmed beside the policy."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from sms_iso20000.evidence.pack.archive import as_json, file_name, sealed_record
from sms_iso20000.evidence.pack.pages import render, rich_text
from sms_iso20000.evidence.pack.verify import RECORDS
from sms_iso20000.rules.decision import SEALED_BY

PAGE = f"{RECORDS}index.html"


def sealed_documents(system: str) -> list[Document]:
    """Every record of `system` that a decision sealed and nobody took back, by kind and age."""
    return [
        frappe.get_doc(doctype, name)
        for doctype in SEALED_BY
        for name in frappe.get_all(
            doctype,
            filters={"system": system, "content_hash": ["!=", ""]},
            pluck="name",
            order_by="creation asc, name asc",
        )
    ]


def staged_files(system: Document, documents: list[Document], person: Any) -> dict[str, bytes]:
    """A sealed record per document, and one page to read them all."""
    files = {}
    shown: dict[str, list[dict]] = {doctype: [] for doctype in SEALED_BY}
    for document in documents:
        name = f"{RECORDS}{file_name(document.name)}.json"
        life = {"stage": _stage(document), **{field: document.get(field) for field in _life_fields(document)}}
        content = sealed_record(
            document.doctype, document.name, document.sealed_content(), document.content_hash, life=life
        )
        files[name] = as_json(content)
        shown[document.doctype].append(_shown(document, name.removeprefix(RECORDS), person))
    files[PAGE] = render("records.html", system=system, kinds=[(kind, rows) for kind, rows in shown.items() if rows])
    return files


def staged_places(documents: list[Document]) -> dict[tuple[str, str], tuple[str, str]]:
    """Where each of the documents is to be read in the pack, with a label."""
    return {(row.doctype, row.name): (f"{PAGE}#{row.name}", _label(row)) for row in documents}


def _stage(document: Document) -> str:
    return document.get(document.stage_field)


def _life_fields(document: Document) -> list[str]:
    """Who did what and when, which lies outside the seal; tables and the seal itself are left out. Of a record of a
    person nothing but what is sealed leaves the site."""
    if document.is_personal:
        return []
    tables = {field.fieldname for field in document.meta.get_table_fields()}
    return [field for field in document.life_fields if field not in tables and field != "content_hash"]


def _shown(document: Document, file: str, person: Any) -> dict[str, Any]:
    content = document.sealed_fields if document.is_personal else document.content_fields
    fields = (*content, *_life_fields(document))
    values = [(_(document.meta.get_label(field)), _value(document, field, person)) for field in fields]
    return {
        "name": document.name,
        "label": _label(document),
        "status": _stage(document),
        "values": [(label, value) for label, value in values if value],
        "content_hash": document.content_hash,
        "file": file,
    }


def _label(document: Document) -> str:
    title = document.get(document.meta.get_title_field()) or document.name
    return f"{_(document.doctype)} {_(title)}"


def _value(document: Document, field: str, person: Any) -> Any:
    described, value = document.meta.get_field(field), document.get(field)
    if html := document.as_read(field):
        return rich_text(html)
    if described.fieldtype == "Table":
        return "; ".join(_row(row) for row in value)
    if described.fieldtype == "Text Editor":
        return rich_text(value)
    if described.fieldtype == "Check":
        return _("Yes") if value else ""
    if described.fieldtype == "Date":
        return formatdate(value, "yyyy-MM-dd") if value else ""
    if described.fieldtype == "Datetime":
        return str(value or "")[:16]
    if described.fieldtype == "Select":
        return _(value) if value else ""
    if described.options == "User":
        return person(value) if value else ""
    return str(value) if value not in (None, "") else ""


def _row(row: Document) -> str:
    shown = [row.get(field.fieldname) for field in row.meta.fields if field.in_list_view]
    return ", ".join(frappe.utils.strip_html(str(value)) for value in shown if value not in (None, "", 0))
