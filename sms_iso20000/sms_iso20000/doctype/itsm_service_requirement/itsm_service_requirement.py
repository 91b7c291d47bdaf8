from sms_iso20000.life.kept_row import KeptRow


class ITSMServiceRequirement(KeptRow):
    """What somebody requires of a service, and the target it is measured by"""
