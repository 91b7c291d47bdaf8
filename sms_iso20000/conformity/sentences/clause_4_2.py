"""Why a requirement stands as it does: 4.2."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "operation_never_said": _("No process says who operates it; set Operated By on each process."),
        "operation_not_said": _("{count} of {total} processes do not say who operates them; set Operated By."),
        "operated_without_arrangement": _(
            "Processes that others operate without an arrangement: {count}; register who does what on which terms."
        ),
        "arranged_though_in_house": _(
            "Arrangements on processes that say we operate them ourselves: {count}; correct one or the other."
        ),
        "party_in_tickets_unknown": _("Suppliers at work in the tickets without an arrangement: {parties}."),
        "nobody_else_operates": _("Every process is operated by ourselves; each was confirmed since {last}."),
        "others_identified": _("Arrangements with other parties: {total}; each process was confirmed since {last}."),
        "proof_missing": _(
            "{count} of {total} arrangements lack a part of proof {proof}: {parties}. The form says which."
        ),
        "arrangement_not_agreed": _("{count} of {total} arrangements are not agreed yet: {parties}."),
        "adherence_not_looked_at": _(
            "Overdue for review since {due}: {count} ({parties}); nobody has looked whether they are kept to."
        ),
        "accountability_shown": _(
            "Arrangements: {total}; each has an owner, an agreement and the authority to insist."
        ),
        "definition_review_overdue": _(
            "{count} of {total} arrangements rest on a process description that is overdue for review: {parties}."
        ),
        "definition_controlled": _("Arrangements: {total}; each process is defined by us, and so are its interfaces."),
        "arrangement_not_active": _("{count} of {total} arrangements are not active: {parties}."),
        "arrangement_never_reviewed": _("Arrangements whose first review is overdue: {count} ({parties})."),
        "arrangement_review_overdue": _(
            "Arrangements whose review is overdue: {count} ({parties}); last reviewed up to {last}."
        ),
        "first_review_to_come": _(
            "Arrangements not reviewed yet: {count} ({parties}); the first review is due on {due}."
        ),
        "review_measured_nothing": _(
            "The last review of {count} of {total} arrangements found no value at all: {parties}."
        ),
        "performance_determined": _("Arrangements: {total}; each is measured, and was reviewed up to {last} or later."),
        "improvement_not_decided": _(
            "Arrangements without a decision on improvements within the interval: {count} ({parties})."
        ),
        "improvement_decided": _(
            "Arrangements: {total}; what is improved first was decided in each review since {last}."
        ),
        "party_not_managed": _(
            "{count} of {total} parties lack what they are managed by: {parties}. The form says what."
        ),
        "parties_managed": _("Parties managed as their kind asks: {total}; each was reviewed up to {last} or later."),
        "kind_of_party_unknown": _(
            "Processes that others operate without an arrangement: {count}; nobody knows what kind of party it is."
        ),
        "nobody_of_that_kind": _("No party of that kind operates a process; each process was confirmed since {last}."),
    }
