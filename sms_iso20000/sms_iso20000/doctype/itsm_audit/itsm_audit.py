from sms_iso20000.life.kept_record import KeptRecord


class ITSMAudit(KeptRecord):
    """An audit with its team, checklist, findings and report."""
