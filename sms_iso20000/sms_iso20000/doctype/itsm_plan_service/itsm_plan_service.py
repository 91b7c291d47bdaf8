from sms_iso20000.life.kept_row import KeptRow


class ITSMPlanService(KeptRow):
    """A service within the scope of the plan"""
