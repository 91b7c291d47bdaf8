"""Reports of ours on schedule, through the host's Auto Email Report (4.5.3 f)."""

import json

import frappe

from sms_iso20000.refusal import refuse
from sms_iso20000.rules.report_schedule import addresses_in, unmet_schedule
from sms_iso20000.rules.unmet import Unmet

SCHEDULE = "Auto Email Report"
MODULE = "SMS ISO20000"
# These compare two records that somebody chooses, are on all systems, or show each reader other people.
NOT_FOR_ALL_READERS = frozenset(
    {"ITSM Conformity Comparison", "ITSM Revision Comparison", "ITSM Readiness", "ITSM Competence Matrix"}
)
ROWS = 500


def reports_of_one_system() -> list[str]:
    """Our reports that take the filter `system`."""
    names = frappe.get_all(
        "Report",
        filters={"module": MODULE, "report_type": "Script Report", "disabled": 0},
        pluck="name",
        order_by="name asc",
    )
    return [name for name in names if name not in NOT_FOR_ALL_READERS]


def schedules_of(system: str) -> list[frappe._dict]:
    """What is sent about `system`, be it made here or by hand: name, report, frequency, enabled, user, recipients.

    One query for the reports and one for the schedules, whatever their number.
    """
    rows = frappe.get_all(
        SCHEDULE,
        filters={"report": ["in", reports_of_one_system()]},
        fields=["name", "report", "frequency", "enabled", "user", "email_to", "filters"],
        order_by="report asc, name asc",
    )
    found = [row for row in rows if _system_in(row.pop("filters")) == system]
    for row in found:
        row.recipients = addresses_in(row.pop("email_to") or "")
    return found


def make_schedule(system: str, report: str, frequency: str, recipients: str) -> str:
    """Have `report` on `system` sent to `recipients`, as the signed-in user may read it. Returns the schedule's name.

    The host asks for the permission to make one. Raises Refused with every reason against it.
    """
    addresses = addresses_in(recipients)
    known = reports_of_one_system()
    readers = _readers(system, report, addresses) if report in known else set(addresses)
    scheduled = {(row.report, row.frequency) for row in schedules_of(system) if row.enabled}
    unmet = unmet_schedule(report, frequency, addresses, known, readers, scheduled)
    if report in known and not frappe.get_doc("Report", report).is_permitted():
        unmet.append(Unmet("report_not_yours", {"report": report}))
    if unmet:
        refuse(*unmet)
    schedule = frappe.get_doc(
        {
            "doctype": SCHEDULE,
            "report": report,
            "report_type": "Script Report",
            "user": frappe.session.user,
            "enabled": 1,
            "filters": json.dumps({"system": system}),
            "email_to": "\n".join(addresses),
            "frequency": frequency,
            "format": "HTML",
            "no_of_rows": ROWS,
            "send_if_data": 0,
        }
    )
    return schedule.insert().name


def remove_schedules() -> None:
    """The host would go on looking for reports that are gone."""
    for name in frappe.get_all(SCHEDULE, filters={"report": ["like", "ITSM %"]}, pluck="name", order_by="name asc"):
        frappe.delete_doc(SCHEDULE, name, ignore_permissions=True, force=True)


def _readers(system: str, report: str, addresses: list[str]) -> set[str]:
    """Those of `addresses` that belong to enabled people of the house who may open `report` on `system`."""
    people = frappe.get_all(
        "User",
        filters={"email": ["in", addresses], "enabled": 1, "user_type": "System User"},
        fields=["name", "email"],
        order_by="name asc",
    )
    roles = set(
        frappe.get_all(
            "Has Role",
            filters={"parent": report, "parenttype": "Report"},
            pluck="role",
            order_by="role asc",
        )
    )
    return {
        person.email.lower()
        for person in people
        if roles.intersection(frappe.get_roles(person.name))
        and frappe.has_permission("ITSM System", "read", doc=system, user=person.name)
    }


def _system_in(filters: str | None) -> str | None:
    try:
        given = json.loads(filters or "{}")
    except ValueError:
        return None
    return given.get("system") if isinstance(given, dict) else None
