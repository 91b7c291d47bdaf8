"""Why something is refused: resource plans."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_content_sentences(), **_decision_sentences()}


def _content_sentences() -> dict[str, str]:
    return {
        "resource_plan_ends_before_start": _("The period of the plan must not end before it starts."),
        "resource_not_a_quantity": _("{resource}: how much is there and needed must be a number, 0 or more."),
        "resource_twice": _("{resource} is listed twice; put it into one line."),
        "forecast_of_unknown_resource": _("The forecast names {resource}, which is no line of this plan."),
        "forecast_ends_before_start": _("{resource}: the period of the forecast must not end before it starts."),
        "forecast_before_plan": _("{resource}: the forecast begins before the plan does; let it begin later."),
        "forecasts_overlap": _("{resource}: two periods of the forecast overlap; let one follow the other."),
        "resource_plan_overlaps": _(
            "{name} is decided for a part of this period; choose another period, or name it in Replaces."
        ),
        "replaced_plan_not_decided": _("{name} is not a decided plan that counts; leave Replaces empty."),
    }


def _decision_sentences() -> dict[str, str]:
    return {
        "gap_without_way": _("{resource}: say how the gap is to be closed."),
        "resources_not_yours_to_decide": _("{user} is not named as top management of this system and cannot decide."),
        "decider_prepared_it": _("Somebody in top management other than who prepared the plan has to decide."),
        "answer_to_unknown_resource": _("{resource} is no line of this plan."),
        "unknown_answer": _("{answer} is no decision; choose Granted, Granted in Part or Refused."),
        "answer_without_reason": _("{resource}: give the reason why it is not granted in full."),
        "gap_without_answer": _("{resource}: decide on the gap, or say what is decided on the whole plan."),
    }
