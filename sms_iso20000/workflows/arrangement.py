"""Life of an arrangement as the host shows it; the rules behind it stand in `rules/arrangement.py`."""

from sms_iso20000.workflows.definition import Transition, WorkflowDefinition
from sms_iso20000.workflows.policy import MANAGER, OWNER, TOP

ALL = (MANAGER, OWNER, TOP)

ARRANGEMENT = WorkflowDefinition(
    name="ITSM Arrangement Life",
    document_type="ITSM Arrangement",
    states=tuple(
        (state, role)
        for state in ("Draft", "Agreed", "Active", "Under Improvement", "Ended")
        for role in (MANAGER, OWNER)
    ),
    transitions=(
        Transition("Draft", "Record Agreement", "Agreed", ALL),
        Transition("Draft", "End Arrangement", "Ended", ALL),
        Transition("Agreed", "Return to Draft", "Draft", ALL),
        Transition("Agreed", "Activate", "Active", ALL),
        Transition("Agreed", "End Arrangement", "Ended", ALL),
        Transition("Active", "Start Improvement", "Under Improvement", ALL),
        Transition("Active", "Return to Draft", "Draft", ALL),
        Transition("Active", "End Arrangement", "Ended", ALL),
        Transition("Under Improvement", "Finish Improvement", "Active", ALL),
        Transition("Under Improvement", "Return to Draft", "Draft", ALL),
        Transition("Under Improvement", "End Arrangement", "Ended", ALL),
    ),
)
