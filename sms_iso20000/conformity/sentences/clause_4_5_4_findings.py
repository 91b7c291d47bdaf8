"""Why a requirement stands as it does: 4.5.4, what monitoring finds."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "departures_not_recognised": _(
            "Requirements Not met in the last {runs} runs that nobody reported as a nonconformity: {count} ({clauses})."
        ),
        "nonconformities_not_judged": _(
            "Reported more than {days} days ago and neither accepted nor rejected: {count}."
        ),
        "no_nonconformity_judged": _("No nonconformity was accepted yet; nothing shows how they are dealt with."),
        "nothing_since_lookback": _("The newest is of {last}, before the look-back of the system; it proves no more."),
        "departures_recognised": _(
            "Nonconformities accepted: {total}; against the standard {standard}, own rules {rules}, service"
            " requirements {services}."
        ),
        "no_audit_reported": _("No audit has been reported yet."),
        "finding_not_recorded": _("Findings of audits that are no nonconformity of their own: {count}."),
        "finding_without_action": _("Overdue findings of audits without any action: {count}."),
        "findings_recorded": _("Audits reported: {total}; each of their {findings} findings is on record."),
        "no_nonconformity_on_record": _("No nonconformity is on record."),
        "nonconformity_not_allocated": _(
            "{count} of {total} open nonconformities lack a manager who is there and was told, or a priority."
        ),
        "first_judgement_to_come": _("Nonconformities that wait to be accepted: {total}."),
        "nonconformities_allocated": _(
            "Nonconformities accepted: {total}; each was told to the manager of its area, the last on {last}."
        ),
        "nonconformities_overdue": _("Overdue nonconformities: {count}, the oldest since {due} ({people})."),
        "correction_outstanding": _("Told more than {days} days ago and still without a correction: {count}."),
        "managers_act": _("Nonconformities accepted: {total}, closed: {closed}; none is overdue."),
        "nothing_to_verify_yet": _("No nonconformity has come to its verification yet."),
        "verification_outstanding": _("Not verified more than {days} days after the last action: {count}."),
        "verified_by_involved": _("Closed by somebody with a part in it, or by nobody: {count}."),
        "first_verification_to_come": _("Waiting for the first verification, in time: {count}."),
        "verified_by_others": _(
            "Closed nonconformities: {total}; each was verified by somebody without a part in it, the last on {last}."
        ),
    }
