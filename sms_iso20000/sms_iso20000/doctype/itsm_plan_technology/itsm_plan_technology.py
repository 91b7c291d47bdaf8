from sms_iso20000.life.kept_row import KeptRow


class ITSMPlanTechnology(KeptRow):
    """Technology within the scope of the plan"""
