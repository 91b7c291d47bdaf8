"""Life of the service management policy as the host shows it; the rules behind it stand in `rules/revision.py`."""

from sms_iso20000.workflows.definition import Transition, WorkflowDefinition

MANAGER, TOP, OWNER = "ITSM Manager", "ITSM Top Management", "ITSM Process Owner"

POLICY = WorkflowDefinition(
    name="ITSM Policy Life",
    document_type="ITSM Policy",
    # State and a role that may edit the form in it; a state with several roles stands several times.
    states=(
        ("Draft", MANAGER),
        ("Draft", OWNER),
        ("In Review", MANAGER),
        ("Approved", MANAGER),
        ("In Force", TOP),
        ("Superseded", TOP),
        ("Withdrawn", TOP),
    ),
    transitions=(
        Transition("Draft", "Submit for Review", "In Review", (MANAGER, OWNER)),
        Transition("Draft", "Withdraw", "Withdrawn", (MANAGER, OWNER)),
        Transition("In Review", "Return to Draft", "Draft", (MANAGER, OWNER, TOP)),
        Transition("In Review", "Approve", "Approved", (TOP,)),
        Transition("In Review", "Withdraw", "Withdrawn", (MANAGER, TOP)),
        Transition("Approved", "Put In Force", "In Force", (MANAGER, TOP)),
        Transition("Approved", "Withdraw", "Withdrawn", (TOP,)),
        Transition("In Force", "Withdraw", "Withdrawn", (TOP,)),
    ),
)
