from sms_iso20000.life.kept_row import KeptRow


class ITSMObligationService(KeptRow):
    """A service that an obligation concerns"""
