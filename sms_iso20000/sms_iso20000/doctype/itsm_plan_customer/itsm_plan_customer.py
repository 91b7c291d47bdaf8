from sms_iso20000.life.kept_row import KeptRow


class ITSMPlanCustomer(KeptRow):
    """A customer within the scope of the plan, and where"""
