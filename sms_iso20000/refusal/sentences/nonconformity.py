"""Why something is refused: nonconformities."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_finding_sentences(), **_gate_sentences(), **_people_sentences(), **_action_sentences()}


def _finding_sentences() -> dict[str, str]:
    return {
        "statement_missing": _("Say what is not as it should be."),
        "objective_evidence_missing": _("Say what was seen that shows it, where and when; a finding needs evidence."),
        "nonconformity_due_in_past": _("The due date has passed already; choose today or a later day."),
        "due_later_than_grade": _(
            "Its grade gives until {day} at the latest; once it is accepted, somebody else can give more time."
        ),
        "corrected_in_future": _("The correction lies in the future; enter the day on which it was done."),
        "finding_sealed": _("{field} is sealed; it stays as it was when the nonconformity was accepted or rejected."),
        "cause_outside_analysis": _("{field} is written while the case is in analysis; return it there first."),
        "nonconformity_over": _("{field} stays as it is: the nonconformity is closed or rejected."),
    }


def _gate_sentences() -> dict[str, str]:
    return {
        "area_manager_missing": _("Name the manager of the area in which it was found."),
        "area_manager_cannot_read": _("{user} may not read this; give the user the role ITSM User first."),
        "priority_missing": _("Choose a priority."),
        "yardstick_missing": _("Choose what it was measured against."),
        "requirement_missing": _("Name at least one requirement of the standard that was missed."),
        "whys_missing": _("Ask why at least {fewest} times, and write down each answer."),
        "cause_category_missing": _("Choose the category of the root cause."),
        "root_cause_missing": _("Write down the root cause; there is no action plan without it."),
        "no_action_against_cause": _("Plan at least one corrective or preventive action first."),
        "nonconformity_actions_open": _("Actions that are not done, or not checked by another yet: {count}."),
        "correction_missing": _("Write down what put the matter right for now, or why nothing could."),
        "verification_too_early": _("Effectiveness shows with time; it can be confirmed from {day} on."),
        "extension_not_later": _("Choose a day after the one that stands."),
    }


def _people_sentences() -> dict[str, str]:
    return {
        "nonconformity_not_yours": _("Only the manager of the area, and who answers for nonconformities, can do this."),
        "not_answerable_for_nonconformities": _(
            "Only ITSM Managers, top management, process owners and auditors can do this."
        ),
        "verifier_manages_area": _("You manage the area; somebody without a part in it verifies."),
        "verifier_had_action": _("You planned, carried out or completed an action; somebody without a part verifies."),
        "verifier_took_part": _(
            "You wrote a part of the cause or correction, or managed the area; somebody else verifies."
        ),
        "rejected_by_reporter": _("You reported it; somebody else decides whether to reject it."),
        "rejected_by_area_manager": _("You manage the area; somebody else decides whether to reject it."),
        "extension_by_area_manager": _("You manage the area; somebody else decides whether there is more time."),
    }


def _action_sentences() -> dict[str, str]:
    return {
        "correction_without_nonconformity": _("A correction or corrective action belongs to an ITSM Nonconformity."),
        "action_before_cause": _("There is no action against a cause that is not recorded; finish the analysis first."),
        "nonconformity_settled": _("{name} is closed or rejected; nothing is done about it any more."),
        "action_stays_with_nonconformity": _("The action belongs to {name} and stays with it; cancel it if need be."),
    }
