"""Life of a management review as the host shows it; the rules behind it stand in `rules/management_review.py`."""

from sms_iso20000.workflows.definition import Transition, WorkflowDefinition
from sms_iso20000.workflows.policy import MANAGER, TOP

BOTH = (MANAGER, TOP)

MANAGEMENT_REVIEW = WorkflowDefinition(
    name="ITSM Management Review Life",
    document_type="ITSM Management Review",
    states=tuple((state, role) for state in ("Planned", "Inputs Compiled", "Held", "Signed") for role in BOTH),
    transitions=(
        Transition("Inputs Compiled", "Hold Review", "Held", BOTH),
        Transition("Held", "Return to Preparation", "Inputs Compiled", BOTH),
        Transition("Held", "Sign Minutes", "Signed", (TOP,)),
    ),
)
