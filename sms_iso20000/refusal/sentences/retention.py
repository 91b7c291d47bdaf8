"""Why something is refused: keeping records."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "period_not_whole_months": _("{months} is no period; give whole months, such as 36."),
        "period_too_long": _("A period has at most {most} months; choose the method Keep for what is kept for good."),
        "period_missing": _("Give a period of at least one month, or choose the method Keep."),
        "rule_filters_not_rows": _(
            "Filters must be JSON such as {example}: field names with a value, or with an operator and a value."
        ),
        "filter_operator_unknown": _(
            "The filter on {field} cannot compare with {operator}; use an operator such as =."
        ),
        "filter_value_unfit": _("The filter on {field} has no value that fits {operator}."),
        "filters_do_not_run": _("The site cannot search {doctype} with these filters; correct them."),
        "disposal_of_own_records": _(
            "{doctype} is a record of the service management system and is never disposed of; choose the method Keep."
        ),
        "personal_records_deleted": _(
            "{doctype} is a record of a person: what it proves stays; choose the method Anonymise or Keep."
        ),
        "personal_fields_left": _("Empty these fields too, or the record goes on telling whom it is about: {fields}."),
        "disposal_of_the_site": _("The site cannot do without its {doctype} records; choose the method Keep."),
        "nothing_to_anonymise": _("Name at least one field that is emptied."),
        "fields_without_anonymising": _("Fields are emptied by the method Anonymise only; choose it or remove them."),
        "field_emptied_twice": _("{field} is listed twice among the fields to empty; keep one line."),
        "field_not_to_be_emptied": _("{field} is no field of this record type that can be emptied; choose another."),
        "start_emptied": _("{field} is the date from which the period runs and cannot be emptied."),
        "field_needed": _("Records of this type need {field}; it cannot be emptied."),
        "rule_author_only": _("Only {user}, who wrote this rule, changes its draft; withdraw it and write another."),
        "rule_decider_is_author": _("Who wrote a retention rule neither approves nor withdraws it; ask somebody else."),
        "rule_decider_without_role": _(
            "{user} is neither a manager nor top management of this system and cannot decide on its retention rules."
        ),
        "rule_under_hold": _("The rule is under a legal hold; have top management release it first."),
        "hold_placed_already": _("The rule is under a legal hold already."),
        "no_hold_to_release": _("The rule is under no legal hold."),
        "release_not_top_management": _(
            "{user} is not named as top management of this system, which alone releases a legal hold."
        ),
        "record_kept_until": _(
            "{name} must be kept: retention rule {title} ({rule}). It can be disposed of from {day} on."
        ),
        "record_period_not_begun": _(
            "{name} must be kept: its period under retention rule {title} ({rule}) has not begun; {field} is empty."
        ),
        "record_kept_for_good": _("{name} must be kept for good: retention rule {title} ({rule})."),
        "record_under_hold": _(
            "{name} must be kept: retention rule {title} ({rule}) is under a legal hold, which top management releases."
        ),
        "file_kept": _(
            "The file {file} belongs to {doctype} {name}, which is sealed; it stays as it is and where it is."
        ),
    }
