from sms_iso20000.life.kept_row import KeptRow


class ITSMManagementReviewAttendee(KeptRow):
    """Somebody who takes part in a management review (4.5.4.3)"""
