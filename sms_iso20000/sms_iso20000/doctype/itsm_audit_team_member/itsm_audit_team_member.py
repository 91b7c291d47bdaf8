from sms_iso20000.life.kept_row import KeptRow


class ITSMAuditTeamMember(KeptRow):
    """Who audits beside the lead auditor"""
