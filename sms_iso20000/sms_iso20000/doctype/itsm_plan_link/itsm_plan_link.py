from sms_iso20000.life.kept_row import KeptRow


class ITSMPlanLink(KeptRow):
    """A live record, or all records of a type, that an item of the plan refers to"""
