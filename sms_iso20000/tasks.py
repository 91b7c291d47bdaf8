"""Nightly jobs. Each can be repeated; what fails for one record is logged and leaves the others be."""

from collections.abc import Callable, Iterable

import frappe

from sms_iso20000.conformity import engine
from sms_iso20000.evidence import snapshot, verification
from sms_iso20000.governance import (
    appointments,
    arrangement_reviews,
    audit_waivers,
    broken_sources,
    delivery,
    disposal,
    distribution,
    filed_copy,
    nonconformity_delay,
    objectives,
    orphans,
    persistent_findings,
    preventive,
    reports,
    retention_conflicts,
    ticket_import,
    verified,
)
from sms_iso20000.life import acknowledgement, review
from sms_iso20000.rules.arrangement import AT_WORK
from sms_iso20000.rules.revision import CONTROLLED_DOCTYPES, State


def ask_newcomers() -> None:
    """Ask people who joined an audience since a revision was issued; let those who left be (4.1.2 e)."""
    acknowledgement.lapse_of_leavers()
    for doctype in CONTROLLED_DOCTYPES:
        names = frappe.get_all(
            doctype,
            filters={"workflow_state": State.IN_FORCE.value, "system": ["in", _active_systems()]},
            pluck="name",
            order_by="name asc",
        )
        _each(names, lambda name, doctype=doctype: acknowledgement.ask_newcomers(doctype, name))


def tell_newcomers() -> None:
    """Tell people who joined the distribution list of a document since it was issued (4.3.2 b)."""
    _each(distribution.with_newcomers(_active_systems()), distribution.tell_newcomers)


def remind() -> None:
    """Remind people of overdue acknowledgements."""
    acknowledgement.remind()


def escalate_overdue_reviews() -> None:
    """Bring long overdue reviews of revisions in force and of arrangements before top management (4.1.2 f, 4.2,
    4.3.2 c)."""
    for doctype in CONTROLLED_DOCTYPES:
        names = review.overdue_reviews(doctype, _active_systems())
        _each(names, lambda name, doctype=doctype: review.escalate_review(doctype, name))
    at_work = [state.value for state in AT_WORK]
    overdue = review.overdue_reviews("ITSM Arrangement", _active_systems(), at_work)
    _each(overdue, arrangement_reviews.escalate_review)


def find_broken_sources() -> None:
    """Note which evidence sources map what is not there any more, and which are mended (4.5.4.1)."""
    _each(snapshot.enabled_sources(), broken_sources.note_fault)


def freeze_last_month() -> None:
    """Freeze last month for every enabled evidence source that lacks it (4.5.4.1)."""
    _each(snapshot.sources_lacking_last_month(), snapshot.freeze_last_month)


def keep_appointments_current() -> None:
    """End the appointments whose period is over, and begin those whose first day has come (4.1.4)."""
    _each(
        appointments.run_out(_active_systems()),
        lambda name: frappe.get_doc("ITSM Appointment", name).end_with_period(),
    )
    _each(
        appointments.due_to_begin(_active_systems()),
        lambda name: frappe.get_doc("ITSM Appointment", name).take_office(),
    )


def follow_objectives() -> None:
    """Take what was measured since, and compute the progress of every approved objective anew (4.1.2 d)."""
    _each(
        objectives.objectives_that_moved(_active_systems()),
        lambda name: frappe.get_doc("ITSM Objective", name).follow(),
    )


def follow_up_communications() -> None:
    """See what became of mails, and have those told whom a worker missed (4.1.3 b)."""
    _each(delivery.unfinished(), delivery.follow_up)


def file_missing_pdfs() -> None:
    """Have the PDF made of documents in force that have none, as where the host could not print (4.3.2 d)."""
    _each(filed_copy.lacking_pdf(_active_systems()), filed_copy.file_pdf_later)


def resume_disposals() -> None:
    """Go on with disposals that a stopped worker or a legal hold left (4.3.3)."""
    _each(disposal.unfinished(), disposal.resume)


def resume_ticket_imports() -> None:
    """Begin again with imports of tickets that a stopped worker left (4.5.4.1)."""
    _each(ticket_import.unfinished(), ticket_import.begin)


def draft_due_reports() -> None:
    """Draft the report to top management of every active system where it is due (4.1.4 e)."""
    _each(_active_systems(), reports.draft_due_report)


def verify_records() -> None:
    """Recompute chain, seals and digests of files of every active system, and note what was found (4.3.3)."""
    found = {}
    _each(_active_systems(), lambda name: found.update({name: verification.first_fault(name)}))
    # Only now, since what is written to a system keeps its decisions waiting until all of them are done.
    _each(found, lambda name: verified.note_verification(name, found[name]))


def void_outdated_waivers() -> None:
    """End waivers of independence whose auditor gained another stake (4.5.4.2)."""
    _each(audit_waivers.given(), audit_waivers.end_if_outdated)


def run_conformity() -> None:
    """Evaluate every active system."""
    _each(_active_systems(), engine.run_conformity)


def report_persistent_findings() -> None:
    """Report as a nonconformity what stays Not met run after run (4.5.4.1)."""
    _each(_active_systems(), persistent_findings.draft_from_checks)


def draft_preventive_actions() -> None:
    """Draft a preventive action for each sign of trouble in the records (4.5.5.1)."""
    _each(_active_systems(), preventive.draft_preventive_actions)


def press_for_nonconformities() -> None:
    """Remind who is late with a nonconformity, and bring what stays late before top management (4.5.4.2)."""
    _each(nonconformity_delay.cases_to_remind(_active_systems()), nonconformity_delay.remind)
    _each(nonconformity_delay.cases_to_escalate(_active_systems()), nonconformity_delay.escalate)


def detect_orphans() -> None:
    """Find the responsibilities that nobody bears, and let those mended rest (4.1.3 a)."""
    _each(_active_systems(), orphans.detect)


def report_retention_conflicts() -> None:
    """Tell the managers which settings of the host clear records that a retention rule keeps (4.3.3)."""
    _each(_active_systems(), retention_conflicts.tell_managers)


def _active_systems() -> list[str]:
    return frappe.get_all("ITSM System", filters={"is_active": 1}, pluck="name", order_by="name asc")


def _each(names: Iterable[str], work: Callable[[str], object]) -> None:
    for name in names:
        frappe.db.savepoint("sms_iso20000_task")
        try:
            work(name)
        except Exception:
            frappe.db.rollback(save_point="sms_iso20000_task")
            frappe.log_error(title=f"Nightly job failed for {name}")
