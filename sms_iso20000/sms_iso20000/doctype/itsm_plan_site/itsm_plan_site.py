from sms_iso20000.life.kept_row import KeptRow


class ITSMPlanSite(KeptRow):
    """A site of delivery within the scope of the plan"""
