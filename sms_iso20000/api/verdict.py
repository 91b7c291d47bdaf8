"""The human verdict beside the computed status."""

import frappe

from sms_iso20000.evidence.decisions import record_decision
from sms_iso20000.permissions.access import require_read, require_role
from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet

VERDICTS = ("Conforms", "Does Not Conform", "Observation")
MAY_GIVE = ("ITSM Auditor", "ITSM Manager", "ITSM Top Management")


@frappe.whitelist(methods=["POST"])
def record_verdict(system: str, requirement: str, verdict: str, reason: str) -> str:
    """Name of the decision that says what the signed-in person holds of `requirement` (4.5.4.1).

    It changes no computed status; the matrix shows both, and where they disagree. Raises Refused, or
    PermissionError for whoever may not judge, or may not read this system.
    """
    require_role(*MAY_GIVE)
    require_read("ITSM Decision", system)
    subject = frappe.get_doc("ITSM Requirement", requirement)
    unmet = []
    if verdict not in VERDICTS:
        unmet.append(Unmet("verdict_unknown"))
    if not reason.strip():
        unmet.append(Unmet("verdict_without_reason"))
    if subject.is_group:
        unmet.append(Unmet("not_a_requirement", {"name": requirement}))
    if unmet:
        refuse(*unmet)
    return record_decision(system, subject, "Verdict", reason, verdict=verdict).name
