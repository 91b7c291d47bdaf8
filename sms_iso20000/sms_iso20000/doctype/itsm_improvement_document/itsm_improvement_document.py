from sms_iso20000.life.kept_row import KeptRow


class ITSMImprovementDocument(KeptRow):
    """A policy, plan or document that an improvement changes, and whether it was revised"""
