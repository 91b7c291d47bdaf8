from sms_iso20000.life.kept_row import KeptRow


class ITSMArrangementReviewAnswer(KeptRow):
    """What was answered to one question about keeping to the process."""
