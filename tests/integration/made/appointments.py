"""Appointments that tests start from, made by top management and accepted by the appointee."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from sms_iso20000.rules.appointment import DUTIES
from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, OWNER, TOP, acting_as


def day(offset: int) -> str:
    """So many days from today."""
    return add_days(today(), offset)


def appointment_values(system, **values) -> dict:
    return {
        "doctype": "ITSM Appointment",
        "system": system.name,
        "kind": "Management Representative",
        "appointee": MANAGER,
        "starts_on": today(),
        "authority": "Directs every process owner, and stops what breaks a promise.",
        **dict.fromkeys(DUTIES, 1),
        **values,
    }


def owner_values(system, clause: str = "8.1", **values) -> dict:
    process = frappe.db.get_value("ITSM Process", {"system": system.name, "clause": clause})
    return appointment_values(
        system, **{"kind": "Process Owner", "appointee": OWNER, "related_process": process, **values}
    )


@made_once
def make_appointment(system, stage: str = "Draft", **values) -> Document:
    """An appointment in `stage`: Draft, Appointed or Accepted."""
    return bring_to(appointment_values(system, **values), stage)


def bring_to(values: dict, stage: str) -> Document:
    with acting_as(MANAGER):
        appointment = frappe.get_doc(values).insert()
    if stage in ("Appointed", "Accepted"):
        with acting_as(TOP):
            appointment.appoint()
    if stage == "Accepted":
        with acting_as(appointment.appointee):
            appointment.accept("With pleasure.")
    return appointment
