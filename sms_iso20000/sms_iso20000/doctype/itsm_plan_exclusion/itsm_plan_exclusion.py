from sms_iso20000.life.kept_row import KeptRow


class ITSMPlanExclusion(KeptRow):
    """What the scope of the plan leaves out, and why"""
