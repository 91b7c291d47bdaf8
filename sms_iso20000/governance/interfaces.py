"""Interfaces between processes, kept the same on both sides (4.1.4 c)."""

import frappe
from frappe.model.document import Document

from sms_iso20000.governance.processes import title_of
from sms_iso20000.rules.interfaces import Interface, Process, adjustments, unmet_interfaces
from sms_iso20000.rules.unmet import Unmet


def interfaces_of(process: Document) -> list[Interface]:
    """What a process lists, in the order of its rows."""
    return [Interface(row.direction, row.other_process, row.subject) for row in process.interfaces]


def unmet_interfaces_of(process: Document) -> list[Unmet]:
    """All reasons why a process cannot list its interfaces as they stand."""
    interfaces = interfaces_of(process)
    rows = frappe.get_all(
        "ITSM Process",
        filters={"name": ["in", [interface.other for interface in interfaces]]},
        fields=["name", "system", "title", "title_zh"],
        order_by="name asc",
    )
    others = {row.name: Process(row.system, title_of(row)) for row in rows}
    return unmet_interfaces(process.name, process.system, interfaces, others)


def adjust_other_sides(process: Document) -> None:
    """Let every other process say about `process` what `process` says about them."""
    listed: dict[str, list[Interface]] = {}
    for row in frappe.get_all(
        "ITSM Process Interface",
        filters={"other_process": process.name, "parenttype": "ITSM Process"},
        fields=["parent", "direction", "other_process", "subject"],
        order_by="parent asc, idx asc",
    ):
        listed.setdefault(row.parent, []).append(Interface(row.direction, row.other_process, row.subject))
    # In the order of names, so that two people who save at the same moment wait for each other.
    for name, adjustment in sorted(adjustments(process.name, interfaces_of(process), listed).items()):
        other = frappe.get_doc("ITSM Process", name)
        kept = [row for row in other.interfaces if Interface(*_line(row)) not in adjustment.dropped]
        added = [_as_row(interface) for interface in adjustment.added]
        # Who is named there and has gone since is the orphan detector's to tell.
        other.flags.ignore_links = True
        other.write(interfaces=[*kept, *added])


def _line(row: Document) -> tuple[str, str, str]:
    return row.direction, row.other_process, row.subject


def _as_row(interface: Interface) -> dict:
    return {"direction": interface.direction, "other_process": interface.other, "subject": interface.subject}
