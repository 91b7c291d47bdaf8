"""Why something is refused: appointments."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "process_of_owner_missing": _("Choose the process that is to be owned."),
        "appointer_not_top_management": _(
            "{user} is not named as top management of this system and cannot make this appointment."
        ),
        "appointer_not_entitled": _(
            "{user} is neither top management of this system nor its management representative; "
            "only they appoint process owners."
        ),
        "self_appointment": _("Nobody appoints themself; somebody else who is entitled to has to do it."),
        "appointee_disabled": _("{user} is disabled; choose somebody who can sign in."),
        "appointee_cannot_answer": _(
            "{user} may not read this appointment and could not accept it; "
            "have an administrator give them the role ITSM User."
        ),
        "authority_missing": _("Say what the appointee may decide, direct and stop without asking."),
        "duties_missing": _("Tick the duties {letters} too; the management representative has all of them."),
        "period_is_over": _("The period ended on {day}; choose one that is not over."),
        "appointment_overlaps": _(
            "{name} gives this office to {user} in the same period; end that one first, or choose another period."
        ),
        "deputy_is_representative": _(
            "{name} makes {user} hold the other of these two offices in the same period; "
            "nobody deputises for themself, so choose somebody else."
        ),
        "not_the_appointee": _("Only {user} can accept or decline this appointment."),
        "ender_not_entitled": _("{user} neither holds this office nor may give it, and cannot end the appointment."),
        "end_in_future": _("{day} lies in the future; name a last day in office up to today."),
        "end_before_start": _("{day} lies before the first day in office, {start}; name a later last day."),
        "end_after_period": _("{day} lies after the end of the period, {end}; name an earlier last day."),
    }
