from sms_iso20000.life.kept_row import KeptRow


class ITSMImprovementTarget(KeptRow):
    """What an improvement is to bring, in one of seven dimensions, and what it brought"""
