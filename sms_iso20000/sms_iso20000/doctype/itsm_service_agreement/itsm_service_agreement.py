from sms_iso20000.life.kept_row import KeptRow


class ITSMServiceAgreement(KeptRow):
    """An agreement on the level of a service"""
