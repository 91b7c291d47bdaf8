"""Reasons of the checks of 4.5.5.1 .1 and 4.5.5.2."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_policy_sentences(), **_plan_sentences(), **_result_sentences()}


def _policy_sentences() -> dict[str, str]:
    return {
        "no_improvement_policy": _("There is no improvement policy yet."),
        "improvement_policy_not_in_force": _("An improvement policy was written, but none is in force."),
        "improvement_policy_overdue": _("The improvement policy was to be reviewed by {due}."),
        "improvement_policy_in_force": _("Evaluation criteria of the improvement policy in force: {count}."),
    }


def _plan_sentences() -> dict[str, str]:
    return {
        "no_improvement": _("No improvement was ever proposed."),
        "proposals_not_evaluated": _("{count} proposals have waited for their evaluation for more than {days} days."),
        "approved_not_planned": _(
            "{count} improvements were approved more than {days} days ago and lack owner, start, target or action."
        ),
        "scored_by_earlier_policy": _(
            "{count} proposals wait for approval with scores by criteria that are no longer in force."
        ),
        "nothing_evaluated_yet": _("No proposal has been evaluated yet."),
        "improvements_ranked": _("Improvements ranked by the criteria of the policy: {total}."),
        "improvements_without_target": _(
            "{count} improvements were approved more than {days} days ago and have no target."
        ),
        "no_improvement_approved": _("No improvement is approved that would need it."),
        "target_days_past": _("{count} improvements have not begun, and the days to measure their targets are past."),
        "targets_set": _("Improvements with targets: {total}, in {dimensions} of the seven dimensions."),
    }


def _result_sentences() -> dict[str, str]:
    return {
        "improvements_not_begun": _("{count} approved improvements have not begun although their day has passed."),
        "improvement_actions_overdue": _("{count} actions of improvements are overdue."),
        "no_improvement_begun": _("What was approved has not begun yet, nor is it late."),
        "no_improvement_lately": _("The last improvement was finished on {last}, and none is under way."),
        "improvements_carried_out": _("Improvements carried out: {done}; being carried out in time: {open}."),
        "no_document_to_revise": _("No improvement names a document that it changes."),
        "documents_not_revised": _("{count} improvements changed what was done, but not the documents that they name."),
        "revised_document_gone": _("{count} improvements revised a document that is no longer in force."),
        "revision_not_due": _("Improvements name documents to revise, but have not come so far yet."),
        "documents_revised": _("Improvements that have revised their documents, or say why not: {total}."),
        "targets_not_measured": _("{count} improvements have targets overdue for measuring by more than {days} days."),
        "missed_without_action": _("{count} improvements missed a target, and nothing is being done about it."),
        "targets_to_measure": _("{count} improvements have targets whose day of measuring has passed."),
        "no_target_measured": _("No target of an improvement has been measured yet."),
        "targets_measured": _("Improvements measured: {total}; each missed target led to an action."),
        "no_improvement_closed": _("No improvement has been carried out yet that could be reported."),
        "results_not_told": _(
            "{count} improvements were closed more than {months} months ago, and nobody was told what they brought."
        ),
        "results_to_be_told": _("People are to be told of the first improvements within {months} months."),
        "results_told_long_ago": _(
            "People were last told of improvements on {last}; they are to be told every {months} months."
        ),
        "results_told": _("People were last told of improvements on {last}; {total} have been made."),
    }
