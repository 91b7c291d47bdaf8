"""What decisions do to the records they are about. Standard library only: the certification pack carries this file."""

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
}
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
}
