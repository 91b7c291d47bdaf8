from sms_iso20000.life.kept_row import KeptRow


class ITSMAuditWaiverConflict(KeptRow):
    """A stake of the auditor that the waiver was given in knowledge of"""
