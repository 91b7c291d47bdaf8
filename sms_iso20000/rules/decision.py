"""What decisions do to the records they are about: which of them seal, and where each leaves its record."""

# The decision whose hash of the content each kind of staged record is held to (4.3.3).
SEALED_BY = {
    "ITSM Objective": "Approved",
    "ITSM Appointment": "Appointed",
    "ITSM Management Report": "Signed",
    "ITSM Communication": "Communicated",
    "ITSM Evidence": "Confirmed",
}
# The stage in which each decision leaves its record. A communication's later stages follow its delivery.
STAGE_AFTER = {
    "ITSM Objective": {"Approved": "Approved", "Returned to Draft": "Draft", "Closed": "Closed"},
    "ITSM Appointment": {"Appointed": "Appointed", "Accepted": "Accepted", "Declined": "Declined", "Ended": "Ended"},
    "ITSM Management Report": {"Signed": "Signed", "Answered": "Answered"},
    "ITSM Evidence": {"Confirmed": "Confirmed", "Withdrawn": "Withdrawn"},
}
