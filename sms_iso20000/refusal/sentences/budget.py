"""Why something is refused: budget lines."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "amount_negative": _("The amount must be a number, 0 or more."),
        "budget_ends_before_start": _("The period of the budget must not end before it starts."),
        "budget_overlaps": _(
            "{name} has the same title and service for a part of this period; give one of them another title or period."
        ),
        "budget_currency_differs": _("The accounts of {name} are kept in {currency}; choose that currency."),
        "budget_record_type": _("What was spent is read from a Cost Center or a Budget; choose one of them."),
        "spending_known_to_host": _("The accounts of the host know what was spent; take it from there."),
        "spending_not_known_to_host": _("No accounts of the host are named here; record the amount by hand."),
        "spending_without_day": _("Say up to which day this was spent."),
        "spending_in_future": _("That day lies in the future; give a day up to today."),
        "spending_outside_period": _("That day lies outside the period of the budget."),
        "spending_known_later": _("What was spent up to {day} is on record already; give that day or a later one."),
        "budget_not_active": _("This budget line is no longer active; there is nothing to record."),
    }
