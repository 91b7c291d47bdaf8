from sms_iso20000.life.kept_row import KeptRow


class ITSMNonconformityRound(KeptRow):
    """A round of analysis, action and verification that has ended"""
