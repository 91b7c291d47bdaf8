from sms_iso20000.life.kept_row import KeptRow


class ITSMNonconformityWhy(KeptRow):
    """One of the questions that lead from what happened to its cause"""
