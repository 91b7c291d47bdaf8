from sms_iso20000.life.kept_record import KeptRecord


class ITSMPlan(KeptRecord):
    """One revision of the service management plan: its scope and items a to l."""
