"""Documents where they are used: those in force that name a record, or all records of its type (4.3.2 d)."""

import frappe
from frappe.model.document import Document

from sms_iso20000.rules.revision import State

DOCUMENT = "ITSM Document"


def types_in_use() -> list[str]:
    """Record types that documents in force name; one query."""
    documents, uses = frappe.qb.DocType(DOCUMENT), frappe.qb.DocType("ITSM Document Use")
    rows = (
        frappe.qb.from_(uses)
        .join(documents)
        .on((uses.parent == documents.name) & (uses.parenttype == DOCUMENT))
        .where(documents.workflow_state == State.IN_FORCE.value)
        .select(uses.use_doctype)
        .distinct()
        .orderby(uses.use_doctype)
        .run()
    )
    return [doctype for (doctype,) in rows]


def add_to_boot(bootinfo) -> None:
    """Tell the Desk which forms to ask documents for; none for whoever may read none."""
    bootinfo.itsm_points_of_use = types_in_use() if frappe.has_permission(DOCUMENT, "read") else []


def documents_for(doctype: str, record: Document | None) -> list[dict]:
    """Documents in force that name `record`, or every record of `doctype`, as far as the signed-in user may read them;
    `to_acknowledge` says that they were asked to and have not. For a record of one system, those of that system."""
    if not frappe.has_permission(DOCUMENT, "read"):
        return []
    filters = {"name": ["in", _naming(doctype, record)], "workflow_state": State.IN_FORCE.value}
    if system := _system_of(doctype, record):
        filters["system"] = system
    documents = frappe.get_list(
        DOCUMENT,
        filters=filters,
        fields=["name", "title", "code", "revision", "kind"],
        order_by="code asc, name asc",
        limit_page_length=0,
    )
    asked = _asked([document.name for document in documents])
    return [{**document, "to_acknowledge": document.name in asked} for document in documents]


def called(doctype: str, name: str | None) -> str:
    """What people call a point of use; empty where every record of the type is one."""
    field = frappe.get_meta(doctype).get_title_field()
    title = name and field != "name" and frappe.db.get_value(doctype, name, field)
    return f"{title} ({name})" if title and title != name else name or ""


def _naming(doctype: str, record: Document | None) -> list[str]:
    """Documents of any state that name the record or its type."""
    return frappe.get_all(
        "ITSM Document Use",
        filters={"use_doctype": doctype, "parenttype": DOCUMENT},
        or_filters=[["use_name", "is", "not set"], *([["use_name", "=", record.name]] if record else [])],
        pluck="parent",
        order_by="parent asc",
    )


def _system_of(doctype: str, record: Document | None) -> str:
    if not record:
        return ""
    if doctype == "ITSM System":
        return record.name
    field = frappe.get_meta(doctype).get_field("system")
    return record.system if field and field.options == "ITSM System" else ""


def _asked(names: list[str]) -> set[str]:
    return set(
        frappe.get_all(
            "ITSM Acknowledgement",
            filters={
                "reference_doctype": DOCUMENT,
                "reference_name": ["in", names],
                "user": frappe.session.user,
                "status": "Open",
            },
            pluck="reference_name",
            order_by="reference_name asc",
        )
    )
