"""Why a requirement stands as it does: the management review, 4.5.4.3 and wherever else it is asked for."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {**_schedule_sentences(), **_input_sentences(), **_outcome_sentences(), **_telling_sentences()}


def _schedule_sentences() -> dict[str, str]:
    return {
        "no_management_review": _("No management review is on record; plan the first."),
        "first_management_review_to_come": _(
            "No management review is signed yet; hold the first and let its chair sign it."
        ),
        "review_not_signed": _("Reviews held more than {days} days ago whose minutes nobody signed: {count}."),
        "management_review_overdue": _("The management review was to be held by {due}; hold it, or plan it anew."),
        "management_review_too_old": _("The last management review was held on {last}, more than {months} months ago."),
        "review_not_signed_at_the_top": _(
            "No signature of top management is on record for the management review held on {last}."
        ),
        "review_judgement_open": _(
            "The management review held on {last} does not judge fitness, effectiveness, or policy and objectives."
        ),
        "reviewed_on_schedule": _("The last management review was held on {last} and signed by {person}."),
        "review_date_skipped": _(
            "Between the last two management reviews, up to {last}, lie more than {months} months."
        ),
        "reviews_held_at_interval": _(
            "Top management holds a review at least every {months} months; the last one was on {last}."
        ),
    }


def _input_sentences() -> dict[str, str]:
    return {
        "review_input_missing": _("The management review held on {last} did not have this input before it."),
        "review_input_empty": _("The management review held on {last} had no data on this input, and nobody says why."),
        "review_input_only_explained": _(
            "The management review held on {last} had no data on this input and says only: “{comment}”."
        ),
        "review_input_seen": _("{title}, held on {last}, had this input before it, with data."),
    }


def _outcome_sentences() -> dict[str, str]:
    return {
        "no_review_in_cycle": _("The last management review was held on {last}; the last {months} months have none."),
        "reviews_not_as_sealed": _("{count} of {total} management reviews are not as their chair signed them."),
        "review_records_kept": _(
            "Management reviews of the last {months} months: {total}; each is as its chair signed it."
        ),
        "review_outputs_missing": _(
            "The last management review is silent on {count} of {total} subjects: resources, effectiveness, services."
        ),
        "review_actions_vague": _("Actions of the last management review without a person or a day: {count}."),
        "review_actions_gone": _("Management reviews that decided on actions which are not on record: {count}."),
        "review_actions_overdue": _("Actions of management reviews that are overdue: {count}; the first since {due}."),
        "review_outputs_followed": _(
            "The review of {last} decided on all three subjects; actions of reviews: {done} done, {open} open in time,"
            " {cancelled} given up."
        ),
        "review_results_recorded": _(
            "The record of the review of {last} says what was decided; its actions are on record: {count}."
        ),
    }


def _telling_sentences() -> dict[str, str]:
    return {
        "management_reviews_held": _("Management reviews signed within {months} months: {total}, the last of {last}."),
        "reviews_without_objectives": _(
            "{count} of {total} management reviews lack what they are to find out, or the conclusion that answers it."
        ),
        "review_objectives_written": _("Management reviews that say what they are to find out: {total}."),
        "review_minutes_reached_not_all": _(
            "The minutes of {count} of {total} management reviews did not reach everybody; tell them again."
        ),
        "review_minutes_on_their_way": _("Minutes of management reviews that are still being told: {count}."),
        "review_minutes_told": _("Management reviews whose minutes were told: {total}; people told: {people}."),
    }
