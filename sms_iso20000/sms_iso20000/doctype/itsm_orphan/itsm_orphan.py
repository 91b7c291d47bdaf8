from sms_iso20000.evidence.guarded import GuardedRecord


class ITSMOrphan(GuardedRecord):
    """A responsibility that nobody bears, from the night it was found to the night it was mended (4.1.3 a)."""
