"""Why something is refused: processes."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "clause_twice": _("Clause {clause} is answered by {name} already; change that process instead."),
        "person_not_enabled": _("{user} is disabled; name somebody who can sign in."),
        "interface_to_itself": _("A process has no interface to itself; choose another process for {subject}."),
        "interface_twice": _("{subject} is listed twice in the same direction with {process}; keep one line."),
        "indicator_without_unit": _("Give the indicator {indicator} a unit."),
        "indicator_without_target": _("Give the indicator {indicator} a target that is a number."),
        "indicator_without_evidence_source": _("Choose the evidence source of the indicator {indicator}."),
        "indicator_without_dimension_value": _("Give the value of the dimension for the indicator {indicator}."),
        "indicator_without_objective": _("Choose the objective of the indicator {indicator}."),
        "indicator_value_not_a_number": _("The value of the indicator {indicator} must be a number."),
        "indicator_value_without_date": _("Give the day on which the indicator {indicator} was measured."),
        "indicator_value_in_future": _("The indicator {indicator} cannot be measured in the future; enter a past day."),
        "not_process_owner": _("Only the process owner or an ITSM Manager can confirm the responsibilities."),
        "owner_missing": _("Name the process owner first."),
        "role_without_person": _("Name the person for the role {role}."),
        "role_without_responsibility": _("Write what the role {role} is responsible for."),
        "role_without_authority": _("Write what the role {role} may decide."),
    }
