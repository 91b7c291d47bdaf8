from sms_iso20000.life.kept_row import KeptRow


class ITSMResourceForecast(KeptRow):
    """What of a resource will be needed and be there in a period to come"""
