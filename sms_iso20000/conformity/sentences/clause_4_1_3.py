"""Why a requirement stands as it does: 4.1.3."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_process": _("No process is active; activate the processes that you operate."),
        "process_without_owner": _("{count} of {total} processes have no owner who can sign in."),
        "process_roles_incomplete": _(
            "{count} of {total} processes lack roles, or a role lacks its person, responsibility or authority."
        ),
        "process_never_confirmed": _("Nobody has confirmed yet that {count} of {total} processes are as described."),
        "process_confirmed_too_long_ago": _(
            "Processes not confirmed for longer than the interval: {count}; the oldest was confirmed on {last}."
        ),
        "responsibilities_current": _("Processes with owner and complete roles: {total}; confirmed since {last}."),
        "records_orphaned": _("Responsibilities whose person is missing, disabled or has left: {count}."),
        "nothing_orphaned": _("Whoever is named as responsible can sign in."),
        "no_communication_procedure": _("No communication procedure is on record; write who tells whom what and when."),
        "procedure_never_followed": _("{count} of {total} communication procedures are due and were never followed."),
        "procedure_overdue": _("Communication procedures overdue: {count}; the oldest was due on {due}."),
        "procedures_not_used_yet": _("Communication procedures: {total}; none has been used yet."),
        "procedures_used": _("Communication procedures: {total}; the last was followed on {last}."),
    }
