"""Life of an audit as the host shows it; the rules behind it stand in `rules/audit.py`."""

from sms_iso20000.workflows.definition import Transition, WorkflowDefinition
from sms_iso20000.workflows.policy import MANAGER

AUDITOR = "ITSM Auditor"
BOTH = (AUDITOR, MANAGER)

AUDIT = WorkflowDefinition(
    name="ITSM Audit Life",
    document_type="ITSM Audit",
    states=tuple(
        (state, role)
        for state in ("Planned", "Preparing", "Fieldwork", "Reporting", "Follow-up", "Closed", "Called Off")
        for role in BOTH
    ),
    transitions=(
        Transition("Planned", "Prepare Audit", "Preparing", BOTH),
        Transition("Preparing", "Start Fieldwork", "Fieldwork", BOTH),
        Transition("Fieldwork", "Finish Fieldwork", "Reporting", BOTH),
        Transition("Reporting", "Resume Fieldwork", "Fieldwork", BOTH),
        Transition("Reporting", "Issue Report", "Follow-up", BOTH),
        Transition("Follow-up", "Close Audit", "Closed", BOTH),
        *(
            Transition(state, "Call Off Audit", "Called Off", (MANAGER,))
            for state in ("Planned", "Preparing", "Fieldwork", "Reporting")
        ),
    ),
)
