"""When responsibilities can be confirmed, and who bears one that nobody can act on (4.1.3 a)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sms_iso20000.rules.unmet import Unmet


def unmet_confirmation(user: str, is_manager: bool, owner: str, roles: Iterable[Mapping[str, Any]]) -> list[Unmet]:
    """All reasons why `user` cannot confirm that owner, roles and interfaces of a process are current."""
    unmet = [] if is_manager or (owner and user == owner) else [Unmet("not_process_owner")]
    if not owner:
        unmet.append(Unmet("owner_missing"))
    for role in roles:
        title = {"role": role["role_title"]}
        if not role["user"]:
            unmet.append(Unmet("role_without_person", title))
        if not (role["responsibility"] or "").strip():
            unmet.append(Unmet("role_without_responsibility", title))
        if not (role["authority"] or "").strip():
            unmet.append(Unmet("role_without_authority", title))
    return unmet


class Cause(str, Enum):
    """Why nobody bears a responsibility."""

    NOBODY_NAMED = "Nobody Named"
    USER_MISSING = "User Missing"
    PERSON_HAS_LEFT = "Person Has Left"
    USER_DISABLED = "User Disabled"


def cause_of(user: str, enabled: Mapping[str, bool], leavers: Collection[str]) -> Cause | None:
    """Why `user` cannot bear a responsibility, None where they can; `enabled` by the name of each existing user."""
    if not user:
        return Cause.NOBODY_NAMED
    if user not in enabled:
        return Cause.USER_MISSING
    if user in leavers:
        return Cause.PERSON_HAS_LEFT
    return None if enabled[user] else Cause.USER_DISABLED


@dataclass(frozen=True)
class Ownership:
    """A field that names who bears a responsibility, and when the record it stands in is live.

    `label` is an option of the field Ownership of ITSM Orphan. A field in a child table names that in `table`; there
    `until` is the column that, once filled, ends the responsibility.
    """

    label: str
    doctype: str
    field: str
    live: Mapping[str, Any] = field(default_factory=dict, hash=False)
    table: str = ""
    until: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """DocType and name of the field."""
        return self.table or self.doctype, self.field


TOP_MANAGEMENT = "Top Management"
REPRESENTATIVE = "Management Representative"
# Every ownership in the app. tests/integration/test_ownership.py finds a field that is forgotten here.
OWNERSHIPS = (
    Ownership(TOP_MANAGEMENT, "ITSM System", "user", table="ITSM System Top Management"),
    Ownership("Process Owner", "ITSM Process", "process_owner", {"is_active": 1}),
    Ownership("Process Role", "ITSM Process", "user", {"is_active": 1}, table="ITSM Process Role"),
    Ownership("Objective Owner", "ITSM Objective", "objective_owner", {"status": ["!=", "Closed"]}),
    Ownership("Appointee", "ITSM Appointment", "appointee", {"status": "Accepted"}),
    Ownership("Teller", "ITSM Communication Procedure", "teller", {"is_active": 1}),
    Ownership("Risk Owner", "ITSM Risk", "risk_owner", {"workflow_state": ["!=", "Closed"]}),
    Ownership(
        "Risk Action",
        "ITSM Risk",
        "responsible",
        {"workflow_state": ["!=", "Closed"]},
        table="ITSM Risk Action",
        until="done_on",
    ),
    Ownership("Custodian", "ITSM Service Asset", "custodian", {"is_active": 1}),
    Ownership("Document Owner", "ITSM Document", "document_owner", {"workflow_state": "In Force"}),
    Ownership(
        "Document Approver",
        "ITSM Document",
        "approver",
        {"workflow_state": ["in", ["In Review", "Approved", "In Force"]]},
    ),
    Ownership("Plan Owner", "ITSM Plan", "plan_owner", {"workflow_state": "In Force"}),
    Ownership("Retention Rule Owner", "ITSM Retention Rule", "rule_owner", {"status": "In Force"}),
    Ownership("Arrangement Owner", "ITSM Arrangement", "accountable_owner", {"workflow_state": ["!=", "Ended"]}),
    Ownership(
        "Improvement of an Arrangement",
        "ITSM Arrangement Review",
        "responsible",
        {"status": "Approved"},
        table="ITSM Arrangement Improvement",
        until="done_on",
    ),
    Ownership(
        "Audit Programme",
        "ITSM Audit Programme",
        "programme_owner",
        {"workflow_state": ["in", ["Approved", "Running"]]},
    ),
    Ownership(
        "Lead Auditor",
        "ITSM Audit",
        "lead_auditor",
        # An audit by a certification body has none.
        {"lead_auditor": ["is", "set"], "workflow_state": ["!=", "Closed"]},
    ),
    Ownership("Action", "ITSM Action", "responsible", {"status": ["in", ["Open", "In Progress"]]}),
    Ownership("Budget Owner", "ITSM Budget Line", "budget_owner", {"is_active": 1}),
    Ownership(
        "Manager of the Area",
        "ITSM Nonconformity",
        "area_manager",
        {"workflow_state": ["in", ["Analysis", "Action Plan", "In Action", "Verification"]]},
    ),
    Ownership(
        "Improvement Owner",
        "ITSM Improvement",
        "improvement_owner",
        {"workflow_state": ["in", ["Approved", "In Progress", "Measured"]]},
    ),
    Ownership("Chair", "ITSM Management Review", "chair", {"workflow_state": ["!=", "Signed"]}),
    Ownership("Service Owner", "ITSM Service", "service_owner", {"workflow_state": ["in", ["In Transition", "Live"]]}),
    Ownership("Obligation Owner", "ITSM Obligation", "obligation_owner", {"is_active": 1}),
)
