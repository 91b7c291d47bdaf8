from sms_iso20000.life.kept_row import KeptRow


class ITSMAuditRequirement(KeptRow):
    """A requirement, or a whole clause, that the audit holds the subjects against"""
