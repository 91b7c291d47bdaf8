"""Why something is refused: risks and the matrix they are judged on."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_matrix_sentences(), **_life_sentences()}


def _matrix_sentences() -> dict[str, str]:
    return {
        "level_count": _("{table} must have {fewest} to {most} levels."),
        "levels_not_consecutive": _("The levels of {table} must run from 1 upwards, without a gap or a duplicate."),
        "title_twice": _("{title} is listed twice in {table}; give each a title of its own."),
        "bands_not_from_one": _("The first line of {table} must begin at score 1."),
        "bands_not_rising": _("The scores of {table} must rise from line to line."),
        "criterion_off_matrix": _("{field} must be between 1 and {highest}, the highest score of the matrix."),
        "levels_in_use": _("{count} open risks are assessed at levels that would be gone; assess them anew first."),
    }


def _life_sentences() -> dict[str, str]:
    return {
        "unknown_phase": _("{phase} is no phase of an assessment; choose before or after treatment."),
        "likelihood_off_matrix": _("Choose a likelihood from 1 to {highest}; {level} is not on the matrix."),
        "impact_off_matrix": _("Choose an impact from 1 to {highest}; {level} is not on the matrix."),
        "risk_not_assessed": _("Assess likelihood and impact first; that takes the risk to the next step."),
        "not_assessed_before_treatment": _("Assess the risk before treatment first."),
        "not_assessed_after_treatment": _("Assess what is left of the risk after treatment."),
        "treatment_missing": _("Choose how the risk is treated."),
        "treatment_plan_missing": _("Write the treatment plan."),
        "actions_open": _("Finish the actions that are still open, {count} in number."),
        "action_done_in_future": _("{action} cannot be done in the future; enter a day up to today."),
        "action_due_in_past": _("{action} is open and due in the past; give it a due date from today on."),
        "risk_settled": _("{field} stays as it was when the risk was treated, accepted or closed; reopen it first."),
        "acceptance_above_criterion": _(
            "The score {score} is above the criterion {criterion}; only top management of this system can accept it."
        ),
        "risk_owner_accepts_above_criterion": _(
            "The score {score} is above the criterion {criterion}; somebody other than the risk's owner accepts it."
        ),
        "acceptance_not_yours": _("Only the risk's owner, an ITSM Manager or top management of this system accepts."),
        "closing_above_criterion": _(
            "The score {score} is above the criterion {criterion} and not accepted; only top management closes it so."
        ),
    }
