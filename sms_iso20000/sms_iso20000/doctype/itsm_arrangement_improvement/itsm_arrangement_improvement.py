from sms_iso20000.life.kept_row import KeptRow


class ITSMArrangementImprovement(KeptRow):
    """What is improved, in which order, by whom and until when."""
