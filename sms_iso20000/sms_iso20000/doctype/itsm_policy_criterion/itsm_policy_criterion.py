from sms_iso20000.life.kept_row import KeptRow


class ITSMPolicyCriterion(KeptRow):
    """A criterion by which the improvement policy has proposals evaluated"""
