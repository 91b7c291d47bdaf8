"""Reports of the management representative to top management: when they are due, who signs, who is told (4.1.4 e)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, strip_html, today

from sms_iso20000.evidence.decisions import top_management
from sms_iso20000.governance.appointments import in_office
from sms_iso20000.governance.delivery import tell
from sms_iso20000.rules.report_period import Period, due_period
from sms_iso20000.rules.unmet import Unmet

# What the host keeps of the subject of a message.
TITLE_LENGTH = 140


def period_of(report: dict) -> Period:
    return Period(getdate(report.period_start), getdate(report.period_end))


def periods_of_others(report: Document) -> dict[str, Period]:
    """The periods of the system's other reports by name; two reports drafted at the same moment queue up here."""
    frappe.db.get_value("ITSM System", report.system, "name", for_update=True)
    rows = frappe.get_all(
        "ITSM Management Report",
        filters={"system": report.system, "name": ["!=", report.name or ""]},
        fields=["name", "period_start", "period_end"],
        order_by="period_start asc",
    )
    return {row.name: period_of(row) for row in rows}


def unmet_signature(report: Document, user: str) -> list[Unmet]:
    """All reasons why `user` cannot sign: the representative in office does, a deputy only while there is none."""
    unmet = [] if strip_html(report.summary or "").strip() else [Unmet("report_without_summary")]
    signers = in_office(report.system) or in_office(report.system, kind="Deputy")
    if not signers:
        unmet.append(Unmet("nobody_may_sign"))
    elif user not in {office.appointee for office in signers}:
        unmet.append(Unmet("signer_not_in_office", {"user": user}))
    return unmet


def unmet_answer(report: Document, user: str, text: str) -> list[Unmet]:
    """All reasons why `user` cannot answer: top management does, and nobody answers what they signed."""
    unmet = [] if text.strip() else [Unmet("answer_missing")]
    if user not in top_management(report.system):
        unmet.append(Unmet("answer_not_top_management", {"user": user}))
    if user == report.signed_by:
        unmet.append(Unmet("answer_by_signer"))
    return unmet


def tell_top_management(report: Document) -> Document:
    """Send the summary to everybody in top management; returns the communication."""
    people = [{"audience_type": "User", "audience": user} for user in sorted(top_management(report.system))]
    ask = _("Please read the whole report, and answer or decide.")
    return tell(
        report.system,
        _("{0}: {1}").format(report.system, report.title)[:TITLE_LENGTH],
        f"{report.summary}<p>{ask}</p>",
        people,
        "Report to Top Management",
        reference=report,
    )


def draft_due_report(system: str) -> str | None:
    """Draft the report that is due; returns its name, or None where none is."""
    last = frappe.get_all(
        "ITSM Management Report",
        filters={"system": system},
        pluck="period_end",
        order_by="period_end desc",
        limit=1,
    )
    interval = cint(frappe.db.get_value("ITSM System", system, "report_interval"))
    period = due_period(last[0] if last else None, interval, getdate(today()))
    if not period:
        return None
    return (
        frappe.get_doc(
            {
                "doctype": "ITSM Management Report",
                "system": system,
                "period_start": period.start,
                "period_end": period.end,
            }
        )
        .insert(ignore_permissions=True)
        .name
    )
