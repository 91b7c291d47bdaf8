from sms_iso20000.life.kept_record import KeptRecord


class ITSMImprovement(KeptRecord):
    """An idea that makes the service management system or a service better, from proposal to result."""
