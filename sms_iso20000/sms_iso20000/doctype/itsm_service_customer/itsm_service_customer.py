from sms_iso20000.life.kept_row import KeptRow


class ITSMServiceCustomer(KeptRow):
    """Who uses a service, and where"""
