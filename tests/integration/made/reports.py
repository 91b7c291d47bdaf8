"""Reports to top management that tests start from, and who signs them."""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from sms_iso20000.rules.report_period import Period, due_period
from tests.integration.copies import made_once
from tests.integration.stage import MANAGER, TOP, acting_as


def last_quarter() -> Period:
    return due_period(None, 3, getdate(today()))


def report_values(system, **values) -> dict:
    quarter = last_quarter()
    return {
        "doctype": "ITSM Management Report",
        "system": system.name,
        "period_start": quarter.start.isoformat(),
        "period_end": quarter.end.isoformat(),
        "summary": "<p>Services held, the network did not.</p>",
        "proposals": "<p>A second line.</p>",
        **values,
    }


@made_once
def make_report(system, stage: str = "Draft", **values) -> Document:
    """A report in `stage`: Draft, Signed (by the manager as representative) or Answered (by top management)."""
    with acting_as(MANAGER):
        report = frappe.get_doc(report_values(system, **values)).insert()
    if stage == "Draft":
        return report
    hold_office(system, MANAGER)
    with acting_as(MANAGER):
        report.sign()
    if stage == "Answered":
        with acting_as(TOP):
            report.answer_report("Order the second line.")
    return report


def hold_office(system, user: str, kind: str = "Management Representative") -> Document:
    """`user` is appointed by top management and accepts."""
    duties = ("requirements", "authorities", "integration", "assets", "reporting")
    with acting_as(TOP):
        appointment = frappe.get_doc(
            {
                "doctype": "ITSM Appointment",
                "system": system.name,
                "kind": kind,
                "appointee": user,
                "starts_on": today(),
                "authority": "May change every process and stop every change.",
                **{f"duty_{duty}": 1 for duty in duties},
            }
        ).insert()
        appointment.appoint()
    with acting_as(user):
        appointment.accept()
    return appointment
