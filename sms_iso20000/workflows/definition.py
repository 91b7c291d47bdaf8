"""What a workflow of ours says, in the host's terms."""

from dataclasses import dataclass

from sms_iso20000.rules.sealing import content_hash

STATE_KEYS = (
    "state",
    "doc_status",
    "allow_edit",
    "message",
    "update_field",
    "update_value",
    "is_optional_state",
)
TRANSITION_KEYS = ("state", "action", "next_state", "allowed", "allow_self_approval", "condition")
HEAD_KEYS = ("document_type", "is_active", "workflow_state_field", "send_email_alert", "override_status")


@dataclass(frozen=True)
class Transition:
    """One step and the roles that see its action."""

    state: str
    action: str
    next_state: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class WorkflowDefinition:
    name: str
    document_type: str
    states: tuple[tuple[str, str], ...]
    transitions: tuple[Transition, ...]

    def values(self) -> dict:
        """The Workflow as the host keeps it. Self approval is left to the rules, which know all contributors."""
        return {
            "document_type": self.document_type,
            "is_active": 1,
            "workflow_state_field": "workflow_state",
            "send_email_alert": 0,
            "override_status": 0,
            "states": [
                {"state": state, "doc_status": "0", "allow_edit": role, "is_optional_state": 0}
                for state, role in self.states
            ],
            "transitions": [
                {
                    "state": step.state,
                    "action": step.action,
                    "next_state": step.next_state,
                    "allowed": role,
                    "allow_self_approval": 1,
                }
                for step in self.transitions
                for role in step.roles
            ],
        }


def fingerprint(workflow: dict) -> str:
    """Digest of what an admin can change in a workflow, the same for our definition and for the host's record."""
    return content_hash(
        {
            **{key: _plain(workflow.get(key)) for key in HEAD_KEYS},
            "states": [[_plain(row.get(key)) for key in STATE_KEYS] for row in workflow["states"]],
            "transitions": [[_plain(row.get(key)) for key in TRANSITION_KEYS] for row in workflow["transitions"]],
        }
    )


def _plain(value: object) -> str:
    return "" if value in (None, "") else str(value)
