from sms_iso20000.evidence.guarded import GuardedRecord


class ITSMDisposalItem(GuardedRecord):
    """One record of a disposal and what became of it (4.3.3)."""
