"""The nightly orphan detector: what nobody bears is found, told, set as a task, and resolved once it is mended."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, getdate, today

from sms_iso20000.governance.managers import manager_for
from sms_iso20000.governance.ownership import Orphaned, orphans_of


def detect(system: str) -> None:
    """Bring the ITSM Orphan records of `system` up to date; safe to repeat.

    New ones are made, which the host's Notification "ITSM Orphan Found" listens to. Mended ones are resolved and their
    task is closed. What is open longer than the system's grace, in days, becomes one task.
    """
    found = {orphaned.key: orphaned for orphaned in orphans_of(system)}
    known = {_key(orphan): orphan for orphan in _open_orphans(system)}
    for key in known.keys() - found.keys():
        _resolve(known[key])
    for key, orphaned in found.items():
        if key not in known:
            known[key] = _make(system, orphaned)
        elif known[key].cause != orphaned.cause:
            known[key].write(cause=orphaned.cause)
    _set_tasks(system, [known[key] for key in found])


def found_since(system: str) -> dict[tuple[str, str, str, str], str]:
    """The day on which each orphan that is open was found, by `Orphaned.key`."""
    rows = frappe.get_all(
        "ITSM Orphan",
        filters={"system": system, "status": "Open"},
        fields=["reference_doctype", "reference_name", "ownership", "user", "found_on"],
        order_by="found_on desc, name asc",
    )
    return {_key(row): row.found_on for row in rows}


def _open_orphans(system: str) -> list[Document]:
    names = frappe.get_all(
        "ITSM Orphan", filters={"system": system, "status": "Open"}, pluck="name", order_by="found_on asc, name asc"
    )
    return [frappe.get_doc("ITSM Orphan", name) for name in names]


def _key(orphan: dict) -> tuple[str, str, str, str]:
    return orphan.reference_doctype, orphan.reference_name, orphan.ownership, orphan.user or ""


def _make(system: str, orphaned: Orphaned) -> Document:
    return frappe.get_doc(
        {
            "doctype": "ITSM Orphan",
            "system": system,
            "reference_doctype": orphaned.reference_doctype,
            "reference_name": orphaned.reference_name,
            "ownership": orphaned.ownership,
            "cause": orphaned.cause,
            "user": orphaned.user,
            "status": "Open",
            "found_on": today(),
        }
    ).make()


def _resolve(orphan: Document) -> None:
    orphan.write(status="Resolved", resolved_on=today())
    if orphan.task and frappe.db.get_value("ToDo", orphan.task, "status") == "Open":
        task = frappe.get_doc("ToDo", orphan.task)
        task.status = "Closed"
        task.save(ignore_permissions=True)


def _set_tasks(system: str, orphans: list[Document]) -> None:
    grace = cint(frappe.db.get_value("ITSM System", system, "orphan_grace"))
    latest = getdate(add_days(today(), -grace))
    overdue = [orphan for orphan in orphans if not orphan.task and getdate(orphan.found_on) <= latest]
    manager = manager_for(system) if overdue else None
    if not manager:
        return
    for orphan in overdue:
        orphan.write(task=_task(orphan, manager).name)


def _task(orphan: Document, manager: str) -> Document:
    return frappe.get_doc(
        {
            "doctype": "ToDo",
            "allocated_to": manager,
            "reference_type": orphan.reference_doctype,
            "reference_name": orphan.reference_name,
            "date": today(),
            "priority": "High",
            "description": _("Name somebody as {0}. Nobody has borne this since {1}: {2}.").format(
                _(orphan.ownership), frappe.utils.formatdate(orphan.found_on), _(orphan.cause)
            ),
        }
    ).insert(ignore_permissions=True)
