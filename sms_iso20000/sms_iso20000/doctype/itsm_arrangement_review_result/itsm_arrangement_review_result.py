from sms_iso20000.life.kept_row import KeptRow


class ITSMArrangementReviewResult(KeptRow):
    """What was found for one measure in the reviewed period."""
