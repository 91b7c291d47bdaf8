"""Why something is refused: management reviews and their corrections."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_preparation_sentences(), **_meeting_sentences(), **_minutes_sentences(), **_addendum_sentences()}


def _preparation_sentences() -> dict[str, str]:
    return {
        "chair_not_top_management": _(
            "{user} is not named as top management of this system and cannot take the chair."
        ),
        "attendee_twice": _("{user} is named twice among the attendees; name each person once."),
        "cutoff_missing": _("Say as of which day the inputs are compiled."),
        "cutoff_in_future": _("The cut-off date must not be in the future; choose today or an earlier day."),
        "cutoff_before_last": _("The last review was told everything until {last}; choose that day or a later one."),
        "review_compiling": _("The inputs are being compiled already; wait until that is done."),
        "not_entitled_to_hold_review": _("Only the chair or an ITSM Manager can do this."),
    }


def _meeting_sentences() -> dict[str, str]:
    return {
        "chair_not_present": _("{user} takes the chair and has to be among those present."),
        "input_not_compiled": _("Compile the inputs: {topic} is missing."),
        "meeting_day_missing": _("Say on which day the review was held."),
        "meeting_in_future": _("The review cannot have been held in the future."),
        "meeting_before_cutoff": _(
            "The inputs go beyond the day of the meeting; "
            "choose a day from {cutoff} on, or compile them as of an earlier day."
        ),
    }


def _minutes_sentences() -> dict[str, str]:
    return {
        "signed_by_chair_only": _("Only {user}, who took the chair, signs the minutes."),
        "judgement_missing": _("Top management has to say: {field}."),
        "input_not_explained": _(
            "There is no data on {topic}; write in its comment what top management had before it instead."
        ),
        "output_class_open": _("State at least one decision or action on {about}, or that none is needed and why."),
        "output_contradicts": _("{about}: nothing is needed, and something is decided; keep one of the two."),
        "output_without_statement": _("Row {row} of the outputs says nothing; write it, or remove the row."),
        "output_without_responsible": _("Row {row} of the outputs is an action; name who is responsible."),
        "output_without_due_day": _("Row {row} of the outputs is an action; choose a due day from today on."),
    }


def _addendum_sentences() -> dict[str, str]:
    return {
        "addendum_before_signature": _("The review is not signed yet; change it instead of correcting it."),
        "addendum_by_top_management": _("{user} is not named as top management of this system and cannot sign."),
        "addendum_empty": _("Write what holds instead."),
    }
