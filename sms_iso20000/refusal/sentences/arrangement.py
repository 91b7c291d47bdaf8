"""Why something is refused: arrangements with who operates processes of ours."""

from frappe import _


def sentences() -> dict[str, str]:
    return {**_party_sentences(), **_proof_sentences(), **_measure_sentences()}


def _party_sentences() -> dict[str, str]:
    return {
        "record_type_absent": _("{field}: this site keeps no records of the type {type}; choose another type."),
        "record_not_readable": _("You may not read {name} ({type}); ask who may to link it, or choose another record."),
        "party_missing": _("Choose the {type} that the party is, or empty its record type and enter its name."),
        "party_name_missing": _("Choose the record of the party, or enter its name where there is none."),
        "party_type_does_not_fit": _("{type} is no record type of the kind {kind}; choose one of: {types}."),
        "arrangement_twice": _(
            "{name} is about the same process, part and party; change that one, or end it before another begins."
        ),
        "accountable_owner_unfit": _(
            "{user} cannot answer for it; name an enabled ITSM Manager, Process Owner or member of Top Management."
        ),
        "party_gone": _("The record of the party is no longer there; name the party that operates the process."),
        "party_disabled": _("The record of the party is disabled or ended; enable it, or name another party."),
    }


def _proof_sentences() -> dict[str, str]:
    return {
        "accountable_owner_missing": _("Name the accountable owner inside the organisation."),
        "accountable_owner_gone": _("The accountable owner can no longer sign in or has no role; name another one."),
        "arrangement_over": _("The last day of the arrangement is over; agree a later one, or end the arrangement."),
        "agreement_missing": _("Link the agreement with the party."),
        "agreement_not_in_force": _("The agreement is not in force yet; sign, submit or issue it."),
        "agreement_ended": _("The agreement has ended or is disabled; link the one that holds."),
        "agreement_gone": _("The record of the agreement is no longer there; link the one that holds."),
        "authority_clause_missing": _("Say which clause of the agreement lets you require the process to be followed."),
        "definition_document_missing": _("Link the document that describes the process."),
        "definition_not_in_force": _("The document that describes the process is not in force; issue it."),
        "definition_control_missing": _("Say who proposes changes to the process, and that you decide them."),
        "arrangement_interface_missing": _("List what you give the party and what you receive, and where."),
        "measure_missing": _("Add at least one measure with unit, target and source."),
        "compliance_question_missing": _("Add at least one question about keeping to the process."),
        "improvement_planning_missing": _("Say how improvements are planned and who decides which come first."),
        "contact_person_missing": _("Name the contact at the party."),
        "activities_missing": _("Say what the party does."),
        "escalation_path_missing": _(
            "Say what is done when the agreement is not kept to, and how disputes are settled."
        ),
    }


def _measure_sentences() -> dict[str, str]:
    return {
        "measure_without_unit": _("Give the measure {measure} a unit."),
        "measure_without_target": _("Give the measure {measure} a target that is a number without its unit."),
        "measure_without_source": _("Choose where the value of the measure {measure} comes from."),
        "measure_weight_wrong": _("The weight of the measure {measure} must be a whole number from 0 to 1000."),
        "measure_without_evidence_source": _("Choose the evidence source of the measure {measure}."),
        "measure_without_dimension_value": _("Name the value of the dimension that the measure {measure} is about."),
        "measure_without_objective": _("Choose the objective that the measure {measure} is taken from."),
    }
