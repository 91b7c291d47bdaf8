from sms_iso20000.life.kept_row import KeptRow


class ITSMRiskAction(KeptRow):
    """What somebody does by a day so that a risk becomes smaller."""
