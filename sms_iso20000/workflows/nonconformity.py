"""Life of a nonconformity as the host shows it; the rules behind it stand in `rules/nonconformity.py`."""

from sms_iso20000.workflows.definition import Transition, WorkflowDefinition
from sms_iso20000.workflows.policy import MANAGER, OWNER, TOP

AUDITOR, STAFF = "ITSM Auditor", "ITSM User"
ANSWERABLE = (MANAGER, OWNER, TOP, AUDITOR)
# Whoever manages an area need not hold an office in the system; the rules know who that is.
AT_WORK = (*ANSWERABLE, STAFF)

NONCONFORMITY = WorkflowDefinition(
    name="ITSM Nonconformity Life",
    document_type="ITSM Nonconformity",
    states=tuple(
        (state, role)
        for state in ("Reported", "Analysis", "Action Plan", "In Action", "Verification", "Closed", "Rejected")
        for role in AT_WORK
    ),
    transitions=(
        Transition("Reported", "Accept Nonconformity", "Analysis", ANSWERABLE),
        Transition("Reported", "Reject Nonconformity", "Rejected", ANSWERABLE),
        Transition("Analysis", "Record Cause", "Action Plan", AT_WORK),
        Transition("Analysis", "Reject Nonconformity", "Rejected", ANSWERABLE),
        Transition("Action Plan", "Start Actions", "In Action", AT_WORK),
        Transition("Action Plan", "Return to Analysis", "Analysis", AT_WORK),
        Transition("In Action", "Submit for Verification", "Verification", AT_WORK),
        Transition("In Action", "Return to Analysis", "Analysis", AT_WORK),
        Transition("Verification", "Confirm Effectiveness", "Closed", ANSWERABLE),
        Transition("Verification", "Find Ineffective", "Analysis", ANSWERABLE),
    ),
)
