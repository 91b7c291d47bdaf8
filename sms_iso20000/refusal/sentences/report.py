"""Why something is refused: reports to top management."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "report_ends_before_start": _("The period must not end before it starts."),
        "report_not_whole_months": _("Report on whole months: from the first day of a month to the last day of one."),
        "report_period_not_over": _("The period is not over yet; report on it when it is."),
        "report_overlaps": _("{name} is on a part of this period already; choose a period that follows it."),
        "report_without_summary": _("Write the summary first: what top management should know, in your own words."),
        "nobody_may_sign": _("Nobody is management representative or deputy today; have one appointed first."),
        "signer_not_in_office": _("{user} is not the management representative in office and cannot sign."),
        "answer_missing": _("Write the answer first."),
        "answer_not_top_management": _("{user} is not named as top management of this system and cannot answer."),
        "answer_by_signer": _("Somebody in top management other than who signed the report has to answer."),
    }
