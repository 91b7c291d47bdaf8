from sms_iso20000.life.kept_row import KeptRow


class ITSMAuditSubject(KeptRow):
    """A process, arrangement, service or site that is audited"""
