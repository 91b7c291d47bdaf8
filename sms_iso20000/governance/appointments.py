"""Who holds an office of the system, on which day, and what follows when an office begins and ends (4.1.4)."""

from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import cint, getdate, today

from sms_iso20000.governance.dates import as_date
from sms_iso20000.rules.appointment import DUTIES, PROMISED, Appointment, Kind, Stage, holds_on


@dataclass(frozen=True)
class Office:
    """An office and who holds it; `name` is that of the ITSM Appointment."""

    name: str
    appointee: str
    related_process: str


def in_office(system: str, kind: str = Kind.REPRESENTATIVE.value, on: date | None = None) -> list[Office]:
    """Who holds, or held, an office of `kind` on a day (today unless told), in one query.

    The rules let there be one representative, one owner per process and any number of deputies.
    """
    day = getdate(on or today())
    rows = frappe.get_all(
        "ITSM Appointment",
        filters={
            "system": system,
            "kind": kind,
            "status": ["in", [Stage.ACCEPTED.value, Stage.ENDED.value]],
            "starts_on": ["<=", day],
        },
        fields=["name", "kind", "appointee", "starts_on", "ends_on", "status", "ended_on", "related_process"],
        order_by="starts_on asc, name asc",
    )
    return [
        Office(row.name, row.appointee, row.related_process or "") for row in rows if holds_on(as_appointment(row), day)
    ]


def as_appointment(row: dict) -> Appointment:
    """What the rules need to know of an appointment, from a row or a document."""
    return Appointment(
        name=row.get("name") or "",
        kind=row.get("kind") or "",
        appointee=row.get("appointee") or "",
        starts_on=getdate(row.get("starts_on")),
        ends_on=as_date(row.get("ends_on")),
        status=row.get("status") or Stage.DRAFT.value,
        related_process=row.get("related_process") or "",
        ended_on=as_date(row.get("ended_on")),
        authority=row.get("authority") or "",
        duties=frozenset(letter for field, letter in DUTIES.items() if cint(row.get(field))),
    )


def all_appointments(system: str, for_update: bool = False) -> list[Appointment]:
    """Every appointment of `system`, whatever became of it.

    With `for_update` both reads lock: two appointments at the same moment queue up, and a locking read sees what was
    committed after this transaction began.
    """
    if for_update:
        frappe.db.get_value("ITSM System", system, "name", for_update=True)
    appointment = frappe.qb.DocType("ITSM Appointment")
    query = (
        frappe.qb.from_(appointment)
        .select(
            appointment.name,
            appointment.kind,
            appointment.appointee,
            appointment.starts_on,
            appointment.ends_on,
            appointment.status,
            appointment.ended_on,
            appointment.related_process,
        )
        .where(appointment.system == system)
        .orderby(appointment.name)
    )
    rows = (query.for_update() if for_update else query).run(as_dict=True)
    return [as_appointment(row) for row in rows]


def hand_over_process(name: str, appointee: str) -> None:
    """Make the person appointed the owner of the process."""
    frappe.get_doc("ITSM Process", name).write(process_owner=appointee)


def take_back_process(name: str, appointee: str) -> None:
    """Leave the process without an owner, unless somebody else owns it by now."""
    process = frappe.get_doc("ITSM Process", name)
    if process.process_owner == appointee:
        process.write(process_owner=None)


def run_out(systems: list[str]) -> list[str]:
    """Names of appointments of `systems` whose period is over, accepted or not."""
    return [row.name for row in _promised(systems) if row.ends_on and row.ends_on < getdate(today())]


def due_to_begin(systems: list[str]) -> list[str]:
    """Names of accepted appointments of `systems` whose first day has come and whose office was not taken yet."""
    return [
        row.name
        for row in _promised(systems)
        if row.status == Stage.ACCEPTED and row.starts_on <= getdate(today()) and not row.took_office_on
    ]


def _promised(systems: list[str]) -> list:
    # The days are compared by the caller: a list call takes an open end for one long past.
    return frappe.get_all(
        "ITSM Appointment",
        filters={"system": ["in", systems], "status": ["in", [stage.value for stage in PROMISED]]},
        fields=["name", "status", "starts_on", "ends_on", "took_office_on"],
        order_by="starts_on asc, name asc",
    )
