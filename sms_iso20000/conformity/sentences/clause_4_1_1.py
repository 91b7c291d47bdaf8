"""Why a requirement stands as it does: 4.1.1."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_objective_approved": _("Top management has approved no objective; set one and let it be approved."),
        "objectives_all_past": _("Objectives: {count}; the last of them was due on {last}. Set new ones."),
        "objectives_set": _("Approved objectives: {count}; the newest was approved on {last}."),
        "plan_approval_not_recorded": _("No approval of {plan} is on record."),
        "plan_changed_after_approval": _("{plan} is not as it was approved; withdraw it and issue a new revision."),
        "plan_not_approved_at_the_top": _("The plan was approved by {user}, who is not named as top management."),
        "scope_approved": _("The plan in force states the scope; it was approved by {user}."),
        "plan_backed_too_long_ago": _("Top management last dealt with the plan on {last}, over {months} months ago."),
        "plan_backed": _("{person} of top management dealt with the plan on {last}."),
        "nothing_told": _("Nothing is on record that was told to people about this; send a communication."),
        "told_by_others_only": _("Only {person} told people about this, who is not top management."),
        "told_too_long_ago": _("Top management last told people on {last}, more than {months} months ago."),
        "told_just_now": _("{title} was sent a few days ago; {share} % have read it so far, {threshold} % are needed."),
        "told_but_not_read": _("{title} was read by {share} % of the people addressed; {threshold} % are needed."),
        "told_and_read": _("{title}, sent by {person}, was read by {share} % of the people addressed."),
        "no_service_risk": _("No risk to services is on record; put the first into the register."),
        "risks_not_assessed": _("{count} of {total} risks are not assessed yet."),
        "risks_not_handled": _(
            "Risks above the acceptance criterion that are neither accepted nor under timely treatment: {count}."
        ),
        "risk_review_overdue": _("Risks whose review is overdue: {count}; the oldest was due on {due}."),
        "risks_handled": _("Risks on record: {total}; each is assessed, and treated or accepted where it has to be."),
        "no_decision_on_risks": _("No decision on a risk is on record."),
        "risks_all_delegated": _("Only {people} decided on risks, nobody of top management."),
        "risks_looked_at_too_long_ago": _("Top management last dealt with risks on {last}, over {months} months ago."),
        "risks_looked_at": _("{person} of top management dealt with risks on {last}."),
    }
