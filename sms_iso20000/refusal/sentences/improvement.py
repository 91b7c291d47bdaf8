"""Why something is refused: improvements."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_evaluation_sentences(), **_plan_sentences(), **_measuring_sentences(), **_people_sentences()}


def _evaluation_sentences() -> dict[str, str]:
    return {
        "improvement_policy_missing": _(
            "There is no improvement policy in force whose criteria could be used; put one in force first."
        ),
        "criterion_unknown": _("The improvement policy in force has no criterion {criterion}; remove that score."),
        "criterion_not_scored": _("Score the proposal by the criterion {criterion}."),
        "score_out_of_scale": _("Score {criterion} from {low} to {high}, as the improvement policy has it."),
        "effort_missing": _("Say how much effort it takes, from 1 to 5."),
        "benefit_missing": _("Say how much benefit it brings, from 1 to 5."),
        "effort_threshold_out_of_range": _("Effort goes from 1 to 5; set its threshold within."),
    }


def _plan_sentences() -> dict[str, str]:
    return {
        "improvement_owner_missing": _("Name who carries the improvement through."),
        "improvement_start_missing": _("Say when the improvement starts."),
        "improvement_target_missing": _("Set at least one target in one of the seven dimensions."),
        "improvement_action_missing": _("Plan at least one action."),
        "target_without_dimension": _("Choose one of the seven dimensions for the target {measure}."),
        "target_without_figures": _("Give the target {measure} a baseline and a target as numbers."),
        "target_before_start": _("Measure {measure} on the day the improvement starts, {start}, or later."),
        "target_without_evidence_source": _("Choose the evidence source that {measure} is measured by."),
        "target_without_counted_value": _("Say which service, team or the like {measure} is counted for."),
        "target_without_objective": _("Choose the objective that {measure} is measured by."),
    }


def _measuring_sentences() -> dict[str, str]:
    return {
        "target_unknown": _("There is no such target; load the record again."),
        "target_not_measured": _("Measure {measure}."),
        "target_measured_from_source": _("{measure} is measured by its source; take the value from there."),
        "value_not_a_number": _("Enter the value of {measure} as a number."),
        "measured_in_future": _("Say on which day {measure} was measured; it cannot be a day to come."),
        "measured_too_early": _("{measure} is to be measured on {day} or later."),
        "no_value_since": _("The source of {measure} has no value of {day} or later yet."),
        "no_target_missed": _("Every target was met; close the improvement."),
        "targets_missed": _("Targets were missed: {measures}. Continue, or have top management accept it."),
        "document_not_revised": _("Put a newer revision of {name} in force, or say why it was not revised."),
        "improvement_actions_open": _("{count} actions are not finished; finish or cancel them."),
        "outcome_missing": _("Say what came of the improvement."),
        "value_achieved_missing": _("Say which value was achieved."),
    }


def _people_sentences() -> dict[str, str]:
    return {
        "not_answerable_for_improvements": _(
            "Only ITSM Managers, process owners and top management take this step; ask one of them."
        ),
        "evaluated_by_answerable": _(
            "Only ITSM Managers, process owners and top management evaluate proposals; leave that to them."
        ),
        "owner_named_by_answerable": _(
            "Only ITSM Managers, process owners and top management hand an improvement over; ask one of them."
        ),
        "improvement_of_others": _(
            "Only who carries the improvement through, and those who answer for improvements, work on it now."
        ),
        "not_entitled_to_approve": _(
            "An ITSM Manager, top management or the owner of the process concerned approves this improvement."
        ),
        "improvement_needs_top_management": _(
            "Effort or cost is above the threshold of the system; top management has to approve it."
        ),
        "approver_is_proposer": _("Above the threshold, somebody other than who proposed it has to approve it."),
        "rejected_by_proposer": _("Somebody other than who proposed it has to reject it."),
    }
