from sms_iso20000.life.kept_row import KeptRow


class ITSMServiceTechnology(KeptRow):
    """Technology with which a service is produced"""
