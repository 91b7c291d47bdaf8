from sms_iso20000.life.kept_row import KeptRow


class ITSMServiceSite(KeptRow):
    """A site from which a service is delivered"""
