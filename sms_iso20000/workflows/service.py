"""Life of a service as the host shows it; the rules behind it stand in `rules/service.py`."""

from sms_iso20000.workflows.definition import Transition, WorkflowDefinition
from sms_iso20000.workflows.policy import MANAGER, OWNER, TOP

ALL = (MANAGER, OWNER, TOP)

SERVICE = WorkflowDefinition(
    name="ITSM Service Life",
    document_type="ITSM Service",
    states=tuple(
        (state, role) for state in ("Proposed", "In Transition", "Live", "Retired") for role in (MANAGER, OWNER)
    ),
    transitions=(
        Transition("Proposed", "Begin Transition", "In Transition", ALL),
        Transition("Proposed", "Retire Service", "Retired", ALL),
        Transition("In Transition", "Go Live", "Live", ALL),
        Transition("In Transition", "Return to Proposal", "Proposed", ALL),
        Transition("In Transition", "Retire Service", "Retired", ALL),
        Transition("Live", "Retire Service", "Retired", ALL),
        Transition("Retired", "Reopen Service", "Proposed", ALL),
    ),
)
