"""What the matrix of competences lets people do: plan a training for a gap, and draw a sample for an audit."""

import frappe
from frappe.utils import cint, get_fullname

from sms_iso20000.governance.samples import draw_people
from sms_iso20000.governance.trainings import plan_for_gap
from sms_iso20000.permissions.access import require_read, require_role
from sms_iso20000.permissions.people import DRAWS_SAMPLES
from sms_iso20000.refusal.given import names_in


@frappe.whitelist(methods=["POST"])
def plan_training(
    system: str, competence: str, users: list | str, ends_on: str | None = None, measure: str = "Course"
) -> str:
    """Name of a planned training for those of `users` who lack `competence` (4.4.2 b).

    Raises Refused where none of them lacks it, and PermissionError for whoever may plan no trainings.
    """
    require_role("ITSM Manager", "ITSM Process Owner")
    require_read("ITSM Training", system)
    frappe.get_doc("ITSM Competence", competence).check_permission("read")
    return plan_for_gap(system, competence, names_in(users), ends_on, measure).name


@frappe.whitelist(methods=["POST"])
def draw_sample(system: str, size: int | str, reason: str) -> list[str]:
    """Full names of the people whom the signed-in auditor may know from now on (4.4.2 .1).

    Size and seed are kept as a decision, which names none of them. Raises Refused, or PermissionError for whoever is
    no auditor of this system.
    """
    require_role(*DRAWS_SAMPLES)
    require_read("ITSM Competence", system)
    return sorted(get_fullname(user) for user in draw_people(system, cint(size), reason))


@frappe.whitelist(methods=["POST"])
def confirm_requirements(names: list | str) -> int:
    """The signed-in user has looked at these requirements today, and they stand as they are; answers how many."""
    requirements = [frappe.get_doc("ITSM Competence Requirement", name) for name in names_in(names)]
    for requirement in requirements:
        requirement.check_permission("write")
        requirement.confirm()
    return len(requirements)
