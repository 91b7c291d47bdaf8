from sms_iso20000.life.kept_row import KeptRow


class ITSMManagementReviewInput(KeptRow):
    """One subject that a management review has before it, with what a person makes of it (4.5.4.3)"""
