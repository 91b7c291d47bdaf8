"""Why a requirement stands as it does: 4.5.2."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {**_plan_sentences(), **_item_sentences()}


def _plan_sentences() -> dict[str, str]:
    return {
        "plan_without_activities": _("{plan} is in force, but nothing was set to be done for it; add actions."),
        "plan_activities_all_overdue": _("All that was set to be done for the plan is overdue: {count}."),
        "plan_activities_overdue": _("{count} of {total} activities of the plan are overdue."),
        "policy_newer_than_plan": _(
            "The policy came into force on {due}, and the plan was last looked at before, on {last}; see whether it"
            " still fits."
        ),
        "plan_carried_out": _("Activities of the plan: {total}; none is overdue."),
        "no_process_plan": _("No policy or plan of a process is in force as a document."),
        "nothing_to_align_with": _("Process plans in force: {count}; no service management plan is in force to fit."),
        "process_plans_not_aligned": _(
            "{count} of {total} process plans do not say which plan revision they fit: {names}."
        ),
        "process_plans_to_be_realigned": _("{count} of {total} process plans fit an earlier plan revision: {names}."),
        "process_plans_aligned": _("Process plans in force: {total}; each fits the plan in force."),
        "plans_long_overdue": _("Plans overdue for review by more than {days} days: {count}."),
        "plans_overdue": _("Plans overdue for review: {count}; the oldest was due on {due}."),
        "drift_not_looked_at": _(
            "Changes that nobody held against the plan for more than {days} days: {count} ({names})."
        ),
        "plans_reviewed": _("The plan was last looked at on {last}; nothing came, went or changed since."),
        "plans_reviewed_drift_since": _(
            "The plan was last looked at on {last}; of what came, went or changed since ({count}: {names}) nothing"
            " waits longer than {days} days."
        ),
    }


def _item_sentences() -> dict[str, str]:
    return {
        "item_of_plan_empty": _("Item {letter} of the plan in force says nothing: no text, and no live record."),
        "item_of_plan_covered": _("The plan in force covers item {letter}; live records linked: {count}."),
        "services_lack_requirements": _(
            "{count} of {total} linked services state no requirement with a target or a reference."
        ),
        "obligations_outdated": _("{count} of {total} linked obligations are overdue for review or lost their source."),
        "roles_not_confirmed": _("The roles of {count} of {total} linked processes were not confirmed in time."),
        "nobody_answers_for_linked": _("Nobody answers for {count} of {total} linked processes and services."),
        "linked_resource_plan_not_decided": _("The linked resource plan was not decided by top management."),
        "linked_resource_plan_over": _("The linked resource plan reached until {last}; make the next one."),
        "linked_arrangements_overdue": _("{count} of {total} linked arrangements are overdue for review."),
        "linked_processes_apart": _("{count} of {total} linked processes name no interface."),
        "risk_criterion_changed": _(
            "The risk acceptance criterion is {after}; it was {before} when the plan was last looked at."
        ),
        "linked_assets_outdated": _("{count} of {total} linked assets have expired or are overdue for a check."),
    }
