from sms_iso20000.life.kept_record import KeptRecord


class ITSMAuditWaiver(KeptRecord):
    """Leave for one auditor to work on one audit in spite of a stake."""
