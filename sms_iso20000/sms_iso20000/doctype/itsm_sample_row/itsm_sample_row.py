from sms_iso20000.life.kept_row import KeptRow


class ITSMSampleRow(KeptRow):
    """A record drawn for a sample, and what its examination found"""
