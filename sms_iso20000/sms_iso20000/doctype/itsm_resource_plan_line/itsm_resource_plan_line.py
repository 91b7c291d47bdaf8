from sms_iso20000.life.kept_row import KeptRow


class ITSMResourcePlanLine(KeptRow):
    """A resource: what is there, what is needed, and how the gap is closed"""
