"""Why a proof that we govern what others operate is not green; the form of an arrangement tells what it lacks."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "nothing_arranged": _("The process says that others operate it; record with whom, and on what terms."),
        "arrangement_not_agreed": _("It is described; record the agreement with the party."),
        "definition_review_overdue": _("The review of the document that defines the process is overdue; review it."),
        "arrangement_never_reviewed": _("It was never reviewed; review what was measured and how it was kept to."),
        "arrangement_review_overdue": _("Its review is overdue; review the time since the last one."),
        "nothing_measured": _("The last review found no value of any measure; see where the values come from."),
        "no_improvement_decision": _(
            "No review approved within the interval decided an improvement, or said why there is none; decide it in the"
            " next review."
        ),
    }
