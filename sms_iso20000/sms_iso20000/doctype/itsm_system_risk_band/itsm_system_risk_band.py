from sms_iso20000.life.kept_row import KeptRow


class ITSMSystemRiskBand(KeptRow):
    """What scores from a value on are called, and their colour."""
