"""Why a requirement stands as it does: 4.4.2."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "nobody_needs_anything": _(
            "No competence is asked of anybody; say which competence each role needs, and name who has the role."
        ),
        "competence_lacking": _(
            "{people} of {total} people lack a competence they need: {competences}. The matrix says who and how much."
        ),
        "competence_expired": _(
            "{people} of {total} people could show a competence once, and it has run out: {competences}."
        ),
        "competence_under_way": _(
            "{people} of {total} people are in training for what they lack: {competences}. It counts once it is found"
            " effective."
        ),
        "competence_held": _("People who need a competence: {people}; each holds it at the level needed."),
        "nobody_bears_a_process": _("No active process has an owner or a role; name who bears them."),
        "competence_not_determined": _(
            "Processes whose owner or roles nothing is asked of: {count}; say which competence they need."
        ),
        "competence_review_overdue": _(
            "Requirements of competence not looked at within the interval: {count}; the oldest on {last}. Confirm or"
            " change them."
        ),
        "competence_determined": _("Requirements of competence: {total}; each was looked at since {last}."),
        "gaps_without_measure": _(
            "{people} of {total} people have a gap for which nothing is planned: {competences}. Plan a training from"
            " the matrix."
        ),
        "training_overdue": _(
            "Trainings that should have been held by now: {count}, the first by {due}. Record or cancel them."
        ),
        "no_gaps": _("People who need a competence: {people}; none has a gap."),
        "gaps_have_measures": _("Gaps: {count}; for each a training or another measure is under way ({total})."),
        "evaluation_overdue": _(
            "Trainings whose effect nobody has evaluated in time: {count}; the first was due on {due}."
        ),
        "ineffective_without_follow_up": _(
            "Trainings that were not effective for somebody, with nothing planned since: {count}."
        ),
        "evaluation_to_come": _("Trainings were held; their effect is evaluated from {due} on."),
        "nothing_to_evaluate": _("No training has been held yet; there is no effect to evaluate."),
        "evaluated_too_long_ago": _("The effect of a training was last evaluated on {last}, too long ago."),
        "effect_evaluated": _(
            "Evaluations of what a training did for somebody: {count}, each by another person; the last on {last}."
        ),
        "awareness_not_asked": _("Nobody was asked to acknowledge policy or plan; name the audience."),
        "awareness_not_acknowledged": _(
            "{done} of {total} people with a role in a process acknowledged policy and plan; remind the others."
        ),
        "awareness_nothing_told": _(
            "Top management told nobody what scope, policy, requirements and duties mean for them; send a"
            " communication."
        ),
        "awareness_told_just_now": _(
            "Top management told people just now; so far {done} of {total} with a role in a process have read it."
        ),
        "awareness_not_read": _(
            "{done} of {total} people with a role in a process read what top management told them; remind the others."
        ),
        "awareness_shown": _(
            "{done} of {total} people with a role in a process read what top management told on {last}, and enough of"
            " them acknowledged policy and plan."
        ),
        "records_missing": _(
            "{count} of {total} people with a role in a process have no verified record with evidence; drafts of"
            " {drafts} wait to be verified."
        ),
        "records_expired": _(
            "All that is on record of {count} of {total} people with a role in a process has run out."
        ),
        "records_kept": _("People with a role in a process: {total}; for each there is a verified record."),
    }
