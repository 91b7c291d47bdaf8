from sms_iso20000.life.kept_record import KeptRecord


class ITSMSample(KeptRecord):
    """Records drawn by chance for an audit, in a way that can be done again."""
