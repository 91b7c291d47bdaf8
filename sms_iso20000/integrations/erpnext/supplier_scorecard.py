"""Variables of ERPNext's Supplier Scorecard; it calls each by its path, with the period it evaluates.

ERPNext reads what has no value as 0, so whoever writes a formula asks first whether anything was counted, as in
`{itsm_share_in_target} if {itsm_tickets_measured} else 100`.
"""

VARIABLE = {"doctype": "Supplier Scorecard Variable", "path_field": "path"}
PATH = "sms_iso20000.supplier_{}"

_VARIABLES = (
    (
        "score",
        "ITSM Score",
        "Weighted score of the measures of its arrangements in the months of the period, as in the ITSM Party"
        " Scorecard. 0 where no measure has a value: {itsm_score} if {itsm_measures_scored} else 100",
    ),
    (
        "measures_scored",
        "ITSM Measures Scored",
        "Measures of its arrangements that have a value in the months of the period.",
    ),
    (
        "share_in_target",
        "ITSM Share in Target",
        "Percent of the tickets in target, of those in target or missed, in the frozen months that end in the period."
        " 0 where none was measured: {itsm_share_in_target} if {itsm_tickets_measured} else 100",
    ),
    (
        "tickets_measured",
        "ITSM Tickets Measured",
        "Tickets in target or missed in the frozen months that end in the period.",
    ),
    (
        "review_verdict",
        "ITSM Review Verdict",
        "Mean of the verdicts of approved reviews whose period ends in this one: Satisfactory is 100,"
        " Improvement Needed 50, Not Acceptable 0. 0 without any:"
        " {itsm_review_verdict} if {itsm_reviews_approved} else 100",
    ),
    (
        "reviews_approved",
        "ITSM Reviews Approved",
        "Approved reviews of its arrangements whose period ends in this one.",
    ),
    (
        "overdue_reviews",
        "ITSM Overdue Reviews",
        "Arrangements whose next review was due in the period or before, and has not been approved since.",
    ),
    (
        "open_improvements",
        "ITSM Open Improvements",
        "Improvements decided in reviews up to the end of the period, and not done by then.",
    ),
)

VARIABLES = tuple(
    {"variable_label": label, "param_name": f"itsm_{name}", "path": PATH.format(name), "description": description}
    for name, label, description in _VARIABLES
)
