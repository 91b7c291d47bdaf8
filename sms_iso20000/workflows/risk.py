"""Life of a risk as the host shows it; the rules behind it stand in `rules/risk.py`."""

from sms_iso20000.workflows.definition import Transition, WorkflowDefinition
from sms_iso20000.workflows.policy import MANAGER, OWNER, TOP

ALL = (MANAGER, OWNER, TOP)

# An assessment takes a risk to Assessed from wherever it stands; the rules let no other way lead there.
RISK = WorkflowDefinition(
    name="ITSM Risk Life",
    document_type="ITSM Risk",
    states=tuple(
        (state, role)
        for state in ("Identified", "Assessed", "Treated", "Accepted", "Closed")
        for role in (MANAGER, OWNER)
    ),
    transitions=(
        Transition("Identified", "Record Assessment", "Assessed", ALL),
        Transition("Identified", "Close Risk", "Closed", ALL),
        Transition("Assessed", "Finish Treatment", "Treated", (MANAGER, OWNER)),
        Transition("Assessed", "Accept Risk", "Accepted", ALL),
        Transition("Assessed", "Close Risk", "Closed", ALL),
        Transition("Treated", "Accept Risk", "Accepted", ALL),
        Transition("Treated", "Reopen Risk", "Identified", ALL),
        Transition("Treated", "Close Risk", "Closed", ALL),
        Transition("Accepted", "Reopen Risk", "Identified", ALL),
        Transition("Accepted", "Close Risk", "Closed", ALL),
        Transition("Closed", "Reopen Risk", "Identified", ALL),
    ),
)
