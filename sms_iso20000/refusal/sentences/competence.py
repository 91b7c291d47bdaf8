"""Why something is refused: competence of people, and trainings."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "competence_twice": _("{title} is on record already as {name}; use that one."),
        "skill_unknown": _("HRMS has no skill named {skill}; choose one that it has."),
        "level_out_of_range": _("A level is a whole number from {lowest} to {highest}."),
        "needing_role_missing": _("Say which role needs the competence."),
        "role_title_unknown": _("No role is called {role} in {process}; write it as the process does."),
        "requirement_twice": _("{name} asks the same of the same people; change that one."),
        "requirement_not_active": _("This requirement is not active; there is nothing to confirm."),
        "obtained_in_future": _("The day on which it was obtained lies in the future; enter a day up to today."),
        "expiry_before_obtained": _("It cannot expire before it was obtained; correct one of the two days."),
        "record_without_person": _("Say whose competence this is."),
        "record_without_evidence": _("Say what shows the competence, or attach a file that does."),
        "record_recorder_only": _("Only who wrote this draft changes it; withdraw it and write another."),
        "person_not_yours": _(
            "You may record this for yourself and for people whom you manage; ask their manager or a manager of the"
            " system."
        ),
        "self_verified": _("Nobody verifies their own competence; ask somebody else."),
        "verified_by_recorder": _("Who wrote the record does not verify it; ask somebody else."),
        "verifier_not_entitled": _("{user} neither manages this person nor the system and cannot verify the record."),
        "withdrawer_not_entitled": _(
            "{user} cannot withdraw a verified record; that is for who manages the person, or the system."
        ),
        "training_ends_before_start": _("The last day must not be before the first."),
        "participant_twice": _("{user} is on the list already; name each person once."),
        "trainer_is_participant": _("{user} gives this training and cannot take part in it."),
        "nobody_named": _("Name at least one person."),
        "training_not_over": _("The last day, {day}, is still to come; record the training when it is over."),
        "not_a_participant": _("{user} is not on the list of this training."),
        "nobody_attended": _("Nobody on the list was there; cancel the training instead."),
        "attendance_from_host": _("{name} in HRMS says who attended; leave the attendance empty."),
        "host_training_open": _(
            "{name} in HRMS is not submitted and completed yet; finish it there, then record the training."
        ),
        "host_training_unfit": _("{type} does not say who attended; choose Training Event or Training Result."),
        "effect_unknown": _("Say Effective or Not Effective; {effect} is neither."),
        "participant_not_attended": _("Only for who attended there is something to evaluate."),
        "evaluated_already": _("This participant has been evaluated already."),
        "self_evaluated": _("Nobody evaluates what a training did for themselves; ask somebody else."),
        "evaluated_by_trainer": _("Who gave the training does not evaluate it; ask somebody else."),
        "evaluator_not_entitled": _("{user} neither manages this participant nor the system and cannot evaluate."),
        "evaluated_too_early": _("What a training did shows only later; evaluate it from {day} on."),
        "evaluation_without_remarks": _("Say what shows whether the training was effective."),
        "names_not_listed": _("A list of names is expected; choose them on the form."),
        "nobody_lacks_it": _("None of these people lacks the competence; there is nothing to plan."),
        "sample_empty": _("Draw at least one person."),
        "sample_larger_than_population": _("There are only {population} people; draw no more than that."),
        "sample_too_large": _(
            "You may know at most {most} people of this system by name within a year, and have drawn {drawn}."
        ),
    }
