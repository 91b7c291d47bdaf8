from sms_iso20000.life.kept_record import KeptRecord


class ITSMAuditProgramme(KeptRecord):
    """What is audited when in one cycle, by which criteria, scope, methods and frequency."""
