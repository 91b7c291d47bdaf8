"""Arrangements with who operates processes of ours, brought to a state by the right people."""

import frappe
from frappe.model.document import Document

from tests.integration.copies import made_once
from tests.integration.made.documents import make_document
from tests.integration.made.processes import process_of
from tests.integration.stage import MANAGER, OWNER, acting_as, step

STATES = ("Draft", "Agreed", "Active", "Under Improvement", "Ended")
ACTIONS = ("Record Agreement", "Activate", "Start Improvement", "End Arrangement")
# The steps that a reason is given for, with the state each leads to.
REASONS = {"Start Improvement": "Under Improvement", "End Arrangement": "Ended", "Return to Draft": "Draft"}


def arrangement_values(system, **values) -> dict:
    """Everything the four proofs need; the party a group of this site, the agreement a document in force."""
    return {
        "doctype": "ITSM Arrangement",
        "system": system.name,
        "title": "Incidents at the night desk",
        "related_process": process_of(system, "8.1").name,
        "accountable_owner": OWNER,
        "starts_on": "2026-01-01",
        **_party(values),
        "contact_person": "Head of the night desk",
        "activities": "Answers the telephone from eight to eight.",
        **_agreement(system, values),
        "authority_clause": "Section 4: the night desk works by our incident process, and we may check it.",
        **_definition(system, values),
        "definition_control": "Anybody proposes a change to the process owner, who decides.",
        "interfaces": [interface()],
        "measures": [measure()],
        "compliance_questions": [{"question": "Is every incident recorded before work on it begins?"}],
        "improvement_planning": "Proposals are ranked by the process owner once a quarter.",
        "escalation_path": "Head of the night desk, then the head of operations.",
        **values,
    }


def make_arrangement(system, state: str = "Active", **values) -> Document:
    """An arrangement in `state`: made by the manager, agreed, activated, under improvement, ended.

    What it links is made before it, so that arrangements that differ in other things share it.
    """
    return _make_arrangement(system, state, **{**_agreement(system, values), **_definition(system, values), **values})


@made_once
def _make_arrangement(system, state: str, **values) -> Document:
    with acting_as(MANAGER):
        arrangement = frappe.get_doc(arrangement_values(system, **values)).insert()
    for action in ACTIONS[: STATES.index(state)]:
        take(arrangement, action)
    return arrangement


def take(arrangement, action: str, user: str = MANAGER) -> None:
    """Take a step by its action, with a reason where it needs one."""
    if action in REASONS:
        with acting_as(user):
            arrangement.give_reason(REASONS[action], "The night desk is to close.")
    step(arrangement, action, user)


def measure(**values) -> dict:
    return {
        "doctype": "ITSM Arrangement Measure",
        "measure": "Incidents solved in time",
        "unit": "%",
        "operator": "At Least",
        "target": 95,
        "weight": 1,
        "frequency": "Monthly",
        "source": "By Hand",
        **values,
    }


def interface(**values) -> dict:
    return {
        "doctype": "ITSM Arrangement Interface",
        "direction": "Receives From",
        "subject": "Incidents solved at night",
        "hand_over": "In the ticket, by eight in the morning",
        **values,
    }


def document_of(system, kind: str, code: str) -> str:
    """The document of that code in force, made if there is none."""
    filters = {"system": system.name, "code": code, "workflow_state": "In Force"}
    found = frappe.db.get_value("ITSM Document", filters)
    return found or make_document(system, kind=kind, code=code, title=code).name


def make_group(title: str = "Night Desk") -> str:
    """A group of people of this site, which no system owns."""
    with acting_as("Administrator"):
        return (
            frappe.get_doc(
                {
                    "doctype": "User Group",
                    "name": f"{title} {frappe.generate_hash(length=6)}",
                    "user_group_members": [{"user": OWNER}],
                }
            )
            .insert()
            .name
        )


def _agreement(system, values: dict) -> dict:
    """A service level agreement in force, unless the test says otherwise."""
    if "agreement" in values:
        return {"agreement_type": "ITSM Document"}
    agreement = document_of(system, "Service Level Agreement", "SLA-01")
    return {"agreement_type": "ITSM Document", "agreement": agreement}


def _definition(system, values: dict) -> dict:
    if "definition_document" in values:
        return {}
    return {"definition_document": document_of(system, "Process Description", "PRC-01")}


def _party(values: dict) -> dict:
    """A group of this site, unless the test names another party."""
    if {"party", "party_name", "party_type"} & set(values):
        return {"party_kind": "Internal Group"}
    kind = values.get("party_kind", "Internal Group")
    if kind != "Internal Group":
        return {"party_kind": kind, "party_name": "Night Desk Ltd"}
    return {"party_kind": kind, "party_type": "User Group", "party": make_group()}
