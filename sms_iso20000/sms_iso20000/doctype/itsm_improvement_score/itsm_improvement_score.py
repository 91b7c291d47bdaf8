from sms_iso20000.life.kept_row import KeptRow


class ITSMImprovementScore(KeptRow):
    """What a proposal is worth by one criterion of the improvement policy"""
