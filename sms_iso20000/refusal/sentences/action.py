"""Why something is refused: actions."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "not_responsible_for_action": _("Only who is responsible for the action, or an ITSM Manager, can do this."),
        "checker_did_it": _(
            "Somebody who is not responsible, and neither began nor completed it, has to check the action."
        ),
        "checker_without_role": _("Only managers, top management, process owners and auditors check actions."),
        "action_step_on_form": _(
            "Open the action and take the step there: it asks for what shows that it is done, the result or a reason."
        ),
        "completion_without_evidence": _("Say what shows that the action is done."),
        "action_due_before_start": _("The action must not be due before it starts."),
        "action_due_day_over": _("The due date has passed already; choose today or a later day."),
        "plan_item_without_plan": _("Only a plan activity belongs to an item of the plan; leave the plan item empty."),
        "progress_out_of_range": _("Progress must be a number from 0 to 100."),
        "action_kept_from_responsible": _(
            "{user} may not read this action; give the user a role in the service management system first."
        ),
    }
