"""Why a requirement stands as it does: 4.3.3."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_decision_recorded": _("No decision is on record yet."),
        "decisions_broken": _("The log of decisions was changed or cut here; compare it with a backup."),
        "no_recent_decision": _("The last decision on record is of {last}, more than {months} months ago."),
        "records_kept": _("Decisions on record: {total}, unbroken, the last of {last}."),
        "no_retention_rule": _("No retention rule is on record; say how long each kind of record is kept."),
        "no_retention_rule_in_force": _("No retention rule is in force; let one be approved."),
        "evidence_without_retention_rule": _("Used as evidence without a retention rule in force: {types}."),
        "retention_rule_without_owner": _("{count} of {total} retention rules in force have no owner who can sign in."),
        "host_clears_too_early": _("The host clears records earlier than a retention rule keeps them: see {settings}."),
        "retention_rules_in_force": _("Retention rules in force: {total}; they cover what is used as evidence."),
        "never_verified": _("The records of this system were never verified; the nightly job does it."),
        "verification_found_fault": _("The verification of {last} found a fault; the system says which."),
        "verified_too_long_ago": _("The records were last verified on {last}, more than {days} days ago."),
        "records_verified": _("The records were verified on {last}, and each is as it was sealed."),
    }
