"""Why a requirement stands as it does: audits, 4.5.4.1 and 4.5.4.2."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_audit_on_record": _("No audit is on record; plan an internal audit."),
        "first_audit_to_come": _("The first audit has not come that far; carry it out and issue its report."),
        "internal_audit_too_old": _("The last internal audit was reported on {last}, more than {months} months ago."),
        "internal_audits_held": _("Internal audits reported within the look-back: {total}, the last one on {last}."),
        "audits_without_objectives": _("{count} of {total} audits do not say what they are meant to find out."),
        "audits_too_long_ago": _("The last audit lies more than {months} months back."),
        "audit_objectives_written": _("Each of {total} audits says what it is meant to find out."),
        "audits_not_reported": _("Audits that ended and whose report was not issued: {count}."),
        "audit_report_reached_not_all": _(
            "The report of {count} of {total} audits did not reach everybody it was meant for; tell them again."
        ),
        "audit_report_on_its_way": _("Reports that are still being told to interested parties: {count}."),
        "audit_results_told": _("The reports of {total} audits were told to {people} people."),
        "no_schedule_of_audits": _("No audit programme is at work, so nothing says when audits are due."),
        "audit_slots_overdue": _("{count} of {total} slots of the programme are overdue; audit them, or move them."),
        "audits_late": _("Internal audits that should have begun: {count}."),
        "audits_on_schedule": _("The programme is kept; internal audits reported: {total}, the last one on {last}."),
        "audited_under_void_waiver": _("Auditors whose waiver became void and who stayed in the team: {count}."),
        "results_by_others": _("Audits in which somebody outside the team wrote results: {count}."),
        "auditors_independent": _("The teams of {total} audits were independent; waivers given: {count}."),
    }
