from sms_iso20000.life.kept_record import KeptRecord


class ITSMAuditSlot(KeptRecord):
    """Something that an audit programme plans to audit in a month, and why then."""
