"""Why something is refused: a service management system."""

from frappe import _


def sentences() -> dict[str, str]:
    return {
        "not_positive": _("{field} must be at least 1."),
        "threshold_out_of_range": _("{field} must be between 1 and 100 percent."),
        "person_twice": _("{user} is listed twice in {table}."),
        "person_disabled": _("{user} is disabled and cannot be listed in {table}."),
        "not_an_external_auditor": _("{user} needs the role ITSM External Auditor before access is given."),
    }
