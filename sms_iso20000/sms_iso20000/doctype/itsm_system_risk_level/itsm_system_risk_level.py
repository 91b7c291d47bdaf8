from sms_iso20000.life.kept_row import KeptRow


class ITSMSystemRiskLevel(KeptRow):
    """One level of likelihood or impact."""
