"""Life of an audit programme as the host shows it; the rules behind it stand in `rules/audit_programme.py`."""

from sms_iso20000.workflows.definition import Transition, WorkflowDefinition
from sms_iso20000.workflows.policy import MANAGER, TOP

AUDITOR = "ITSM Auditor"
ALL = (MANAGER, AUDITOR, TOP)

AUDIT_PROGRAMME = WorkflowDefinition(
    name="ITSM Audit Programme Life",
    document_type="ITSM Audit Programme",
    states=tuple((state, role) for state in ("Draft", "Approved", "Running", "Closed") for role in (MANAGER, AUDITOR)),
    transitions=(
        Transition("Draft", "Approve", "Approved", (TOP,)),
        Transition("Draft", "Close Programme", "Closed", ALL),
        Transition("Approved", "Start Programme", "Running", (MANAGER, AUDITOR)),
        Transition("Approved", "Return to Draft", "Draft", ALL),
        Transition("Approved", "Close Programme", "Closed", ALL),
        Transition("Running", "Close Programme", "Closed", ALL),
    ),
)
