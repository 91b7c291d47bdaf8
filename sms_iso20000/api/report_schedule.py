"""Reports on schedule, for the form of a system."""

import frappe

from sms_iso20000.governance.report_schedule import SCHEDULE, make_schedule, reports_of_one_system, schedules_of
from sms_iso20000.permissions.access import require_read

# Who may see how a system stands may see to whom that is told.
SEES_STANDING = "ITSM Conformity Run"


@frappe.whitelist(methods=["POST"])
def schedule_report(system: str, report: str, frequency: str, recipients: str) -> str:
    """Name of the new Auto Email Report that sends `report` on `system`; `recipients` are mail addresses.

    The host's permission to make one is needed, and a role that may open the report.
    """
    require_read(SEES_STANDING, system)
    return make_schedule(system, report, frequency, recipients)


@frappe.whitelist(methods=["GET", "POST"])
def scheduled_reports(system: str) -> dict:
    """What is sent about `system`: `schedules`, the `reports` that can be, and whether the reader `may_schedule`."""
    require_read(SEES_STANDING, system)
    return {
        "schedules": schedules_of(system),
        "reports": reports_of_one_system(),
        "may_schedule": bool(frappe.has_permission(SCHEDULE, "create")),
    }
