from sms_iso20000.evidence.guarded import AppendOnlyRecord


class ITSMServiceLevelSnapshot(AppendOnlyRecord):
    """A frozen month of service desk results (4.5.3 f, 4.5.4.1)."""
