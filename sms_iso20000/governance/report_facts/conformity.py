"""Facts on conformity: readiness now and when the period began, and what is most urgent (4.5.4.2)."""

import frappe
from frappe import _
from frappe.utils import format_datetime

from sms_iso20000.governance.report_facts.page import items, no_data, paragraph, percent, points
from sms_iso20000.rules.report_period import Period
from sms_iso20000.rules.verdict import Status

MOST_URGENT = 5


def conformity(system: str, period: Period) -> tuple[bool, str]:
    """Readiness of the latest run against the last one before the period, and the first requirements not met."""
    latest = last_run(system)
    if not latest:
        return no_data(_("No data: this system has not been evaluated; make a conformity run."))
    readiness = _("Readiness {0} as of {1}: {2} of {3} requirements are met, {4} are not.").format(
        percent(latest.readiness), format_datetime(latest.run_on), latest.met, latest.requirements, latest.not_met
    )
    urgent = [f"{row.clause}: {reason_of(row.reasons)}" for row in most_urgent(latest.name)]
    return True, paragraph(readiness) + paragraph(_change(system, period, latest)) + (items(urgent) if urgent else "")


def _change(system: str, period: Period, latest: frappe._dict) -> str:
    before = last_run(system, {"run_on": ["<", period.start], "edition": latest.edition})
    if not before:
        return _("There is no run from before the period to compare with.")
    return _("Before the period it was {0}, on {1}; a change of {2} points.").format(
        percent(before.readiness), format_datetime(before.run_on), points(latest.readiness, before.readiness)
    )


def last_run(system: str, filters: dict | None = None) -> frappe._dict | None:
    """The newest run of `system` that fits `filters`, in figures."""
    runs = frappe.get_all(
        "ITSM Conformity Run",
        filters={"system": system, **(filters or {})},
        fields=["name", "edition", "run_on", "readiness", "met", "not_met", "stale", "requirements"],
        order_by="run_on desc, name desc",
        limit=1,
    )
    return runs[0] if runs else None


def most_urgent(run: str) -> list[frappe._dict]:
    """The first requirements that a run found not met: requirement, clause and reasons as they are stored."""
    return frappe.get_all(
        "ITSM Conformity Result",
        filters={"run": run, "status": Status.NOT_MET.value},
        fields=["requirement", "clause", "reasons"],
        order_by="position asc",
        limit=MOST_URGENT,
    )


def reason_of(reasons: str) -> str:
    """Stored reasons of a result in the language of the reader."""
    return frappe.get_doc({"doctype": "ITSM Conformity Result", "reasons": reasons}).reason
