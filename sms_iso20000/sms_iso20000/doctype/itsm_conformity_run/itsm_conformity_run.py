from sms_iso20000.evidence.guarded import AppendOnlyRecord


class ITSMConformityRun(AppendOnlyRecord):
    """One evaluation of all requirements of an edition for one system."""
