"""What top management did itself, as the decision log has it (4.1.1 a to g)."""

from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import get_datetime

from sms_iso20000.governance.policies import POLICY, improvement_policies

TOP_MANAGEMENT = "ITSM Top Management"
CLAUSES = tuple(f"4.1.1 {letter}" for letter in "abcdefg")
# The clause that a decision on a record of this kind answers, whatever the record says.
CLAUSE_OF = {
    ("ITSM Policy", "Approved"): "4.1.1 a",
    ("ITSM Policy", "Issued"): "4.1.1 a",
    ("ITSM Policy", "Reviewed Without Change"): "4.1.1 a",
    ("ITSM Objective", "Approved"): "4.1.1 a",
    ("ITSM Plan", "Approved"): "4.1.1 b",
    ("ITSM Plan", "Issued"): "4.1.1 b",
    ("ITSM Plan", "Reviewed Without Change"): "4.1.1 b",
    ("ITSM Risk", "Assessed"): "4.1.1 g",
    ("ITSM Risk", "Reviewed"): "4.1.1 g",
    ("ITSM Risk", "Treated"): "4.1.1 g",
    ("ITSM Risk", "Risk Accepted"): "4.1.1 g",
    ("ITSM Risk", "Closed"): "4.1.1 g",
    # Risks are a part of every report to top management.
    ("ITSM Management Report", "Answered"): "4.1.1 g",
    ("ITSM Resource Plan", "Decided"): "4.1.1 e",
    ("ITSM Management Review", "Signed"): "4.1.1 f",
}
# The clause that a communication answers by its purpose.
CLAUSE_OF_PURPOSE = {
    "Scope, Policy and Objectives": "4.1.1 a",
    "Service Requirements": "4.1.1 c",
    "Legal, Regulatory and Contractual Duties": "4.1.1 d",
}
DOCTYPES = (*dict.fromkeys(doctype for doctype, _decision in CLAUSE_OF), "ITSM Communication", "ITSM Evidence")
DECISIONS = (*dict.fromkeys(decision for _doctype, decision in CLAUSE_OF), "Communicated", "Confirmed")


@dataclass(frozen=True)
class Act:
    """One decision that answers a clause of 4.1.1; `by_top_management` as of the day it was taken."""

    clause: str
    decision: str
    user: str
    full_name: str
    by_top_management: bool
    on: datetime
    reference_doctype: str
    reference_name: str


def acts_of(system: str) -> list[Act]:
    """Everything in the decision log that answers 4.1.1 a to g, the newest first; a fixed number of queries."""
    decisions = frappe.get_all(
        "ITSM Decision",
        filters={
            "system": system,
            "reference_doctype": ["in", DOCTYPES],
            "decision": ["in", DECISIONS],
        },
        fields=[
            "decision",
            "decided_by",
            "decided_by_name",
            "role",
            "decided_on",
            "reference_doctype",
            "reference_name",
        ],
        order_by="sequence desc",
    )
    of_record = {**_of_communications(system), **_of_evidence(system)}
    # 4.1.1 a is about the service management policy; the improvement policy answers 4.5.5.1.
    left_out = {(POLICY, name) for name in improvement_policies(system)}
    acts = []
    for row in decisions:
        subject = (row.reference_doctype, row.reference_name)
        clause = CLAUSE_OF.get((row.reference_doctype, row.decision)) or of_record.get((*subject, row.decision))
        if clause in CLAUSES and subject not in left_out:
            by_top_management = row.role == TOP_MANAGEMENT
            moment = get_datetime(row.decided_on)
            acts.append(
                Act(clause, row.decision, row.decided_by, row.decided_by_name, by_top_management, moment, *subject)
            )
    return acts


def _of_communications(system: str) -> dict[tuple[str, str, str], str]:
    rows = frappe.get_all(
        "ITSM Communication",
        filters={"system": system, "purpose": ["in", list(CLAUSE_OF_PURPOSE)]},
        fields=["name", "purpose"],
        order_by="name asc",
    )
    return {("ITSM Communication", row.name, "Communicated"): CLAUSE_OF_PURPOSE[row.purpose] for row in rows}


def _of_evidence(system: str) -> dict[tuple[str, str, str], str]:
    """What was withdrawn proves nothing any more."""
    evidence, requirement = frappe.qb.DocType("ITSM Evidence"), frappe.qb.DocType("ITSM Requirement")
    rows = (
        frappe.qb.from_(evidence)
        .join(requirement)
        .on(requirement.name == evidence.requirement)
        .select(evidence.name, requirement.clause)
        .where(evidence.system == system)
        .where(evidence.status == "Confirmed")
        .where(evidence.finding == "Shows Conformity")
        .run(as_dict=True)
    )
    return {("ITSM Evidence", row.name, "Confirmed"): row.clause for row in rows}
