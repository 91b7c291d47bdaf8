from sms_iso20000.life.kept_row import KeptRow


class ITSMRiskAssessment(KeptRow):
    """One line of the history of a risk: who judged it how, before or after treatment."""
