from sms_iso20000.life.kept_record import KeptRecord


class ITSMResourcePlan(KeptRecord):
    """What people, technology, information and money are there and needed, and what top management decided."""
