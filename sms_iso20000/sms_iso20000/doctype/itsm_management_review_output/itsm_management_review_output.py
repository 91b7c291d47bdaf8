from sms_iso20000.life.kept_row import KeptRow


class ITSMManagementReviewOutput(KeptRow):
    """A decision or an action that comes of a management review (4.5.4.3)"""
