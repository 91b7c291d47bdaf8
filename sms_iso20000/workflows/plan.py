"""Life of the service management plan as the host shows it; the rules behind it stand in `rules/revision.py`."""

from sms_iso20000.workflows.definition import WorkflowDefinition
from sms_iso20000.workflows.policy import POLICY

# Prepared, approved and ended by the same people as the policy.
PLAN = WorkflowDefinition(
    name="ITSM Plan Life",
    document_type="ITSM Plan",
    states=POLICY.states,
    transitions=POLICY.transitions,
)
