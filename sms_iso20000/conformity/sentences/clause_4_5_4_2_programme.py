"""Why a requirement stands as it does: 4.5.4.2, audit programme."""

from frappe import _


def sentences() -> dict[str, str]:
    """Code and sentence in the language of the reader."""
    return {
        "no_audit_programme": _("There is no audit programme for today; plan the cycle and have it approved."),
        "no_audit_is_planned": _("No audit programme is on record, so nothing shows how audits are documented."),
        "audit_programme_not_approved": _("The audit programme is a draft; top management has to approve it."),
        "audit_programme_over": _("The last audit programme ended on {last}; approve the next one."),
        "nothing_to_weigh_audits_by": _(
            "No risk, objective, live service, conformity run or nonconformity says what matters more, "
            "so nothing shows what the programme is driven by."
        ),
        "weighty_audited_too_rarely": _(
            "Subjects that matter more or did worse, and have no audit when they are due: {count}."
        ),
        "audit_weights_have_changed": _(
            "Subjects that matter more today than when the slots were planned: {count}; generate the slots anew."
        ),
        "audits_driven_by_weight": _(
            "Of {total} subjects by clause group, {count} are audited more often, and their slots say why."
        ),
        "audits_without_criteria": _("{count} of {total} audits that began do not say their criteria and scope."),
        "audits_documented": _(
            "The programme approved on {last} says criteria, scope, methods and frequency; audits begun: {total}."
        ),
    }
