"""Why a requirement stands as it does: 4.5.3."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_budget": _("No budget line is on record; enter what is allotted to the services and their management."),
        "budget_to_begin": _("The first budget begins only on {due}."),
        "budget_over": _("The last budget ended on {last}; enter what is allotted now."),
        "overspent_without_action": _("Overspent without an action: {count} ({titles}); say what is done about it."),
        "budget_never_watched": _("Nobody ever looked at what was spent of {titles}, though it was time: {count}."),
        "budget_not_watched": _("Budget lines at which nobody looked for more than {months} months: {count}."),
        "budget_first_look_to_come": _("Budget lines at which nobody had to look yet: {count} ({titles})."),
        "budgets_watched": _("Budget lines of today: {total}; each was looked at on {last} or later."),
        "process_role_vacant": _("{count} of {total} processes have a role whose holder cannot sign in any more."),
        "roles_assigned": _(
            "Processes: {total}, with {roles} roles held by people who are here; confirmed since {last}."
        ),
        "resources_managed": _("The gaps of today are dealt with, and assets ({total}) were checked since {last}."),
        "process_not_measured": _(
            "{count} of {total} processes have neither an indicator nor an approved objective to be steered by."
        ),
        "process_without_value": _("{count} of {total} processes have an indicator or objective, but no value yet."),
        "process_values_old": _("The newest value of {count} of {total} processes is older than {days} days."),
        "processes_managed": _("Processes with owner and recent values: {total}; the oldest value is of {last}."),
        "performance_reported": _(
            "Service levels are on record up to {last} and reach people; reports on schedule: {count}."
        ),
    }
