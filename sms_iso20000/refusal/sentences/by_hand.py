"""Why something is refused: evidence recorded by hand."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "evidence_for_a_clause": _("{name} is a clause, not a requirement; record the evidence for a requirement."),
        "evidence_in_future": _("The evidence is dated {day}, which lies in the future; enter a day up to today."),
        "validity_before_evidence": _("It would run out on {day}, before the date of the evidence; enter a later day."),
        "validity_too_long": _("This evidence may count until {day} at the latest; record new evidence after that."),
        "record_type_missing": _("Choose the record as well as its type, or leave both empty."),
        "recorder_only": _("Only {user}, who recorded this evidence, changes it; record evidence of your own."),
        "confirmer_is_recorder": _("Somebody other than who recorded the evidence has to confirm it."),
        "confirmer_not_top_management": _(
            "{user} is not named as top management of this system, which alone judges evidence of its commitment."
        ),
        "confirmer_without_role": _(
            "{user} cannot judge this evidence; the management representative, top management or an auditor can."
        ),
        "evidence_has_expired": _("This evidence was valid until {day}; record newer evidence instead."),
        "file_not_on_site": _("{field} is not a file of this site that you may read; upload it here."),
        "file_is_public": _("{field} can be read by anybody; upload it again as a private file."),
        "file_of_a_person_public": _("{file} belongs to the record of a person; upload and keep it as a private file."),
        "file_type_forbidden": _("{field} is a {type} file, which this site does not allow; choose another type."),
    }
