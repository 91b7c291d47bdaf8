from sms_iso20000.life.kept_row import KeptRow


class ITSMNonconformityRequirement(KeptRow):
    """A requirement that was missed"""
