"""Life of a controlled document as the host shows it; the rules behind it stand in `rules/revision.py`."""

from sms_iso20000.workflows.definition import Transition, WorkflowDefinition
from sms_iso20000.workflows.policy import MANAGER, OWNER, POLICY, TOP

ANY = (MANAGER, OWNER, TOP)

# Who approves is named in the document, so that each of the roles sees the action and the rule decides.
DOCUMENT = WorkflowDefinition(
    name="ITSM Document Life",
    document_type="ITSM Document",
    states=POLICY.states,
    transitions=(
        Transition("Draft", "Submit for Review", "In Review", (MANAGER, OWNER)),
        Transition("Draft", "Withdraw", "Withdrawn", (MANAGER, OWNER)),
        Transition("In Review", "Return to Draft", "Draft", ANY),
        Transition("In Review", "Approve", "Approved", ANY),
        Transition("In Review", "Withdraw", "Withdrawn", ANY),
        Transition("Approved", "Put In Force", "In Force", ANY),
        Transition("Approved", "Withdraw", "Withdrawn", ANY),
        Transition("In Force", "Withdraw", "Withdrawn", ANY),
    ),
)
