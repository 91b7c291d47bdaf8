"""Why something is refused: conformity and the certification pack."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "catalogue_read_only": _("The catalogue is shipped with the app and is read-only."),
        "no_catalogue": _("There is no catalogue for the edition {edition}."),
        "verdict_unknown": _("Choose a verdict: Conforms, Does Not Conform or Observation."),
        "verdict_without_reason": _("Give the reason for the verdict."),
        "not_a_requirement": _("{name} is a clause, not a requirement; give the verdict on a requirement."),
        "not_evaluated_yet": _("This system has not been evaluated yet; make a conformity run first."),
        "pack_too_large": _(
            "The certification pack has {size} MB; ask an administrator to let this site accept such files."
        ),
    }
