"""Why a requirement stands as it does: 4.5.5.1."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_action_against_causes": _(
            "Neither proposals of improvements nor corrective or preventive actions are on record."
        ),
        "proposals_missing": _(
            "Corrective and preventive actions: {total}; nobody has proposed an improvement. Any employee can."
        ),
        "corrective_action_missing": _("No corrective action is on record."),
        "preventive_action_missing": _("Corrective actions: {total}; no preventive action is on record."),
        "opportunities_documented": _(
            "Proposed improvements: {proposals}, corrective actions: {corrective}, preventive actions: {preventive}."
        ),
        "cause_not_put_right": _(
            "{count} of {total} nonconformities are closed without cause and action, or overdue in their analysis."
        ),
        "first_cause_to_come": _("Nonconformities accepted: {total}; no cause is recorded yet."),
        "causes_put_right": _("Nonconformities with a recorded cause and actions against it: {total}."),
        "nothing_verified_yet": _("Nothing was verified yet; nothing shows whether causes stay away."),
        "cause_came_back": _("Open nonconformities whose cause came back or was not removed: {count}."),
        "causes_stay_away": _("Verified as effective: {effective} of {total}; no cause is back."),
        "signs_without_action": _("Signs of trouble without a preventive action: {count} ({titles})."),
        "no_preventive_action": _("No preventive action is on record, and no sign of trouble."),
        "preventive_overdue": _("Overdue preventive actions: {count}."),
        "preventive_not_checked_yet": _("Preventive actions: {total}; the effect of none was checked yet."),
        "trouble_prevented": _("Preventive actions with their effect checked: {total}, the last on {last}."),
    }
