from sms_iso20000.life.kept_row import KeptRow


class ITSMAuditItem(KeptRow):
    """One question of the checklist and what was found"""
