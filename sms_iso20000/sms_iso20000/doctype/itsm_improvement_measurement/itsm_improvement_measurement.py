from sms_iso20000.life.kept_row import KeptRow


class ITSMImprovementMeasurement(KeptRow):
    """A value that was measured against a target of an improvement"""
