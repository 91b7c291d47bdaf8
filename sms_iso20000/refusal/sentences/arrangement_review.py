"""Why something is refused: reviews of arrangements with other parties."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_draft_sentences(), **_approval_sentences(), **_improvement_sentences()}


def _draft_sentences() -> dict[str, str]:
    return {
        "arrangement_not_at_work": _(
            "The arrangement is {state}; only one that is active or under improvement is reviewed."
        ),
        "review_ends_before_start": _("The period must not end before it starts."),
        "review_overlaps": _("{name} covers a part of this period already; choose a period that follows it."),
        "improvement_due_in_period": _(
            "{improvement} is due before the end of the reviewed period; give it a later day."
        ),
    }


def _approval_sentences() -> dict[str, str]:
    return {
        "approver_not_accountable_owner": _(
            "Only {owner}, the accountable owner of the arrangement, can approve its reviews."
        ),
        "review_period_not_over": _("The period is not over yet; approve the review when it is."),
        "review_outdated": _(
            "Measures, questions or what was measured have changed since the results were filled; fill them again."
        ),
        "result_without_value": _("{measure} has no value; enter one, or say in its remarks why there is none."),
        "question_not_answered": _('Answer "{question}" first.'),
        "answer_without_evidence": _('Say what the answer to "{question}" rests on.'),
        "review_without_verdict": _("Choose the verdict."),
        "improvement_ranks": _("Rank the improvements from 1 upwards, without a gap or a duplicate."),
        "improvement_not_decided": _("Decide what is improved first, or say why no improvement is needed."),
        "verdict_without_improvement": _("The verdict is {verdict}; decide at least one improvement."),
    }


def _improvement_sentences() -> dict[str, str]:
    return {
        "no_such_improvement": _("The review decided no improvement of rank {rank}."),
        "improvement_not_yours": _(
            "{responsible} is responsible for this improvement; only they, the accountable owner or an ITSM Manager can"
            " mark it as done."
        ),
        "improvement_done_already": _("This improvement is marked as done already."),
        "improvement_done_in_future": _("An improvement cannot be done in the future; enter a day up to today."),
    }
