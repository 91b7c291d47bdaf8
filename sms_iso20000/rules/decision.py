"""What decisions do to the records they are about. Standard library only: the certification pack carries this file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FIRST_STAGE = "Draft"
# The decisions that seal each kind of revision: it is held to every one of them (4.3.2).
REVISION_SEALED_BY = {
    "ITSM Policy": ("Approved", "Issued"),
    "ITSM Document": ("Approved", "Issued"),
    "ITSM Plan": ("Approved", "Issued"),
}
# The state in which each decision leaves a revision.
REVISION_STATE_AFTER = {
    "Submitted for Review": "In Review",
    "Returned to Draft": FIRST_STAGE,
    "Approved": "Approved",
    "Issued": "In Force",
    "Superseded": "Superseded",
    "Withdrawn": "Withdrawn",
}
# What is sealed for good, and held to each of these decisions.
SEALED_FOR_GOOD_BY = {**REVISION_SEALED_BY, "ITSM Service Level Snapshot": ("Frozen",)}
# Keeps the hash of the PDF that was made of a revision.
PDF_FILED = "PDF Filed"
# The decisions whose hash of the content each kind of staged record is held to; the last of them counts (4.3.3).
SEALED_BY = {
    "ITSM Objective": ("Approved",),
    "ITSM Appointment": ("Appointed",),
    "ITSM Management Report": ("Signed",),
    "ITSM Communication": ("Communicated",),
    "ITSM Evidence": ("Confirmed",),
    "ITSM Retention Rule": ("Approved",),
    "ITSM Disposal": ("Approved", "Disposed"),
    "ITSM Risk": ("Assessed", "Reviewed", "Treated", "Risk Accepted", "Closed", "Reopened"),
    "ITSM Arrangement": ("Agreed", "Activated"),
    "ITSM Arrangement Review": ("Approved",),
    "ITSM Action": ("Done",),
    "ITSM Resource Plan": ("Submitted", "Decided"),
    "ITSM Audit Programme": ("Approved",),
    "ITSM Sample": ("Drawn",),
    "ITSM Competence Record": ("Verified",),
    "ITSM Training": ("Held",),
    "ITSM Improvement": ("Approved", "Started", "Measured", "Continued", "Closed", "Rejected"),
    "ITSM Audit": ("Report Issued", "Called Off"),
    "ITSM Audit Waiver": ("Waiver Granted", "Waiver Confirmed"),
    "ITSM Management Review": ("Signed",),
    "ITSM Management Review Addendum": ("Signed",),
    "ITSM Nonconformity": (
        *("Accepted", "Cause Recorded", "Actions Started", "Submitted for Verification", "Closed", "Rejected"),
        *("Returned to Analysis", "Ineffective", "Reopened"),
    ),
}
# Records of a person, whose files must be able to go with whom they are about.
FILES_NOT_HELD = frozenset({"ITSM Competence Record"})
# The stages that no record reaches without such a decision.
NEEDS_SEAL = {
    "ITSM Objective": {"Approved"},
    "ITSM Appointment": {"Appointed", "Accepted", "Declined"},
    "ITSM Management Report": {"Signed", "Answered"},
    "ITSM Communication": {"Sending", "Sent", "Sent in Part"},
    "ITSM Evidence": {"Confirmed"},
    "ITSM Retention Rule": {"In Force"},
    "ITSM Disposal": {"Approved", "Disposed"},
    "ITSM Risk": {"Assessed", "Treated", "Accepted", "Closed"},
    "ITSM Arrangement": {"Agreed", "Active", "Under Improvement"},
    "ITSM Arrangement Review": {"Approved"},
    "ITSM Action": {"Done", "Verified", "Ineffective"},
    "ITSM Resource Plan": {"Submitted", "Decided", "Replaced"},
    "ITSM Audit Programme": {"Approved", "Running"},
    "ITSM Sample": {"Drawn"},
    "ITSM Competence Record": {"Verified"},
    "ITSM Training": {"Held", "Evaluated"},
    "ITSM Improvement": {"Approved", "In Progress", "Measured", "Closed", "Rejected"},
    "ITSM Audit": {"Follow-up", "Closed", "Called Off"},
    "ITSM Audit Waiver": {"Granted", "Confirmed", "Void"},
    "ITSM Management Review": {"Signed"},
    "ITSM Management Review Addendum": {"Signed"},
    "ITSM Nonconformity": {"Analysis", "Action Plan", "In Action", "Verification", "Closed", "Rejected"},
}
# The stage in which each decision leaves its record. A communication's later stages follow its delivery.
STAGE_AFTER = {
    "ITSM Objective": {"Approved": "Approved", "Returned to Draft": "Draft", "Closed": "Closed"},
    "ITSM Appointment": {"Appointed": "Appointed", "Accepted": "Accepted", "Declined": "Declined", "Ended": "Ended"},
    "ITSM Management Report": {"Signed": "Signed", "Answered": "Answered"},
    "ITSM Evidence": {"Confirmed": "Confirmed", "Withdrawn": "Withdrawn"},
    "ITSM Retention Rule": {"Approved": "In Force", "Withdrawn": "Withdrawn"},
    "ITSM Disposal": {"Approved": "Approved", "Disposed": "Disposed", "Cancelled": "Cancelled"},
    "ITSM Risk": {
        "Assessed": "Assessed",
        "Treated": "Treated",
        "Risk Accepted": "Accepted",
        "Closed": "Closed",
        "Reopened": "Identified",
    },
    "ITSM Arrangement": {
        "Agreed": "Agreed",
        "Activated": "Active",
        "Improvement Started": "Under Improvement",
        "Improvement Finished": "Active",
        "Returned to Draft": FIRST_STAGE,
        "Ended": "Ended",
    },
    "ITSM Arrangement Review": {"Approved": "Approved"},
    "ITSM Action": {
        "Started": "In Progress",
        "Done": "Done",
        "Verified": "Verified",
        "Ineffective": "Ineffective",
        "Reopened": "In Progress",
        "Cancelled": "Cancelled",
    },
    "ITSM Resource Plan": {
        "Submitted": "Submitted",
        "Returned to Draft": FIRST_STAGE,
        "Decided": "Decided",
        "Replaced": "Replaced",
    },
    "ITSM Audit Programme": {
        "Approved": "Approved",
        "Started": "Running",
        "Returned to Draft": FIRST_STAGE,
        "Closed": "Closed",
    },
    "ITSM Sample": {"Drawn": "Drawn"},
    "ITSM Competence Record": {"Verified": "Verified", "Withdrawn": "Withdrawn"},
    "ITSM Training": {"Held": "Held", "Evaluated": "Evaluated", "Cancelled": "Cancelled"},
    "ITSM Improvement": {
        "Evaluated": "Evaluated",
        "Returned to Proposal": "Proposed",
        "Approved": "Approved",
        "Started": "In Progress",
        "Measured": "Measured",
        "Continued": "In Progress",
        "Closed": "Closed",
        "Rejected": "Rejected",
    },
    "ITSM Audit": {
        "Preparation Started": "Preparing",
        "Fieldwork Started": "Fieldwork",
        "Fieldwork Finished": "Reporting",
        "Fieldwork Resumed": "Fieldwork",
        "Report Issued": "Follow-up",
        "Closed": "Closed",
        "Called Off": "Called Off",
    },
    "ITSM Management Review": {
        "Inputs Compiled": "Inputs Compiled",
        "Returned to Preparation": "Inputs Compiled",
        "Held": "Held",
        "Signed": "Signed",
    },
    "ITSM Management Review Addendum": {"Signed": "Signed"},
    "ITSM Audit Waiver": {"Waiver Granted": "Granted", "Waiver Confirmed": "Confirmed", "Waiver Void": "Void"},
    "ITSM Nonconformity": {
        "Accepted": "Analysis",
        "Returned to Analysis": "Analysis",
        "Ineffective": "Analysis",
        "Reopened": "Analysis",
        "Cause Recorded": "Action Plan",
        "Actions Started": "In Action",
        "Submitted for Verification": "Verification",
        "Closed": "Closed",
        "Rejected": "Rejected",
    },
}


def seals_files(doctype: str, decision: str) -> bool:
    """Whether the files of a record are held from this decision on."""
    if doctype in FILES_NOT_HELD:
        return False
    sealing = (*REVISION_SEALED_BY.get(doctype, ()), *SEALED_BY.get(doctype, ()))
    return decision == PDF_FILED or decision in sealing


@dataclass
class Standing:
    """What the decisions of one system leave each record with; a record is known by its record type and name.

    `seals` has the hash of the content by the decision that sealed it, `stages` the stage or state, and `filed` the
    hash of the PDF. What went back to its first stage is sealed no more.
    """

    seals: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    stages: dict[tuple[str, str], str] = field(default_factory=dict)
    filed: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, row: Mapping[str, Any]) -> None:
        """Take in the next decision of the chain."""
        doctype, decision = row["reference_doctype"], row["decision"]
        subject = (doctype, row["reference_name"])
        if decision in SEALED_BY.get(doctype, ()):
            self.seals[subject] = {decision: row["content_hash"]}
        elif decision in SEALED_FOR_GOOD_BY.get(doctype, ()):
            self.seals.setdefault(subject, {})[decision] = row["content_hash"]
        elif decision == PDF_FILED:
            self.filed[subject] = row["content_hash"]
        after = REVISION_STATE_AFTER if doctype in REVISION_SEALED_BY else STAGE_AFTER.get(doctype, {})
        if decision in after:
            self.stages[subject] = after[decision]
            if after[decision] == FIRST_STAGE:
                self.seals.pop(subject, None)
