"""Life of an improvement as the host shows it; the rules behind it stand in `rules/improvement.py`."""

from sms_iso20000.workflows.definition import Transition, WorkflowDefinition
from sms_iso20000.workflows.policy import MANAGER, OWNER, TOP

ANSWERABLE = (MANAGER, OWNER, TOP)
# Whoever proposes or carries through need not hold an office in the system; the rules know who that is.
AT_WORK = (*ANSWERABLE, "ITSM User")

IMPROVEMENT = WorkflowDefinition(
    name="ITSM Improvement Life",
    document_type="ITSM Improvement",
    states=tuple(
        (state, role)
        for state in ("Proposed", "Evaluated", "Approved", "In Progress", "Measured", "Closed", "Rejected")
        for role in AT_WORK
    ),
    transitions=(
        Transition("Proposed", "Evaluate Proposal", "Evaluated", ANSWERABLE),
        Transition("Proposed", "Reject Proposal", "Rejected", ANSWERABLE),
        Transition("Evaluated", "Approve Improvement", "Approved", ANSWERABLE),
        Transition("Evaluated", "Return to Proposal", "Proposed", ANSWERABLE),
        Transition("Evaluated", "Reject Proposal", "Rejected", ANSWERABLE),
        Transition("Approved", "Begin Improvement", "In Progress", AT_WORK),
        Transition("Approved", "Give Up Improvement", "Rejected", ANSWERABLE),
        Transition("In Progress", "Finish Measuring", "Measured", AT_WORK),
        Transition("In Progress", "Give Up Improvement", "Rejected", ANSWERABLE),
        Transition("Measured", "Continue Improvement", "In Progress", AT_WORK),
        Transition("Measured", "Close Improvement", "Closed", ANSWERABLE),
    ),
)
