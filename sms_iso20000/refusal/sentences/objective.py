"""Why something is refused: objectives."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "no_measure": _("Say what is measured."),
        "no_unit": _("Give the unit of the measure, such as %, hours or incidents per month."),
        "no_baseline": _("Give the baseline, the value at the start; it may be 0."),
        "no_target": _("Give the target; an objective without one cannot be measured."),
        "baseline_not_a_number": _("The baseline must be a number without its unit."),
        "target_not_a_number": _("The target must be a number without its unit."),
        "due_not_after_start": _("The objective must be due after the day on which it starts."),
        "no_evidence_source": _("Choose the evidence source whose snapshots give the values."),
        "no_dimension_value": _("Say which value of the dimension is followed, or leave the dimension empty."),
        "objective_owner_disabled": _("{user} is disabled and cannot own the objective; choose somebody who is here."),
        "approver_is_objective_owner": _("Somebody in top management other than the objective's owner approves it."),
        "objective_policy_not_in_force": _("{name} is not in force; choose the policy in force that it serves."),
        "objective_not_yours_to_steer": _("Only the ITSM Manager or top management of this system can do this."),
        "check_in_not_yours": _("Only the objective's owner, an ITSM Manager or a process owner can record values."),
        "objective_by_hand": _("This objective is measured by hand; check in its values."),
        "no_day_of_check_in": _("Say on which day the value was measured."),
        "checked_in_already": _("A value of {day} is on record already; record the next one for another day."),
    }
